"""Briefing meetings: the list and its files, planning and changing one, one meeting with all that belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.audit.posted import once_posted
from danvan.briefings.meetings import papers, permissions, queries, words
from danvan.briefings.meetings.forms import MeetingForm
from danvan.briefings.meetings.models import BriefingMeeting
from danvan.briefings.meetings.queries import Filters
from danvan.briefings.services import meetings as services
from danvan.common import clock
from danvan.common.periods import Period
from danvan.common.posting import attempt as attempt
from danvan.common.posting import version_of as version_of
from danvan.common.sheets import Cell
from danvan.organizations import permissions as policy
from danvan.organizations import serving
from danvan.organizations.models import Level
from danvan.organizations.queries import last_names, unit_by_code
from danvan.ui import downloads

PER_PAGE = 25
TYPE = BriefingMeeting.record_type
LEVELS = (Level.CITY, Level.DISTRICT, Level.COMMUNE, Level.AGENCY)


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "see", TYPE)
    filters, today = _filters(request), clock.today()
    page = Paginator(queries.listed(request.actor, filters, today), PER_PAGE).get_page(
        request.GET.get("trang")
    )
    context = {
        "page": page, "lines": queries.lines(page.object_list, today), "filters": filters, "today": today,
        "years": queries.years(request.actor, today), "query": request.GET.urlencode(),
        "states": [("ahead", _("ahead")), ("held", _("took place")), *BriefingMeeting.State.choices],
        "kinds": BriefingMeeting.Kind.choices, "levels": [(level.value, level.label) for level in LEVELS],
        "branches": _own_branches(request), "may_plan": bool(own_units(request)),
        "sees_documents": policy.holds(request.actor, "see", "document"),
    }  # fmt: skip
    return render(request, "briefings/meetings/list.html", context)


def _filters(request: HttpRequest) -> Filters:
    get = request.GET
    year, code = get.get("nam", ""), get.get("don-vi", "")[:20]
    return Filters(
        year=int(year) if re.fullmatch("2[01][0-9]{2}", year) else None,
        state=get.get("trang-thai", "")[:20], kind=get.get("loai", "")[:20], level=get.get("cap", "")[:20],
        unit=unit_by_code(code) if code else None, words=get.get("q", "")[:80],
    )  # fmt: skip


def _own_branches(request: HttpRequest) -> list[tuple[str, str]]:
    """The reader's own units and the children of them, for the filter."""
    own = set(request.actor.unit_ids())
    seen = BriefingMeeting.scoped(request.actor, "see").order_by()
    ids = set(seen.values_list("unit_id", flat=True).distinct())
    names = last_names(own | ids, clock.today()) if own | ids else {}
    found = [name for name in names.values() if name.id in own or name.parent_id in own]
    return [(name.code, name.name) for name in sorted(found, key=lambda name: (name.position, name.code))]


@require_safe
def excel(request: HttpRequest) -> HttpResponse:
    return downloads.excel("hoi-nghi-giao-ban", _("Briefing meetings"), _rows(request), wide={0: 46, 1: 30})


@require_safe
def csv(request: HttpRequest) -> HttpResponse:
    return downloads.csv("hoi-nghi-giao-ban", _rows(request))  # type: ignore[return-value]


def _rows(request: HttpRequest) -> Iterator[list[Cell]]:
    policy.require_somewhere(request.actor, "export", TYPE)
    today = clock.today()
    rows = queries.listed(request.actor, _filters(request), today)
    return _told(queries.lines(rows[:10_000], today))


def _told(lines: list[queries.Line]) -> Iterator[list[Cell]]:
    yield [
        _("Title"),
        _("Unit"),
        _("Level"),
        _("Kind"),
        _("Period"),
        _("Day"),
        _("State"),
        _("Chair"),
        _("Venue"),
        _("Attended"),
    ]
    for line in lines:
        one = line.meeting
        yield [
            one.title, line.unit, str(one.get_level_display()), str(one.get_kind_display()), one.period_name, one.day,
            str(one.get_state_display()), one.chair, one.place, one.attended,
        ]  # fmt: skip


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "edit", TYPE)
    units = own_units(request)
    form = MeetingForm(request.POST or None, units=units, initial=_proposed(units))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _plan(request, form))
        if made:
            messages.success(request, _("It stands in the plan. Make its package when the figures are in."))
            return redirect("briefings:meeting", made)
    context = {
        "form": form,
        "heading": _("Plan a meeting"),
        "verb": _("Put it in the plan"),
        "meeting": None,
        "lead": "",
    }
    return render(request, "briefings/meetings/form.html", context, status=422 if form.errors else 200)


