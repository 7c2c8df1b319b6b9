"""One unit's evaluation as it is read: total, groups, lines, and the figures each measured line stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.evaluation import wording
from danvan.evaluation.models import Criterion, CriterionScore, UnitEvaluation
from danvan.evaluation.queries import measured
from danvan.organizations.actors import Actor
from danvan.organizations.queries import UnitName
from danvan.reporting.catalogue import Spec
from danvan.reporting.layouts import Layout
from danvan.reporting.queries import forms

ZERO = Decimal(0)


@dataclass(frozen=True)
class FigureRead:
    """`own`: the unit's figures without those below."""

    code: str
    name: str
    unit: str
    shown: str
    completeness: str
    complete: bool
    own: bool


@dataclass(frozen=True)
class Drift:
    """A figure changed after the score was frozen."""

    then: str
    now: str
    points_then: Decimal
    points_now: Decimal


@dataclass(frozen=True)
class Line:
    score: CriterionScore
    criterion: Criterion
    measured: Decimal | None
    value: str
    rule: str
    figures: tuple[FigureRead, ...] = ()
    drift: Drift | None = None


@dataclass(frozen=True)
class Part:
    """One group. Totals are None where a line of it has no points yet."""

    title: str
    lines: tuple[Line, ...]

    @property
    def most(self) -> Decimal:
        return sum((line.criterion.points for line in self.lines), ZERO)

    @property
    def own(self) -> Decimal | None:
        """The unit's own points; before it was sent, measured lines count as the figures stand now."""
        return _sum(
            line.measured if line.score.self_points is None else line.score.self_points for line in self.lines
        )

    @property
    def reviewed(self) -> Decimal | None:
        return _sum(line.score.review_points for line in self.lines)

    @property
    def total(self) -> Decimal | None:
        """What counts now."""
        if self.reviewed is None:
            return None
        return _sum(line.score.points for line in self.lines)


@dataclass(frozen=True)
class Sheet:
    parts: tuple[Part, ...]
    most: Decimal = field(default=ZERO)

    @property
    def drifted(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines if line.drift]

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    @property
    def own(self) -> Decimal | None:
        return _sum(part.own for part in self.parts)

    @property
    def unscored(self) -> int:
        return sum(not line.criterion.is_measured and line.score.self_points is None for line in self.lines)


def _sum(points: Iterable[Decimal | None]) -> Decimal | None:
    known = list(points)
    return None if any(one is None for one in known) else sum((one for one in known if one is not None), ZERO)


def find(actor: Actor, evaluation_id: int) -> UnitEvaluation:
    """:raises OutOfSight: for one that does not exist or is not open to this person"""
    rows = UnitEvaluation.scoped(actor, "see").select_related("unit", "round__criteria", "round__unit")
    found = rows.filter(pk=evaluation_id).first()
    if found is None:
        raise OutOfSight(_("There is no such evaluation, or it is not open to you."))
    return found


def sheet(evaluation: UnitEvaluation, name: UnitName) -> Sheet:
    """Everything, frozen figures compared with those of now. Six queries at most; who may see what is the page's affair."""
    scores = list(
        CriterionScore.objects.filter(evaluation=evaluation)
        .select_related("criterion__group", "file")
        .order_by("criterion__group__position", "criterion__position", "pk")
    )
    now = measured.readings([score.criterion for score in scores], evaluation.round.period, [name])
    form = measured.default_form()
    specs = _specs(forms.layout(form)) if form is not None else {}
    parts: dict[str, list[Line]] = {}
    for score in scores:
        line = _line(score, now.get((name.id, score.criterion_id)), specs)
        parts.setdefault(score.criterion.group.title, []).append(line)
    return Sheet(
        tuple(Part(title, tuple(lines)) for title, lines in parts.items()),
        sum((score.criterion.points for score in scores), ZERO),
    )


def _specs(layout: Layout) -> Mapping[str, Spec]:
    return {spec.code: spec for spec in layout.catalogue.values()}


def _line(score: CriterionScore, now: measured.Reading | None, specs: Mapping[str, Spec]) -> Line:
    criterion = score.criterion
    rule = wording.rule(criterion)
    if now is None:
        return Line(score, criterion, None, "", rule)
    current = wording.value(criterion, now.result.value, now.result.outcome)
    if not score.outcome:
        stored = [one.stored() for one in now.figures]
        return Line(score, criterion, now.result.points, current, rule, _figures(stored, criterion, specs))
    then = wording.value(criterion, score.value, score.outcome)
    drift = None
    if (score.value, score.outcome) != (now.result.value, now.result.outcome):
        drift = Drift(then, current, score.self_points or ZERO, now.result.points)
    return Line(
        score, criterion, score.self_points, then, rule, _figures(score.figures, criterion, specs), drift
    )


def _figures(
    stored: list[dict[str, Any]], criterion: Criterion, specs: Mapping[str, Spec]
) -> tuple[FigureRead, ...]:
    own = criterion.scope == Criterion.Scope.OWN
    return tuple(
        FigureRead(
            one["code"],
            specs[one["code"]].name if one["code"] in specs else one["code"],
            specs[one["code"]].unit if one["code"] in specs else "",
            wording.number(one["value"]),
            "" if own else f"{wording.number(one['reported'])}/{wording.number(one['expected'])}",
            one["reported"] == one["expected"],
            own,
        )
        for one in stored
    )


def sent_since(evaluation: UnitEvaluation) -> bool:
    """Whether reports behind the frozen figures were accepted or supplemented since. Three queries, none before sending."""
    if not evaluation.figures_mark:
        return False
    now = measured.marks(evaluation.round.period, [evaluation.unit_id])[evaluation.unit_id]
    return now != evaluation.figures_mark


def history(unit_id: int, up_to: date) -> list[UnitEvaluation]:
    """What the unit was told in all rounds so far, oldest period first. One query."""
    rows = UnitEvaluation.unscoped.filter(unit_id=unit_id, state__in=UnitEvaluation.TOLD)
    found = list(rows.select_related("round__criteria"))
    return sorted(
        (row for row in found if row.round.period.starts_on <= up_to), key=lambda row: row.round.period
    )
