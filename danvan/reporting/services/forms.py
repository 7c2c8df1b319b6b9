"""Forms without code: a new form, and the next version of one, looked at before it is published."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import Conflict, DomainError
from danvan.common.periods import Period
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnitVersion
from danvan.reporting import permissions
from danvan.reporting.catalogue import Catalogue, Spec
from danvan.reporting.describing import LEVELS
from danvan.reporting.models import FormCell, FormVersion, Indicator, ReportForm
from danvan.reporting.queries import forms
from danvan.reporting.queries.indicators import FORM_CODE, report_form
from danvan.reporting.services.catalogue import USUAL_REMINDERS, publish_form


class BadForm(DomainError):
    """It cannot stand so. `detail["field"]` names the field at fault."""

    code = "bad-form"


@dataclass(frozen=True)
class Burden:
    """How many cells a unit of a level types: before and after."""

    level: str
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before


@dataclass(frozen=True)
class Plan:
    """What publishing would change. `base` is the version it starts from, 0 for a form never published."""

    period: Period
    base: int
    codes: tuple[str, ...]
    added: tuple[Spec, ...]
    ended: tuple[Spec, ...]
    burden: tuple[Burden, ...]
    places: int

    @property
    def new_places(self) -> int:
        return sum(spec.stored for spec in self.added)


@transaction.atomic
def create_form(
    *, code: str, name: str, periodicity: str, levels: Sequence[str], cutoff_day: int | None, due_days: int, by: Actor,
    at: datetime,
) -> ReportForm:  # fmt: skip
    """
    A form that asks nothing yet; publish its first version next.

    :raises NotAllowed: unless `by` manages forms at the top
    :raises BadForm: for a code taken or ill-formed, no level, or a day no month has
    """
    grant = permissions.require_forms(by, "manage")
    if not re.fullmatch(FORM_CODE, code):
        raise BadForm(
            _("“%(code)s” cannot be a code. Write capital Latin letters, digits and -, such as DV-THANG.")
            % {"code": code[:40]},
            field="code",
        )
    if ReportForm.objects.filter(code=code).exists():
        raise BadForm(_("The code “%(code)s” is taken. Choose another.") % {"code": code}, field="code")
    if set(levels) - set(LEVELS):
        raise BadForm(_("Choose among the levels that can owe a form."), field="levels")
    if periodicity not in {"month", "quarter", "year"}:
        raise BadForm(_("Choose how often the form is asked."), field="periodicity")
    # The 29th is missing from most Februaries.
    if cutoff_day is not None and not 1 <= cutoff_day <= 28:
        raise BadForm(
            _("Every month has the days 1 to 28. Leave it empty for the end of the month."),
            field="cutoff_day",
        )
    if not 0 <= due_days <= 60:
        raise BadForm(_("Give between 0 and 60 working days."), field="due_days")
    form = ReportForm.objects.create(
        reminder_days=list(USUAL_REMINDERS),
        code=code, name=name, periodicity=periodicity, levels="|".join(one for one in LEVELS if one in levels),
        cutoff_day=cutoff_day, due_days=due_days,
    )  # fmt: skip
    after = {"name": name, "periodicity": periodicity, "levels": form.levels, "due_days": due_days}
    audit.record(
        "reporting.form_created", actor=by.user_id, at=at, target=("form", code), unit=grant.unit_code, after=after,
        on_behalf_of=grant.for_user,
    )  # fmt: skip
    return form


def preview(*, form: ReportForm, codes: Collection[str], period: Period, by: Actor) -> Plan:
    """
    What the next version would change; writes nothing.

    :raises BadForm: when it could not be published so; the message says why
    """
    permissions.require_forms(by, "manage")
    return _plan(form, codes, period)


@transaction.atomic
def publish(
    *, form_code: str, codes: Collection[str], period: Period, base: int, by: Actor, at: datetime
) -> FormVersion:
    """
    Publish the next version, asked from `period` on. `base` is the newest version the person has seen.

    Rows stand in the order of the catalogue. Rounds already open keep the version they were opened with.

    :raises Conflict: when a version was published since
    :raises BadForm: as `preview` does
    """
    grant = permissions.require_forms(by, "manage")
    form = ReportForm.objects.select_for_update().filter(code=form_code).first() or report_form(form_code)
    plan = _plan(form, codes, period)
    if plan.base != base:
        raise Conflict(
            _("Version %(number)s was published since you opened the page. Look at the preview again.")
            % {"number": plan.base}
        )
    return publish_form(
        form=form, codes=list(plan.codes), starts_on=period.starts_on, at=at, by=by.user_id, unit=grant.unit_code,
        on_behalf_of=grant.for_user,
    )  # fmt: skip


def asked(form: ReportForm) -> tuple[set[str], set[str]]:
    """Codes the newest version asks, and codes that ended."""
    rows = list(FormCell.objects.filter(form=form).values_list("indicator__code", "to_version"))
    return {code for code, to in rows if to is None}, {code for code, to in rows if to is not None}


def _plan(form: ReportForm, codes: Collection[str], period: Period) -> Plan:
    catalogue = forms.read_catalogue()
    now, gone = asked(form)
    unknown = set(codes) - set(catalogue)
    if unknown:
        catalogue[min(unknown)]
    wanted = tuple(code for code in catalogue if code in set(codes))
    if not wanted:
        raise BadForm(_("Tick at least one indicator."), field="codes")
    last = form.versions.order_by("-number").first()
    _check_period(form, last, period)
    _check_rows(catalogue, wanted, gone, period)
    if set(wanted) == now:
        raise BadForm(_("Nothing changes: the form asks exactly this already."), field="codes")
    return Plan(
        period=period,
        base=last.number if last else 0,
        codes=wanted,
        added=tuple(catalogue[code] for code in wanted if code not in now),
        ended=tuple(spec for code, spec in catalogue.items() if code in now and code not in wanted),
        burden=tuple(
            Burden(level, _cells(catalogue, now, level), _cells(catalogue, wanted, level))
            for level in _levels(form)
        ),
        places=FormCell.objects.filter(form=form, index__isnull=False).count(),
    )


def _levels(form: ReportForm) -> list[str]:
    """Levels of the units that owe it: all of a level, or some named ones."""
    named = OrgUnitVersion.objects.filter(unit__in=form.units.all()).values_list("level", flat=True)
    return [level for level in LEVELS if level in {*form.owed_by, *named}]


def _cells(catalogue: Catalogue, codes: Collection[str], level: str) -> int:
    """Cells a unit types: computed ones and totals are not among them."""
    specs = [catalogue[code] for code in codes]
    return sum(spec.stored and spec.formula is None and level in spec.levels for spec in specs)


def _check_period(form: ReportForm, last: FormVersion | None, period: Period) -> None:
    if period.kind != form.periodicity:
        raise BadForm(
            _("“%(form)s” is asked by another kind of period than %(period)s.")
            % {"form": form.name, "period": period.label()},
            field="period",
        )
    if last and period.starts_on < last.starts_on:
        raise BadForm(
            _("Version %(number)s begins later than %(period)s. Choose a later period.")
            % {"number": last.number, "period": period.label()},
            field="period",
        )
    # A round keeps the version it was opened with: a new one from an open period would say what is not so.
    newest = form.rounds.filter(ends_on__gte=period.starts_on).order_by("-ends_on").first()
    if newest:
        raise BadForm(
            _("%(period)s is open already and keeps its version. Choose a period after it.")
            % {"period": newest.period.label()},
            field="period",
        )


def _check_rows(catalogue: Catalogue, wanted: Sequence[str], gone: Collection[str], period: Period) -> None:
    if again := [code for code in wanted if code in gone]:
        raise BadForm(
            _(
                "“%(name)s” was asked before and ended; asked again, its gap would read as silence. Add a new indicator."
            )
            % {"name": catalogue[again[0]].name},
            field="codes",
        )
    validity = {row.code: row for row in Indicator.objects.filter(code__in=wanted)}
    for code in wanted:
        row = validity[code]
        if (row.ends_on and row.ends_on < period.starts_on) or (
            row.starts_on and row.starts_on > period.ends_on
        ):
            raise BadForm(
                _("“%(name)s” is not valid in %(period)s. Untick it, or change its days in the catalogue.")
                % {"name": catalogue[code].name, "period": period.label()},
                field="codes",
            )
        formula = catalogue[code].formula
        missing = [part for part in formula.codes if part not in wanted] if formula else []
        if missing:
            raise BadForm(
                _(
                    "“%(name)s” is reckoned from “%(part)s”, which is not ticked. Tick it, too, or untick the first."
                )
                % {"name": catalogue[code].name, "part": catalogue[missing[0]].name},
                field="codes",
            )
