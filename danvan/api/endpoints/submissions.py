"""One unit's answer to a round: reading it, typing, sending, deciding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from pydantic import Field

from danvan.api import figures, shapes
from danvan.api.asking import asking
from danvan.api.fields import Id, OnceKey
from danvan.api.house import house
from danvan.api.repeating import carry_out
from danvan.common import clock
from danvan.reporting.queries import submissions as queries
from danvan.reporting.refusals import CellConflict
from danvan.reporting.services import entry, reviewing, rounds, sending, supplements
from danvan.reporting.services.entry import Typed
from danvan.reporting.services.reviewing import CellReason

Which = Annotated[
    str,
    Field(
        pattern=r"^(draft|latest|accepted|[1-9][0-9]{0,5})?$",
    ),
]


@house.get(
    "/submissions/{pk}",
    response=shapes.SubmissionOut,
    summary=_("A report with its versions and figures"),
    tags=["submissions"],
)
def submission(request: HttpRequest, pk: Id, figures_of: Which = "") -> Any:
    """Every cell of the form; a blank, a cell not asked for and one nobody reported are three different things."""
    actor = asking(request)
    return figures.submission(actor, queries.visible(actor, pk), figures_of, clock.today())


@house.post(
    "/submissions/{pk}/cells",
    response=shapes.Saved,
    summary=_("Type into cells of a draft"),
    tags=["submissions"],
)
def save_cells(request: HttpRequest, pk: Id, body: shapes.CellsIn, key: OnceKey) -> Any:
    """All or none. 409 when somebody else changed a cell since the revision you saw; the answer holds both values."""
    typed = {cell.indicator: Typed(figures.text(cell.value), cell.seen) for cell in body.cells}

    def effect() -> dict[str, Any]:
        by = asking(request)
        try:
            draft = entry.save_cells(submission_id=pk, typed=typed, by=by, at=clock.now())
        except CellConflict as conflict:
            _name_others(conflict)
            raise
        known = entry.revisions(pk)
        return {
            "submission": pk,
            "state": "draft",
            "revision": draft.revision,
            "cells": {code: known[code] for code in typed},
        }

    return carry_out(request, key, "cells", {"submission": pk, **body.dict()}, effect)


def _name_others(conflict: CellConflict) -> None:
    cells: Any = conflict.detail["cells"]
    names = queries.names_of(cell["by"] for cell in cells.values())
    for cell in cells.values():
        cell["by"] = names.get(cell["by"], "")


@house.post(
    "/submissions/{pk}/explain",
    response=shapes.Explained,
    summary=_("Say why a figure is right"),
    tags=["submissions"],
)
def explain(request: HttpRequest, pk: Id, body: shapes.ExplainIn, key: OnceKey) -> Any:
    """A warning stops sending until its rule has a reason; the reason travels up with the figure."""

    def effect() -> dict[str, Any]:
        draft = entry.save_note(
            submission_id=pk,
            code=body.indicator,
            note=body.note,
            follow=body.follow,
            waivers=body.reasons,
            by=asking(request),
            at=clock.now(),
        )
        return {"submission": pk, "revision": draft.revision}

    return carry_out(request, key, "explain", {"submission": pk, **body.dict()}, effect)


@house.post(
    "/submissions/{pk}/submit", response=shapes.Sent, summary=_("Send a report upwards"), tags=["submissions"]
)
def submit(request: HttpRequest, pk: Id, body: shapes.SubmitIn, key: OnceKey) -> Any:
    """422 with the findings when a rule stops it."""

    def effect() -> dict[str, Any]:
        version = sending.submit(
            submission_id=pk,
            by=asking(request),
            at=clock.now(),
            revision=body.revision,
            late_reason=body.late_reason,
        )
        return {"submission": pk, "state": "submitted", "version": version.number, "late": version.late}

    return carry_out(request, key, "submit", {"submission": pk, **body.dict()}, effect)


@house.post(
    "/submissions/{pk}/accept",
    response=shapes.Decided,
    summary=_("Accept the version that was read"),
    tags=["submissions"],
)
def accept(request: HttpRequest, pk: Id, body: shapes.AcceptIn, key: OnceKey) -> Any:
    """Every total above is right when the answer comes. 409 when a newer version was sent meanwhile."""

    def effect() -> None:
        reviewing.accept(submission_id=pk, version_number=body.version, by=asking(request), at=clock.now())

    return carry_out(
        request, key, "accept", {"submission": pk, **body.dict()}, _deciding(request, pk, effect)
    )


@house.post(
    "/submissions/{pk}/return",
    response=shapes.Decided,
    summary=_("Send a report back with reasons"),
    tags=["submissions"],
)
def send_back(request: HttpRequest, pk: Id, body: shapes.ReturnIn, key: OnceKey) -> Any:
    """Reasons may be pinned to cells."""
    cells = [CellReason(cell.indicator, cell.reason, cell.suggested) for cell in body.cells]

    def effect() -> None:
        reviewing.return_(
            submission_id=pk,
            version_number=body.version,
            reason=body.reason,
            cells=cells,
            by=asking(request),
            at=clock.now(),
        )

    return carry_out(
        request, key, "return", {"submission": pk, **body.dict()}, _deciding(request, pk, effect)
    )


@house.post(
    "/submissions/{pk}/supplement",
    response=shapes.Decided,
    summary=_("Correct an accepted report"),
    tags=["submissions"],
)
def supplement(request: HttpRequest, pk: Id, body: shapes.SupplementIn, key: OnceKey) -> Any:
    """A numbered supplement; totals change when the unit above accepts it."""
    changes = {code: figures.text(value) for code, value in body.changes.items()}

    def effect() -> None:
        supplements.supplement(
            submission_id=pk, changes=changes, reason=body.reason, by=asking(request), at=clock.now()
        )

    return carry_out(
        request, key, "supplement", {"submission": pk, **body.dict()}, _deciding(request, pk, effect)
    )


def _deciding(request: HttpRequest, pk: int, effect: Callable[[], None]) -> Callable[[], dict[str, Any]]:
    """The effect, then how the report stands."""

    def decided() -> dict[str, Any]:
        effect()
        row = queries.visible(asking(request), pk)
        return {
            "submission": pk,
            "state": row.state,
            "accepted_version": row.accepted.number if row.accepted else None,
            "latest_version": row.latest.number if row.latest else None,
        }

    return decided


@house.post(
    "/submissions/{pk}/remind",
    response=shapes.Reminded,
    summary=_("Remind a unit of what it owes"),
    tags=["submissions"],
)
def remind(request: HttpRequest, pk: Id, body: shapes.RemindIn, key: OnceKey) -> Any:
    def effect() -> dict[str, Any]:
        made = rounds.remind(submission_ids=[pk], text=body.text, by=asking(request), at=clock.now())
        return {"submission": pk, "reminded": bool(made)}

    return carry_out(request, key, "remind", {"submission": pk, **body.dict()}, effect)


@house.post(
    "/submissions/{pk}/extend",
    response=shapes.Extended,
    summary=_("Give a unit more time"),
    tags=["submissions"],
)
def extend(request: HttpRequest, pk: Id, body: shapes.ExtendIn, key: OnceKey) -> Any:
    def effect() -> dict[str, Any]:
        row = rounds.extend(
            submission_id=pk, due_on=body.due_on, reason=body.reason, by=asking(request), at=clock.now()
        )
        return {"submission": pk, "due_on": row.due_on}

    return carry_out(request, key, "extend", {"submission": pk, **body.dict()}, effect)
