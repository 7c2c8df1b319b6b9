"""Rounds of evaluation: whom they are for, how far they are, and how scores lie over the bands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.evaluation.models import EvaluationRound, UnitEvaluation
from danvan.organizations.actors import Actor
from danvan.organizations.queries import UnitName, descendant_ids, last_names, names_on

State = UnitEvaluation.State


def expected(unit_id: int, level: str, day: date) -> list[UnitName]:
    """Units of a level below a unit on a day, in the order of the tree."""
    below = names_on(day, list(descendant_ids(unit_id, day)))
    return [name for name in below.values() if name.level == level and name.id != unit_id]


def find(actor: Actor, round_id: int) -> EvaluationRound:
    """:raises OutOfSight: for one that does not exist or is not open to this person"""
    rows = EvaluationRound.scoped(actor, "see").select_related("unit", "criteria")
    found = rows.filter(pk=round_id).first()
    if found is None:
        raise OutOfSight(_("There is no such evaluation round, or it is not open to you."))
    return found


def visible(actor: Actor) -> QuerySet[EvaluationRound]:
    return EvaluationRound.scoped(actor, "see").select_related("unit", "criteria")


@dataclass(frozen=True)
class Progress:
    """How many units are at each step. Every number stands beside `expected`."""

    expected: int
    by_state: dict[str, int]

    @property
    def sent(self) -> int:
        return sum(self.by_state.get(state, 0) for state in UnitEvaluation.SENT)

    @property
    def told(self) -> int:
        return sum(self.by_state.get(state, 0) for state in UnitEvaluation.TOLD)

    @property
    def waiting(self) -> int:
        return self.expected - self.sent


def progress(round_ids: Collection[int]) -> dict[int, Progress]:
    """One query."""
    counted: dict[int, Counter[str]] = {pk: Counter() for pk in round_ids}
    rows = UnitEvaluation.unscoped.filter(round_id__in=list(round_ids)).order_by()
    for pk, state in rows.values_list("round_id", "state"):
        counted[pk][state] += 1
    return {pk: Progress(states.total(), dict(states)) for pk, states in counted.items()}


@dataclass(frozen=True)
class Row:
    evaluation: UnitEvaluation
    unit: UnitName


def rows_of(round_: EvaluationRound, day: date) -> list[Row]:
    """Every unit of a round, in the order of the tree. Two queries."""
    found = list(UnitEvaluation.unscoped.filter(round=round_).select_related("unit"))
    names = last_names({row.unit_id for row in found}, day) if found else {}
    rows = [Row(row, names[row.unit_id]) for row in found]
    return sorted(rows, key=lambda row: (row.unit.position, row.unit.code))


@dataclass(frozen=True)
class BandCount:
    """Units told so far whose score lies in a band: `count` of `told`, of `expected` in the round."""

    name: str
    at_least: Decimal
    count: int
    told: int
    expected: int


def bands(round_: EvaluationRound, rows: Collection[Row]) -> list[BandCount]:
    """Only scores told to their units count: whoever is concerned knows first."""
    told = [row.evaluation for row in rows if row.evaluation.state in UnitEvaluation.TOLD]
    counted = Counter(one.band for one in told)
    return [
        BandCount(band.name, band.at_least, counted[band.name], len(told), len(rows))
        for band in round_.criteria.bands.all()
    ]
