"""The lists: supervision, criticism, inspection, surveys; narrowed, searched, taken away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.common import clock
from danvan.common.sheets import Cell
from danvan.organizations import permissions as policy
from danvan.organizations.models import Level, OrgUnit
from danvan.oversight import lives
from danvan.oversight.kinds import FORMS, Door, Form
from danvan.oversight.models import OversightSession
from danvan.oversight.queries import sessions
from danvan.oversight.queries.sessions import Filters
from danvan.oversight.views import shared
from danvan.reference import queries as reference
from danvan.ui import downloads

LEVELS = (Level.CITY, Level.DISTRICT, Level.COMMUNE, Level.AGENCY)
MOST = 20_000


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    return board(request, "giam-sat")


@require_safe
def board(request: HttpRequest, kind: str) -> HttpResponseBase:
    """A kind's sessions of a year, what is late and what is open, with filters."""
    door = shared.door_of(kind)
    policy.require_somewhere(request.actor, "see", door.kind)
    asked, today = asked_of(request, door), clock.today()
    rows = sessions.filtered(request.actor, door.kind, asked, today)
    page = shared.page_of(request, rows.select_related("unit"))
    context = {
        "door": door, "asked": asked, "page": page, "today": today,
        "lines": sessions.lines(request.actor, page.object_list, today),
        "years": sessions.years(request.actor, door.kind, today),
        "states": _states(door), "forms": [(form, Form(form).label) for form in FORMS[door.kind]],
        "levels": [(level.value, level.label) for level in LEVELS], "topics": reference.topic_choices(today),
        "may_plan": bool(shared.own_units(request, "edit", door.kind)),
        "may_export": policy.holds(request.actor, "export", door.kind), "query": request.GET.urlencode(),
        "tabs": shared.tabs(request, door.slug), "unit_name": asked.unit.code if asked.unit else "",
    }  # fmt: skip
    return render(request, "oversight/board.html", context)


def asked_of(request: HttpRequest, door: Door) -> Filters:
    """The filters of the address; what is not known is left out."""
    get = request.GET

    def among(key: str, known: Iterable[str]) -> str:
        value = get.get(key, "")
        return value if value in set(known) else ""

    return Filters(
        year=shared.year_of(request),
        quarter=shared.number(get.get("quy", ""), 0, low=1, high=4),
        state=among("trang-thai", (value for value, _word in _states(door))),
        form=among("hinh-thuc", FORMS[door.kind]),
        level=among("cap", Level.values),
        topic=among("chu-de", reference.topic_names()),
        words=get.get("q", "")[:100],
        unit=_unit(get.get("don-vi", "")),
        target=_unit(get.get("noi", "")),
    )


def _unit(code: str) -> OrgUnit | None:
    code = code[:40]
    return OrgUnit.objects.filter(code=code).first() if code else None


def _states(door: Door) -> list[tuple[str, Any]]:
    groups: list[tuple[str, Any]] = [
        ("open", _("under way")), ("late", _("overdue")), ("counted", _("counted in reports")), ("joint", _("joint")),
    ]  # fmt: skip
    names = dict(OversightSession.State.choices)
    return [*groups, *((state, names[state]) for state in _states_of(door))]


def _states_of(door: Door) -> list[str]:
    from_plan = ["planned", "requested"] if door.opines else ["planned"]
    return [*from_plan, *(step.to for step in lives.steps(door.kind)), "cancelled"]


@require_safe
def download(request: HttpRequest, kind: str, fmt: str) -> HttpResponseBase:
    """The list as Excel or CSV, with the same filters: rows whose export is open."""
    door = shared.door_of(kind)
    if fmt not in ("xlsx", "csv"):
        raise Http404
    policy.require_somewhere(request.actor, "export", door.kind)
    asked, today = asked_of(request, door), clock.today()
    rows = sessions.filtered(request.actor, door.kind, asked, today, "export").select_related("unit")[:MOST]
    table = _rows(sessions.lines(request.actor, rows, today))
    name = f"{door.slug}-{asked.year}"
    if fmt == "csv":
        return downloads.csv(name, table)
    return downloads.excel(name, str(door.title), table, wide={2: 60, 5: 40})


def _rows(lines: Iterable[sessions.Line]) -> Iterable[list[Cell]]:
    topics = reference.topic_names()
    yield [
        _("Unit code"), _("Lead"), _("Subject"), _("Form of work"), _("Topic"), _("About"), _("Together with"), _("Quarter"),
        _("Day"), _("State"), _("Number"), _("Day of the conclusion"), _("Open recommendations"), _("Overdue"),
    ]  # fmt: skip
    for line in lines:
        one = line.session
        yield [
            one.unit.code, line.unit, one.title, str(one.get_form_display()), str(topics.get(one.topic, one.topic)),
            "; ".join(line.targets), "; ".join(line.hosts), one.plan_quarter, one.day, str(one.get_state_display()),
            one.number, one.concluded_on, line.open, _("yes") if line.late else "",
        ]  # fmt: skip
