"""Who is asking, and the units on a day."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.translation import gettext_noop as _
from pydantic import Field

from danvan.api import shapes
from danvan.api.asking import asking
from danvan.api.fields import Cursor, Limit, On, Words
from danvan.api.house import house
from danvan.api.paging import page
from danvan.common import clock
from danvan.common.errors import OutOfSight
from danvan.common.vietnamese import matches
from danvan.organizations import permissions, queries
from danvan.organizations.queries import UnitName

Code = Annotated[Words, Field(max_length=40, pattern=r"^[A-Za-z0-9.-]+$")]


@house.get("/openapi.json", include_in_schema=False)
def openapi(request: HttpRequest) -> Any:
    return house.get_openapi_schema()


@house.get("/me", response=shapes.Me, summary=_("Who I am"), tags=["me"])
def me(request: HttpRequest) -> Any:
    """The person of the session, the posts that count today, and the token that writes need."""
    actor = asking(request)
    return {
        "name": actor.name,
        "today": clock.today(),
        "posts": [
            {
                "role": one.role,
                "unit": one.unit_code,
                "title": one.title,
                "deputising": one.for_user is not None,
            }
            for one in actor.grants
        ],
        "csrf_token": get_token(request),
    }


def _unit(name: UnitName, codes: dict[int, str]) -> dict[str, Any]:
    return {
        "code": name.code,
        "name": name.name,
        "level": name.level,
        "parent": codes.get(name.parent_id or 0),
    }


@house.get("/units", response=shapes.Units, summary=_("Units in force on a day"), tags=["units"])
def units(
    request: HttpRequest,
    on: On = None,
    level: Annotated[Words, Field(max_length=10)] = "",
    q: Annotated[Words, Field(max_length=100)] = "",
    cursor: Cursor = "",
    limit: Limit = 100,
) -> Any:
    """By code."""
    permissions.require_somewhere(asking(request), "see", "unit")
    day = on or clock.today()
    names = queries.names_on(day)
    rows = sorted(
        (
            unit
            for unit in names.values()
            if level in {"", unit.level}
            and (not q or matches(q, unit.name) or q.lower() == unit.code.lower())
        ),
        key=lambda unit: unit.code,
    )
    found = page(rows, key=lambda unit: unit.code, of=("units", day, level, q), cursor=cursor, limit=limit)
    codes = {unit.id: unit.code for unit in names.values()}
    return {
        "on": day,
        "items": [_unit(one, codes) for one in found.items],
        "count": found.count,
        "next": found.next,
    }


@house.get(
    "/units/{code}", response=shapes.UnitDetail, summary=_("One unit with its history"), tags=["units"]
)
def unit(request: HttpRequest, code: Code, on: On = None) -> Any:
    """As it was called on a day, a closed one by its last name; with all its versions, newest first."""
    permissions.require_somewhere(asking(request), "see", "unit")
    found = queries.unit_by_code(code)
    day = on or clock.today()
    names = queries.last_names([found.pk], day)
    if found.pk not in names:
        raise OutOfSight
    history = queries.history(found.pk)
    codes = _codes({row["version"].parent_id for row in history})
    return {
        **_unit(names[found.pk], codes),
        "in_force": queries.in_force(history, day),
        "reports_itself": found.reports_itself,
        "versions": [_version(row["version"], row["last_day"], codes) for row in history],
        "predecessors": [_passed(one) for one in queries.predecessors(found.pk)],
        "successors": [_passed(one) for one in queries.successors(found.pk)],
    }


def _codes(unit_ids: set[int | None]) -> dict[int, str]:
    return {
        name.id: name.code
        for name in queries.last_names([pk for pk in unit_ids if pk], clock.today()).values()
    }


def _version(row: Any, last_day: Any, codes: dict[int, str]) -> dict[str, Any]:
    return {
        "name": row.name, "level": row.level, "kind": row.kind, "parent": codes.get(row.parent_id or 0),
        "starts_on": row.starts_on, "last_day": last_day, "closed": row.closed, "legal_basis": row.legal_basis,
    }  # fmt: skip


def _passed(one: queries.Passed) -> dict[str, Any]:
    return {"unit": one.unit.code, "name": one.unit.name, "on": one.on, "share": one.share, "kind": one.kind}
