"""
What petitions and reception prove for the reports: the records counted, by unit, for a period.

Each function takes unit ids and the first and last day, and gives for each unit the list of (reference, label, count). The
label holds the number of the case and its topic; nothing that anybody wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from functools import partial

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from danvan.common.books import Book, Measured
from danvan.organizations import queries as organizations
from danvan.petitions import duties, topics
from danvan.petitions.models import (
    Event,
    HandOver,
    Kind,
    Petition,
    ReceptionSchedule,
    ReceptionSession,
    State,
)
from danvan.petitions.models.reception import Head

# What the indicator calls a recommendation is a recommendation or feedback.
KINDS = {"complaint": [Kind.COMPLAINT], "recommendation": [Kind.RECOMMENDATION, Kind.FEEDBACK]}


def received(unit_ids: Collection[int], starts_on: date, ends_on: date, *, kind: str = "") -> Measured:
    """Cases a unit got from outside in the period: each once, where it came in. A hand-over is no new receipt."""
    rows = _known().filter(received_at__range=_moments(starts_on, ends_on))
    if kind:
        rows = rows.filter(kind__in=KINDS[kind])
    first = _first_units(rows)
    return _by(((first.get(row.pk, row.unit_id), row) for row in rows.order_by("pk")), unit_ids)


def classified(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Cases the unit confirmed as its own in the period."""
    events = Event.objects.filter(
        Q(kind=Event.Kind.CLASSIFIED, data__decision=State.OWN_AUTHORITY)
        | Q(kind=Event.Kind.COMPLAINT, data__stage="received"),
        at__range=_moments(starts_on, ends_on), unit_id__in=unit_ids,
    ).exclude(petition__state=State.SEALED).select_related("petition").order_by("pk")  # fmt: skip
    seen: dict[tuple[int, int], tuple[int, Petition]] = {}
    for event in events:
        seen.setdefault((event.unit_id or 0, event.petition_id), (event.unit_id or 0, event.petition))
    return _by(seen.values(), unit_ids)


def transferred(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Cases the unit passed on: to another unit here, or to a body outside."""
    moments = _moments(starts_on, ends_on)
    steps = HandOver.objects.filter(at__range=moments, from_unit_id__in=unit_ids, ordered=False)
    inside = [(step.from_unit_id, step.petition) for step in steps.select_related("petition").order_by("pk")]
    out = (
        _known()
        .filter(state=State.TRANSFERRED, closed_at__range=moments, unit_id__in=unit_ids)
        .order_by("pk")
    )
    return _by([*inside, *((row.unit_id, row) for row in out)], unit_ids)


def resolved(unit_ids: Collection[int], starts_on: date, ends_on: date, *, on_time: bool = False) -> Measured:
    """Cases answered in the period; one that was reopened counts when it is answered again."""
    rows = _known().filter(answered_at__range=_moments(starts_on, ends_on), unit_id__in=unit_ids)
    if on_time:
        rows = rows.filter(Q(answered_due_at__isnull=True) | Q(answered_at__lte=F("answered_due_at")))
    return _by(((row.unit_id, row) for row in rows.order_by("pk")), unit_ids)


def open_at_end(
    unit_ids: Collection[int], starts_on: date, ends_on: date, *, overdue: bool = False
) -> Measured:
    """Cases that waited for an answer when the period ended."""
    return _open(unit_ids, _end(ends_on), overdue)


def open_at_start(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Cases that waited when the period began."""
    return _open(unit_ids, _end(starts_on - timedelta(days=1)), False)


def _open(unit_ids: Collection[int], at: datetime, overdue: bool) -> Measured:
    rows = _known().filter(received_at__lte=at).exclude(state=State.JOINED)
    rows = rows.filter(
        Q(answered_at__isnull=True)
        | Q(answered_at__gt=at)
        | Q(reopened_at__gt=F("answered_at"), reopened_at__lte=at)
    )
    rows = rows.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=at))
    if overdue:
        rows = rows.filter(clock__due_at__lt=at)
    rows = rows.order_by("pk")
    holders = _units_at(rows, at)
    return _by(((holders.get(row.pk, row.unit_id), row) for row in rows), unit_ids)


def sessions(
    unit_ids: Collection[int], starts_on: date, ends_on: date, *, count: str, kind: str = "", host: str = ""
) -> Measured:
    """Counts of reception sessions; `count` is a column, or "" for one a session."""
    rows = ReceptionSession.unscoped.filter(on__range=(starts_on, ends_on), unit_id__in=unit_ids).order_by(
        "on", "pk"
    )
    for field, value in (("kind", kind), ("host", host)):
        if value:
            rows = rows.filter(**{field: value})
    found: Measured = {}
    for row in rows:
        number = getattr(row, count) if count else 1
        if number:
            label = f"{row.get_kind_display()}, {row.on:%d/%m/%Y}"
            found.setdefault(row.unit_id, []).append((f"petitions.ReceptionSession:{row.pk}", label, number))
    return found


