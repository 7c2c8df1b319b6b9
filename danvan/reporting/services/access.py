"""Loading a submission for a write: in sight, allowed, locked, in that order."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from danvan.common.errors import NotAllowed, OutOfSight
from danvan.organizations import permissions
from danvan.organizations.actors import Actor, Grant
from danvan.organizations.queries import path_ids
from danvan.reporting.models import Submission


@dataclass(frozen=True)
class Held:
    """A locked submission and the post that opened it."""

    submission: Submission
    grant: Grant

    @property
    def on_behalf_by(self) -> int | None:
        """The superior unit that acts for a unit outside the system; None for the unit itself."""
        return self.grant.unit_id if self.grant.unit_id != self.submission.unit_id else None


def hold(submission_id: int, *, action: str, by: Actor) -> Held:
    """
    The submission, locked, if `by` may do `action` on it.

    :raises OutOfSight, NotAllowed: as the policy table says
    """
    rows = Submission.unscoped.select_for_update(of=("self",)).select_related("round__form", "unit", "latest", "accepted")
    submission = rows.filter(pk=submission_id).first()
    if submission is None:
        raise OutOfSight(_("There is no such submission, or it is not open to you."))
    return Held(submission, permissions.require(by, action, "submission", submission.unit_id))


def hold_for_entry(submission_id: int, *, action: str, by: Actor) -> Held:
    """The same for typing and sending: the unit itself, or a superior for a unit that does not use the system."""
    rows = Submission.unscoped.select_for_update(of=("self",)).select_related("round__form", "unit", "latest", "accepted")
    submission = rows.filter(pk=submission_id).first()
    if submission is None:
        raise OutOfSight(_("There is no such submission, or it is not open to you."))
    if submission.unit_id in by.unit_ids():
        return Held(submission, permissions.require(by, action, "submission", submission.unit_id))
    grant = permissions.require(by, "submit_on_behalf", "submission", submission.unit_id)
    if submission.unit.reports_itself:
        raise NotAllowed(
            _("This unit uses the system and reports itself. Remind it, or return its report with a reason.")
        )
    return Held(submission, grant)


def hold_for_review(submission_id: int, *, action: str, by: Actor) -> Held:
    """For accepting and returning: a superior decides; only the root, which has none, decides on its own figures."""
    held = hold(submission_id, action=action, by=by)
    if held.grant.unit_id == held.submission.unit_id and len(path_ids(held.submission.unit_id, by.on)) > 1:
        above = [grant for grant in by.grants if grant.unit_id != held.submission.unit_id]
        if not any(permissions.can(_alone(by, grant), action, "submission", held.submission.unit_id) for grant in above):
            raise NotAllowed(_("A unit does not accept or return its own report; the unit above does."))
    return held


def _alone(actor: Actor, grant: Grant) -> Actor:
    return Actor(actor.user_id, actor.name, actor.on, (grant,))
