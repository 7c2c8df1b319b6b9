"""The closed list of topics of `reference`, by code."""

from __future__ import annotations

from datetime import date

from danvan.reference import queries
from danvan.reference.queries import topic_choices, topic_names


def choices(on: date) -> list[tuple[str, str]]:
    """Code and name of the topics in force on a day."""
    return topic_choices(on)


def name(code: str) -> str:
    """What a topic is called; empty for none. One query; a page with many asks `names` once."""
    return names().get(code, code) if code else ""


def names() -> dict[str, str]:
    return topic_names()


def known(code: str, on: date) -> bool:
    return queries.topic_known(code, on)
