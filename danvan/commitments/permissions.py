"""
Who may do what to a commitment: the policy table about the unit that owes it and the one that asked.

Services ask `require`, pages ask `allowed` for their buttons: one rule, asked twice.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from danvan.commitments.models import Commitment, State
from danvan.common.errors import NotAllowed, OutOfSight
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor, Grant
from danvan.organizations.queries import path_ids

TYPE = "commitment"


def sees(actor: Actor, commitment: Commitment) -> bool:
    units = dict.fromkeys((commitment.unit_id, commitment.asked_by_id))
    return (
        any(policy.can(actor, "see", TYPE, unit) for unit in units)
        or _own(actor, "see", commitment.verifier_id) is not None
    )


def _own(actor: Actor, action: str, unit_id: int) -> Grant | None:
    grants = tuple(grant for grant in actor.grants if grant.unit_id == unit_id)
    return policy.grant_for(Actor(actor.user_id, actor.name, actor.on, grants), action, TYPE, unit_id)


def _from_elsewhere(actor: Actor, action: str, commitment: Commitment) -> Grant | None:
    """A post outside the unit that owes it, which opens this on that unit."""
    grants = tuple(grant for grant in actor.grants if grant.unit_id != commitment.unit_id)
    return policy.grant_for(
        Actor(actor.user_id, actor.name, actor.on, grants), action, TYPE, commitment.unit_id
    )


def doing(actor: Actor, commitment: Commitment) -> Grant | None:
    """The unit itself, or a superior for a unit that does not use the system."""
    grant = policy.grant_for(actor, "edit", TYPE, commitment.unit_id)
    if grant is None and not commitment.unit.reports_itself:
        grant = policy.grant_for(actor, "manage", TYPE, commitment.unit_id)
    return grant


def handing_on(actor: Actor, commitment: Commitment) -> Grant | None:
    """The unit itself, and the one that asked when the unit has declined."""
    grant = doing(actor, commitment)
    if grant is None and commitment.state == State.DECLINED:
        grant = _own(actor, "edit", commitment.asked_by_id)
    return grant


def extending(actor: Actor, commitment: Commitment) -> Grant | None:
    return policy.grant_for(actor, "extend", TYPE, commitment.unit_id)


def reminding(actor: Actor, commitment: Commitment) -> Grant | None:
    """Whoever asked, and the units above; nobody reminds the own unit."""
    grant = _from_elsewhere(actor, "remind", commitment)
    if grant is None and commitment.asked_by_id != commitment.unit_id:
        grant = policy.grant_for(actor, "remind", TYPE, commitment.asked_by_id)
    return grant


def deciding(actor: Actor, commitment: Commitment) -> Grant | None:
    """The units above the one that owes it; the top decides on its own."""
    grant = _from_elsewhere(actor, "manage", commitment)
    if grant is None and commitment.decider_id == commitment.unit_id:
        grant = _own(actor, "manage", commitment.unit_id)
    return grant


def verifying(actor: Actor, commitment: Commitment) -> Grant | None:
    """
    Whoever verifies is never of the unit that owes it: the unit that asked, or those above that may.

    The top of the tree has nobody above: what it asked of itself is verified by another person of it (`services.verifying`).
    """
    grant = None
    if commitment.verifier_id != commitment.unit_id or _is_top(commitment.unit_id, actor):
        grant = _own(actor, "verify", commitment.verifier_id)
    return grant or _from_elsewhere(actor, "verify", commitment)


def reopening(actor: Actor, commitment: Commitment) -> Grant | None:
    """Whoever asked, whoever verifies, and those above that may verify."""
    if commitment.asked_by_id != commitment.unit_id and (
        found := _own(actor, "edit", commitment.asked_by_id)
    ):
        return found
    return verifying(actor, commitment)


def giving(actor: Actor, *, unit_id: int, asked_by_id: int) -> Grant | None:
    """The unit for itself, whoever asks in the name of its own unit, and the units above."""
    for action, unit in (("edit", unit_id), ("edit", asked_by_id), ("manage", unit_id)):
        if grant := policy.grant_for(actor, action, TYPE, unit):
            return grant
    return None


def _is_top(unit_id: int, actor: Actor) -> bool:
    return len(path_ids(unit_id, actor.on)) == 1


Rule = Callable[[Actor, Commitment], Grant | None]


def require(rule: Rule, actor: Actor, commitment: Commitment) -> Grant:
    """
    :raises OutOfSight: when the commitment is not open to this person at all
    :raises NotAllowed: when it is, but not for this
    """
    grant = rule(actor, commitment)
    if grant is not None:
        return grant
    if sees(actor, commitment):
        raise NotAllowed(_why_not(rule))
    raise OutOfSight(_("There is no such commitment, or it is not open to you."))


def allowed(rule: Rule, actor: Actor, commitment: Commitment) -> bool:
    return rule(actor, commitment) is not None


def _why_not(rule: Rule) -> str:
    if rule is verifying:
        return _("A unit does not verify its own commitment. The unit that asked does, or one above.")
    if rule is reminding:
        return _("The unit that asked reminds, or one above. Your post does not open this.")
    if rule in (deciding, extending):
        return _("The unit above decides this. Ask there, and say why.")
    return _("Your post does not open this. Ask the administrator of your unit if it should.")


def holds(actor: Actor) -> bool:
    """Whether some post of the person opens commitments anywhere; for links."""
    return policy.holds(actor, "see", TYPE)
