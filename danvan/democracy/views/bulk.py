"""Many disclosures at once: the year's list with its preview and undo, and reminders with theirs."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.democracy.forms.disclosures import RemindForm
from danvan.democracy.models import DisclosureItem
from danvan.democracy.queries import registers
from danvan.democracy.services import disclosures, planning
from danvan.democracy.views import shared
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names, unit_by_code


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """What the year's list would hold; ticked matters are opened, and an untouched list can be taken back."""
    policy.require_somewhere(request.actor, "edit", "disclosure")
    today = clock.today()
    units = shared.own_units(request, "disclosure")
    given = request.POST if request.method == "POST" else request.GET
    code = given.get("don-vi", "")
    code = code if code in dict(units) else (units[0][0] if units else "")
    years = [str(today.year + ahead) for ahead in (0, 1)]
    year = int(given["nam"]) if given.get("nam") in years else today.year
    refused = ""
    if request.method == "POST" and code:
        try:
            return _written(request, code, year)
        except DomainError as refusal:
            if refusal.status in {403, 404}:
                raise
            refused = refusal.message
    context = {
        "units": units,
        "code": code,
        "years": years,
        "year": str(year),
        "refused": refused,
        "today": today,
    }
    context |= _preview(code, year)
    return render(request, "democracy/plan.html", context, status=422 if request.method == "POST" else 200)


def _preview(code: str, year: int) -> dict:
    if not code:
        return {"rows": [], "plan": None, "items": 0}
    unit = unit_by_code(code)
    level = last_names([unit.pk], clock.today())[unit.pk].level
    opened = registers.plan_of(unit.pk, year)
    lines = [] if opened else planning.proposed(level, year)
    rows = [(matter, day, planning.key(matter, day)) for matter, day in lines]
    return {"rows": rows, "plan": opened, "items": opened.items.count() if opened else 0}


def _written(request: HttpRequest, code: str, year: int) -> HttpResponse:
    by = {"by": request.actor, "at": clock.now()}
    if "undo" in request.POST:
        planning.undo(plan_id=(shared.numbers([request.POST["undo"]]) or [0])[0], **by)
        messages.success(request, _("The list was taken back."))
    else:
        unit = unit_by_code(code)
        ticked = set(request.POST.getlist("noi-dung"))
        made = planning.open_year(unit=unit, year=year, chosen=ticked, **by)
        count = made.items.count()
        words = ngettext("%(n)d disclosure was opened.", "%(n)d disclosures were opened.", count)
        messages.success(request, words % {"n": count})
    return redirect(f"{reverse('democracy:disclosures')}?nam={year}&don-vi={code}")


@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest) -> HttpResponse:
    """GET shows whom the ticked items belong to; POST sends one message to each of these units."""
    policy.require_somewhere(request.actor, "remind", "disclosure")
    today = clock.today()
    given = request.POST if request.method == "POST" else request.GET
    ticked = shared.numbers(given.getlist("muc"))[: disclosures.REMINDED_AT_ONCE]
    rows = DisclosureItem.scoped(request.actor, "remind").filter(pk__in=ticked).filter(registers.late(today))
    found = list(rows.order_by("unit_id", "due_on", "pk"))
    form = RemindForm(request.POST if request.method == "POST" else None)

    def work() -> int:
        told = disclosures.remind(
            item_ids=[row.pk for row in found],
            text=form.cleaned_data["text"],
            by=request.actor,
            at=clock.now(),
        )
        return len(told)

    if request.method == "POST" and form.is_valid():
        told = shared.attempt(form, lambda: shared.done_once(request, work))
        if told:
            words = ngettext("%(n)d unit was reminded.", "%(n)d units were reminded.", told)
            messages.success(request, words % {"n": told})
            return redirect(f"{reverse('democracy:disclosures')}?trang-thai=late")
    names = registers.unit_names(found, today)
    counts = Counter(row.unit_id for row in found)
    context = {
        "form": form, "rows": found, "units": [(names[pk], count) for pk, count in counts.items()], "today": today,
        "back": f"{reverse('democracy:disclosures')}?trang-thai=late",
    }  # fmt: skip
    return render(request, "democracy/remind.html", context, status=shared.status(form))
