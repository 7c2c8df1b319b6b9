"""Reception days and sessions: what was planned, what was held, what the law asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum

from danvan.organizations import queries as organizations
from danvan.organizations.actors import Actor
from danvan.petitions import duties
from danvan.petitions.models import ReceptionSchedule, ReceptionSession
from danvan.petitions.models.reception import Head
from danvan.petitions.shapes import PostedDay

State = ReceptionSchedule.State


@dataclass(frozen=True)
class Fulfilment:
    """
    One post of one unit in one month: days owed by law, days planned, days the head came. `kept` says whether the unit
    ever planned or counted a reception here; of one that keeps them on paper nobody can say what is missing.
    """

    unit_id: int
    unit: str
    head: str
    head_label: str
    required: int
    planned: int
    held: int
    source: str
    kept: bool

    @property
    def missing(self) -> int:
        return max(0, self.required - self.held) if self.kept else 0


def posted(on: date, *, unit_code: str = "", days: int = 60) -> tuple[PostedDay, ...]:
    """What stands on the notice board, for everybody."""
    rows = ReceptionSchedule.unscoped.filter(
        day__gte=on, day__lte=on + timedelta(days=days), posted_on__isnull=False
    )
    if unit_code:
        rows = rows.filter(unit__code=unit_code.upper())
    found = list(rows.select_related("unit", "moved_to").order_by("day", "starts_at", "pk")[:500])
    names = organizations.last_names({row.unit_id for row in found}, on)
    return tuple(
        PostedDay(
            unit=names[row.unit_id].name, unit_code=row.unit.code, head=str(row.get_head_display()), day=row.day,
            starts_at=f"{row.starts_at:%H:%M}", ends_at=f"{row.ends_at:%H:%M}", place=row.place, posted_on=row.posted_on,
            moved_to=row.moved_to.day if row.moved_to else None,
        )
        for row in found if row.posted_on
    )  # fmt: skip


def month_of(actor: Actor, month: date) -> QuerySet[ReceptionSchedule]:
    """The days of a month in the units in sight, by day."""
    rows = ReceptionSchedule.scoped(actor, "see").filter(_in_month("day", month))
    return rows.select_related("unit", "moved_to", "session").order_by("day", "starts_at", "pk")


def sessions_of(actor: Actor, month: date) -> QuerySet[ReceptionSession]:
    rows = ReceptionSession.scoped(actor, "see").filter(_in_month("on", month))
    return rows.select_related("unit").order_by("-on", "-pk")


def totals(sessions: QuerySet[ReceptionSession]) -> dict[str, dict[str, int]]:
    """Counts by kind of reception: visits, persons, groups, matters, and how many sessions."""
    found: dict[str, dict[str, int]] = {}
    for kind in ReceptionSession.Kind.values:
        rows = sessions.filter(kind=kind).order_by()
        sums = rows.aggregate(
            visits=Sum("visit_count", default=0), persons=Sum("person_count", default=0),
            groups=Sum("large_group_count", default=0), matters=Sum("case_count", default=0),
        )  # fmt: skip
        found[kind] = sums | {"sessions": rows.count()}
    return found


def fulfilment(unit_ids: list[int], month: date) -> list[Fulfilment]:
    """For each unit and post that has a duty in the month, in the order of units. Four queries."""
    names = organizations.names_on(_last_day(month), unit_ids)
    planned = _days(
        ReceptionSchedule.unscoped.filter(_in_month("day", month), ~Q(state=State.MOVED), unit_id__in=names),
        "day",
    )
    held = _days(
        ReceptionSession.unscoped.filter(_in_month("on", month), unit_id__in=names, host="head"), "on"
    )
    kept = _keeping(names)
    found = []
    for pk, name in names.items():
        for duty in duties.duties_of(name.level, month):
            found.append(
                Fulfilment(
                    pk, name.name, duty.head, str(Head(duty.head).label), duties.required(duty, month),
                    len(planned.get((pk, duty.head), set())), len(held.get((pk, duty.head), set())), duty.source, pk in kept,
                )
            )  # fmt: skip
    return found


def _keeping(unit_ids: Iterable[int]) -> set[int]:
    """Units that ever planned or counted a reception. One query."""
    planned, held = (
        model.unscoped.filter(unit_id__in=list(unit_ids)).order_by().values_list("unit_id", flat=True)
        for model in (ReceptionSchedule, ReceptionSession)
    )
    return set(planned.union(held))


def _days(rows: QuerySet, field: str) -> dict[tuple[int, str], set[date]]:
    found: dict[tuple[int, str], set[date]] = {}
    for unit_id, head, day in rows.order_by().values_list("unit_id", "head", field):
        found.setdefault((unit_id, head), set()).add(day)
    return found


def _in_month(field: str, month: date) -> Q:
    return Q(**{f"{field}__gte": month.replace(day=1), f"{field}__lte": _last_day(month)})


def _last_day(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
