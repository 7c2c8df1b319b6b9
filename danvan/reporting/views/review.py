"""A superior's look at a sent report: figures beside earlier ones, what changed, what the rules say; accept or return."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.reporting import permissions
from danvan.reporting.models import Submission
from danvan.reporting.queries import sheets, submissions
from danvan.reporting.refusals import StaleVersion
from danvan.reporting.services import reviewing
from danvan.reporting.services.reviewing import CellReason
from danvan.reporting.vectors import Vector
from danvan.reporting.views.shared import board_address
from danvan.reporting.views.versions import waits

REASON, VALUE = "r-", "v-"


@dataclass(frozen=True)
class Line:
    """A row with what the reviewer has written beside it so far."""

    row: sheets.Row
    reason: str = ""
    suggested: str = ""
    wrong: str = ""


@require_GET
def review(request: HttpRequest, submission_id: int) -> HttpResponse:
    """What waits for a decision; anybody who may see it may read along, the buttons follow the policy."""
    submission = submissions.visible(request.actor, submission_id)
    if submission.latest is None or not waits(submission):
        return redirect("reporting:entry", submission.pk)
    return _page(request, submission)


@require_POST
def accept(request: HttpRequest, submission_id: int) -> HttpResponse:
    submission = submissions.visible(request.actor, submission_id)
    unit = submissions.unit_of(submission)
    try:
        reviewing.accept(
            submission_id=submission.pk, version_number=_version(request), by=request.actor, at=clock.now()
        )
    except DomainError as refusal:
        return _refused(request, submission, refusal)
    messages.success(
        request,
        _(
            "%(unit)s: accepted. Its figures are in every total above; you can take it back until the round is locked."
        )
        % {"unit": unit.name},
    )
    return _onward(request, submission)


@require_POST
def send_back(request: HttpRequest, submission_id: int) -> HttpResponse:
    submission = submissions.visible(request.actor, submission_id)
    unit = submissions.unit_of(submission)
    cells = [
        CellReason(name.removeprefix(REASON), text, request.POST.get(VALUE + name.removeprefix(REASON), ""))
        for name, text in request.POST.items()
        if name.startswith(REASON)
        and (text.strip() or request.POST.get(VALUE + name.removeprefix(REASON), "").strip())
    ]
    try:
        reviewing.return_(
            submission_id=submission.pk, version_number=_version(request), reason=request.POST.get("reason", ""),
            cells=cells, by=request.actor, at=clock.now(),
        )  # fmt: skip
    except DomainError as refusal:
        return _refused(request, submission, refusal)
    messages.success(
        request,
        _("%(unit)s: returned. The unit sees your reasons at its cells and can send a correction.")
        % {"unit": unit.name},
    )
    return _onward(request, submission)


@require_POST
def take_back(request: HttpRequest, submission_id: int) -> HttpResponse:
    submission = submissions.visible(request.actor, submission_id)
    try:
        reviewing.take_back_acceptance(
            submission_id=submission.pk,
            reason=request.POST.get("reason", ""),
            by=request.actor,
            at=clock.now(),
        )
    except DomainError as refusal:
        if refusal.status in {403, 404}:
            raise
        messages.error(request, refusal.message)
        return redirect("reporting:entry", submission.pk)
    messages.success(
        request, _("The acceptance is taken back; the figures have left all totals. The report waits again.")
    )
    return redirect("reporting:review", submission.pk)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    if not text.isdecimal() or len(text) > 9:
        raise StaleVersion(_("The page did not say which version you read. Open the report again."))
    return int(text)


def _refused(request: HttpRequest, submission: Submission, refusal: DomainError) -> HttpResponse:
    if refusal.status in {403, 404}:
        raise refusal
    submission = submissions.visible(request.actor, submission.pk)
    messages.error(request, refusal.message)
    if submission.latest is None or not waits(submission):
        return redirect("reporting:entry", submission.pk)
    return _page(
        request,
        submission,
        wrong=(str(refusal.detail.get("cell", "")), refusal.message),
        status=refusal.status,
    )


def _onward(request: HttpRequest, submission: Submission) -> HttpResponse:
    """To the next report that waits, or back to the board when none does."""
    after = submissions.neighbours(request.actor, submission).after
    if after is not None:
        return redirect("reporting:review", after)
    return redirect(board_address(submission.round))


def _page(
    request: HttpRequest, submission: Submission, wrong: tuple[str, str] = ("", ""), status: int = 200
) -> HttpResponse:
    versions = submissions.versions_of(submission)
    shown = (
        versions[-1]
        if submission.latest_id is None
        else next(v for v in versions if v.pk == submission.latest_id)
    )
    before = next((v for v in versions if v.pk == submission.accepted_id), None)
    earlier = [v for v in versions if v.number < shown.number]
    compared = before or (earlier[-1] if earlier else None)
    vector = Vector.unpack(shown.cells)
    other = Vector.unpack(compared.cells) if compared else None
    made = sheets.material(submission, vector, shown.notes, live=False)
    hidden = submissions.hidden_cells(request.actor, submission, made.layout, vector, other)
    last_return = next((v.returned for v in reversed(earlier) if hasattr(v, "returned")), None)
    sheet = sheets.sheet(
        made, compared=other, returned=last_return.cells if last_return else (), hidden=hidden
    )
    changes = sheets.differing(made.layout, other, vector) if other is not None else []
    post = request.POST
    sections = [(section, [_line(row, post, wrong) for row in section.rows]) for section in sheet.sections]
    context = {
        "submission": submission,
        "unit": submissions.unit_of(submission),
        "round": submission.round,
        "period": submission.round.period.label(),
        "version": shown,
        "versions": versions,
        "compared": compared,
        "changes": [change for change in changes if change[0].code not in hidden],
        "sheet": sheet,
        "sections": sections,
        "findings": [finding for finding in sheet.findings if finding.code not in hidden],
        "returned": last_return,
        "can_accept": permissions.can_decide(request.actor, submission, "accept"),
        "can_return": permissions.can_decide(request.actor, submission, "return"),
        "near": submissions.neighbours(request.actor, submission),
        "reason": post.get("reason", ""),
        "today": clock.today(),
    }
    return render(request, "reporting/review.html", context, status=status)


def _line(row: sheets.Row, post, wrong: tuple[str, str]) -> Line:
    words = wrong[1] if wrong[0] == row.code else ""
    return Line(row, post.get(REASON + row.code, ""), post.get(VALUE + row.code, ""), words)
