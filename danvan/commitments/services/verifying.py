"""What another unit says about what was reported: kept, broken, not yet; closed; opened again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.commitments import hooks, permissions
from danvan.commitments.models import OVER, Commitment, Outcome, State, Step
from danvan.commitments.refusals import BadDay
from danvan.commitments.services import writing
from danvan.commitments.services.giving import follow_up
from danvan.common.errors import NotAllowed
from danvan.organizations.actors import Actor

# Time to do it again when the old day has passed; proposal of the project, as half of the usual time.
REOPENED_FOR = timedelta(days=15)


@transaction.atomic
def verify(
    *,
    commitment_id: int,
    kept: bool,
    note: str = "",
    closes: bool = True,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Commitment:
    """
    Say whether it was kept, and close it unless `closes` is False. What is broken needs words. Somebody of another
    unit does this; at the top of the tree another person than the one who reported.

    Of what was declined with reason nobody says "kept" or "broken": it is only closed as refused.

    :raises NotAllowed: for the unit that owes it; :raises WrongState: when nothing was reported
    """
    held = writing.hold(commitment_id, permissions.verifying, by=by, at=at, version=version, saying=note)
    commitment = held.commitment
    writing.require_state(commitment, State.REPORTED_DONE, State.DECLINED)
    _refuse_same_person(held)
    declined = commitment.state == State.DECLINED
    said = note.strip()[: writing.LIMIT]
    if not kept and not declined:
        said = writing.reason_of(
            note, _("Say what is missing: the unit and the people can only mend what they are told.")
        )
    before = {"state": commitment.state}
    commitment.state, commitment.kept = State.VERIFIED, None if declined else kept
    writing.step(held, Step.Kind.VERIFIED, note=said, data={"kept": commitment.kept})
    writing.save(held, "state", "kept")
    writing.tell(held, "verified", [commitment.unit_id], title=_verdict(commitment), text=commitment.text)
    writing.record(
        held,
        "verified",
        reason=said,
        before=before,
        after={"state": commitment.state, "kept": commitment.kept},
    )
    if closes:
        _close(held)
    return commitment


@transaction.atomic
def close(*, commitment_id: int, version: int | None = None, by: Actor, at: datetime) -> Commitment:
    """Close what was verified. Nothing else closes it, no day and no machine."""
    held = writing.hold(commitment_id, permissions.reopening, by=by, at=at, version=version)
    writing.require_state(held.commitment, State.VERIFIED)
    _close(held)
    return held.commitment


@transaction.atomic
def return_(
    *, commitment_id: int, reason: str, version: int | None = None, by: Actor, at: datetime
) -> Commitment:
    """Send a report back: not done yet, do this. The day stays, so it may be late again."""
    held = writing.hold(commitment_id, permissions.verifying, by=by, at=at, version=version, saying=reason)
    commitment = held.commitment
    writing.require_state(commitment, State.REPORTED_DONE)
    _refuse_same_person(held)
    said = writing.reason_of(reason, _("Say what is still to be done."))
    commitment.state, commitment.outcome, commitment.reported_on, commitment.promised_for = (
        State.IN_PROGRESS,
        "",
        None,
        None,
    )
    writing.step(held, Step.Kind.RETURNED, note=said)
    writing.save(held, "state", "outcome", "reported_on", "promised_for")
    title = _("What you reported done came back: there is something left to do")
    writing.tell(held, "returned", [commitment.unit_id], title=title, text=commitment.text)
    writing.record(held, "returned", reason=said, after={"state": commitment.state})
    return commitment


@transaction.atomic
def reopen(
    *,
    commitment_id: int,
    reason: str,
    by_asker: bool = True,
    due_on: date | None = None,
    version: int | None = None,
    by: Actor | None,
    at: datetime,
) -> Commitment:
    """
    Open again what is over, or insist on what was declined. `by` is None only when a context above speaks for the
    person who asked, after its own checks; `by_asker` tells whether the asker wants it or the unit above.

    Without `due_on` the old day stays if it is still to come; otherwise 15 days are given.

    :raises WrongState: when it is still being worked on; :raises BadDay: for a day that has passed
    """
    if by is None:
        held = writing.Held(writing.lock(commitment_id), None, None, at)
    else:
        held = writing.hold(
            commitment_id, permissions.reopening, by=by, at=at, version=version, saying=reason
        )
    commitment = held.commitment
    writing.require_state(commitment, *OVER, State.DECLINED)
    said = writing.reason_of(reason, _("Say why it has to be taken up again."))
    if due_on is not None and due_on < held.day:
        raise BadDay(_("This day has passed. Choose one from today on."))
    before = {"state": commitment.state, "due_on": commitment.due_on.isoformat()}
    commitment.due_on = due_on or max(
        commitment.due_on, held.day + REOPENED_FOR if commitment.due_on < held.day else commitment.due_on
    )
    commitment.first_due_on = min(commitment.first_due_on, commitment.due_on)
    unbegun = commitment.state == State.DECLINED or commitment.outcome == Outcome.WITHDRAWN
    commitment.state = State.GIVEN if unbegun else State.IN_PROGRESS
    commitment.outcome, commitment.kept, commitment.promised_for = "", None, None
    commitment.reported_on = commitment.closed_on = None
    commitment.escalated_to = commitment.escalated_on = None
    commitment.reopenings += 1
    data = {"by_asker": by_asker, "due_on": commitment.due_on.isoformat()}
    writing.step(held, Step.Kind.REOPENED, note=said, data=data)
    writing.save(
        held, "state", "due_on", "first_due_on", "outcome", "kept", "promised_for", "reported_on", "closed_on",
        "escalated_to", "escalated_on", "reopenings",
    )  # fmt: skip
    writing.tell(
        held, "reopened", [commitment.unit_id], title=_("A commitment was opened again"), text=commitment.text
    )
    writing.record(
        held, "reopened", reason=said, before=before,
        after={"state": commitment.state, "due_on": commitment.due_on.isoformat(), "count": commitment.reopenings},
    )  # fmt: skip
    hooks.tell_reopened(commitment, at)
    return commitment


def _close(held: writing.Held) -> None:
    commitment = held.commitment
    commitment.state, commitment.closed_on = State.CLOSED, timezone.localtime(held.at).date()
    writing.step(held, Step.Kind.CLOSED)
    writing.save(held, "state", "closed_on")
    if commitment.outcome == Outcome.PROMISED and commitment.kept and commitment.promised_for:
        follow_up(held)
    writing.record(held, "closed", before={"state": State.VERIFIED}, after={"state": State.CLOSED})
    hooks.tell_closed(commitment, held.at)


def _refuse_same_person(held: writing.Held) -> None:
    """At the top of the tree, where no other unit can look, another person has to."""
    assert held.grant is not None
    assert held.by is not None
    if held.grant.unit_id != held.commitment.unit_id:
        return
    steps = Step.objects.filter(commitment=held.commitment, kind__in=(Step.Kind.REPORTED, Step.Kind.DECLINED))
    last = steps.order_by("-number").first()
    if last is not None and last.by_id == held.by.user_id:
        raise NotAllowed(_("You reported this yourself. Somebody else has to say whether it is done."))


def _verdict(commitment: Commitment) -> str:
    if commitment.kept is None:
        return _("Your refusal was taken note of")
    return (
        _("What you reported was verified: kept")
        if commitment.kept
        else _("What you reported was verified: not kept")
    )
