"""The cascade picture: one document, everybody it was given to; drilled down, taken away, reminded of."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.common.numbers import format_number
from danvan.directives import lateness
from danvan.directives.forms.carrying import RemindForm
from danvan.directives.models import Directive
from danvan.directives.queries import assignments, cascade, documents
from danvan.directives.services import cascading, reminding
from danvan.directives.views import shared
from danvan.organizations import permissions as policy
from danvan.organizations.models import Level
from danvan.organizations.queries import last_names, unit_by_code
from danvan.ui import downloads

PER_PAGE = 50


def _missing() -> list[tuple[str, str]]:
    return [
        ("late", _("late")),
        ("acknowledge", _("not acknowledged")),
        ("plan", _("without a plan")),
        ("report", _("not reported")),
        ("acknowledged", _("acknowledged")),
        ("planned", _("with a plan")),
        ("reported", _("reports to look at")),
        ("done", _("done")),
    ]


def _asked(request: HttpRequest) -> cascade.Chosen:
    code, level = request.GET.get("don-vi", ""), request.GET.get("cap", "")
    missing = request.GET.get("trang-thai", "")
    return cascade.Chosen(
        missing if missing in dict(_missing()) else "", unit_by_code(code) if code else None,
        level if level in Level.values else "",
    )  # fmt: skip


@require_safe
def picture(request: HttpRequest, directive_id: int) -> HttpResponse:
    """How far everybody is, by branch, and the units behind each number."""
    actor, today = request.actor, clock.today()
    found, asked = documents.find(actor, directive_id), _asked(request)
    view = cascade.view(actor, found, today, asked.unit)
    rows = cascade.chosen(cascade.in_sight(actor, found), asked, today).select_related("unit")
    page = shared.page_of(request, rows.order_by("unit__code"), PER_PAGE)
    names = last_names({one.unit_id for one in page.object_list}, today) if page.object_list else {}
    query = request.GET.copy()
    query.pop("trang", None)
    codes = [code for code, _name in shared.own_units(request, "manage")]
    context = {
        "directive": found, "view": view, "asked": asked, "page": page, "today": today, "query": query.urlencode(),
        "lines": cascade.lines(page.object_list, names, today), "missing": _missing(), "levels": _levels(view),
        "figures": _figures(found, view, asked), "bars": _bars(found, view),
        "may_remind": policy.holds(actor, "remind", "directive"), "may_export": policy.holds(actor, "export", "directive"),
        "givers": assignments.givers(actor, found), "late_words": lateness.WORDS,
        "back_from": [unit for unit in assignments.givers(actor, found)
                      if unit.code in codes and cascading.returnable(found, unit.pk, today).exists()],
    }  # fmt: skip
    return render(request, "directives/cascade.html", context)


def _address(found: Directive, **asked: str) -> str:
    told = "&".join(f"{name.replace('_', '-')}={value}" for name, value in asked.items() if value)
    return f"{reverse('directives:cascade', args=[found.pk])}?{told}"


def _levels(view: cascade.View) -> list[tuple[str, str, cascade.Tally]]:
    return [(level.value, str(level.label), view.levels[level]) for level in Level if level in view.levels]


def _figures(found: Directive, view: cascade.View, asked: cascade.Chosen) -> list[dict[str, str]]:
    total, unit = view.total, asked.unit.code if asked.unit else ""

    def figure(label: str, count: int, missing: str) -> dict[str, str]:
        href = _address(found, don_vi=unit, trang_thai=missing) + "#danh-sach"
        share = f"{format_number(count)}/{format_number(total.given)}"
        return {"label": label, "value": format_number(count), "href": href, "completeness": share}

    return [
        figure(_("Given to units"), total.given, ""),
        figure(_("Acknowledged"), total.acknowledged, "acknowledged"),
        figure(_("With a plan of their own"), total.planned, "planned"),
        figure(_("Done"), total.done, "done"),
        figure(_("Late"), total.late, "late"),
    ]


def _bars(found: Directive, view: cascade.View) -> list[dict[str, Any]]:
    """Plans by branch: how many of a branch's units have one."""
    return [
        {
            "label": one.unit.name, "value": one.tally.planned, "of": one.tally.given, "tone": one.unit.level,
            "shown": f"{format_number(one.tally.planned)}/{format_number(one.tally.given)}",
            "href": _address(found, don_vi=one.unit.code),
        }
        for one in view.branches
    ]  # fmt: skip


@require_safe
def export(request: HttpRequest, directive_id: int) -> HttpResponseBase:
    """Everybody it was given to, as Excel."""
    policy.require_somewhere(request.actor, "export", "directive")
    today, asked = clock.today(), _asked(request)
    found = documents.find(request.actor, directive_id)
    rows = cascade.chosen(cascade.in_sight(request.actor, found, "export"), asked, today).select_related(
        "unit"
    )
    kept = list(rows.order_by("unit__code"))
    names = last_names({one.unit_id for one in kept}, today) if kept else {}
    table: list[list[Any]] = [
        [
            _("Unit code"), _("Unit"), _("State"), _("Given on"), _("Acknowledged on"), _("Plan"), _("Plan issued on"),
            _("Plan due on"), _("Reported on"), _("Report due on"), _("Late"), _("Open tasks"),
            _("Late tasks"), _("Reminders"),
        ]
    ]  # fmt: skip
    for line in cascade.lines(kept, names, today):
        one = line.assignment
        table.append(
            [
                one.unit.code, line.unit.name, str(one.get_state_display()), one.sent_on, one.acknowledged_on,
                one.plan_symbol, one.plan_on, one.plan_due_on, one.reported_on, one.report_due_on,
                str(lateness.WORDS.get(line.late, "")), line.tasks, line.tasks_late, one.reminders,
            ]
        )  # fmt: skip
    return downloads.excel("tien-do-van-ban", _("Progress"), table, wide={1: 36})


@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest, directive_id: int) -> HttpResponse:
    """Who would be reminded, then the reminder itself; each unit at most once a day."""
    actor, today = request.actor, clock.today()
    policy.require_somewhere(actor, "remind", "directive")
    found, asked = documents.find(actor, directive_id), _asked(request)
    rows = list(cascade.to_remind(actor, found, asked, today).select_related("unit"))
    form = RemindForm(
        request.POST or None,
        initial={"text": _("Please carry out %(document)s in time.") % {"document": found.named}},
    )
    if request.method == "POST" and form.is_valid():

        def work() -> int:
            return reminding.remind(
                directive=found, chosen=asked, text=form.cleaned_data["text"], shown=request.POST.get("dau", ""),
                by=actor, at=clock.now(),
            )  # fmt: skip

        count = shared.attempt(form, lambda: shared.done_once(request, work))
        if count:
            words = ngettext("%(n)s unit is reminded.", "%(n)s units are reminded.", count)
            messages.success(request, words % {"n": format_number(count)})
            return redirect("directives:cascade", found.pk)
    names = last_names({one.unit_id for one in rows}, today) if rows else {}
    context = {
        "directive": found, "lines": cascade.lines(rows, names, today), "form": form, "late_words": lateness.WORDS,
        "mark": cascading.mark(one.unit_id for one in rows), "missing": dict(_missing()).get(asked.missing, ""),
        "today": today,
    }  # fmt: skip
    return render(request, "directives/remind.html", context, status=shared.status(form))
