"""Going together instead of twice: the lead of one session proposes it, the lead of the other takes it up or not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.common.errors import Conflict, Incomplete, OutOfSight, WrongState
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect
from danvan.oversight import lives
from danvan.oversight.models import CoHost, JointProposal, OversightSession
from danvan.oversight.queries import overlap
from danvan.oversight.services import telling
from danvan.oversight.services.holding import held, keep, tell

State = OversightSession.State


@transaction.atomic
def propose(*, session_id: int, other_id: int, by: Actor, at: datetime) -> JointProposal:
    """
    Propose to the lead of another session about the same body and topic to go together, led by one's own unit.

    :raises WrongState: when one of them has taken place
    :raises Incomplete: when they do not overlap
    :raises Conflict: when it was proposed before
    """
    session = held(session_id, action="edit", by=by)
    expect(session, *lives.AHEAD)
    other = next((one for one in overlap.of(session) if one.pk == other_id), None)
    if other is None:
        raise Incomplete(_("These two do not overlap any more. Reload the page."))
    expect(other, *lives.AHEAD)
    if JointProposal.objects.filter(session=session, other=other).exists():
        raise Conflict(_("This was proposed already; the other unit has been told."))
    made = JointProposal.objects.create(session=session, other=other, proposed_at=at)
    tell(session, "joint_proposed", by=by, at=at, data={"other": other.ref})
    telling.tell_proposed(made, by=by, at=at)
    return made


@transaction.atomic
def answer(*, proposal_id: int, taken_up: bool, by: Actor, at: datetime) -> JointProposal:
    """
    Take a proposal up or not, for the unit that leads the other session. Taken up, that session is merged: cancelled with
    the reason, its unit a co-host of the first, its bodies named there. So it counts once, at the lead.

    :raises WrongState: when it was answered before, or one of the two has taken place
    """
    found = JointProposal.objects.select_for_update().filter(pk=proposal_id).first()
    if found is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    other = held(found.other_id, action="edit", by=by)
    if found.answered_at is not None:
        raise WrongState(_("This proposal was answered already."))
    found.answered_at, found.taken_up = at, taken_up
    found.save(update_fields=["answered_at", "taken_up"])
    if taken_up:
        _merge(found, other, by, at)
    telling.tell_joint_answer(found, by=by, at=at)
    return found


def _merge(found: JointProposal, other: OversightSession, by: Actor, at: datetime) -> None:
    session = OversightSession.locked(found.session_id, "unit")
    assert session is not None
    expect(session, *lives.AHEAD)
    expect(other, *lives.AHEAD)
    CoHost.objects.get_or_create(session=session, unit=other.unit)
    named = set(session.targets.values_list("unit_id", "body"))
    for target in other.targets.all():
        if (target.unit_id, target.body) not in named and target.unit_id != session.unit_id:
            target.pk = None
            target.session = session
            target.save(force_insert=True)
    reason = _("Joined with “%(title)s”, led by %(unit)s.") % {
        "title": session.title[:180], "unit": session.unit.code,
    }  # fmt: skip
    other.state, other.dropped_reason, other.merged_into = State.CANCELLED, reason[:300], session
    keep(other, "state", "dropped_reason", "merged_into")
    tell(other, State.CANCELLED, by=by, at=at, reason=reason)
    keep(session)
    tell(session, "joined", by=by, at=at, data={"other": other.ref})


def may_answer(proposal: JointProposal, by: Actor) -> bool:
    other = proposal.other
    return proposal.answered_at is None and policy.can(by, "edit", other.kind, other.unit_id)