def days_held(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Days on which the head received, each head and day once however many sessions there were."""
    rows = ReceptionSession.unscoped.filter(
        on__range=(starts_on, ends_on), unit_id__in=unit_ids, host="head"
    ).order_by("on", "pk")
    found: Measured = {}
    seen = set()
    for row in rows:
        if (row.unit_id, row.head, row.on) not in seen:
            seen.add((row.unit_id, row.head, row.on))
            label = f"{row.get_head_display()}, {row.on:%d/%m/%Y}"
            found.setdefault(row.unit_id, []).append((f"petitions.ReceptionSession:{row.pk}", label, 1))
    return found


def days_required(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Days the heads owed by law in the months that begin in the period."""
    found: Measured = {}
    names = organizations.last_names(list(unit_ids), ends_on)
    for pk, name in names.items():
        # A period may begin in the middle of a month: each month is owed in the one period that holds its first day.
        for month in (month for month in duties.months(starts_on, ends_on) if month >= starts_on):
            for duty in duties.duties_of(name.level, month):
                label = f"{Head(duty.head).label}, {month:%m/%Y} ({duty.source})"
                reference = f"petitions.Duty:{duty.head}:{month:%Y-%m}"
                found.setdefault(pk, []).append((reference, label, duties.required(duty, month)))
    return found


def _known() -> QuerySet[Petition]:
    """A denunciation that came by mistake is no petition: units type those as a number."""
    return Petition.unscoped.exclude(state=State.SEALED)


def _by(pairs: Iterable[tuple[int, Petition]], unit_ids: Collection[int]) -> Measured:
    found: Measured = {}
    wanted, names = set(unit_ids), topics.names()
    for unit_id, row in pairs:
        if unit_id in wanted:
            label = f"{row.reference} {names.get(row.topic, row.topic)}".strip()
            found.setdefault(unit_id, []).append((f"petitions.Petition:{row.reference}", label, 1))
    return found


def _first_units(rows: QuerySet[Petition]) -> dict[int, int]:
    """Where cases that were handed over came in first."""
    first: dict[int, int] = {}
    steps = HandOver.objects.filter(petition__in=rows.order_by()).order_by("pk")
    for petition_id, unit_id in steps.values_list("petition_id", "from_unit_id"):
        first.setdefault(petition_id, unit_id)
    return first


def _units_at(rows: QuerySet[Petition], at: datetime) -> dict[int, int]:
    """Who had the cases at a moment, of those that were handed over after it."""
    later: dict[int, int] = {}
    steps = HandOver.objects.filter(petition__in=rows.order_by(), at__gt=at).order_by("pk")
    for petition_id, unit_id in steps.values_list("petition_id", "from_unit_id"):
        later.setdefault(petition_id, unit_id)
    return later


def _end(day: date) -> datetime:
    return datetime.combine(day, time.max, timezone.get_current_timezone())


def _moments(starts_on: date, ends_on: date) -> tuple[datetime, datetime]:
    return datetime.combine(starts_on, time.min, timezone.get_current_timezone()), _end(ends_on)


def _petitions_kept(unit_ids: list[int], day: date) -> QuerySet:
    return Petition.unscoped.filter(unit_id__in=unit_ids, received_at__date__lte=day)


def _reception_kept(unit_ids: list[int], day: date) -> QuerySet:
    return ReceptionSession.unscoped.filter(unit_id__in=unit_ids, on__lte=day)


BOOKS = [
    Book(
        "petitions",
        {
            "Petition.received": received,
            "Petition.received[kind=complaint]": partial(received, kind="complaint"),
            "Petition.received[kind=recommendation]": partial(received, kind="recommendation"),
            "Petition.classified[own_authority]": classified,
            "Petition.transferred": transferred,
            "Petition.resolved": resolved,
            "Petition.resolved[on_time]": partial(resolved, on_time=True),
            "Petition.open": open_at_end,
            "Petition.open[overdue]": partial(open_at_end, overdue=True),
            "Petition.open_at_period_start": open_at_start,
        },
        _petitions_kept,
    ),
    Book(
        "reception",
        {
            "ReceptionSchedule.required": days_required,
            "ReceptionSession.held[host=head]": days_held,
            "ReceptionSession.visits": partial(sessions, count="visit_count"),
            "ReceptionSession.visits[kind=regular]": partial(sessions, count="visit_count", kind="regular"),
            "ReceptionSession.visits[kind=periodic]": partial(sessions, count="visit_count", kind="periodic"),
            "ReceptionSession.visits[kind=adhoc]": partial(sessions, count="visit_count", kind="adhoc"),
            "ReceptionSession.persons": partial(sessions, count="person_count"),
            "ReceptionSession.groups": partial(sessions, count="large_group_count"),
        },
        _reception_kept,
        {"schedules": lambda units, day: ReceptionSchedule.unscoped.filter(unit_id__in=units)},
    ),
]
MEASURES = {name: measure for book in BOOKS for name, measure in book.measures.items()}
