"""Sending a report: measured figures are counted, rules are run, and the version becomes immutable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.organizations.actors import Actor
from danvan.organizations.queries import path_ids
from danvan.reporting.models import Draft, RoundClosing, Submission, SubmissionVersion
from danvan.reporting.queries import entry as entry_queries
from danvan.reporting.queries import forms
from danvan.reporting.refusals import NotValid, RoundClosed, StaleVersion
from danvan.reporting.services import entry
from danvan.reporting.services.access import Held, hold_for_entry
from danvan.reporting.validation import check
from danvan.reporting.vectors import Vector


@transaction.atomic
def submit(
    *, submission_id: int, by: Actor, at: datetime, revision: int | None = None, late_reason: str = ""
) -> SubmissionVersion:
    """
    Send the draft upwards as a new immutable version.

    `revision` is the draft's revision the sender saw; `late_reason` is needed once a superior has closed the round.

    :raises NotValid: on errors, or warnings without the explanation they ask for
    :raises RoundClosed: when the round is closed and no reason is given; :raises StaleVersion: on an older revision
    """
    held = hold_for_entry(submission_id, action="submit", by=by)
    submission = held.submission
    layout = forms.layout(submission.round.form, submission.round.form_version.number)
    draft = entry.open_draft(held, layout, by=by, at=at)
    if revision is not None and revision != draft.revision:
        raise StaleVersion(_("The form changed since you looked at it. Read the changes, then send again."))
    late = _closed_above(submission, late_reason)
    if submission.first_sent_at is None:
        submission.first_sent_at = at
        submission.save(update_fields=["first_sent_at"])
    vector, notes = entry_queries.with_measured(
        submission, layout, Vector.unpack(draft.cells).resized(len(layout)), draft.notes
    )
    vector = layout.with_totals(vector, submission.level)
    findings = check(entry_queries.context(submission, layout, vector, notes))
    if blocking := [finding for finding in findings if not finding.settled]:
        raise NotValid(blocking)
    version = add_version(held, vector, notes, by=by, at=at, late=late)
    if late_reason:
        submission.late_reason = late_reason[:300]
    submission.state = Submission.State.SUBMITTED
    submission.latest = version
    submission.version += 1
    submission.save(update_fields=["state", "latest", "late_reason", "version"])
    Draft.objects.filter(pk=draft.pk).delete()
    audit.record(
        "reporting.submitted",
        actor=by.user_id,
        at=at,
        target=("submission", str(submission.pk)),
        unit=submission.unit.code,
        reason=late_reason,
        after={"version": version.number, "period": submission.round.period_name, "late": late},
        on_behalf_of=held.grant.for_user,
    )
    return version


def _closed_above(submission: Submission, late_reason: str) -> bool:
    path = path_ids(submission.unit_id, submission.round.counts_to)
    closing = (
        RoundClosing.objects.filter(round=submission.round, unit_id__in=path).order_by("closed_at").first()
    )
    if closing is None:
        return False
    if not late_reason.strip():
        raise RoundClosed(
            _("This round was closed on %(day)s without your report. Send it as late, with the reason.")
            % {"day": f"{closing.closed_at:%d/%m/%Y}"}
        )
    return True


def add_version(
    held: Held, vector: Vector, notes: Mapping[str, Any], *, by: Actor, at: datetime, late: bool = False,
    kind: str | None = None, reason: str = "", supplement_number: int | None = None,
) -> SubmissionVersion:  # fmt: skip
    """Write the next version; the first is the original, later ones corrections unless `kind` says otherwise."""
    submission = held.submission
    last = submission.versions.order_by("-number").values_list("number", flat=True).first() or 0
    kinds = SubmissionVersion.Kind
    return SubmissionVersion.objects.create(
        submission=submission,
        number=last + 1,
        kind=kind or (kinds.CORRECTION if last else kinds.ORIGINAL),
        supplement_number=supplement_number,
        cells=vector.pack(),
        notes=notes,
        reason=reason[:300],
        made_at=at,
        made_by_id=by.user_id,
        on_behalf_by_id=held.on_behalf_by,
        late=late,
    )
