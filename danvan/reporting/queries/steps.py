"""Lineage one step at a time: a unit's figure, what it is made of, and the doors further down."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from danvan.common.periods import Period
from danvan.organizations.models import OrgUnit
from danvan.reporting.catalogue import Spec
from danvan.reporting.figures import Number, ReportFigure
from danvan.reporting.formulas import Ratio, Slice
from danvan.reporting.models import ReportForm, Submission
from danvan.reporting.queries import comparing, forms, sums
from danvan.reporting.queries.comparing import ChildRow
from danvan.reporting.queries.reports import NoReport, rounds_in
from danvan.reporting.queries.tracing import shares_of
from danvan.reporting.vectors import Presence, Vector


@dataclass(frozen=True)
class Answer:
    """A unit's own figure in one round: what it contributes, what stands in its cell, and where."""

    submission_id: int
    period: Period
    version: int | None
    supplement: int | None
    share: Number | None
    given: Number | None
    source: str
    note: str = ""
    records: tuple[tuple[str, int], ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        return self.version is not None and self.given is None


@dataclass(frozen=True)
class Step:
    """A figure and the step below it: parts of a ratio, child units, or the unit's own answers."""

    spec: Spec
    period: Period
    figure: ReportFigure
    value: Number | None
    parts: tuple[ReportFigure, ...] = ()
    children: tuple[ChildRow, ...] = ()
    answers: tuple[Answer, ...] = field(default=())


def value_at(figure: ReportFigure, level: str) -> Number | None:
    """The figure of one level, or of all when none is named."""
    return figure.levels.get(level) if level else figure.all


def step(
    unit: OrgUnit, period: Period, code: str, *, own: bool = False, form: ReportForm | None = None
) -> Step:
    """
    One step of the lineage of a figure; `own` leaves out the units below.

    :raises UnknownIndicator: for a code the catalogue does not have; :raises NoReport: when nothing was asked
    """
    form = form or forms.default_form()
    layout = forms.layout(form)
    spec = layout.catalogue[code]
    reader = sums.of_leaves if own else sums.of_units
    by_level = reader(form, layout, [period], [unit.pk]).get((str(period), unit.pk))
    if by_level is None:
        raise NoReport(
            _("%(unit)s was not asked in %(period)s.") % {"unit": unit.code, "period": period.label()}
        )
    figures = {figure.indicator.code: figure for figure in sums.figures(layout, by_level)}
    figure = figures[code]
    if isinstance(spec.formula, Ratio):
        return Step(
            spec, period, figure, figure.all, parts=tuple(figures[part] for part in spec.formula.codes)
        )
    base = layout.catalogue[spec.formula.code] if isinstance(spec.formula, Slice) else spec
    children: list[ChildRow] = []
    if not own:
        children = comparing.by_child(unit, period, list(layout.catalogue), form)
    if any(not row.itself for row in children):
        return Step(spec, period, figure, figure.all, children=tuple(children))
    return Step(spec, period, figure, figure.all, answers=tuple(_answers(unit, period, base, form)))


def _answers(unit: OrgUnit, period: Period, base: Spec, form: ReportForm) -> list[Answer]:
    layout = forms.layout(form)
    index = forms.cell_of(layout, base.code)
    rows = Submission.unscoped.filter(unit=unit, round__in=rounds_in(form, period), excused_at__isnull=True)
    found = list(rows.select_related("round", "accepted").order_by("round__starts_on"))
    vectors = [
        Vector.unpack(row.accepted.cells).resized(len(layout)) if row.accepted else None for row in found
    ]
    answers = []
    for row, vector, share in zip(found, vectors, shares_of(layout, base, vectors), strict=True):
        note = row.accepted.notes.get(str(index), {}) if row.accepted else {}
        cell = vector[index] if vector is not None else None
        given = cell.value if cell is not None else None
        stands = cell is not None and cell.presence == Presence.VALUE
        answers.append(
            Answer(
                submission_id=row.pk,
                period=row.round.period,
                version=row.accepted.number if row.accepted else None,
                supplement=row.accepted.supplement_number if row.accepted else None,
                share=share,
                given=given,
                source=note.get("source", "typed") if stands else "",
                note=note.get("note", ""),
                records=tuple((label, counts) for _reference, label, counts in note.get("records", ()))
                if stands
                else (),
                evidence=tuple(note.get("evidence", ())),
            )  # fmt: skip
        )
    return answers
