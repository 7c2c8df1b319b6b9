"""Around a form: who owes it besides whole levels, when it reminds by itself, its own rules. One page, four acts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations.queries import last_names, names_on
from danvan.reporting import permissions
from danvan.reporting.describing import levels_in_words
from danvan.reporting.forms.catalogue import NamedUnits, OwnRule, ReminderDays
from danvan.reporting.models import ReportForm
from danvan.reporting.own_rules import COMPARISONS
from danvan.reporting.queries import indicators as queries
from danvan.reporting.services import form_settings as services
from danvan.reporting.views.catalogue import refuse

MOST_UNITS = 1000


@require_http_methods(["GET", "POST"])
def form_settings(request: HttpRequest, form_code: str) -> HttpResponse:
    """`action`: units, reminders, rule or end; what was typed stays when it is refused."""
    permissions.require_forms(request.actor, "manage")
    report = queries.report_form(form_code)
    action = request.POST.get("action", "")
    forms: dict[str, Form] = {
        "units": NamedUnits(request.POST if action == "units" else None),
        "reminders": ReminderDays(
            request.POST if action == "reminders" else None,
            initial=ReminderDays.from_days(report.reminder_days),
        ),
        "rule": OwnRule(request.POST if action == "rule" else None),
    }
    if request.method == "POST":
        act = {"units": _units, "reminders": _reminders, "rule": _rule, "end": _end}.get(action)
        form = forms.get(action)
        if act and (form is None or form.is_valid()):
            try:
                told = act(request, report, form)
            except DomainError as refusal:
                if form is None:
                    raise
                refuse(form, refusal)
            else:
                messages.success(request, told)
                return redirect("reporting:form_settings", report.code)
    wrong = any(form.errors for form in forms.values()) or request.method == "POST"
    context = {
        "report": report,
        "levels": levels_in_words(report.owed_by),
        "named": _named(report),
        "rules": [(row, COMPARISONS[row.comparison][0]) for row in report.rules.filter(ended_at=None)],
        **forms,
    }
    return render(request, "reporting/catalogue/form_settings.html", context, status=422 if wrong else 200)


def _named(report: ReportForm) -> list[dict[str, Any]]:
    """The named units, with those that are in force no more marked."""
    ids = list(report.units.order_by("code").values_list("pk", flat=True))
    today = clock.today()
    here, names = names_on(today, ids), last_names(ids, today)
    return [{"unit": names[pk], "gone": pk not in here} for pk in ids if pk in names]


def _units(request: HttpRequest, report: ReportForm, form: Any) -> str:
    services.name_units(
        form_code=report.code, add=form.cleaned_data["units"], remove=request.POST.getlist("remove")[:MOST_UNITS],
        by=request.actor, at=clock.now(),
    )  # fmt: skip
    return _("Saved. The next round that is opened asks these units.")


def _reminders(request: HttpRequest, report: ReportForm, form: Any) -> str:
    services.set_reminders(form_code=report.code, days=form.days(), by=request.actor, at=clock.now())
    return _("Saved. Reminders go out by themselves on these days.")


def _rule(request: HttpRequest, report: ReportForm, form: Any) -> str:
    services.add_rule(form_code=report.code, by=request.actor, at=clock.now(), **form.cleaned_data)
    return _("The rule holds from now on, also for reports being entered.")


def _end(request: HttpRequest, report: ReportForm, form: None) -> str:
    text = request.POST.get("rule", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0
    services.end_rule(form_code=report.code, rule_id=number, by=request.actor, at=clock.now())
    return _("The rule has ended.")
