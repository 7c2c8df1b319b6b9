"""One cell of a draft: what it means, where its number comes from, and what is said about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.audit.posted import once_posted
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.files import services as files
from danvan.reporting import permissions
from danvan.reporting.forms.remarks import RemarkForm
from danvan.reporting.models import Submission
from danvan.reporting.queries import entry as entry_queries
from danvan.reporting.queries import evidence, submissions
from danvan.reporting.services import entry as services
from danvan.reporting.views.entry import drawn
from danvan.reporting.views.shared import not_here


@require_http_methods(["GET", "POST"])
def remark(request: HttpRequest, submission_id: int, code: str) -> HttpResponse:
    """A cell's page; the script shows the same beside the grid."""
    submission = submissions.visible(request.actor, submission_id)
    permissions.require_entry(request.actor, "edit", submission)
    spec = entry_queries.layout_of(submission).catalogue[code]
    _made, sheet, _returned = drawn(submission, submissions.draft_of(submission))
    row = next((row for row in sheet.rows if row.code == code), None)
    if row is None:
        return not_here(request)
    form = RemarkForm(
        request.POST or None,
        request.FILES or None,
        initial={"note": row.note.get("note", ""), "follow": row.note.get("follow", False)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            with once_posted(request) as attempt:
                if attempt.fresh:
                    _write(request, submission, code, form)
        except DomainError as refusal:
            if refusal.status in {403, 404}:
                raise
            form.add_error("evidence" if form.cleaned_data.get("evidence") else None, refusal.message)
        else:
            messages.success(request, _("Noted beside “%(name)s”.") % {"name": row.name})
            return redirect(reverse("reporting:entry", args=[submission.pk]) + f"#{row.anchor}")
    context = {
        "submission": submission,
        "unit": submissions.unit_of(submission),
        "period": submission.round.period.label(),
        "row": row,
        "spec": spec,
        "form": form,
        "files": evidence.named(row.evidence),
        "editable": submission.state in services.EDITABLE,
    }
    template = "reporting/_remark.html" if request.headers.get("X-Panel") else "reporting/remark.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _write(request: HttpRequest, submission: Submission, code: str, form: RemarkForm) -> None:
    now = clock.now()
    if request.POST.get("action") == "take":
        services.save_note(
            submission_id=submission.pk, code=code, source="measured", by=request.actor, at=now
        )
        return
    upload = form.cleaned_data["evidence"]
    stored = None
    if upload:
        stored = files.store(upload=upload, unit_id=submission.unit_id, by=request.actor, at=now)
    services.save_note(
        submission_id=submission.pk,
        code=code,
        note=form.cleaned_data["note"],
        follow=form.cleaned_data["follow"],
        evidence=[str(stored.pk)] if stored else None,
        by=request.actor,
        at=now,
    )
