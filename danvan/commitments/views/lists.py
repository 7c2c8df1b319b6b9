"""What my unit owes, what it is owed, the wall, and any list one can drill down to."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.commitments import lateness, permissions, queries
from danvan.commitments.models import Origin, State
from danvan.commitments.queries import Filters, walls
from danvan.commitments.views.rows import lines
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import path_ids, path_names, tree_on

PER_PAGE = 50


@require_safe
def owed(request: HttpRequest) -> HttpResponse:
    """What my unit owes, the most urgent first."""
    return _mine(request, queries.owed_by(request.actor), "owed")


@require_safe
def due_to_us(request: HttpRequest) -> HttpResponse:
    """What others owe my unit, and what it has to verify."""
    return _mine(request, queries.owed_to(request.actor), "to_us")


def _mine(request: HttpRequest, rows: QuerySet, name: str) -> HttpResponse:
    actor: Actor = request.actor
    policy.require_somewhere(actor, "see", permissions.TYPE)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "name": name,
        "page": page,
        "rows": lines(page, actor.on),
        "late": rows.filter(lateness.late(actor.on)).count() if page.paginator.count else 0,
        "tabs": tabs(name),
        "can_give": policy.holds(actor, "edit", permissions.TYPE)
        or policy.holds(actor, "manage", permissions.TYPE),
        "can_remind": name == "to_us" and policy.holds(actor, "remind", permissions.TYPE),
        "text": "",
        "today": actor.on,
    }
    return render(request, "commitments/mine.html", context)


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Everything in sight, narrowed by filters: where each number of the wall leads."""
    actor: Actor = request.actor
    policy.require_somewhere(actor, "see", permissions.TYPE)
    filters, unit = asked(request)
    page = Paginator(queries.found(actor, filters, actor.on), PER_PAGE).get_page(request.GET.get("trang"))
    names = path_names(unit.pk, actor.on) if unit else []
    context = {
        "page": page,
        "rows": lines(page, actor.on),
        "filters": filters,
        "unit": unit,
        "unit_name": names[-1].name if names else (unit.code if unit else ""),
        "states": _states(),
        "origins": Origin.choices,
        "tabs": tabs("every"),
        "can_export": policy.holds(actor, "export", permissions.TYPE),
        "can_remind": policy.holds(actor, "remind", permissions.TYPE),
        "query": urlencode({key: value for key, value in request.GET.items() if key in KNOWN}),
        "text": "",
        "today": actor.on,
    }
    return render(request, "commitments/every.html", context)


KNOWN = ("q", "trang-thai", "nguon", "don-vi", "chi")


def asked(request: HttpRequest) -> tuple[Filters, OrgUnit | None]:
    """The filters of the address; what is not known is left out. A unit counts with all below, unless `chi` is set."""
    get = request.GET
    state, origin = get.get("trang-thai", ""), get.get("nguon", "")
    unit = OrgUnit.objects.filter(code=get.get("don-vi", "")[:40]).first() if get.get("don-vi") else None
    filters = Filters(
        words=get.get("q", "")[:100],
        state=state if state in dict(_states()) else "",
        origin=origin if origin in Origin.values else "",
        unit_id=unit.pk if unit else None,
        branch="chi" not in get,
    )
    return filters, unit


def _states() -> list[tuple[str, Any]]:
    groups = [
        ("open", _("open")), ("late", _("overdue")), ("kept", _("kept")), ("broken", _("not kept")), ("over", _("over")),
    ]  # fmt: skip
    return [*groups, *State.choices]


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """Promises by unit and by origin, with their age; each number leads to its list."""
    actor: Actor = request.actor
    policy.require_somewhere(actor, "see", permissions.TYPE)
    tree = tree_on(actor.on)
    head = (
        OrgUnit.objects.filter(code=request.GET.get("don-vi", "")[:40]).first()
        if request.GET.get("don-vi")
        else None
    )
    head_id = head.pk if head and head.pk in tree.units else _own_head(actor)
    seen = queries.wall(walls.in_sight(actor), actor.on, head_id, tree)
    here = reverse("commitments:every")
    base = {"don-vi": seen.head.code} if seen.head else {}
    most = max((line.tally.all for line in seen.lines), default=0)
    context = {
        "wall": seen,
        "total": seen.total,
        "oldest": seen.total.age(actor.on),
        "lines": [_line(line, actor, here, most) for line in seen.lines],
        "origins": [
            {
                "label": Origin(origin).label,
                "tally": tally,
                "age": tally.age(actor.on),
                "href": f"{here}?{urlencode({'nguon': origin, 'trang-thai': 'open', **base})}",
            }
            for origin, tally in seen.origins
        ],
        "path": path_names(head_id, actor.on) if head_id else [],
        "open_href": f"{here}?{urlencode({'trang-thai': 'open', **base})}",
        "kept_href": f"{here}?{urlencode({'trang-thai': 'kept', **base})}",
        "broken_href": f"{here}?{urlencode({'trang-thai': 'broken', **base})}",
        "late_href": f"{here}?{urlencode({'trang-thai': 'late', **base})}",
        "tabs": tabs("wall"),
        "today": actor.on,
    }
    return render(request, "commitments/wall.html", context)


def _own_head(actor: Actor) -> int | None:
    """The highest of one's own units."""
    depth = {unit_id: len(path_ids(unit_id, actor.on)) for unit_id in actor.unit_ids()}
    return min((unit_id for unit_id in depth if depth[unit_id]), key=lambda pk: (depth[pk], pk), default=None)


def _line(line: walls.Line, actor: Actor, here: str, most: int) -> dict[str, Any]:
    only = {"chi": "1"} if line.itself else {}
    of_unit = {"don-vi": line.unit.code, **only}
    return {
        "name": _("%(unit)s, itself") % {"unit": line.unit.name} if line.itself else line.unit.name,
        "tally": line.tally,
        "age": line.tally.age(actor.on),
        "down": f"{reverse('commitments:wall')}?{urlencode({'don-vi': line.unit.code})}"
        if line.leads_down
        else "",
        "open": f"{here}?{urlencode({'trang-thai': 'open', **of_unit})}",
        "late": f"{here}?{urlencode({'trang-thai': 'late', **of_unit})}",
        "kept": f"{here}?{urlencode({'trang-thai': 'kept', **of_unit})}",
        "broken": f"{here}?{urlencode({'trang-thai': 'broken', **of_unit})}",
        "strip": strip(line.tally, most),
    }


def strip(tally: walls.Tally, most: int) -> list[dict[str, Any]]:
    """Parts of a bar in percent of the longest: kept, in time, overdue, broken."""
    parts, x = [], 0.0
    for name in ("kept", "in_time", "late", "broken"):
        width = 100 * getattr(tally, name) / most if most else 0
        if width:
            parts.append({"name": name, "x": round(x, 2), "width": round(width, 2)})
        x += width
    return parts


def tabs(current: str) -> list[dict[str, Any]]:
    pages = [
        ("owed", _("What we owe"), "commitments:owed"),
        ("to_us", _("What we are owed"), "commitments:to_us"),
        ("wall", _("The wall"), "commitments:wall"),
        ("every", _("All"), "commitments:every"),
    ]
    return [{"label": label, "href": reverse(url), "current": name == current} for name, label, url in pages]
