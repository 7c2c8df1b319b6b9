"""The form of a unit: typing into it, saving, sending. Works as one plain form; the script saves cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from danvan.accounts.kept import kept
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.reporting import permissions
from danvan.reporting.forms import grid
from danvan.reporting.models import Draft, Return, Submission
from danvan.reporting.queries import entry as entry_queries
from danvan.reporting.queries import sheets, submissions
from danvan.reporting.queries.sheets import Material, Sheet
from danvan.reporting.refusals import BadNumber, CellConflict, NotValid, StaleVersion
from danvan.reporting.services import entry as services
from danvan.reporting.services import sending
from danvan.reporting.vectors import Vector
from danvan.reporting.views import versions
from danvan.reporting.views.shared import fragment, tell, within_limits


@dataclass
class Kept:
    """What was typed and not taken, to be shown again: texts, words under cells, other people's values."""

    texts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, dict[str, Any]] = field(default_factory=dict)
    late_reason: str = ""

    def __bool__(self) -> bool:
        return bool(self.texts or self.errors or self.conflicts)


@within_limits
@kept
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, submission_id: int) -> HttpResponse:
    """A unit's report: the form while it can be typed into by this person, else the newest version to read."""
    submission = submissions.visible(request.actor, submission_id)
    open_ = submission.state in services.EDITABLE and submission.excused_at is None
    if request.method == "POST":
        return _act(request, submission)
    if not open_ or not permissions.can_enter(request.actor, submission):
        return versions.show(request, submission, submission.latest)
    return _page(request, submission, Kept())


def _act(request: HttpRequest, submission: Submission) -> HttpResponse:
    permissions.require_entry(request.actor, "edit", submission)
    action = request.POST.get("action", "save")
    kept = Kept(late_reason=request.POST.get("late_reason", ""))
    layout = entry_queries.layout_of(submission)
    filled = grid.from_post(request.POST, layout, take=request.POST.get("take", ""))
    kept.texts, kept.errors = filled.texts, filled.errors
    try:
        if filled.errors:
            raise BadNumber(
                ngettext(
                    "%(count)s cell cannot be read, so nothing was saved. What you typed is kept; see under it.",
                    "%(count)s cells cannot be read, so nothing was saved. What you typed is kept; see under them.",
                    len(filled.errors),
                )
                % {"count": len(filled.errors)}
            )
        revision = _save(request, submission, filled)
        kept.texts = {}
        if action.startswith("fill:"):
            services.fill_blanks_with_zero(
                submission_id=submission.pk,
                section=action.removeprefix("fill:") or None,
                by=request.actor,
                at=clock.now(),
            )
            messages.success(
                request, _("The blank cells of this section now say 0. Change any that should not.")
            )
            return redirect(f"{request.path}#{request.POST.get('back', '')}")
        if action == "send":
            return _send(request, submission, revision, kept)
    except CellConflict as refusal:
        return _conflict(request, submission, refusal, kept)
    except DomainError as refusal:
        if refusal.status in {403, 404}:
            raise
        tell(request, refusal)
        submission = submissions.visible(request.actor, submission.pk)
        if submission.state not in services.EDITABLE:
            # A colleague sent it meanwhile: what was typed here is shown, so that it can go into a correction.
            return versions.show(
                request, submission, submission.latest, unsaved=kept.texts, status=refusal.status
            )
        return _page(request, submission, kept, status=refusal.status)
    messages.success(request, _("Draft saved. Nothing is sent until you press “Send the report”."))
    return redirect("reporting:entry", submission.pk)


def _save(request: HttpRequest, submission: Submission, filled: grid.Filled) -> int | None:
    """Save what differs; returns the revision the sender may be taken to have seen."""
    draft = submissions.draft_of(submission)
    seen = request.POST.get("revision", "")
    before = draft.revision if draft else 0
    untouched = seen == str(before)
    saved: Draft | None = None
    if filled.typed:
        saved = services.save_cells(
            submission_id=submission.pk, typed=filled.typed, by=request.actor, at=clock.now()
        )
    known = draft.notes if draft else {}
    index = entry_queries.layout_of(submission).index
    for code, rules in filled.waivers.items():
        if any(
            known.get(str(index[code]), {}).get("waivers", {}).get(rule, "") != text
            for rule, text in rules.items()
        ):
            saved = services.save_note(
                submission_id=submission.pk, code=code, waivers=rules, by=request.actor, at=clock.now()
            )
    if not (seen.isascii() and seen.isdecimal() and len(seen) < 9):
        return None
    if untouched:
        return saved.revision if saved else before
    return int(seen)


