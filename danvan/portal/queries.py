"""Notices: those everybody reads, and those somebody works on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from danvan.common.vietnamese import matches
from danvan.organizations.actors import Actor
from danvan.organizations.queries import last_names
from danvan.portal.models import Article

MOST_SEARCHED = 1000


@dataclass(frozen=True)
class Notice:
    """A published notice as a reader sees it; `corrected_at` when it changed after publication."""

    id: int
    title: str
    summary: str
    text: str
    unit: str
    unit_code: str
    published_at: datetime
    corrected_at: datetime | None


def shown() -> QuerySet[Article]:
    """Published notices, the newest first."""
    return (
        Article.unscoped.filter(state=Article.State.PUBLISHED)
        .select_related("unit")
        .order_by("-published_at", "-pk")
    )


def notices(rows: list[Article], on: date) -> list[Notice]:
    names = last_names({row.unit_id for row in rows}, on) if rows else {}
    return [
        Notice(
            row.pk, row.title, row.summary, row.text, names[row.unit_id].name, row.unit.code, row.published_at,
            row.changed_at if row.changed_later else None,
        )
        for row in rows if row.published_at
    ]  # fmt: skip


def newest(on: date, most: int = 3) -> list[Notice]:
    return notices(list(shown()[:most]), on)


def found(words: str, on: date, most: int = 20) -> list[Notice]:
    """Published notices that hold these words, with or without marks."""
    hits = [row for row in shown()[:MOST_SEARCHED] if matches(words, f"{row.title} {row.summary} {row.text}")]
    return notices(hits[:most], on)


def one(pk: int) -> Article | None:
    """A notice that is or was public, with its unit."""
    return Article.unscoped.exclude(state=Article.State.DRAFT).select_related("unit").filter(pk=pk).first()


def stamp() -> str:
    """Changes whenever anything about the published notices does; for the caches of readers."""
    told = Article.unscoped.exclude(state=Article.State.DRAFT).aggregate(
        count=Count("pk"), last=Max("changed_at")
    )
    last = f"{timezone.localtime(told['last']):%Y%m%d%H%M%S%f}" if told["last"] else "0"
    return f"{told['count']}-{last}"


def in_sight(actor: Actor) -> QuerySet[Article]:
    """Notices this person may see in the office, the newest first."""
    return Article.scoped(actor, "see").select_related("unit", "made_by").order_by("-changed_at", "-pk")
