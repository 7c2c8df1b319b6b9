"""The inbox of a unit: what it owes by due time, with the clock in words; and what a case can be looked up by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from danvan.organizations.actors import Actor
from danvan.petitions import deadlines, topics
from danvan.petitions.models import Petition, State
from danvan.petitions.models.cases import OPEN
from danvan.petitions.queries import reading
from danvan.reference import queries as calendars
from danvan.reference.calendar import Calendar

WAITING = "waiting"


@dataclass(frozen=True)
class Search:
    """What officers may look for: number, topic, unit, day, state. Never a person, never words (R-28)."""

    reference: str = ""
    state: str = WAITING
    topic: str = ""
    unit: int | None = None
    kind: str = ""
    received_from: date | None = None
    received_to: date | None = None


@dataclass(frozen=True)
class Row:
    petition: Petition
    topic: str
    clock: str
    tone: str
    excerpt: str


def cases(actor: Actor, search: Search) -> QuerySet[Petition]:
    """What the policy table opens and the search leaves, the most pressing first."""
    rows = Petition.scoped(actor, "see").select_related("unit", "place", "clock__rule")
    if search.reference:
        bare = "".join(sign for sign in search.reference.upper() if sign.isalnum())
        return rows.filter(reference=f"{bare[:4]}-{bare[4:]}").order_by("pk")
    if search.state == WAITING:
        rows = rows.filter(state__in=OPEN)
    elif search.state == "decide":
        rows = rows.filter(awaits_superior=True, state__in=OPEN)
    elif search.state:
        rows = rows.filter(state=search.state)
    for field in ("topic", "kind"):
        if value := getattr(search, field):
            rows = rows.filter(**{field: value})
    if search.unit is not None:
        rows = rows.filter(unit_id=search.unit)
    zone = timezone.get_current_timezone()
    if search.received_from:
        rows = rows.filter(received_at__gte=datetime.combine(search.received_from, time.min, zone))
    if search.received_to:
        rows = rows.filter(received_at__lte=datetime.combine(search.received_to, time.max, zone))
    if search.state in (WAITING, "decide", *OPEN):
        return rows.order_by("clock__due_at", "pk")
    return rows.order_by("-received_at", "-pk")


def shaped(rows: list[Petition], at: datetime, own: set[int]) -> list[Row]:
    """Lines of the list. The beginning of the text is shown for cases of the own unit only. Two queries."""
    calendar = calendars.calendar()
    texts = reading.texts([row for row in rows if row.unit_id in own])
    names = topics.names()
    return [
        Row(row, names.get(row.topic, row.topic), *clock(row, at, calendar), _excerpt(texts.get(row.pk, "")))
        for row in rows
    ]


def clock(row: Petition, at: datetime, calendar: Calendar) -> tuple[str, str]:
    """Where the limit of a case stands, in words, with the tone that fits; empty where nothing is timed."""
    found = deadlines.standing(row.clock, at, calendar)
    return (found.words if found else ""), deadlines.tone(row.clock, found)


def counts(actor: Actor, at: datetime) -> dict[str, int]:
    """Numbers above the list; one query."""
    rows = Petition.scoped(actor, "see").filter(state__in=OPEN).order_by()
    return rows.aggregate(
        waiting=Count("pk"), late=Count("pk", filter=Q(clock__due_at__lt=at)),
        new=Count("pk", filter=Q(state=State.RECEIVED)),
        decide=Count("pk", filter=Q(awaits_superior=True)),
    )  # fmt: skip


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return f"{line[:117]}…" if len(line) > 118 else line