def _send(request: HttpRequest, submission: Submission, revision: int | None, kept: Kept) -> HttpResponse:
    try:
        version = sending.submit(
            submission_id=submission.pk,
            by=request.actor,
            at=clock.now(),
            revision=revision,
            late_reason=kept.late_reason,
        )
    except (NotValid, StaleVersion) as refusal:
        tell(request, refusal)
        return _page(request, submissions.visible(request.actor, submission.pk), kept, status=refusal.status)
    words = {"period": submission.round.period.label(), "version": version.number}
    messages.success(
        request,
        _(
            "The report for %(period)s is sent (version %(version)s). The unit above accepts it or returns it with reasons."
        )
        % words,
    )
    return redirect("reporting:entry", submission.pk)


def _conflict(
    request: HttpRequest, submission: Submission, refusal: CellConflict, kept: Kept
) -> HttpResponse:
    tell(request, refusal)
    kept.conflicts = with_names(refusal)
    return _page(request, submission, kept, status=409)


def with_names(refusal: CellConflict) -> dict[str, dict[str, Any]]:
    """The conflicting cells with the other person's name instead of a number."""
    cells: dict[str, dict[str, Any]] = dict(refusal.detail["cells"])  # type: ignore[call-overload]
    names = submissions.names_of(cell["by"] for cell in cells.values())
    return {code: {**cell, "by": names.get(cell["by"], "")} for code, cell in cells.items()}


def drawn(submission: Submission, draft: Draft | None) -> tuple[Material, Sheet, Return | None]:
    """The form as it is being typed, with what the rules say about it now, and why the last version came back."""
    begun = draft or submission.latest
    vector = Vector.unpack(begun.cells) if begun else None
    made = sheets.material(submission, vector, begun.notes if begun else {}, live=True)
    returned = submissions.return_of(submission.latest) if submission.latest else None
    compared = Vector.unpack(submission.latest.cells) if submission.latest else None
    sheet = sheets.sheet(
        made,
        revisions=draft.cell_revisions if draft else {},
        compared=compared,
        returned=returned.cells if returned else (),
    )
    return made, sheet, returned


def _page(request: HttpRequest, submission: Submission, kept: Kept, status: int = 200) -> HttpResponse:
    draft = submissions.draft_of(submission)
    made, sheet, returned = drawn(submission, draft)
    if kept:
        sheet = _with_kept(sheet, kept)
    revision = draft.revision if draft else 0
    words = {"sheet": sheet, "submission": submission}
    key = (
        submission.pk,
        submission.version,
        revision,
        made.fingerprint,
        entry_queries.fingerprint(repr(kept.texts), repr(kept.errors), repr(kept.conflicts)),
    )
    unit = submissions.unit_of(submission)
    context = {
        "submission": submission,
        "unit": unit,
        "round": submission.round,
        "period": submission.round.period.label(),
        "draft": draft,
        "revision": revision,
        "sheet": sheet,
        "grid": fragment("reporting/_grid.html", lambda: words, *key),
        "returned": returned if submission.state == Submission.State.RETURNED else None,
        "on_behalf": submission.unit_id not in request.actor.unit_ids(),
        "closing": submissions.closing_over(submission),
        "late_reason": kept.late_reason or submission.late_reason,
        "today": clock.today(),
        "can_send": permissions.can_enter(request.actor, submission, "submit"),
    }
    return render(request, "reporting/entry.html", context, status=status)


def _with_kept(sheet: Sheet, kept: Kept) -> Sheet:
    def again(row: sheets.Row) -> sheets.Row:
        conflict = kept.conflicts.get(row.code)
        return replace(
            row, typed=kept.texts.get(row.code), error=kept.errors.get(row.code, ""), conflict=conflict
        )

    parts = tuple(replace(part, rows=tuple(again(row) for row in part.rows)) for part in sheet.sections)
    return replace(sheet, sections=parts)
