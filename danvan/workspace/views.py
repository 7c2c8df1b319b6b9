"""The first page, and help."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from danvan.common.numbers import format_number, format_percent
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.queries import last_names
from danvan.reference import queries as calendars
from danvan.reporting import sentences
from danvan.ui import week
from danvan.workspace import queries, rows
from danvan.workspace.queries.looking import Changes, Compared

# The rest is one press away: a list of thirty lines is read by nobody.
VISIBLE = 5


@require_GET
def this_week(request: HttpRequest) -> HttpResponse:
    """What I owe and what waits for me; a leader also sees what is late and what changed, an auditor the log's proof."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = {
        "columns": _columns(request),
        "posts": bool(actor.grants),
        "today": actor.on,
        "standing": [],
        "changes": None,
        "witness": queries.witness(actor.on) if "auditor" in actor.roles else None,
    }
    if "leader" in actor.roles:
        calendar = calendars.calendar()
        context["standing"] = [_standing(one, actor, calendar) for one in queries.standing(actor)]
        context["changes"] = _changes(queries.changes(actor))
    return render(request, "workspace/this_week.html", context)


def _columns(request: HttpRequest) -> list[dict[str, Any]]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    enters = any(permissions.holds(actor, action, "submission") for action in ("submit", "submit_on_behalf"))
    decides = permissions.holds(actor, "accept", "submission")
    others = {column: week.found(column, request) for column in week.COLUMNS}
    sends = enters or bool(others["owe"])
    gives = permissions.holds(actor, "give_administrator", "post")
    if not (sends or decides or gives or others["waits"]):
        return []
    calendar = calendars.calendar()
    owed = queries.owed(actor) if enters else []
    documents = queries.documents(actor) if permissions.holds(actor, "issue", "document") else []
    waiting, closable, grants = queries.waiting(actor), queries.closable(actor), queries.grants(actor)
    heard = any(permissions.holds(actor, action, "petition") for action in ("submit", "manage"))
    voices, disputed = queries.petitions(actor) if heard else ([], [])
    own = set(actor.unit_ids())
    ids = own | {row.unit_id for row in (*owed, *documents, *grants, *voices, *disputed)}
    names = last_names(ids, actor.on)
    mine = [rows.owed(row, names, own, actor.on, calendar) for row in owed]
    mine += [rows.document(row, names) for row in documents]
    mine += [rows.petition(row, names, actor.on, calendar, decide=False) for row in voices]
    theirs = rows.decisions(waiting, own)
    theirs += [rows.petition(row, names, actor.on, calendar, decide=True) for row in disputed]
    theirs += [rows.closing(row, names, actor.on, calendar) for row in closable]
    theirs += [rows.grant(row, names) for row in grants]
    mine += [row for more in others["owe"] for row in rows.more(more, actor.on, calendar)]
    theirs += [row for more in others["waits"] for row in rows.more(more, actor.on, calendar)]
    columns = []
    if sends:
        columns.append(_column("owe", _("What I owe"), rows.by_day(mine)))
    if decides or gives or others["waits"]:
        columns.append(_column("waits", _("What waits for me"), rows.by_day(theirs)))
    return columns


def _column(name: str, title: str, found: list[rows.Row]) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "count": len(found),
        "first": found[:VISIBLE],
        "rest": found[VISIBLE:],
    }


def _standing(one: queries.Standing, actor: Actor, calendar: Any) -> dict[str, Any]:
    due, tone = rows.due_words(one.round.due_on, actor.on, calendar)
    board = f"{reverse('reporting:board')}?{one.round.asked}"
    return {
        "period": one.round.period.label(),
        "due": due,
        "tone": tone,
        "sent": _("%(sent)s/%(expected)s units have sent")
        % {"sent": format_number(one.sent), "expected": format_number(one.expected)},
        "late": one.late,
        "named": [
            {"name": name.name, "href": reverse("reporting:review", args=[pk])} for pk, name in one.first_late
        ],
        "more": one.late - len(one.first_late),
        "board": board,
        "late_board": f"{board}&trang-thai=late",
    }


def _changes(found: Changes | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "period": found.period.label(),
        "figures": [_figure(found, pair) for pair in found.headlines],
        "movers": [
            {
                "says": sentences.sentence(pair.figure, pair.then),
                "href": _door(found, pair),
            }
            for pair in found.movers
        ],
        "totals": f"{reverse('reporting:totals')}?don-vi={found.unit_code}&ky={found.period}",
        "illustrative": found.illustrative,
    }


def _door(found: Changes, pair: Compared) -> str:
    return reverse("reporting:trace", args=[found.unit_code, str(found.period), pair.figure.indicator.code])


def _figure(found: Changes, pair: Compared) -> dict[str, Any]:
    figure, spec = pair.figure, pair.figure.indicator
    assert figure.all is not None
    moved = sentences.compared(figure, pair.then)
    return {
        "label": spec.name,
        "value": format_percent(figure.all, 2) if spec.unit == "%" else format_number(figure.all),
        "unit": "" if spec.unit == "%" else spec.unit,
        "completeness": _("%(reported)s/%(expected)s units")
        % {
            "reported": format_number(figure.units_reported),
            "expected": format_number(figure.units_expected),
        },
        "change": _("%(change)s on the year before") % {"change": moved} if moved else "",
        "href": _door(found, pair),
    }


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """Short how-tos, one part for each kind of work; the person's own parts stand first."""
    roles = request.actor.roles  # type: ignore[attr-defined]
    parts = ["officer", "consolidator", "leader", "administrator", "auditor"]
    mine = [part for part in parts if part in roles]
    return render(
        request, "workspace/help.html", {"parts": mine + [part for part in parts if part not in mine]}
    )


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What people with disabilities can count on here, what is not good yet, and whom to tell; for everybody."""
    return render(request, "workspace/accessibility.html")
