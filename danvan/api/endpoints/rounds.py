"""What is asked: indicators, forms, rounds and how far a round is."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from pydantic import Field

from danvan.api import shapes
from danvan.api.asking import asking
from danvan.api.fields import Cursor, Id, Limit, OnceKey, UnitCode, Words
from danvan.api.house import house
from danvan.api.paging import page
from danvan.api.repeating import carry_out
from danvan.common import clock
from danvan.common.errors import OutOfSight
from danvan.organizations import permissions, queries
from danvan.reporting.models import ReportForm, Round
from danvan.reporting.queries import boards, forms, overview
from danvan.reporting.services import rounds as services


@house.get(
    "/indicators", response=shapes.IndicatorPage, summary=_("The catalogue of indicators"), tags=["forms"]
)
def indicators(request: HttpRequest, cursor: Cursor = "", limit: Limit = 200) -> Any:
    """In the order of the catalogue, which may grow at its end."""
    permissions.require_somewhere(asking(request), "see", "form")
    rows = list(enumerate(forms.read_catalogue().values()))
    found = page(rows, key=lambda row: row[0], of=("indicators",), cursor=cursor, limit=limit)
    return {"items": [_indicator(spec) for _n, spec in found.items], "count": found.count, "next": found.next}


def _indicator(spec: Any) -> dict[str, Any]:
    return {
        "code": spec.code, "name_vi": spec.name_vi, "name_en": spec.name_en, "unit": spec.unit, "group": spec.group,
        "levels": list(spec.levels), "kind": spec.kind, "over_units": spec.over_units, "over_time": spec.over_time,
        "formula": spec.formula_text, "decimals": spec.decimals, "note": spec.note,
    }  # fmt: skip


@house.get("/forms", response=shapes.Forms, summary=_("Forms in use, with their sections"), tags=["forms"])
def report_forms(request: HttpRequest) -> Any:
    permissions.require_somewhere(asking(request), "see", "form")
    found = ReportForm.objects.filter(is_active=True).order_by("pk")
    return {"items": [_form(form) for form in found]}


def _form(form: ReportForm) -> dict[str, Any]:
    sections = forms.layout(form).sections
    return {
        "code": form.code, "name": form.name, "periodicity": form.periodicity, "levels": form.owed_by,
        "cutoff_day": form.cutoff_day, "due_working_days": form.due_days,
        "sections": [{"title": part.title, "indicators": list(part.codes)} for part in sections],
    }  # fmt: skip


@house.get("/rounds", response=shapes.Rounds, summary=_("Rounds, newest first"), tags=["rounds"])
def all_rounds(request: HttpRequest, cursor: Cursor = "", limit: Limit = 100) -> Any:
    permissions.require_somewhere(asking(request), "see", "round")
    rows = overview.rounds_for(asking(request))
    found = page(
        rows, key=lambda row: [-row.ends_on.toordinal(), -row.pk], of=("rounds",), cursor=cursor, limit=limit
    )
    return {"items": [_round(row) for row in found.items], "count": found.count, "next": found.next}


def _round(row: Round) -> dict[str, Any]:
    return {
        "id": row.pk, "form": row.form.code, "period": row.period_name, "label": row.period.label(),
        "counts_from": row.counts_from, "counts_to": row.counts_to, "due_on": row.due_on, "opened_at": row.opened_at,
        "locked_at": row.locked_at, "illustrative": row.illustrative,
    }  # fmt: skip


def _one_round(request: HttpRequest, round_id: int) -> Round:
    permissions.require_somewhere(asking(request), "see", "round")
    row = Round.objects.select_related("form", "form_version").filter(pk=round_id).first()
    if row is None:
        raise OutOfSight
    return row


@house.get(
    "/rounds/{round_id}/board",
    response=shapes.BoardOut,
    summary=_("The state of every expected unit"),
    tags=["rounds"],
)
def board(
    request: HttpRequest,
    round_id: Id,
    unit: UnitCode = "",
    look: Annotated[Words, Field(max_length=10)] = "",
    cursor: Cursor = "",
    limit: Limit = 100,
) -> Any:
    """What this person may see of a round, by unit code; `unit` keeps to one branch, `look` to one state."""
    row = _one_round(request, round_id)
    branch = queries.unit_by_code(unit) if unit else None
    drawn = boards.board(row, asking(request), clock.today(), branch)
    rows = sorted((one for one in drawn.rows if look in {"", one.look}), key=lambda one: one.code)
    listed = ("board", round_id, unit, look)
    found = page(rows, key=lambda one: one.code, of=listed, cursor=cursor, limit=limit)
    return {
        "round": _round(row),
        "expected": drawn.expected,
        "counts": dict(drawn.counts),
        "closed_by": [closing.unit.code for closing in drawn.closings],
        "items": [_board_row(one) for one in found.items],
        "count": found.count,
        "next": found.next,
    }


def _board_row(one: boards.BoardRow) -> dict[str, Any]:
    return {
        "submission": one.submission_id, "unit": one.code, "name": one.name, "level": one.level, "state": one.state,
        "look": one.look, "due_on": one.due_on, "late": one.late, "version": one.version,
        "supplement_waits": one.supplement_waits, "on_behalf": one.on_behalf, "excused": one.excused,
        "reminded": one.reminded,
    }  # fmt: skip


@house.post(
    "/rounds/{round_id}/close",
    response=shapes.Closed,
    summary=_("Close a round for a unit and all below"),
    tags=["rounds"],
)
def close(request: HttpRequest, round_id: Id, body: shapes.CloseIn, key: OnceKey) -> Any:
    """Missing units are named and need a reason; what they send later enters as late."""
    row = _one_round(request, round_id)
    unit = queries.unit_by_code(body.unit)

    def effect() -> dict[str, Any]:
        by = asking(request)
        closing = services.close_branch(round_=row, unit=unit, reason=body.reason, by=by, at=clock.now())
        return {"round": row.pk, "unit": unit.code, "missing": closing.missing}

    return carry_out(request, key, "close", {"round": round_id, **body.dict()}, effect)
