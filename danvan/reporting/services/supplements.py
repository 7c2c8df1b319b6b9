"""Corrections after acceptance: numbered, with reason, old and new value; the old version stays readable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.organizations.actors import Actor
from danvan.reporting import cells
from danvan.reporting.layouts import Layout
from danvan.reporting.models import Submission, SubmissionVersion
from danvan.reporting.queries import entry as entry_queries
from danvan.reporting.queries import forms
from danvan.reporting.refusals import BadNumber, NotValid, ReasonMissing, WrongState
from danvan.reporting.services.access import hold_for_entry
from danvan.reporting.services.sending import add_version
from danvan.reporting.validation import check
from danvan.reporting.vectors import Presence, Vector


@transaction.atomic
def supplement(
    *, submission_id: int, changes: Mapping[str, str], reason: str, by: Actor, at: datetime
) -> SubmissionVersion:
    """
    Propose a correction of an accepted or locked report: `changes` maps indicator codes to new texts. Totals change when
    a superior accepts it.

    :raises ReasonMissing: without a reason; :raises WrongState: when nothing is accepted or a supplement already waits
    :raises BadNumber, NotValid: as when sending
    """
    held = hold_for_entry(submission_id, action="supplement", by=by)
    submission = held.submission
    accepted = submission.accepted
    if accepted is None or submission.state not in {Submission.State.ACCEPTED, Submission.State.LOCKED}:
        raise WrongState(
            _("Only an accepted report takes a supplement. This one can still be corrected and sent.")
        )
    if submission.latest_id != submission.accepted_id:
        raise WrongState(
            _("A supplement already waits for the unit above. Wait for its decision, then send another.")
        )
    if not reason.strip():
        raise ReasonMissing(
            _("Say why the figures change: the reason is printed with the old and the new value.")
        )
    layout = forms.layout(submission.round.form, submission.round.form_version.number)
    before = Vector.unpack(accepted.cells).resized(len(layout))
    wanted: dict[int, int | None | Presence] = {}
    for code, text in changes.items():
        spec = layout.catalogue[code]
        if code not in layout.index:
            raise BadNumber(
                _("“%(name)s” is computed by the system and cannot be typed.") % {"name": spec.name},
                cell=code,
            )
        cell = cells.read(spec, text)
        wanted[layout.index[code]] = cell.value if cell.presence is Presence.VALUE else cell.presence
    after = layout.with_totals(before.replace(wanted), submission.level)
    touched = after.differences(before)
    if not touched:
        raise WrongState(_("Nothing differs from the accepted figures."))
    findings = check(entry_queries.context(submission, layout, after, accepted.notes))
    if errors := [finding for finding in findings if finding.severity == "error"]:
        raise NotValid(errors)
    number = (submission.versions.aggregate(last=Max("supplement_number"))["last"] or 0) + 1
    notes = _proven(submission, layout, after, touched, accepted.notes)
    version = add_version(
        held, after, notes, by=by, at=at,
        kind=SubmissionVersion.Kind.SUPPLEMENT, reason=reason.strip(), supplement_number=number,
    )  # fmt: skip
    submission.latest = version
    submission.version += 1
    submission.save(update_fields=["latest", "version"])
    audit.record(
        "reporting.supplement_sent",
        actor=by.user_id,
        at=at,
        target=("submission", str(submission.pk)),
        unit=submission.unit.code,
        reason=reason.strip(),
        before={layout.codes[index]: cells.in_words(before[index]) for index in touched},
        after={layout.codes[index]: cells.in_words(after[index]) for index in touched},
        on_behalf_of=held.grant.for_user,
    )
    return version


def _proven(
    submission: Submission, layout: Layout, after: Vector, touched: Sequence[int], notes: Mapping[str, Any]
) -> dict[str, Any]:
    """Cells taken from records keep that source where the new value is what records count now; others were typed."""
    said = {key: dict(value) for key, value in notes.items()}
    taken = [index for index in touched if said.get(str(index), {}).get("source") == "measured"]
    counted = (
        entry_queries.counts(submission.round, submission.unit_id, layout, submission.level) if taken else {}
    )
    for index in taken:
        note = said[str(index)]
        records = counted.get(index)
        if records is not None and after.value(index) == sum(record.counts for record in records):
            note["records"] = [[record.reference, record.label, record.counts] for record in records]
        else:
            note.pop("source"), note.pop("records", None)
    return said
