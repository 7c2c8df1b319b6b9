"""Who may open what of a meeting, beside the policy table."""

from __future__ import annotations

from danvan.briefings.meetings.models import BriefingMeeting
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import Role

TYPE = BriefingMeeting.record_type


def opens_package(actor: Actor, unit_id: int) -> bool:
    """
    The figures of a whole branch: for those who may take them away, and for auditors. Units below see that the meeting
    is held, its agenda and what it concluded.
    """
    if policy.can(actor, "export", TYPE, unit_id):
        return True
    grants = tuple(grant for grant in actor.grants if grant.role == Role.AUDITOR)
    return policy.can(Actor(actor.user_id, actor.name, actor.on, grants), "see", TYPE, unit_id)
