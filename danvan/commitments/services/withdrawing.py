"""Taking back what was asked before anybody undertook it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.commitments import clocks, hooks, permissions
from danvan.commitments.models import Commitment, Outcome, State, Step
from danvan.commitments.services import writing
from danvan.common.errors import NotAllowed
from danvan.organizations.actors import Actor


@transaction.atomic
def withdraw(
    *, commitment_id: int, reason: str, version: int | None = None, by: Actor, at: datetime
) -> Commitment:
    """
    Take back what was given and not yet accepted; its story stays. Only in the name of the unit that asked.

    :raises WrongState: as soon as the unit has answered it; :raises ReasonMissing, NotAllowed, OutOfSight
    """
    held = writing.hold(commitment_id, permissions.reopening, by=by, at=at, version=version, saying=reason)
    commitment = held.commitment
    if held.grant is None or held.grant.unit_id != commitment.asked_by_id:
        raise NotAllowed(_("Only the unit that asked takes this back."))
    writing.require_state(commitment, State.GIVEN)
    said = writing.reason_of(reason, _("Say why it is taken back."))
    clocks.end(commitment, at=at, done=False, reason=said)
    commitment.state, commitment.outcome, commitment.closed_on = State.CLOSED, Outcome.WITHDRAWN, held.day
    writing.step(held, Step.Kind.WITHDRAWN, note=said)
    writing.save(held, "state", "outcome", "closed_on")
    writing.tell(
        held, "withdrawn", [commitment.unit_id], title=_("What was asked of you was taken back"), text=commitment.text
    )  # fmt: skip
    writing.record(
        held, "withdrawn", reason=said, before={"state": State.GIVEN}, after={"state": State.CLOSED}
    )
    hooks.tell_closed(commitment, at)
    return commitment
