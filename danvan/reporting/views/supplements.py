"""Correcting an accepted report: some cells, new values, the reason."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.common.numbers import format_number
from danvan.reporting import permissions
from danvan.reporting.models import Submission
from danvan.reporting.queries import differing, sheets, submissions
from danvan.reporting.services import supplements as services
from danvan.reporting.vectors import Vector
from danvan.reporting.views.shared import tell, within_limits

CELL = "o-"


@within_limits
@require_http_methods(["GET", "POST"])
def supplement(request: HttpRequest, submission_id: int) -> HttpResponse:
    """
    Fields stand empty beside the accepted values: what is filled in changes, the rest stays as it is. `?tu-ho-so=1` fills
    in what records count now where that differs; the reason is completed by whoever sends it.
    """
    submission = submissions.visible(request.actor, submission_id)
    permissions.require_entry(request.actor, "supplement", submission)
    if submission.accepted is None:
        messages.error(
            request,
            _("Only an accepted report takes a supplement. This one can still be corrected and sent."),
        )
        return redirect("reporting:entry", submission.pk)
    if request.method == "GET":
        return _page(request, submission, proposed=_proposed(request, submission))
    changes = {
        name.removeprefix(CELL): text
        for name, text in request.POST.items()
        if name.startswith(CELL) and text.strip()
    }
    try:
        version = services.supplement(
            submission_id=submission.pk, changes=changes, reason=request.POST.get("reason", ""), by=request.actor,
            at=clock.now(),
        )  # fmt: skip
    except DomainError as refusal:
        if refusal.status in {403, 404}:
            raise
        tell(request, refusal)
        return _page(
            request, submission, str(refusal.detail.get("cell", "")), refusal.message, refusal.status
        )
    messages.success(
        request,
        _("Supplement %(number)s is sent. Totals change when the unit above accepts it.")
        % {"number": version.supplement_number},
    )
    return redirect("reporting:version", submission.pk, version.number)


def _proposed(request: HttpRequest, submission: Submission) -> dict[str, str]:
    if request.GET.get("tu-ho-so") != "1":
        return {}
    found = differing.proposed(differing.of_submission(submission))
    return {code: format_number(value) for code, value in found.items()}


def _page(
    request: HttpRequest, submission: Submission, cell: str = "", words: str = "", status: int = 200,
    proposed: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    assert submission.accepted is not None
    filled = proposed or {}
    made = sheets.material(
        submission, Vector.unpack(submission.accepted.cells), submission.accepted.notes, live=False
    )
    sheet = sheets.sheet(made)
    sections = [
        (
            section,
            [
                (
                    row,
                    request.POST.get(CELL + row.code, filled.get(row.code, "")),
                    words if row.code == cell else "",
                )
                for row in section.rows
                if not row.computed or row.code in filled
            ],
        )
        for section in sheet.sections
    ]
    context = {
        "submission": submission,
        "unit": submissions.unit_of(submission),
        "round": submission.round,
        "period": submission.round.period.label(),
        "sections": [
            (section, lines, any(text for _row, text, _words in lines)) for section, lines in sections
        ],
        "reason": request.POST.get("reason", _("Records changed after acceptance: ") if filled else ""),
        "from_records": bool(filled),
    }
    return render(request, "reporting/supplement.html", context, status=status)
