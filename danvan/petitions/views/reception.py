"""Reception of citizens: the month at a glance, its days, sessions and posting. No page asks for a name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from danvan.audit.posted import once_posted
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations import permissions
from danvan.organizations import queries as organizations
from danvan.petitions import forms_reception as forms
from danvan.petitions import services
from danvan.petitions.models import ReceptionSchedule, ReceptionSession
from danvan.petitions.queries import reception as queries
from danvan.petitions.services.reception import NEXT, posting_day
from danvan.petitions.views.shared import own_units, refuse

MOST_UNITS = 60


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Days, sessions and fulfilment of duties in one month of the units in sight."""
    permissions.require_somewhere(request.actor, "see", "reception")
    month = _month(request)
    days = list(queries.month_of(request.actor, month)[:200])
    sessions = queries.sessions_of(request.actor, month)
    shown = list(sessions[:200])
    ids = _units_in_sight(request)
    names = organizations.last_names({*(row.unit_id for row in (*days, *shown))}, clock.today())
    totals = queries.totals(sessions)
    context = {
        "month": month,
        "before": month - timedelta(days=1),
        "after": (month + timedelta(days=32)).replace(day=1),
        "days": [{"row": row, "unit": names[row.unit_id].name, "late": _late_posting(row)} for row in days],
        "sessions": [{"row": row, "unit": names[row.unit_id].name} for row in shown],
        "totals": [(label, totals[kind]) for kind, label in ReceptionSession.Kind.choices],
        "duties": queries.fulfilment(ids, month),
        "may_edit": permissions.holds(request.actor, "edit", "reception"),
        "many": len(own_units(request, "reception", "see")) != 1 or len(ids) > 1,
    }
    return render(request, "petitions/reception.html", context)


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    permissions.require_somewhere(request.actor, "edit", "reception")
    form = forms.PlanForm(request.POST or None, units=own_units(request, "reception"))

    def do(said: dict[str, Any]) -> object:
        unit = organizations.unit_by_code(said.pop("unit"))
        return services.plan_day(unit=unit, **said, by=request.actor, at=clock.now())

    title, button = _("Plan a reception day"), _("Plan the day")
    return _page(
        request, form, do, _("The day is planned. Post it at least 5 working days before."), title, button
    )


