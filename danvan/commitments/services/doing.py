"""What the unit that owes it does: accept or decline, begin, tell how far it is, report it done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.commitments import clocks, permissions
from danvan.commitments.models import Commitment, Outcome, State, Step
from danvan.commitments.refusals import BadDay, ProofMissing, WrongState
from danvan.commitments.services import writing
from danvan.commitments.services.writing import ProofGiven
from danvan.organizations.actors import Actor

# What these say has to be shown; an explanation or a refusal is shown by its words.
PROVEN = (Outcome.SOLVED, Outcome.PARTLY)


@transaction.atomic
def accept(
    *, commitment_id: int, note: str = "", version: int | None = None, by: Actor, at: datetime
) -> Commitment:
    """
    Say yes to what another unit asked.

    :raises WrongState: when it is not waiting for that; :raises ChangedMeanwhile, NotAllowed, OutOfSight
    """
    held = writing.hold(commitment_id, permissions.doing, by=by, at=at, version=version, saying=note)
    return _move(held, State.ACCEPTED, Step.Kind.ACCEPTED, "accepted", (State.GIVEN,), note)


@transaction.atomic
def start(
    *, commitment_id: int, note: str = "", version: int | None = None, by: Actor, at: datetime
) -> Commitment:
    """Say that the work has begun; what was not accepted yet is accepted by that."""
    held = writing.hold(commitment_id, permissions.doing, by=by, at=at, version=version, saying=note)
    return _move(held, State.IN_PROGRESS, Step.Kind.STARTED, "started", (State.GIVEN, State.ACCEPTED), note)


@transaction.atomic
def tell(
    *,
    commitment_id: int,
    note: str,
    proofs: Sequence[ProofGiven] = (),
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Commitment:
    """Write down how far it is; the state stays."""
    held = writing.hold(commitment_id, permissions.doing, by=by, at=at, version=version, saying=note)
    writing.require_state(held.commitment, *writing.OWED_STATES)
    said = writing.reason_of(note, _("Say how far it is."))
    writing.step(held, Step.Kind.NOTED, note=said, proofs=proofs)
    commitment = writing.save(held)
    writing.record(held, "told", reason=said)
    return commitment


@transaction.atomic
def decline(
    *,
    commitment_id: int,
    reason: str,
    outcome: str = Outcome.NOT_COMPETENT,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Commitment:
    """
    Refuse, with the reason and its basis. Whoever asked hands it to another unit, insists, or closes it.

    :raises WrongState: once it was accepted; then it is reported, handed on or given more time
    """
    held = writing.hold(commitment_id, permissions.doing, by=by, at=at, version=version, saying=reason)
    commitment = held.commitment
    writing.require_state(commitment, State.GIVEN)
    if outcome not in (Outcome.REFUSED, Outcome.NOT_COMPETENT):
        raise WrongState(_("A refusal is either “refused, with its basis” or “not within its powers”."))
    said = writing.reason_of(reason, _("Say why, and on what basis: whoever asked has to tell the people."))
    commitment.outcome = Outcome(outcome)
    writing.save(held, "outcome")
    return _move(
        held, State.DECLINED, Step.Kind.DECLINED, "declined", (State.GIVEN,), said, data={"outcome": outcome}
    )


@transaction.atomic
def report_done(
    *,
    commitment_id: int,
    outcome: str,
    note: str,
    proofs: Sequence[ProofGiven] = (),
    promised_for: date | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Commitment:
    """
    Report what came of it, with proof; somebody of another unit verifies. `promised_for` is the new day when the
    outcome is "promised for later".

    :raises ProofMissing: when something is called solved and nothing shows it; :raises BadDay, WrongState, ReasonMissing
    """
    held = writing.hold(commitment_id, permissions.doing, by=by, at=at, version=version, saying=note)
    commitment = held.commitment
    writing.require_state(commitment, *writing.OWED_STATES)
    said = writing.reason_of(note, _("Say what was done and what was found: this is what people will read."))
    if commitment.is_public:
        writing.refuse_personal(said, *(proof.text for proof in proofs))
    if outcome in PROVEN and not proofs:
        raise ProofMissing(_("Show that it is done: attach a file or name what proves it."))
    if outcome == Outcome.PROMISED and (promised_for is None or promised_for <= held.day):
        raise BadDay(_("“Promised for later” needs the day it is promised for, after today."))
    if commitment.decider_id is not None:
        raise WrongState(_("The superior is asked who does this. Wait for the decision."))
    commitment.outcome, commitment.reported_on = Outcome(outcome), held.day
    commitment.promised_for = promised_for if outcome == Outcome.PROMISED else None
    commitment.kept = None
    clocks.end(commitment, at=at, done=True)
    writing.save(held, "outcome", "reported_on", "promised_for", "kept")
    data = {
        "outcome": outcome,
        "promised_for": promised_for.isoformat() if commitment.promised_for and promised_for else "",
    }
    return _move(
        held,
        State.REPORTED_DONE,
        Step.Kind.REPORTED,
        "reported",
        writing.OWED_STATES,
        said,
        data=data,
        proofs=proofs,
    )


def _move(
    held: writing.Held,
    to: State,
    kind: Step.Kind,
    word: str,
    allowed: Sequence[str],
    note: str,
    data: dict[str, str] | None = None,
    proofs: Sequence[ProofGiven] = (),
) -> Commitment:
    commitment = held.commitment
    writing.require_state(commitment, *allowed)
    before = commitment.state
    commitment.state = to
    writing.step(held, kind, note=note, data=data, proofs=proofs)
    writing.save(held, "state")
    titles = {
        "accepted": _("%(unit)s has accepted what you asked"),
        "declined": _("%(unit)s declines what you asked"),
        "reported": _("%(unit)s reports something done: please verify"),
    }
    if word in titles:
        name = writing.name_of(commitment.unit_id, held)
        writing.tell(
            held, word, writing.others(held), title=titles[word] % {"unit": name}, text=commitment.text
        )
    writing.record(held, word, reason=note, before={"state": before}, after={"state": to, **(data or {})})
    return commitment
