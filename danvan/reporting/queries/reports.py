"""A unit's report for a period."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.common.periods import Period
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import UnitName, descendant_ids, last_names
from danvan.reporting.figures import Report
from danvan.reporting.models import FormVersion, ReportForm, Round, Submission
from danvan.reporting.queries import forms, sums


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