def _proposed(units: list[tuple[str, str]]) -> dict[str, Any]:
    """The quarter that ends next, its usual words and agenda; people change what they like."""
    today = clock.today()
    period = Period("quarter", today.year, (today.month - 1) // 3 + 1)
    return {
        "period": str(period), "kind": "briefing", "hour": "08:00",
        "title": f"Hội nghị {words.of_meeting(str(period), 'briefing')}",
        "agenda": agenda_text(services.USUAL_AGENDA), **({"unit": units[0][0]} if units else {}),
    }  # fmt: skip


def agenda_text(items: Any) -> str:
    return "\n".join(
        f"{title} | {presenter} | {lasts or ''}".rstrip(" |") for title, presenter, lasts in items
    )


def _plan(request: HttpRequest, form: MeetingForm) -> int:
    given = form.cleaned_data
    with once_posted(request) as tried:
        if tried.fresh:
            tried.result = services.plan(
                unit=unit_by_code(given["unit"]), period=given["period"], values=form.values, agenda=given["agenda"],
                by=request.actor, at=clock.now(),
            ).pk  # fmt: skip
    return int(tried.result)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, meeting_id: int) -> HttpResponse:
    found = queries.find(request.actor, meeting_id)
    policy.require(request.actor, "edit", TYPE, found.unit_id)
    form = MeetingForm(
        request.POST or None, units=[(found.unit.code, found.unit.code)], initial=_initial(found)
    )
    form.fields["period"].disabled = True
    if request.method == "POST" and form.is_valid():

        def save() -> BriefingMeeting:
            return services.edit(
                meeting_id=found.pk, version=version_of(request), values=form.values,
                agenda=form.cleaned_data["agenda"], by=request.actor, at=clock.now(),
            )  # fmt: skip

        if attempt(form, save):
            messages.success(request, _("Saved."))
            return redirect("briefings:meeting", found.pk)
    context = {
        "form": form,
        "heading": _("Change the meeting"),
        "verb": _("Save"),
        "meeting": found,
        "lead": found.title,
    }
    return render(request, "briefings/meetings/form.html", context, status=422 if form.errors else 200)


def _initial(found: BriefingMeeting) -> dict[str, Any]:
    moment = timezone.localtime(found.planned_at)
    agenda = [(item.title, item.presenter, item.lasts) for item in found.agenda.all()]
    return {
        "unit": found.unit.code, "period": found.period_name, "day": moment.date(), "hour": f"{moment:%H:%M}",
        "agenda": agenda_text(agenda), **{name: getattr(found, name) for name in ("kind", "title", "place", "chair")},
    }  # fmt: skip


@require_safe
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    found = queries.find(request.actor, meeting_id)
    today = clock.today()
    opens = permissions.opens_package(request.actor, found.unit_id)
    may_edit = policy.can(request.actor, "edit", TYPE, found.unit_id)
    tasks = queries.tasks(found, today, given=None if opens else True)
    own = set(request.actor.unit_ids())
    packages = list(found.packages.order_by("-number").defer("text"))
    context = {
        "meeting": found, "unit": last_names([found.unit_id], found.day)[found.unit_id].name, "today": today,
        "period": found.period.label(), "agenda": list(found.agenda.all()), "opens": opens, "may_edit": may_edit,
        "may_export": policy.can(request.actor, "export", TYPE, found.unit_id), "packages": packages if opens else [],
        # Who is below reads what is asked of the own unit only.
        "tasks": tasks if opens else [line for line in tasks if line.task.unit_id in own],
        "steps": [step for step in _steps(found) if may_edit],
        "papers": _papers(found) if opens and packages else [],
    }  # fmt: skip
    return render(request, "briefings/meetings/meeting.html", context)


def _steps(found: BriefingMeeting) -> list[tuple[str, str, str]]:
    """(slug, words, tone) of what can be done now, the natural next step first."""
    states = BriefingMeeting.State
    if found.to_come:
        steps = [("da-hop", _("Record that it was held"), "plain")]
        return [*steps, ("huy", _("Cancel"), "danger")]
    if found.state == states.HELD:
        return [
            ("bien-ban", _("Write the minutes"), "primary"),
            ("da-hop", _("Correct day and attendance"), "plain"),
        ]
    if found.state == states.MINUTES:
        return [("ket-thuc", _("Close"), "primary"), ("bien-ban", _("Change the minutes"), "plain")]
    return []


def _papers(found: BriefingMeeting) -> list[tuple[str, str]]:
    names = {
        papers.PROGRAMME: _("Agenda"), papers.PACK: _("Report, two pages"), papers.ANNEXES: _("Annexes"),
        papers.NOTICE: _("Conclusion notice"),
    }  # fmt: skip
    return [(kind, names[kind]) for kind in papers.kinds(found)]


# --- shared with the other pages of meetings ------------------------------------------------------------------------


def own_units(request: HttpRequest) -> list[tuple[str, str]]:
    """(code, name) of units of the person's posts that may hold meetings."""
    return serving.own_units(request.actor, "edit", TYPE)
