"""What was sent, to read: any version, beside any other."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from danvan.common import clock
from danvan.reporting import permissions
from danvan.reporting.models import Submission, SubmissionVersion
from danvan.reporting.queries import differing, sheets, submissions
from danvan.reporting.vectors import Vector
from danvan.reporting.views.shared import fragment


@require_GET
def version(request: HttpRequest, submission_id: int, number: int) -> HttpResponse:
    """One version as it was sent; `?so-voi=2` compares it with another."""
    submission = submissions.visible(request.actor, submission_id)
    return show(request, submission, submissions.version_of(submission, number))


def show(
    request: HttpRequest,
    submission: Submission,
    shown: SubmissionVersion | None,
    unsaved: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """A version, or a page saying that nothing was sent yet. `unsaved` is what could not be saved because it was sent."""
    versions = submissions.versions_of(submission)
    context = {
        "submission": submission,
        "unit": submissions.unit_of(submission),
        "round": submission.round,
        "period": submission.round.period.label(),
        "version": shown,
        "versions": versions,
        "today": clock.today(),
        "can_review": waits(submission) and permissions.can_decide(request.actor, submission),
        "can_supplement": can_supplement(request, submission),
        "can_take_back": submission.state == Submission.State.ACCEPTED
        and submission.accepted is not None
        and not submission.accepted.supplement_number
        and permissions.can_decide(request.actor, submission),
        "unsaved": [],
        "compared": None,
        "changes": [],
        "hidden": frozenset(),
        "returned": None,
        "grid": "",
        "differences": [],
    }
    if shown is not None:
        context |= _drawn(request, submission, shown, versions)
        layout = context.pop("layout")
        context["unsaved"] = [(layout.catalogue[code].name, text) for code, text in (unsaved or {}).items()]
    return render(request, "reporting/version.html", context, status=status)


def _drawn(
    request: HttpRequest, submission: Submission, shown: SubmissionVersion, versions: list[SubmissionVersion]
) -> dict:
    compared = _compared(request, submission, shown, versions)
    vector = Vector.unpack(shown.cells)
    other = Vector.unpack(compared.cells) if compared else None
    made = sheets.material(submission, vector, shown.notes, live=False)
    hidden = submissions.hidden_cells(request.actor, submission, made.layout, vector, other)
    returned = next(
        (row.returned for row in versions if row.pk == shown.pk and hasattr(row, "returned")), None
    )
    sheet = sheets.sheet(made, compared=other, returned=returned.cells if returned else (), hidden=hidden)
    changes = sheets.differing(made.layout, other, vector) if other is not None else []
    key = (shown.pk, compared.pk if compared else 0, made.fingerprint, sorted(hidden), bool(returned))
    return {
        "layout": made.layout,
        "sheet": sheet,
        "grid": fragment("reporting/_figures.html", lambda: {"sheet": sheet, "submission": submission}, *key),
        "compared": compared,
        "changes": [change for change in changes if change[0].code not in hidden],
        "hidden": hidden,
        "returned": returned,
        "differences": _differences(submission, hidden) if shown.pk == submission.accepted_id else [],
    }


def _differences(submission: Submission, hidden: frozenset[str]) -> list[dict]:
    """What records count now where an accepted figure was taken from them and they changed."""
    rows = differing.of_submission(submission)
    return [
        {"row": row, "masked": row.code in hidden, "changes": () if row.code in hidden else row.changes[:20],
         "more": 0 if row.code in hidden else max(0, len(row.changes) - 20)}
        for row in rows
    ]  # fmt: skip


def _compared(
    request: HttpRequest, submission: Submission, shown: SubmissionVersion, versions: list[SubmissionVersion]
) -> SubmissionVersion | None:
    """The version named in the address, else the one accepted, else the one sent before."""
    asked = request.GET.get("so-voi", "")
    others = [row for row in versions if row.pk != shown.pk]
    if asked.isdecimal():
        return next((row for row in others if str(row.number) == asked), None)
    before = [row for row in others if row.number < shown.number]
    if submission.accepted_id and submission.accepted_id != shown.pk:
        return next(
            (row for row in before if row.pk == submission.accepted_id), before[-1] if before else None
        )
    return before[-1] if before else None


def waits(submission: Submission) -> bool:
    """Whether a version waits for a superior's decision."""
    if submission.state == Submission.State.SUBMITTED:
        return True
    return submission.accepted_id is not None and submission.latest_id != submission.accepted_id


def can_supplement(request: HttpRequest, submission: Submission) -> bool:
    settled = submission.state in {Submission.State.ACCEPTED, Submission.State.LOCKED}
    return (
        settled and not waits(submission) and permissions.can_enter(request.actor, submission, "supplement")
    )