@require_http_methods(["GET", "POST"])
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """One planned day: post it, move it, count its session."""
    row = get_object_or_404(
        ReceptionSchedule.scoped(request.actor, "see").select_related("unit", "moved_to"), pk=pk
    )
    may = permissions.can(request.actor, "edit", "reception", row.unit_id)
    first = {"version": row.version, "starts_at": row.starts_at, "ends_at": row.ends_at}
    moving = request.method == "POST" and "move" in request.POST
    form = forms.MoveForm(request.POST if moving else None, initial=first)
    status = 200
    if request.method == "POST":
        permissions.require(request.actor, "edit", "reception", row.unit_id)
        try:
            if moving and form.is_valid():
                made = services.move_day(schedule=row, **form.cleaned_data, by=request.actor, at=clock.now())
                messages.success(request, _("The day is moved. Post the new one."))
                return redirect("petitions:reception_day", made.pk)
            if "post" in request.POST:
                services.post_day(schedule=row, version=_version(request), by=request.actor, at=clock.now())
                messages.success(request, _("The day counts as posted today."))
                return redirect("petitions:reception_day", row.pk)
            status = 422
        except DomainError as refusal:
            refuse(form, refusal) if moving else messages.error(request, refusal.message)
            status = refusal.status
    context = {
        "row": row, "form": form, "may": may, "unit": _name(row.unit_id), "posting_day": posting_day(row.day),
        "late": _late_posting(row), "today": clock.today(), "session": getattr(row, "session", None),
    }  # fmt: skip
    return render(request, "petitions/reception_day.html", context, status=status)


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    permissions.require_somewhere(request.actor, "edit", "reception")
    schedule = _schedule(request)
    first: dict[str, Any] = {"on": clock.today(), "kind": "regular", "host": "duty"}
    if schedule:
        first = {
            "on": schedule.day,
            "kind": "periodic",
            "host": "head",
            "head": schedule.head,
            "unit": schedule.unit.code,
        }
    form = forms.RecordForm(request.POST or None, initial=first, units=own_units(request, "reception"))

    def do(said: dict[str, Any]) -> object:
        unit = organizations.unit_by_code(said.pop("unit"))
        return services.record_session(unit=unit, schedule=schedule, **said, by=request.actor, at=clock.now())

    title, button = _("Count a reception"), _("Save the counts")
    return _page(request, form, do, _("The reception is counted."), title, button, schedule=schedule)


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session: correct its counts, or take its next step."""
    row = get_object_or_404(
        ReceptionSession.scoped(request.actor, "see").select_related("unit", "schedule"), pk=pk
    )
    may = permissions.can(request.actor, "edit", "reception", row.unit_id)
    stepping = "step" in request.POST
    states = [str(one) for one in NEXT[ReceptionSession.State(row.state)]]
    fields = ("version", "visit_count", "person_count", "large_group_count", "case_count")
    counts = forms.CorrectForm(
        request.POST if request.method == "POST" and not stepping else None,
        initial={name: getattr(row, name) for name in fields},
    )
    step = forms.StepForm(request.POST if stepping else None, initial={"version": row.version}, states=states)
    status = 200
    if request.method == "POST":
        permissions.require(request.actor, "edit", "reception", row.unit_id)
        form, act = (step, services.move_session) if stepping else (counts, services.correct_session)
        status = 422
        if form.is_valid():
            try:
                act(session=row, **form.cleaned_data, by=request.actor, at=clock.now())
            except DomainError as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                messages.success(request, _("Saved."))
                return redirect("petitions:reception_session", row.pk)
    context = {
        "row": row,
        "counts": counts,
        "step": step,
        "may": may,
        "unit": _name(row.unit_id),
        "states": states,
    }
    return render(request, "petitions/reception_session.html", context, status=status)


@require_GET
def posting(request: HttpRequest) -> HttpResponse:
    """The schedule of a unit for the notice board, to print."""
    permissions.require_somewhere(request.actor, "see", "reception")
    month = _month(request)
    units = own_units(request, "reception", "see")
    code = request.GET.get("unit") or (units[0][0] if units else "")
    rows = list(queries.month_of(request.actor, month).filter(unit__code=code).exclude(state="moved"))
    name = _name(rows[0].unit_id) if rows else dict(units).get(code, code)
    return render(
        request,
        "petitions/posting.html",
        {"rows": rows, "unit": name, "month": month, "today": clock.today()},
    )


def _page(
    request: HttpRequest,
    form: Any,
    do: Any,
    said: str,
    title: str,
    button: str,
    schedule: ReceptionSchedule | None = None,
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with once_posted(request) as attempt:
                    if attempt.fresh:
                        do(dict(form.cleaned_data))
                        attempt.result = True
            except DomainError as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                messages.success(request, said)
                return redirect("petitions:reception")
    context = {"form": form, "title": title, "button": button, "schedule": schedule}
    return render(request, "petitions/reception_form.html", context, status=status)


def _schedule(request: HttpRequest) -> ReceptionSchedule | None:
    value = request.GET.get("lich", "")
    if not value.isdecimal():
        return None
    return get_object_or_404(
        ReceptionSchedule.scoped(request.actor, "edit").select_related("unit"), pk=int(value[:15])
    )


def _month(request: HttpRequest) -> date:
    """The month asked for, or this one; of a year in which the months beside it exist too."""
    try:
        asked = date.fromisoformat(f"{request.GET.get('thang', '')}-01")
    except ValueError:
        asked = date.min
    return asked if 2000 <= asked.year <= 2100 else clock.today().replace(day=1)


def _version(request: HttpRequest) -> int:
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() and len(value) < 10 else -1


def _late_posting(row: ReceptionSchedule) -> bool:
    """Whether the day was, or will be, posted later than the law asks."""
    return (row.posted_on or clock.today()) > posting_day(
        row.day
    ) and row.state != ReceptionSchedule.State.MOVED


def _units_in_sight(request: HttpRequest) -> list[int]:
    """Own units and those directly below, as far as they are in sight: a page stays a page."""
    found: list[int] = []
    for unit_id in request.actor.unit_ids():
        if permissions.can(request.actor, "see", "reception", unit_id):
            found.append(unit_id)
            found += [
                name.id for name in organizations.child_names(unit_id, clock.today())
                if permissions.can(request.actor, "see", "reception", name.id)
            ][:MOST_UNITS]  # fmt: skip
    return list(dict.fromkeys(found))


def _name(unit_id: int) -> str:
    return organizations.last_names([unit_id], clock.today())[unit_id].name
