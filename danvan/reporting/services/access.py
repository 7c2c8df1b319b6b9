"""Loading a submission for a write: in sight, allowed, locked, in that order."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor, Grant
from danvan.reporting import permissions
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
    submission = _locked(submission_id)
    return Held(submission, policy.require(by, action, "submission", submission.unit_id))


def hold_for_entry(submission_id: int, *, action: str, by: Actor) -> Held:
    """The same for typing and sending: the unit itself, or a superior for a unit that does not use the system."""
    submission = _locked(submission_id)
    return Held(submission, permissions.require_entry(by, action, submission))


def hold_for_review(submission_id: int, *, action: str, by: Actor) -> Held:
    """For accepting and returning: a superior decides; only the root, which has none, decides on its own figures."""
    submission = _locked(submission_id)
    return Held(submission, permissions.require_review(by, action, submission))


def _locked(submission_id: int) -> Submission:
    submission = Submission.locked(
        submission_id, "round__form", "round__form_version", "unit", "latest", "accepted"
    )
    if submission is None:
        raise OutOfSight(_("There is no such submission, or it is not open to you."))
    return submission
