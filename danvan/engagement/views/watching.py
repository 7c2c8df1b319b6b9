"""The statutory watch: who has not held the dialogue demanded this year, who announced or published late."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.common import clock
from danvan.common.errors import OutOfSight
from danvan.engagement import duties
from danvan.engagement.queries import dialogues, shares, watch
from danvan.engagement.views import shared
from danvan.organizations import permissions as policy
from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.queries import child_names, last_names, unit_by_code


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """A table by level and by unit below, each row a door to the next; the units themselves at the end."""
    policy.require_somewhere(request.actor, "see", "dialogue")
    today, year = clock.today(), shared.year_of(request)
    unit = _unit(request)
    below = watch.below(unit.pk, today)
    rows = watch.standings(below, year, today)
    only = request.GET.get("xem", "")
    listed = [row for row in rows if _wanted(row, only)]
    context = {
        "unit": unit, "name": last_names([unit.pk], today)[unit.pk], "year": str(year), "today": today, "only": only,
        "years": [str(one) for one in dialogues.years(request.actor, today)],
        "levels": [
            watch.tally(str(Level(level).label), "", [row for row in rows if row.unit.level == level])
            for level in (Level.CITY, Level.DISTRICT, Level.COMMUNE) if any(row.unit.level == level for row in rows)
        ],
        "groups": _groups(unit, rows, today), "page": shared.page_of(request, listed, 50),
        "bases": [duty for duty in duties.table() if duty.per_year and duty.in_force(today)],
        "shares": shares.of_units(below, year, today),
    }  # fmt: skip
    return render(request, "engagement/watch.html", context)


def _unit(request: HttpRequest) -> OrgUnit:
    """The unit asked for, or the one of the person's own post that sees most."""
    code = request.GET.get("don-vi", "")
    if code:
        unit = unit_by_code(code)
        if not policy.can(request.actor, "see", "dialogue", unit.pk):
            raise OutOfSight(_("There is nothing here, or it is not open to you."))
        return unit
    codes = [code for code, _name in shared.own_units(request, "see", "dialogue")]
    return unit_by_code(min(codes, key=len))


def _wanted(row: watch.Standing, only: str) -> bool:
    if only == "chua":
        return bool(row.missing)
    if only == "muon":
        return bool(row.announced_late or row.results_late)
    return True


def _groups(unit: OrgUnit, rows: list[watch.Standing], today) -> list[watch.Tally]:
    """Units below, one line each, when they have units below themselves."""
    found = []
    by_id = {row.unit.id: row for row in rows}
    parents = {row.unit.parent_id for row in rows}
    for child in child_names(unit.pk, today):
        if child.id in parents:
            inside = [
                row for row in by_id.values() if row.unit.parent_id == child.id or row.unit.id == child.id
            ]
            found.append(watch.tally(child.name, child.code, inside))
    return found
