"""The door the script saves through, cell by cell, and asks what others changed. The rules run here, never there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.reporting import permissions
from danvan.reporting.forms import grid
from danvan.reporting.models import Submission
from danvan.reporting.queries import entry as entry_queries
from danvan.reporting.queries import submissions
from danvan.reporting.refusals import CellConflict
from danvan.reporting.services import entry as services
from danvan.reporting.views.entry import drawn, with_names
from danvan.reporting.views.shared import problem, within_limits


def cells(request: HttpRequest, submission_id: int) -> HttpResponse:
    """
    GET: the draft as it is now, for looking again. POST: save some cells, all or none.

    409 carries both values of each cell that somebody else changed first; 422 names the cell that cannot be read.
    """
    try:
        return _limited(request, submission_id)
    except CellConflict as refusal:
        return problem(refusal, cells=with_names(refusal))
    except DomainError as refusal:
        return problem(refusal, cell=refusal.detail.get("cell", ""))


cells.csrf_exempt = True  # type: ignore[attr-defined]  # `within_limits` checks it, after the size.


@within_limits
@require_http_methods(["GET", "POST"])
def _limited(request: HttpRequest, submission_id: int) -> HttpResponse:
    submission = submissions.visible(request.actor, submission_id)
    permissions.require_entry(request.actor, "edit", submission)
    if request.method == "POST":
        _save(request, submission)
        submission = submissions.visible(request.actor, submission_id)
    return JsonResponse(_state(submission), json_dumps_params={"ensure_ascii": False})


def _save(request: HttpRequest, submission: Submission) -> None:
    filled = grid.from_json(request.body, entry_queries.layout_of(submission))
    if filled.typed:
        services.save_cells(submission_id=submission.pk, typed=filled.typed, by=request.actor, at=clock.now())
    for code, rules in filled.waivers.items():
        services.save_note(
            submission_id=submission.pk, code=code, waivers=rules, by=request.actor, at=clock.now()
        )


def _state(submission: Submission) -> dict[str, Any]:
    """Every cell with its revision, what is computed, and the lines that stand under rows."""
    draft = submissions.draft_of(submission)
    _made, sheet, _returned = drawn(submission, draft)
    words = {"submission": submission}
    return {
        "open": submission.state in services.EDITABLE,
        "revision": draft.revision if draft else 0,
        "saved_by": (draft.saved_by.get_full_name() if draft and draft.saved_by else ""),
        "cells": {
            row.code: {"text": row.text, "revision": row.revision} for row in sheet.rows if not row.computed
        },
        "computed": {row.code: row.text for row in sheet.rows if row.computed},
        "said": {
            row.code: render_to_string("reporting/_said.html", {**words, "row": row}).strip()
            for row in sheet.rows
            if row.says
        },
        "sources": {row.code: row.source for row in sheet.rows},
        "summary": render_to_string("reporting/_missing.html", {"sheet": sheet}),
    }
