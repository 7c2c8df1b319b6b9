"""Totals side by side: by child unit, over time, and across a reform."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from danvan.common.periods import Period
from danvan.organizations.models import OrgUnit, UnitLink, UnitSuccession
from danvan.organizations.queries import UnitName, descendant_ids, last_names, names_on
from danvan.reporting.catalogue import Catalogue
from danvan.reporting.figures import Number, ReportFigure
from danvan.reporting.layouts import Layout
from danvan.reporting.models import ReportForm, Round, Submission
from danvan.reporting.queries import forms, sums
from danvan.reporting.queries.reports import rounds_in


@dataclass(frozen=True)
class ChildRow:
    """A child unit's own and lower figures; `itself` marks the row of what the unit above holds directly."""

    unit: UnitName
    figures: dict[str, ReportFigure]
    expected: int
    complete: int
    itself: bool = False


def by_child(
    unit: OrgUnit, period: Period, codes: Sequence[str], form: ReportForm | None = None
) -> list[ChildRow]:
    """
    The unit's own figures first, then each child's with all below it, closed ones too; the rows add up to the unit's
    total. Seven queries, one more when a child was closed within the period.
    """
    form = form or forms.default_form()
    rounds = rounds_in(form, period)
    if not rounds:
        return []
    layout, day = forms.layout(form), rounds[-1].counts_to
    names = names_on(day)
    children = [name for name in names.values() if name.parent_id == unit.pk] + closed_children(
        unit, rounds, names
    )
    found = sums.of_units(form, layout, [period], [child.id for child in children])
    own = sums.of_leaves(form, layout, [period], [unit.pk])
    rows = []
    for name, itself in [(names[unit.pk], True)] * (unit.pk in names) + [
        (child, False) for child in children
    ]:
        by_level = (own if itself else found).get((str(period), name.id))
        if by_level is None:
            continue
        wanted = {figure.indicator.code: figure for figure in sums.figures(layout, by_level)}
        expected = sum(part.expected for part in by_level.values())
        complete = sum(part.units for part in by_level.values())
        rows.append(ChildRow(name, {code: wanted[code] for code in codes}, expected, complete, itself))
    return rows


def closed_children(unit: OrgUnit, rounds: Sequence[Round], names: dict[int, UnitName]) -> list[UnitName]:
    """Children that ended before the last round but answered an earlier one from here: their figures stayed here."""
    first, last = rounds[0].counts_to, rounds[-1].counts_to
    rows = UnitLink.objects.filter(
        ancestor_id=unit.pk, depth=1, starts_on__lte=last, ends_on__gt=first, ends_on__lte=last
    )
    links = [row for row in rows.values_list("descendant_id", "starts_on", "ends_on") if row[0] not in names]
    if not links:
        return []
    answered = (
        Submission.unscoped.filter(
            round__in=rounds, unit_id__in={row[0] for row in links}, excused_at__isnull=True
        )
        .order_by("round__counts_to")
        .values_list("unit_id", "round__counts_to")
    )
    asked_last = dict(answered)
    ids = {
        pk
        for pk, starts_on, ends_on in links
        if pk in asked_last and ends_on and starts_on <= asked_last[pk] < ends_on
    }
    return sorted(last_names(ids, last).values(), key=lambda name: (name.position, name.code))


@dataclass(frozen=True)
class Point:
    """A period's value in a series; `breaks` says why it cannot simply be compared with the one before."""

    period: Period
    value: Number | None
    levels: dict[str, Number | None]
    units_reported: int
    units_expected: int
    breaks: str = ""
    illustrative: bool = False


def series(
    unit: OrgUnit, code: str, periods: Sequence[Period], form: ReportForm | None = None
) -> list[Point]:
    """
    One indicator over time; periods nobody was asked in are left out. Reforms below the unit mark a break, and so do
    changes of what the indicator counts.
    """
    form = form or forms.default_form()
    layout = forms.layout(form)
    found = sums.of_units(form, layout, periods, [unit.pk])
    breaks = (
        reforms(unit, min(p.starts_on for p in periods), max(p.ends_on for p in periods)) if periods else []
    )
    if periods:
        span = min(p.starts_on for p in periods), max(p.ends_on for p in periods)
        breaks += [(day, in_words(day, what)) for day, what in redefined(layout, [code], *span).get(code, [])]
    marked = {name: flag for name, flag in form.rounds.values_list("period_name", "illustrative")}
    points: list[Point] = []
    before: date | None = None
    for period in sorted(periods):
        by_level = found.get((str(period), unit.pk))
        if by_level is None:
            continue
        figure = sums.figure(layout, by_level, code)
        cut = [text for day, text in breaks if before is not None and before < day <= period.ends_on]
        before = period.ends_on
        quarters = [flag for name, flag in marked.items() if period.contains(Period.parse(name))]
        points.append(
            Point(
                period,
                figure.all,
                dict(figure.levels),
                figure.units_reported,
                figure.units_expected,
                "; ".join(cut),
                any(quarters),
            )  # fmt: skip
        )
    return points


def reforms(unit: OrgUnit, since: date, until: date) -> list[tuple[date, str]]:
    """Days within an interval on which units below merged, split or ended, with a note in words. One query."""
    below = descendant_ids(unit.pk, until)
    days = UnitSuccession.objects.filter(on__gt=since, on__lte=until, new_id__in=below).order_by("on")
    return [(day, f"{day:%d/%m/%Y}") for day in days.values_list("on", flat=True).distinct()]


def redefined(
    layout: Layout, codes: Iterable[str], since: date, until: date
) -> dict[str, list[tuple[date, str]]]:
    """
    Days within an interval from which indicators, or parts of them, count something else, with what changed. No query.
    """
    rows = [change for change in forms.changes(layout) if since < change.starts_on <= until]
    if not rows:
        return {}
    made_of = {code: _made_of(layout.catalogue, code) for code in codes}
    found = {
        code: [(row.starts_on, row.what) for row in rows if row.code in parts]
        for code, parts in made_of.items()
    }
    return {code: days for code, days in found.items() if days}


def in_words(day: date, what: str) -> str:
    return _("counted differently from %(day)s: %(what)s") % {"day": f"{day:%d/%m/%Y}", "what": what}


def _made_of(catalogue: Catalogue, code: str) -> set[str]:
    """An indicator and all it is reckoned from."""
    found, wave = {code}, {code}
    while wave:
        formulas = (catalogue[one].formula for one in wave)
        wave = {part for formula in formulas if formula for part in formula.codes} - found
        found |= wave
    return found
