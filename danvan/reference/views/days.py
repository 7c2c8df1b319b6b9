"""The calendar of days off: look at a year, change a day and see first what that moves."""

from __future__ import annotations

from datetime import date

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.common.errors import DomainError, OutOfSight
from danvan.reference import permissions, queries, services
from danvan.reference.calendar import working_days_between
from danvan.reference.forms.days import ChangeDayForm, NewDayForm, RemoveDayForm
from danvan.reference.months import months_of
from danvan.reference.moves import preview

WEEKDAYS = [
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
]


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A year at a glance, and its days off and days worked in exchange as a list."""
    permissions.require(request.actor, "see")
    year = _year(request.GET.get("nam", ""))
    known = queries.calendar()
    context = {
        "year": str(year),
        "years": _tabs(year),
        "days": list(queries.days_in(year)),
        "working_days": working_days_between(date(year - 1, 12, 31), date(year, 12, 31), known),
        "can_manage": permissions.can_manage(request.actor),
        "months": months_of(year, known),
        "weekdays": WEEKDAYS,
    }
    return render(request, "reference/calendar.html", context)


@require_http_methods(["GET", "POST"])
def add_day(request: HttpRequest) -> HttpResponse:
    permissions.require(request.actor, "manage")
    form = NewDayForm(request.POST or None)
    if "preview" in request.POST and form.is_valid():
        moves = preview(form.cleaned_data["day"], form.cleaned_data["kind"])
        return _page(request, "reference/day.html", form, moves=moves)
    if request.method == "POST" and form.is_valid():
        try:
            added = services.add_day(**form.cleaned_data, by=request.actor, at=clock.now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
            return _page(request, "reference/day.html", form, status=refusal.status)
        messages.success(
            request, _("%(day)s is now in the calendar.") % {"day": f"{added.day:%d/%m/%Y}"} + _moved()
        )
        return redirect(_to(added.day))
    return _page(request, "reference/day.html", form)


@require_http_methods(["GET", "POST"])
def change_day(request: HttpRequest, day: date) -> HttpResponse:
    permissions.require(request.actor, "manage")
    found = queries.day_on(day)
    now = {"kind": found.kind, "name": found.name, "source": found.source, "version": found.version}
    form = ChangeDayForm(request.POST or None, initial=now)
    if "preview" in request.POST and form.is_valid():
        moves = preview(day, form.cleaned_data["kind"])
        return _page(request, "reference/day.html", form, day=found, moves=moves)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_day(day=day, **form.cleaned_data, by=request.actor, at=clock.now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
            return _page(request, "reference/day.html", form, day=found, status=refusal.status)
        messages.success(
            request, _("The change of %(day)s is recorded.") % {"day": f"{day:%d/%m/%Y}"} + _moved()
        )
        return redirect(_to(day))
    return _page(request, "reference/day.html", form, day=found)


@require_http_methods(["GET", "POST"])
def remove_day(request: HttpRequest, day: date) -> HttpResponse:
    permissions.require(request.actor, "manage")
    found = queries.day_on(day)
    form = RemoveDayForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.remove_day(day=day, **form.cleaned_data, by=request.actor, at=clock.now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
            return _page(
                request,
                "reference/remove.html",
                form,
                day=found,
                moves=preview(day, None),
                status=refusal.status,
            )
        messages.success(
            request, _("%(day)s counts again as its weekday says.") % {"day": f"{day:%d/%m/%Y}"} + _moved()
        )
        return redirect(_to(day))
    return _page(request, "reference/remove.html", form, day=found, moves=preview(day, None))


def _page(
    request: HttpRequest, template: str, form: django_forms.Form, *, day=None, moves=None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "day": day, "moves": moves, "back": _to(day.day if day else clock.today())}
    return render(request, template, context, status=status)


def _moved() -> str:
    """What the change did to open deadlines, as a second sentence."""
    count = queries.moved_by(queries.calendar().edition)
    text = ngettext("%(count)s open deadline moved.", "%(count)s open deadlines moved.", count)
    return " " + (text % {"count": count} if count else _("No open deadline moved."))


def _to(day: date) -> str:
    return reverse("reference:calendar") + f"?nam={day.year}"


def _year(text: str) -> int:
    """
    :raises OutOfSight: for what is no year of a calendar
    """
    if not text:
        return clock.today().year
    if not (text.isascii() and text.isdecimal() and len(text) == 4 and int(text) >= 1945):
        raise OutOfSight(_("There is no calendar for this year."))
    return int(text)


def _tabs(current: int) -> list[dict[str, object]]:
    years = sorted({*queries.years(), clock.today().year, current})
    return [
        {
            "label": str(year),
            "href": f"{reverse('reference:calendar')}?nam={year}",
            "current": year == current,
        }
        for year in years
    ]
