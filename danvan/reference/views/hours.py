"""When units work, and which are remote: looked at by everybody, set by administrators from a day on."""

from __future__ import annotations

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations import permissions as policy
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import names_on, unit_by_code
from danvan.reference import permissions, queries, services
from danvan.reference.forms.deadlines import HoursForm, RemoteForm
from danvan.reference.hours import OFFICE
from danvan.reference.queries.places import units_with_something


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Units with hours or an area of their own, and the units of the person."""
    permissions.require(request.actor, "see")
    today = clock.today()
    mine = request.actor.unit_ids()
    names = names_on(today, {*mine, *units_with_something()})
    hours = queries.hours_of(names, today)
    remote = queries.remote_units(names, today)
    rows = [
        {"unit": name, "shifts": hours[unit_id].on(today), "remote": unit_id in remote}
        for unit_id, name in names.items()
    ]
    return render(request, "reference/hours.html", {"rows": rows, "office": OFFICE, "today": today})


@require_http_methods(["GET", "POST"])
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """The hours of one unit by day, and two forms for those who set them."""
    found = unit_by_code(code)
    policy.require(request.actor, "see", "calendar", found.pk)
    if request.method == "POST":
        policy.require(request.actor, "manage", "calendar", found.pk)
    about_area = "remote_form" in request.POST
    posted = request.POST or None
    hours_form = HoursForm(None if about_area else posted, initial=_as_now(found))
    # Both forms ask for a day and a source: their ids must differ on one page.
    remote_form = RemoteForm(
        posted if about_area else None, auto_id="area_%s", initial={"starts_on": clock.today()}
    )
    form = remote_form if about_area else hours_form
    status = 200
    if form.is_bound and form.is_valid():
        try:
            return _save(request, found, form)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
            status = refusal.status
    return _page(request, found, hours_form, remote_form, status)


def _as_now(found: OrgUnit) -> dict[str, object]:
    """The hours as they are today, to be changed."""
    today = clock.today()
    shifts = queries.hours_of([found.pk], today)[found.pk].on(today)
    names = ("morning_from", "morning_to", "afternoon_from", "afternoon_to")
    return {"starts_on": today} | dict(
        zip(names, [moment for shift in shifts for moment in shift], strict=False)
    )


def _save(request: HttpRequest, found: OrgUnit, form: django_forms.Form) -> HttpResponse:
    save = services.set_remote if isinstance(form, RemoteForm) else services.set_hours
    save(unit=found, **form.cleaned_data, by=request.actor, at=clock.now())
    day = {"day": f"{form.cleaned_data['starts_on']:%d/%m/%Y}"}
    messages.success(request, _("This holds from %(day)s; open deadlines in working hours follow.") % day)
    return redirect("reference:hours_of_unit", code=found.code)


def _page(
    request: HttpRequest,
    found: OrgUnit,
    hours_form: HoursForm,
    remote_form: RemoteForm,
    status: int,
) -> HttpResponse:
    today = clock.today()
    hours = queries.hours_of([found.pk], today)[found.pk]
    context = {
        "unit": found,
        "name": names_on(today, {found.pk}).get(found.pk),
        "shifts": hours.on(today),
        "versions": hours.versions,
        "remote": queries.remote_on(found.pk, today),
        "hours_form": hours_form,
        "remote_form": remote_form,
        "can_manage": policy.can(request.actor, "manage", "calendar", found.pk),
        "today": today,
    }
    return render(request, "reference/hours_of_unit.html", context, status=status)
