"""What a superior does with what was sent: accept, return with reasons, take an acceptance back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import DomainError
from danvan.organizations.actors import Actor
from danvan.reporting.models import Return, Round, Submission, SubmissionVersion
from danvan.reporting.queries import forms
from danvan.reporting.refusals import ReasonMissing, StaleVersion, WrongState
from danvan.reporting.services import totals
from danvan.reporting.services.access import Held, hold_for_review
from danvan.reporting.vectors import Vector


@dataclass(frozen=True)
class CellReason:
    """Why one cell goes back, and the value the reviewer expects, if any."""

    code: str
    reason: str
    suggested: str = ""


@dataclass
class BulkResult:
    accepted: list[int] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def accept(*, submission_id: int, version_number: int, by: Actor, at: datetime) -> Submission:
    """
    Accept the version that was read; every total above is right when this returns.

    :raises StaleVersion: when a newer version was sent meanwhile; :raises WrongState: when nothing waits
    """
    held = hold_for_review(submission_id, action="accept", by=by)
    _refuse_stale(held.submission, version_number)
    change = _take(held, by=by, at=at)
    totals.apply(held.submission.round, [change])
    _record_acceptance(held, by, at)
    return held.submission


@transaction.atomic
def accept_many(*, round_: Round, versions: Mapping[int, int], by: Actor, at: datetime) -> BulkResult:
    """
    Accept what can be accepted of a list, in one step; what can't is named with its reason and left alone.

    `versions` maps submissions to the version that was read: one sent anew meanwhile is not accepted unread.
    """
    result = BulkResult()
    taken: list[tuple[Held, totals.Change]] = []
    for submission_id, version_number in sorted(versions.items()):
        try:
            held = hold_for_review(submission_id, action="accept", by=by)
            if held.submission.round_id != round_.pk:
                raise WrongState(_("This report belongs to another round."))
            _refuse_settled(held.submission)
            _refuse_stale(held.submission, version_number)
            taken.append((held, _take(held, by=by, at=at)))
        except DomainError as refusal:
            result.refused.append((submission_id, refusal.message))
    totals.apply(round_, [change for _held, change in taken])
    for held, _change in taken:
        _record_acceptance(held, by, at)
        result.accepted.append(held.submission.pk)
    return result


@transaction.atomic
def return_(
    *,
    submission_id: int,
    version_number: int,
    reason: str,
    cells: Sequence[CellReason],
    by: Actor,
    at: datetime,
) -> Return:
    """
    Send a report back with a reason, pinned to cells where they are at fault. What was accepted before stays counted.

    :raises ReasonMissing: without a reason; :raises StaleVersion, WrongState, UnknownIndicator
    """
    held = hold_for_review(submission_id, action="return", by=by)
    submission = held.submission
    _refuse_stale(submission, version_number)
    _refuse_settled(submission)
    layout = forms.layout(submission.round.form, submission.round.form_version.number)
    pinned = []
    for cell in cells:
        layout.catalogue[cell.code]
        if not cell.reason.strip():
            raise ReasonMissing(
                _("Say what is wrong with “%(name)s”.") % {"name": layout.catalogue[cell.code].name},
                cell=cell.code,
            )
        pinned.append(
            {"code": cell.code, "reason": cell.reason.strip()[:300], "suggested": cell.suggested.strip()[:40]}
        )
    if not reason.strip() and not pinned:
        raise ReasonMissing(_("Say why the report goes back: the unit can only mend what it is told."))
    assert submission.latest is not None
    returned = Return.objects.create(
        version=submission.latest,
        reason=reason.strip()[:500] or "; ".join(cell["reason"] for cell in pinned)[:500],
        cells=pinned,
        at=at,
        by_id=by.user_id,
    )
    if submission.accepted_id:
        # A supplement was refused: what was accepted goes on counting.
        submission.latest = submission.accepted
    else:
        submission.state = Submission.State.RETURNED
    submission.version += 1
    submission.save(update_fields=["state", "latest", "version"])
    audit.record(
        "reporting.returned",
        actor=by.user_id,
        at=at,
        target=("submission", str(submission.pk)),
        unit=submission.unit.code,
        reason=returned.reason,
        after={"version": version_number, "cells": {cell["code"]: cell["reason"] for cell in pinned}},
        on_behalf_of=held.grant.for_user,
    )
    return returned


@transaction.atomic
def take_back_acceptance(*, submission_id: int, reason: str, by: Actor, at: datetime) -> Submission:
    """Undo an acceptance while the round is not locked; the figures leave all totals again."""
    held = hold_for_review(submission_id, action="accept", by=by)
    submission = held.submission
    if (
        submission.state != Submission.State.ACCEPTED
        or submission.accepted is None
        or submission.accepted.supplement_number
    ):
        raise WrongState(
            _(
                "Only an accepted report of a round that is not locked can be taken back. Ask for a supplement."
            )
        )
    if not reason.strip():
        raise ReasonMissing(_("Say why the acceptance is taken back."))
    before = Vector.unpack(submission.accepted.cells)
    submission.state, submission.latest = Submission.State.SUBMITTED, submission.accepted
    submission.accepted, submission.accepted_at = None, None
    submission.version += 1
    submission.save(update_fields=["state", "latest", "accepted", "accepted_at", "version"])
    totals.apply(submission.round, [totals.Change(submission, before, None)])
    audit.record(
        "reporting.acceptance_taken_back",
        actor=by.user_id,
        at=at,
        target=("submission", str(submission.pk)),
        unit=submission.unit.code,
        reason=reason,
        on_behalf_of=held.grant.for_user,
    )
    return submission


def _refuse_stale(submission: Submission, version_number: int) -> None:
    if submission.latest is not None and submission.latest.number != version_number:
        raise StaleVersion(
            _("The unit sent version %(new)s meanwhile; you read version %(old)s. Read the new one first.")
            % {"new": submission.latest.number, "old": version_number}
        )


def _refuse_settled(submission: Submission) -> None:
    waiting = submission.state == Submission.State.SUBMITTED or (
        submission.accepted_id is not None and submission.latest_id != submission.accepted_id
    )
    if not waiting:
        raise WrongState(
            _("Nothing waits for a decision here: the report is %(state)s.")
            % {"state": submission.get_state_display()}
        )


def _take(held: Held, *, by: Actor, at: datetime) -> totals.Change:
    submission = held.submission
    _refuse_settled(submission)
    assert submission.latest is not None
    before = Vector.unpack(submission.accepted.cells) if submission.accepted else None
    submission.accepted, submission.accepted_at = submission.latest, at
    states = Submission.State
    submission.state = states.LOCKED if submission.round.locked_at else states.ACCEPTED
    submission.version += 1
    submission.save(update_fields=["accepted", "accepted_at", "state", "version"])
    return totals.Change(submission, before, Vector.unpack(submission.latest.cells))


def _record_acceptance(held: Held, by: Actor, at: datetime) -> None:
    version: SubmissionVersion | None = held.submission.accepted
    assert version is not None
    audit.record(
        "reporting.accepted",
        actor=by.user_id,
        at=at,
        target=("submission", str(held.submission.pk)),
        unit=held.submission.unit.code,
        after={"version": version.number, "period": held.submission.round.period_name},
        on_behalf_of=held.grant.for_user,
    )
