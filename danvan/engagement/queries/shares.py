"""
Signs of a lively or a formal dialogue (FEATURES, section 4, item 14): shares with numerator and denominator.

Shown to the unit first, then to the level above; they rank nobody.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from danvan.engagement.models import DialogueConference, DialogueOpinion
from danvan.engagement.queries import promises


@dataclass(frozen=True)
class Shares:
    opinions: int = 0
    from_floor: int = 0
    answered_at_event: int = 0
    open: int = 0
    promises: int = 0
    promises_due: int = 0
    promises_kept: int = 0

    @property
    def floor_percent(self) -> float | None:
        return _percent(self.from_floor, self.opinions)

    @property
    def answered_percent(self) -> float | None:
        return _percent(self.answered_at_event, self.opinions)

    @property
    def kept_percent(self) -> float | None:
        return _percent(self.promises_kept, self.promises_due)


def of_dialogues(dialogue_ids: Collection[int], on: date) -> Shares:
    """Of some dialogues together. Four queries at most."""
    counted = _counts(DialogueOpinion.unscoped.filter(dialogue_id__in=dialogue_ids))
    given = promises.of_dialogues(dialogue_ids, on)
    kept = promises.tally((one for some in given.values() for one in some), on)
    return Shares(*counted, kept.all, kept.due, kept.kept)


def _counts(rows: QuerySet[DialogueOpinion]) -> tuple[int, int, int, int]:
    found = rows.aggregate(
        all=Count("pk"),
        floor=Count("pk", filter=Q(origin=DialogueOpinion.Origin.FLOOR)),
        spot=Count("pk", filter=Q(state=DialogueOpinion.State.ANSWERED_AT_EVENT)),
        open=Count("pk", filter=Q(ended_on__isnull=True)),
    )
    return found["all"], found["floor"], found["spot"], found["open"]


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def of_rows(opinions: Collection[DialogueOpinion], given: Collection[promises.Promise], on: date) -> Shares:
    """The same for opinions and promises that were read already."""
    state, floor = DialogueOpinion.State.ANSWERED_AT_EVENT, DialogueOpinion.Origin.FLOOR
    kept = promises.tally(given, on)
    return Shares(
        len(opinions),
        sum(one.origin == floor for one in opinions),
        sum(one.state == state for one in opinions),
        sum(one.ended_on is None for one in opinions),
        kept.all,
        kept.due,
        kept.kept,
    )


def of_units(unit_ids: Collection[int], year: int, on: date) -> Shares:
    """Of all dialogues that some units held in a year. Two queries, however many dialogues there are."""
    rows = DialogueOpinion.unscoped.filter(
        unit_id__in=unit_ids, dialogue__held_on__year=year, dialogue__state__in=DialogueConference.TOOK_PLACE
    )
    kept = promises.tally_of_units(unit_ids, year, on)
    return Shares(*_counts(rows), kept.all, kept.due, kept.kept)
