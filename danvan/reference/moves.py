"""What a change of the calendar does to open clocks: looked at before it is written, and while it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone

from danvan.organizations.queries import names_on
from danvan.reference import queries
from danvan.reference.calendar import Calendar
from danvan.reference.models import Clock, DeadlineRule
from danvan.reference.reckoner import Reckoner
from danvan.reference.reckoning import Reckoning

BATCH = 2000
EXAMPLES = 20


@dataclass(frozen=True)
class Move:
    """A clock with what it is counted as now."""

    clock: Clock
    rule: DeadlineRule
    told: Reckoning

    @property
    def moved(self) -> bool:
        return self.told.due_at != self.clock.due_at

    @property
    def other_rule(self) -> bool:
        return self.rule.pk != self.clock.rule_id


@dataclass(frozen=True)
class Example:
    """One deadline that would move."""

    rule: str
    unit: str
    due_before: datetime
    due_after: datetime


@dataclass(frozen=True)
class Preview:
    """How many open deadlines a change would move, and the first of them."""

    count: int
    examples: tuple[Example, ...]


def preview(day: date, kind: str | None) -> Preview:
    """
    What would happen if `day` became a day off ("off"), one worked in exchange ("worked") or what its weekday says (None).
    Nothing is written.
    """
    known = queries.calendar()
    rows = [row for row in queries.day_rows() if row[0] != day]
    changed = Calendar.of([*rows, (day, kind, "…")] if kind else rows, edition=known.edition)
    moves = list(would_move(changed, _touching(day)))
    moves.sort(key=lambda move: (move.clock.due_at, move.clock.pk))
    names = names_on(timezone.localdate(), {move.clock.unit_id for move in moves[:EXAMPLES]})
    return Preview(len(moves), tuple(_example(move, names) for move in moves[:EXAMPLES]))


def would_move(calendar: Calendar, clocks: QuerySet[Clock]) -> Iterator[Move]:
    """Which of these open clocks another calendar would give another due moment."""
    for batch in batches(clocks.select_related("rule", "unit")):
        reckoner = Reckoner.today({clock.unit_id for clock in batch}, calendar)
        for clock in batch:
            move = look(clock, clock.rule, reckoner)
            if move.moved:
                yield move


def look(clock: Clock, rule: DeadlineRule, reckoner: Reckoner) -> Move:
    """What a clock would be counted as; one that was late when it paused stays due when it was."""
    pauses = [first for first, _last in clock.finished_pauses()]
    pauses += [clock.paused_at] if clock.paused_at else []
    if any(first > clock.due_at for first in pauses):
        return Move(clock, rule, clock.told)
    return Move(clock, rule, reckoner.of_clock(clock, rule))


def batches(clocks: QuerySet[Clock]) -> Iterator[list[Clock]]:
    """Clocks in batches by id; each is read before the next, so that writing does not disturb the walk."""
    last = 0
    while batch := list(clocks.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _touching(day: date) -> QuerySet[Clock]:
    """Open clocks whose way from start to end passes the day; the others do not look at it."""
    zone = timezone.get_current_timezone()
    morning, evening = datetime.combine(day, time.min, zone), datetime.combine(day, time.max, zone)
    after = Q(rule__direction="after", started_at__lte=evening, due_at__gte=morning)
    before = Q(rule__direction="before", started_at__gte=morning, due_at__lte=evening)
    return Clock.unscoped.open().filter(after | before)


def _example(move: Move, names: dict) -> Example:
    name = names.get(move.clock.unit_id)
    return Example(
        rule=move.rule.name,
        unit=name.name if name else move.clock.unit.code,
        due_before=move.clock.due_at,
        due_after=move.told.due_at,
    )
