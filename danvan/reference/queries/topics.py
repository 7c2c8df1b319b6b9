"""Reads about the closed list of topics. Records keep a topic by its code, so an old one keeps its words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language

from danvan.reference.models import Topic


def topics_on(day: date) -> list[Topic]:
    """Those in force on a day, in the order of the list."""
    return list(Topic.objects.on(day))


def topic_choices(day: date) -> list[tuple[str, str]]:
    """(code, name in the reader's language) of those in force, for a form."""
    return [(topic.code, topic.name) for topic in topics_on(day)]


def topic_known(code: str, day: date) -> bool:
    return Topic.objects.on(day).filter(code=code).exists()


def sensitive_topics() -> frozenset[str]:
    """Codes of topics whose small numbers are guarded more strictly (R-90)."""
    return frozenset(Topic.objects.filter(is_sensitive=True).values_list("code", flat=True))


def topic_names() -> dict[str, str]:
    """Every code that was ever used with its name in the reader's language: one query for a whole page."""
    column = "name_en" if get_language() == "en" else "name_vi"
    return dict(Topic.objects.values_list("code", column))
