"""
The statutory watch: which units have not held the dialogue that law or the city's rule demands this year, which were
announced too late, whose result was not published in time.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone

from danvan.engagement import duties
from danvan.engagement.models import ConclusionNotice, DialogueConference
from danvan.organizations.queries import UnitName, descendant_ids, names_on

State = DialogueConference.State
# From then on a unit that has held none this year is told to those above.
WATCHED_FROM_MONTH = 10


@dataclass
class Standing:
    """One unit in one year. `needed` is what the strictest duty asks; `planned` are the days still ahead."""

    unit: UnitName
    needed: int
    sources: tuple[str, ...]
    held: list[date] = field(default_factory=list)
    planned: list[date] = field(default_factory=list)
    announced_late: int = 0
    results_late: int = 0
    results_due: list[date] = field(default_factory=list)

    @property
    def missing(self) -> int:
        return max(0, self.needed - len(self.held))


@dataclass(frozen=True)
class Tally:
    """A group of units: by level, or below one unit."""

    label: str
    code: str
    expected: int
    met: int
    planned: int
    announced_late: int
    results_late: int

    @property
    def missing(self) -> int:
        return self.expected - self.met


def standings(unit_ids: Collection[int], year: int, today: date) -> list[Standing]:
    """
    Units bound by a duty on the last day of the year (today, in the current one), in the order of the tree. Three queries.
    """
    day = min(today, date(year, 12, 31)) if year <= today.year else date(year, 1, 1)
    wanted = duties.levels_bound(day)
    names = [name for name in names_on(day, list(unit_ids)).values() if name.level in wanted]
    found = {}
    for name in names:
        owed = duties.owed(name.level, day)
        found[name.id] = Standing(
            name, max(duty.per_year for duty in owed), tuple(duty.name for duty in owed)
        )
    _count_dialogues(found, year, today)
    return list(found.values())


def _count_dialogues(found: dict[int, Standing], year: int, today: date) -> None:
    rows = DialogueConference.unscoped.filter(unit_id__in=list(found)).filter(
        Q(held_on__year=year)
        | Q(held_on__isnull=True, scheduled_at__year=year, state__in=DialogueConference.AHEAD)
    )
    notices = {
        row["dialogue_id"]: row
        for row in ConclusionNotice.unscoped.filter(
            dialogue__held_on__year=year, unit_id__in=list(found)
        ).values("dialogue_id", "due_on", "published_on")
    }
    for dialogue in rows.order_by("scheduled_at"):
        mine = found[dialogue.unit_id]
        if not dialogue.took_place:
            if dialogue.day >= today and dialogue.state != State.POSTPONED:
                mine.planned.append(dialogue.day)
            continue
        mine.held.append(dialogue.day)
        mine.announced_late += announced_late(dialogue)
        notice = notices.get(dialogue.pk)
        due = notice["due_on"] if notice else duties.result_due(dialogue.level, dialogue.day)
        published = notice["published_on"] if notice else None
        mine.results_late += (published or today) > due
        if published is None:
            mine.results_due.append(due)


def announced_late(dialogue: DialogueConference) -> bool:
    """Whether it was announced later than the rule asks, or not at all."""
    latest = duties.announce_by(dialogue.level, dialogue.day)
    if latest is None or dialogue.kind == DialogueConference.Kind.UNSTATED:
        return False
    told = dialogue.announced_at
    return told is None or timezone.localtime(told).date() > latest


def tally(label: str, code: str, rows: Collection[Standing]) -> Tally:
    return Tally(
        label,
        code,
        len(rows),
        sum(not row.missing for row in rows),
        sum(bool(row.missing and row.planned) for row in rows),
        sum(row.announced_late for row in rows),
        sum(row.results_late for row in rows),
    )


def missing_below(unit_ids: Collection[int], on: date) -> int:
    """How many of these units and those below are bound by a duty and have held no dialogue this year."""
    bound = duties.levels_bound(on)
    branch = {pk for one in unit_ids for pk in below(one, on)}
    expected = {name.id for name in names_on(on, list(branch)).values() if name.level in bound}
    held = DialogueConference.unscoped.filter(unit_id__in=expected, held_on__year=on.year).order_by()
    return len(expected - set(held.values_list("unit_id", flat=True).distinct()))


def below(unit_id: int, on: date) -> list[int]:
    """The unit and all below it."""
    return list(descendant_ids(unit_id, on))
