"""A new person together with their first post, or neither."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from danvan.accounts.services import Issued, invite
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.services.posts import give_post


@transaction.atomic
def invite_to_post(
    *,
    username: str,
    full_name: str,
    email: str,
    unit: OrgUnit,
    role: str,
    title: str,
    starts_on: date,
    ends_on: date | None,
    by: Actor,
    at: datetime,
) -> Issued:
    """
    The link by which the new person chooses a password; a post of power waits for a second administrator as
    always.

    :raises NotAllowed, OutOfSight: when the actor may not manage people, or give this role, in this unit
    :raises DomainError: when the sign-in name is taken or of the wrong shape, or the post cannot be given
    """
    permissions.require(by, "manage", "user", unit.pk)
    issued = invite(username=username, full_name=full_name, email=email, by=by, at=at)
    give_post(
        unit=unit,
        role=role,
        title=title,
        holder=issued.user,
        starts_on=starts_on,
        ends_on=ends_on,
        by=by,
        at=at,
    )
    return issued
