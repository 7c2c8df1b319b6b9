"""
Who may type into, send, correct and decide on a submission.

Services ask `require_…` under lock, pages ask `can_…` for their buttons: one rule, asked twice.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from danvan.common.errors import DomainError, NotAllowed, OutOfSight
from danvan.organizations import permissions
from danvan.organizations.actors import Actor, Grant
from danvan.organizations.models import OrgUnitVersion
from danvan.organizations.queries import path_ids
from danvan.reporting.models import Submission


def require_entry(actor: Actor, action: str, submission: Submission) -> Grant:
    """
    For typing and sending: the unit itself, or a superior for a unit that does not use the system.

    :raises OutOfSight, NotAllowed: as the policy table says
    """
    if submission.unit_id in actor.unit_ids():
        return permissions.require(actor, action, "submission", submission.unit_id)
    grant = permissions.require(actor, "submit_on_behalf", "submission", submission.unit_id)
    if submission.unit.reports_itself:
        raise NotAllowed(
            _("This unit uses the system and reports itself. Remind it, or return its report with a reason.")
        )
    return grant


def require_review(actor: Actor, action: str, submission: Submission) -> Grant:
    """
    For accepting, returning and changing the due day: a superior decides; only the root, which has none, decides on
    its own figures.
    """
    grant = permissions.require(actor, action, "submission", submission.unit_id)
    if grant.unit_id == submission.unit_id and len(path_ids(submission.unit_id, actor.on)) > 1:
        above = [post for post in actor.grants if post.unit_id != submission.unit_id]
        alone = (Actor(actor.user_id, actor.name, actor.on, (post,)) for post in above)
        if not any(permissions.can(one, action, "submission", submission.unit_id) for one in alone):
            if action == "extend":
                raise NotAllowed(_("A unit does not change its own due day; ask the unit above."))
            raise NotAllowed(_("A unit does not accept or return its own report; the unit above does."))
    return grant


def can_enter(actor: Actor, submission: Submission, action: str = "edit") -> bool:
    return _allowed(require_entry, actor, action, submission)


def can_decide(actor: Actor, submission: Submission, action: str = "accept") -> bool:
    return _allowed(require_review, actor, action, submission)


def _allowed(rule, actor: Actor, action: str, submission: Submission) -> bool:
    try:
        rule(actor, action, submission)
    except DomainError:
        return False
    return True


def forms_grant(actor: Actor, action: str) -> Grant | None:
    """
    The post that opens `action` on forms and indicators, or None. They are one for all units: they belong to the top.
    """
    if not permissions.holds(actor, action, "form"):
        return None
    tops = OrgUnitVersion.objects.on(actor.on).filter(parent=None).order_by("unit_id")
    grants = (
        permissions.grant_for(actor, action, "form", top) for top in tops.values_list("unit_id", flat=True)
    )
    return next((grant for grant in grants if grant), None)


def require_forms(actor: Actor, action: str) -> Grant:
    """
    :raises OutOfSight: for who may not even see the catalogue
    :raises NotAllowed: for who may see it, but not do this
    """
    grant = forms_grant(actor, action)
    if grant is not None:
        return grant
    if forms_grant(actor, "see") is not None:
        raise NotAllowed(
            _(
                "Indicators and forms are one for all units; an administrator at the top changes them. Ask there."
            )
        )
    raise OutOfSight(_("There is nothing here, or it is not open to you."))
