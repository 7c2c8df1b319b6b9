"""Everything the totals page and its exports show of one unit, period and set of indicators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.common.periods import Kind, Period
from danvan.common.vietnamese import matches
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import UnitName, names_on, path_ids, unit_by_code
from danvan.reporting.catalogue import Spec
from danvan.reporting.figures import Number, Report, ReportFigure
from danvan.reporting.layouts import Layout, Section
from danvan.reporting.models import ReportForm, Round
from danvan.reporting.queries import comparing, forms, masking, reports, sums, territories
from danvan.reporting.queries.comparing import ChildRow, Point
from danvan.reporting.queries.territories import LikeForLike

SERIES = 8


def unit_in_sight(actor: Actor, code: str) -> OrgUnit:
    """
    The unit named, else the actor's first own one, if its totals are open.

    :raises OutOfSight: when there is none, or it is not below a unit of the actor
    """
    if not code:
        own = actor.unit_ids()
        unit = OrgUnit.objects.filter(pk=own[0]).first() if own else None
        if unit is None:
            raise OutOfSight(_("You hold no post in a unit, so there are no totals to show."))
    else:
        unit = unit_by_code(code)
    policy.require(actor, "see", "total", unit.pk)
    return unit


def periods_of(form: ReportForm) -> list[Period]:
    """Every period something can be shown for, newest first: rounds, and the longer periods around them."""
    found: set[Period] = set()
    for name in Round.objects.filter(form=form).values_list("period_name", flat=True):
        period = Period.parse(name)
        found |= {period, *period.wholes()}
    return sorted(found, reverse=True)


def settled(form: ReportForm) -> Period | None:
    """The newest and longest period in which every round that can be is locked: what people are asked about first."""
    rows = Round.objects.filter(form=form).values_list("period_name", "locked_at")
    locked = {Period.parse(name) for name, at in rows if at is not None}
    whole = [
        period
        for period in {period for one in locked for period in (one, *one.wholes())}
        if all(part in locked for part in period.parts(cast(Kind, form.periodicity)))
    ]
    return max(whole, key=lambda period: (period.ends_on, period.months), default=None)


def shown_first(form: ReportForm) -> Period:
    """
    The period a page opens on: what is settled, else the newest.

    :raises NoReport: when the form was never asked
    """
    periods = periods_of(form)
    if not periods:
        raise reports.NoReport(_("“%(form)s” was never asked; open a round first.") % {"form": form.name})
    return settled(form) or periods[0]


@dataclass(frozen=True)
class Line:
    """
    One indicator: now, the period before, the same period last year. `hidden_levels` are read as “•”; `redefined` are
    days since a year ago from which it counts something else.
    """

    figure: ReportFigure
    before: Number | None
    year_ago: Number | None
    hidden: bool
    hidden_levels: frozenset[str]
    redefined: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True)
class Panorama:
    unit: OrgUnit
    name: UnitName
    period: Period
    form: ReportForm
    layout: Layout
    report: Report
    section: Section
    lines: tuple[Line, ...]
    path: tuple[UnitName, ...]
    children: tuple[UnitName, ...]

    @property
    def levels(self) -> list[str]:
        return sorted(self.report.expected, key=lambda level: sums.LEVEL_ORDER.get(level, 9))

    def line(self, code: str) -> Line | None:
        return next((line for line in self.lines if line.figure.indicator.code == code), None)


def panorama(
    actor: Actor, unit: OrgUnit, period: Period, section: int = 1, form: ReportForm | None = None
) -> Panorama:
    """
    The figures of one section of the form. Ten queries or so, whatever the size of the city.

    :raises NoReport: when nothing was asked
    """
    form = form or forms.default_form()
    report = reports.report(unit, period, form)
    layout = forms.layout(form)
    chosen = layout.sections[section - 1 if 0 < section <= len(layout.sections) else 0]
    earlier = sums.of_units(form, layout, [period.previous(), period.year_ago()], [unit.pk])
    before = _by_code(layout, earlier.get((str(period.previous()), unit.pk)))
    year_ago = _by_code(layout, earlier.get((str(period.year_ago()), unit.pk)))
    hidden = masking.hidden_codes(actor, layout, unit.pk, report.by_code)
    since = period.year_ago().starts_on
    changed = comparing.redefined(layout, chosen.codes, since, period.ends_on)
    lines = []
    for code in chosen.codes:
        figure = report.by_code[code]
        if figure.levels:
            lines.append(
                Line(
                    figure,
                    _value(before, code),
                    _value(year_ago, code),
                    code in hidden,
                    masking.hidden_levels(actor, unit.pk, figure),
                    tuple(changed.get(code, ())),
                )  # fmt: skip
            )
    names = names_on(report.day)
    path = tuple(
        names[pk]
        for pk in path_ids(unit.pk, report.day)
        if pk in names and pk != unit.pk and _open(actor, pk)
    )
    children = tuple(name for name in names.values() if name.parent_id == unit.pk)
    return Panorama(unit, report.unit, period, form, layout, report, chosen, tuple(lines), path, children)


def _open(actor: Actor, unit_id: int) -> bool:
    return policy.can(actor, "see", "total", unit_id)


def _by_code(layout: Layout, by_level) -> dict[str, ReportFigure]:
    return {figure.indicator.code: figure for figure in sums.figures(layout, by_level)} if by_level else {}


def _value(figures: dict[str, ReportFigure], code: str) -> Number | None:
    return figures[code].all if code in figures else None


@dataclass(frozen=True)
class Focus:
    """One indicator in depth: by child, over time, and like for like where the tree changed in between."""

    spec: Spec
    rows: tuple[ChildRow, ...]
    hidden_rows: frozenset[int]
    points: tuple[Point, ...]
    hidden_points: frozenset[int]
    reforms: tuple[str, ...]
    alike: tuple[LikeForLike, ...]


def focus(actor: Actor, seen: Panorama, code: str) -> Focus:
    """:raises UnknownIndicator: for a code the catalogue does not have"""
    spec = seen.layout.catalogue[code]
    rows = comparing.by_child(seen.unit, seen.period, list(seen.layout.catalogue), seen.form)
    points = comparing.series(seen.unit, code, run_of(seen.period), seen.form)
    then = seen.period.year_ago()
    cuts = [text for _day, text in comparing.reforms(seen.unit, then.starts_on, seen.period.ends_on)]
    alike = territories.like_for_like(seen.unit, code, seen.period, then, seen.form) if cuts else []
    return Focus(
        spec, tuple(rows), masking.hidden_rows(actor, seen.layout, rows, code), tuple(points),
        masking.hidden_places(actor, seen.unit.pk, spec, [point.value for point in points]), tuple(cuts), tuple(alike),
    )  # fmt: skip


def run_of(period: Period) -> list[Period]:
    """The period and those of its kind before it, as many as a series shows."""
    found = [period]
    while len(found) < SERIES:
        found.append(found[-1].previous())
    return found[::-1]


def matching_units(actor: Actor, seen: Panorama, words: str, limit: int = 30) -> list[UnitName]:
    """Units below whose name answers to some words, with or without marks."""
    from_names = names_on(seen.report.day)
    open_ids = set(
        OrgUnit.objects.filter(policy.units_open(actor, "see", "total", path="pk")).values_list(
            "pk", flat=True
        )
    )
    return [name for name in from_names.values() if name.id in open_ids and _answers(words, name)][:limit]


def _answers(words: str, name: UnitName) -> bool:
    return matches(words, f"{name.name} {name.code}")
