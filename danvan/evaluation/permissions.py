"""Who reviews: the level above, never the unit itself, whatever post somebody holds there."""

from __future__ import annotations

from django.utils.translation import gettext as _

from danvan.common.errors import NotAllowed
from danvan.evaluation.models import UnitEvaluation
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor, Grant

TYPE = "evaluation"


def from_above(actor: Actor, unit_id: int) -> Actor:
    """The same person with the posts outside this unit only."""
    grants = tuple(grant for grant in actor.grants if grant.unit_id != unit_id)
    return Actor(actor.user_id, actor.name, actor.on, grants)


def can_review(actor: Actor, unit_id: int) -> bool:
    return policy.can(from_above(actor, unit_id), "accept", TYPE, unit_id)


def require_review(actor: Actor, unit_id: int) -> Grant:
    """
    The post above that opens the review.

    :raises OutOfSight: when the unit's evaluation is not in sight; :raises NotAllowed: when it is, but not from above
    """
    if can_review(actor, unit_id):
        return policy.require(from_above(actor, unit_id), "accept", TYPE, unit_id)
    policy.require(actor, "see", TYPE, unit_id)
    raise NotAllowed(_("A unit's score is reviewed by the level above, not by the unit itself."))


def sees_self_score(actor: Actor, evaluation: UnitEvaluation) -> bool:
    """The unit at once; everybody above once it was sent."""
    return evaluation.state in UnitEvaluation.SENT or evaluation.unit_id in actor.unit_ids()


def sees_review(actor: Actor, evaluation: UnitEvaluation) -> bool:
    """Who reviews; everybody else, the unit first of all, once it was told to the unit."""
    if evaluation.state in UnitEvaluation.TOLD:
        return True
    return evaluation.state == UnitEvaluation.State.REVIEWED and can_review(actor, evaluation.unit_id)
