"""What the figures of reports say about units, criterion by criterion, and of which state of the reports."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from danvan.common.periods import Period
from danvan.evaluation import rules
from danvan.evaluation.models import Criterion
from danvan.organizations.models import UnitLink
from danvan.organizations.queries import UnitName
from danvan.reporting.figures import ReportFigure
from danvan.reporting.layouts import Layout
from danvan.reporting.models import ReportForm, Submission
from danvan.reporting.queries import forms, reports, sums


@dataclass(frozen=True)
class Read:
    """One figure as it was read: `reported` of `expected` units gave it."""

    code: str
    value: Decimal | None
    reported: int
    expected: int

    def stored(self) -> dict[str, Any]:
        value = None if self.value is None else f"{self.value:f}"
        return {"code": self.code, "value": value, "reported": self.reported, "expected": self.expected}


@dataclass(frozen=True)
class Reading:
    result: rules.Result
    figures: tuple[Read, ...]


Readings = dict[tuple[int, int], Reading]


def readings(criteria: Iterable[Criterion], period: Period, units: Collection[UnitName]) -> Readings:
    """
    By (unit id, criterion id), for the measured ones of `criteria`. A unit that was not asked has nothing reported.

    Three queries, however many units.
    """
    asked = [criterion for criterion in criteria if criterion.is_measured]
    form = default_form()
    if not asked or not units or form is None:
        return {(unit.id, one.pk): _nothing(one) for unit in units for one in asked}
    layout = forms.layout(form)
    found = sums.of_units(form, layout, [period], [unit.id for unit in units])
    return {
        (unit.id, one.pk): _read(one, unit.level, layout, found.get((str(period), unit.id)))
        for unit in units
        for one in asked
    }


def default_form() -> ReportForm | None:
    """The form all units report by, if there is one yet."""
    try:
        return forms.default_form()
    except forms.NoForm:
        return None


def _nothing(criterion: Criterion) -> Reading:
    return _told(criterion, None, rules.NOT_REPORTED, ())


def _read(criterion: Criterion, level: str, layout: Layout, by_level: sums.ByLevel | None) -> Reading:
    codes = [criterion.indicator, *([criterion.divisor] if criterion.divisor else [])]
    if by_level is None or any(code not in layout.catalogue for code in codes):
        return _nothing(criterion)
    reads = tuple(_figure(sums.figure(layout, by_level, code), criterion.scope, level) for code in codes)
    if criterion.reading == Criterion.Reading.RATIO:
        value, outcome = rules.ratio(reads[0].value, reads[1].value)
    elif criterion.reading == Criterion.Reading.PER_UNIT:
        value, outcome = rules.per_unit(reads[0].value, reads[0].expected)
    else:
        value = reads[0].value
        outcome = rules.NOT_REPORTED if value is None else rules.COUNTED
    return _told(criterion, value, outcome, reads)


def _figure(figure: ReportFigure, scope: str, level: str) -> Read:
    code = figure.indicator.code
    if scope == Criterion.Scope.OWN:
        own = figure.levels.get(level)
        return Read(code, None if own is None else Decimal(own), int(own is not None), 1)
    whole = figure.all
    return Read(code, None if whole is None else Decimal(whole), figure.units_reported, figure.units_expected)


def _told(criterion: Criterion, value: Decimal | None, outcome: str, reads: tuple[Read, ...]) -> Reading:
    result = rules.points(
        criterion.rule, criterion.points, value, outcome, target=criterion.target, steps=criterion.steps
    )
    return Reading(result, reads)


def marks(period: Period, unit_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """
    The state of the reports behind each unit's figures: how many were expected and accepted, the newest version among
    them, how many supplements. A different mark means that something was sent since. Three queries.
    """
    form = default_form()
    rounds = reports.rounds_in(form, period) if form is not None else []
    blank = {"expected": 0, "accepted": 0, "newest": 0, "supplements": 0}
    found = {unit_id: dict(blank) for unit_id in unit_ids}
    if not rounds or not found:
        return found
    above = _above(unit_ids, rounds[-1].counts_to)
    rows = Submission.unscoped.filter(round__in=rounds, unit_id__in=above, excused_at__isnull=True).order_by()
    for unit_id, accepted, supplement in rows.values_list(
        "unit_id", "accepted_id", "accepted__supplement_number"
    ):
        for one in above[unit_id]:
            mark = found[one]
            mark["expected"] += 1
            mark["accepted"] += accepted is not None
            mark["newest"] = max(mark["newest"], accepted or 0)
            mark["supplements"] += supplement or 0
    return found


def _above(unit_ids: Collection[int], day: date) -> dict[int, list[int]]:
    """Every unit in the branches of `unit_ids` on a day -> those of them it stands in."""
    links = UnitLink.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=day), ancestor_id__in=list(unit_ids), starts_on__lte=day
    ).order_by()
    found: dict[int, list[int]] = {}
    for ancestor, descendant in links.values_list("ancestor_id", "descendant_id"):
        found.setdefault(descendant, []).append(ancestor)
    return found
