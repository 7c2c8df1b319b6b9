"""Who owes a form besides whole levels, when it reminds by itself, and the rules an administrator wrote for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import OutOfSight
from danvan.common.periods import Period
from danvan.organizations.actors import Actor, Grant
from danvan.organizations.models import OrgUnit
from danvan.reporting import own_rules, permissions
from danvan.reporting.models import FormRule, ReportForm
from danvan.reporting.own_rules import COMPARISONS, BadRule
from danvan.reporting.queries import forms
from danvan.reporting.queries.indicators import report_form
from danvan.reporting.services.forms import BadForm, asked

MOST_REMINDERS, FARTHEST = 6, 60


def _held(form_code: str, by: Actor) -> tuple[ReportForm, Grant]:
    """The form, locked, if `by` manages forms at the top."""
    grant = permissions.require_forms(by, "manage")
    form = ReportForm.objects.select_for_update(no_key=True).filter(code=form_code).first()
    return form or report_form(form_code), grant


def _written(action: str, form: ReportForm, grant: Grant, by: Actor, at: datetime, **more: Any) -> None:
    audit.record(
        action, actor=by.user_id, at=at, target=("form", form.code), unit=grant.unit_code, on_behalf_of=grant.for_user,
        **more,
    )  # fmt: skip


@transaction.atomic
def name_units(
    *, form_code: str, add: Sequence[str], remove: Sequence[str], by: Actor, at: datetime
) -> ReportForm:
    """
    Let units, by code, owe a form whatever their level, or no longer. Rounds already open keep whom they asked.

    :raises NotAllowed: unless `by` manages forms at the top
    :raises BadForm: for a code that is no unit's; :raises OutOfSight: for no such form
    """
    form, grant = _held(form_code, by)
    known = {unit.code: unit for unit in OrgUnit.objects.filter(code__in=[*add, *remove])}
    if wrong := [code for code in (*add, *remove) if code not in known]:
        raise BadForm(_("There is no unit “%(code)s”.") % {"code": wrong[0][:40]}, field="units")
    now = set(form.units.values_list("code", flat=True))
    fresh, gone = sorted(set(add) - now), sorted(set(remove) & now - set(add))
    if not fresh and not gone:
        return form
    form.units.add(*(known[code] for code in fresh))
    form.units.remove(*(known[code] for code in gone))
    _written(
        "reporting.form_units_named", form, grant, by, at, before={"units": gone}, after={"units": fresh}
    )
    return form


@transaction.atomic
def set_reminders(*, form_code: str, days: Sequence[int], by: Actor, at: datetime) -> ReportForm:
    """
    On which days before (negative) and after a unit's due day it is reminded by itself; none of them: never.

    :raises BadForm: for too many days, or days too far away
    """
    form, grant = _held(form_code, by)
    chosen = sorted(set(days))
    if len(chosen) > MOST_REMINDERS or any(abs(day) > FARTHEST for day in chosen):
        raise BadForm(
            _("Name at most %(most)s days, none farther than %(far)s days from the due day.")
            % {"most": MOST_REMINDERS, "far": FARTHEST},
            field="before",
        )
    before = form.reminder_days
    if chosen == before:
        return form
    form.reminder_days = chosen
    form.save(update_fields=["reminder_days"])
    _written(
        "reporting.form_reminders_set", form, grant, by, at, before={"days": before}, after={"days": chosen}
    )
    return form


@transaction.atomic
def add_rule(
    *, form_code: str, left: str, comparison: str, right: str, severity: str, message: str, period: Period, by: Actor,
    at: datetime,
) -> FormRule:  # fmt: skip
    """
    Check from `period` on that `left` stands in `comparison` to `right`; see `danvan.reporting.own_rules`.

    :raises BadRule: when a side cannot be read, or asks about what the form does not
    """
    form, grant = _held(form_code, by)
    if comparison not in COMPARISONS or severity not in {"error", "warning"}:
        raise BadRule(_("Choose how the two sides compare, and how grave it is."), field="comparison")
    if not message.strip():
        raise BadRule(_("Say in words what is wrong when the rule is broken."), field="message")
    catalogue, now = forms.read_catalogue(), asked(form)[0]
    sides = {"left": own_rules.side(left, "left"), "right": own_rules.side(right, "right")}
    for field, found in sides.items():
        own_rules.check(found, catalogue, field)
        if silent := [code for code in found.codes if code not in now]:
            raise BadRule(
                _("The form does not ask “%(name)s”, so the rule would stay silent.")
                % {"name": catalogue[silent[0]].name},
                field=field,
            )
    if not sides["left"].terms:
        raise BadRule(
            _("Name at least one indicator on the left; the finding stands at the first."), field="left"
        )
    row = FormRule.objects.create(
        form=form, left=left.strip(), comparison=comparison, right=right.strip(), severity=severity,
        message=message.strip()[:300], starts_on=period.starts_on, made_at=at, made_by_id=by.user_id,
    )  # fmt: skip
    _read_anew(form)
    told = {"rule": f"{row.left} {row.comparison} {row.right}", "gravity": severity, "from": str(period)}
    _written("reporting.form_rule_added", form, grant, by, at, after=told | {"message": row.message})
    return row


@transaction.atomic
def end_rule(*, form_code: str, rule_id: int, by: Actor, at: datetime) -> FormRule:
    """
    Check a rule no longer. Explanations given under it stay where they are.

    :raises OutOfSight: when the form has no such rule in force
    """
    form, grant = _held(form_code, by)
    row = FormRule.objects.filter(form=form, pk=rule_id, ended_at=None).first()
    if row is None:
        raise OutOfSight(_("This rule has ended already, or there is none."))
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    _read_anew(form)
    told = {"rule": f"{row.left} {row.comparison} {row.right}", "message": row.message}
    _written("reporting.form_rule_ended", form, grant, by, at, before=told)
    return row


def _read_anew(form: ReportForm) -> None:
    ReportForm.objects.filter(pk=form.pk).update(catalogue_revision=F("catalogue_revision") + 1)
