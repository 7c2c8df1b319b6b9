"""A unit's report for a period."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.common.periods import Period
from danvan.organizations.models import OrgUnit, UnitLink
from danvan.organizations.queries import UnitName, descendant_ids, last_names, last_names_by
from danvan.reporting.figures import Report
from danvan.reporting.layouts import Layout
from danvan.reporting.models import FormVersion, ReportForm, Round, Submission
from danvan.reporting.queries import forms, sums
from danvan.reporting.queries.sums import Sums


class NoReport(OutOfSight):
    """Nothing was asked for this period."""


def rounds_in(form: ReportForm, period: Period) -> list[Round]:
    """The rounds whose figures enter a period, in order of time. One query."""
    rows = Round.objects.filter(form=form, starts_on__gte=period.starts_on, ends_on__lte=period.ends_on)
    return list(rows.order_by("starts_on"))


def report(unit: OrgUnit, period: Period, form: ReportForm | None = None) -> Report:
    """
    Every indicator by level and in all, with completeness, from stored totals.

    :raises NoReport: when no round of the form lies in the period, or the unit was not asked
    """
    form = form or forms.default_form()
    rounds = rounds_in(form, period)
    if not rounds:
        raise NoReport(
            _("No round of “%(form)s” was opened within %(period)s.")
            % {"form": form.name, "period": period.label()}
        )
    layout = forms.layout(form, max(_version_numbers(rounds)))
    by_level = sums.of_units(form, layout, [period], [unit.pk]).get((str(period), unit.pk))
    day = rounds[-1].counts_to
    if by_level is None:
        raise NoReport(
            _("%(unit)s was not asked in %(period)s.") % {"unit": unit.code, "period": period.label()}
        )
    missing, late = _missing_and_late(unit, rounds, day)
    return Report(
        unit=_name(unit, day),
        period=period,
        form_id=form.pk,
        day=day,
        expected={level: part.expected for level, part in by_level.items()},
        complete={level: part.units for level, part in by_level.items()},
        figures=sums.figures(layout, by_level),
        missing=missing,
        late=late,
        illustrative=any(round_.illustrative for round_ in rounds),
    )


def reports_of(
    unit: OrgUnit, periods: Collection[Period], form: ReportForm | None = None
) -> dict[Period, Report]:
    """
    The reports of several periods at once, each as `report` gives it; periods in which nothing was asked are left out.

    Nine queries at most, however many periods.
    """
    if not periods:
        return {}
    form = form or forms.default_form()
    rounds = _rounds_of(form, periods)
    if not rounds:
        return {}
    every = {round_.pk: round_ for some in rounds.values() for round_ in some}
    versions = dict(
        FormVersion.objects.filter(pk__in={row.form_version_id for row in every.values()}).values_list(
            "pk", "number"
        )
    )
    layouts = {
        period: forms.layout(form, max(versions[row.form_version_id] for row in some))
        for period, some in rounds.items()
    }
    # The newest layout begins with every older one: a vector's order only grows.
    widest = max(layouts.values(), key=len)
    found = sums.of_units(form, widest, list(rounds), [unit.pk])
    asked = {period: found[str(period), unit.pk] for period in rounds if (str(period), unit.pk) in found}
    marks = _marks(unit, every, {period: rounds[period] for period in asked})
    days = {period: rounds[period][-1].counts_to for period in asked}
    wanted = {days[period]: {unit.pk} for period in asked}
    for period, (missing, late) in marks.items():
        wanted[days[period]] |= missing | late
    names = last_names_by(wanted)
    return {
        period: _assembled(
            unit, period, form, layouts[period], by_level, rounds[period], marks[period], names
        )
        for period, by_level in asked.items()
    }


def _rounds_of(form: ReportForm, periods: Collection[Period]) -> dict[Period, list[Round]]:
    first, last = min(period.starts_on for period in periods), max(period.ends_on for period in periods)
    rows = list(
        Round.objects.filter(form=form, starts_on__gte=first, ends_on__lte=last).order_by("starts_on")
    )
    inside = {
        period: [row for row in rows if row.starts_on >= period.starts_on and row.ends_on <= period.ends_on]
        for period in periods
    }
    return {period: some for period, some in inside.items() if some}


Marks = tuple[set[int], set[int]]


def _marks(unit: OrgUnit, every: dict[int, Round], rounds: dict[Period, list[Round]]) -> dict[Period, Marks]:
    """Ids of the units missing and late in each period, of those below the unit on its last day counted."""
    rows = (
        Submission.unscoped.filter(
            Q(accepted__isnull=True) | Q(accepted__late=True),
            round__in=list(every),
            excused_at__isnull=True,
            unit_id__in=UnitLink.objects.filter(ancestor_id=unit.pk).order_by().values("descendant_id"),
        )
        .order_by()
        .values_list("round_id", "unit_id", "accepted_id")
    )
    by_round: dict[int, list[tuple[int, bool]]] = {}
    for round_id, unit_id, accepted in rows:
        by_round.setdefault(round_id, []).append((unit_id, accepted is None))
    flagged = {unit_id for some in by_round.values() for unit_id, _missing in some}
    links = list(
        UnitLink.objects.filter(ancestor_id=unit.pk, descendant_id__in=flagged)
        .order_by()
        .values_list("descendant_id", "starts_on", "ends_on")
    )
    marks: dict[Period, Marks] = {}
    for period, some in rounds.items():
        day = some[-1].counts_to
        below = {pk for pk, begins, ends in links if begins <= day and (ends is None or ends > day)}
        told = [mark for round_ in some for mark in by_round.get(round_.pk, ()) if mark[0] in below]
        marks[period] = ({pk for pk, gone in told if gone}, {pk for pk, gone in told if not gone})
    return marks


def _assembled(
    unit: OrgUnit,
    period: Period,
    form: ReportForm,
    layout: Layout,
    by_level: sums.ByLevel,
    rounds: list[Round],
    marks: Marks,
    names: dict[date, dict[int, UnitName]],
) -> Report:
    day, size = rounds[-1].counts_to, len(layout)
    cut = {
        level: Sums(part.sums[:size], part.counts[:size], part.units, part.expected)
        for level, part in by_level.items()
    }
    known = names[day]
    ordered = sorted((known[pk] for pk in marks[0] | marks[1] if pk in known), key=_tree_order)
    return Report(
        unit=known.get(unit.pk) or UnitName(unit.pk, unit.code, unit.code, "", None, 0),
        period=period,
        form_id=form.pk,
        day=day,
        expected={level: part.expected for level, part in by_level.items()},
        complete={level: part.units for level, part in by_level.items()},
        figures=sums.figures(layout, cut),
        missing=tuple(name for name in ordered if name.id in marks[0]),
        late=tuple(name for name in ordered if name.id in marks[1]),
        illustrative=any(round_.illustrative for round_ in rounds),
    )


def _tree_order(name: UnitName) -> tuple[int, int, str]:
    return sums.LEVEL_ORDER.get(name.level, 9), name.position, name.code


def _version_numbers(rounds: list[Round]) -> list[int]:
    return list(
        FormVersion.objects.filter(pk__in={row.form_version_id for row in rounds}).values_list(
            "number", flat=True
        )
    )


def _name(unit: OrgUnit, day: date) -> UnitName:
    names = last_names([unit.pk], day)
    return names.get(unit.pk) or UnitName(unit.pk, unit.code, unit.code, "", None, 0)


def _missing_and_late(
    unit: OrgUnit, rounds: list[Round], day: date
) -> tuple[tuple[UnitName, ...], tuple[UnitName, ...]]:
    """Units with something not accepted, and units that sent something after it was due, each named once."""
    rows = Submission.unscoped.filter(
        round__in=rounds, excused_at__isnull=True, unit_id__in=descendant_ids(unit.pk, day)
    ).order_by()
    missing = set(rows.filter(accepted__isnull=True).values_list("unit_id", flat=True))
    late = set(rows.filter(accepted__late=True).values_list("unit_id", flat=True))
    names = last_names(missing | late, day)
    ordered = sorted(
        names.values(), key=lambda name: (sums.LEVEL_ORDER.get(name.level, 9), name.position, name.code)
    )
    return tuple(n for n in ordered if n.id in missing), tuple(n for n in ordered if n.id in late)
