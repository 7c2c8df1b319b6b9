"""
Posts: given, ended, done by a deputy.

Nobody gives more than they hold, outside their part of the tree, or to themselves; administrator and
auditor begin only
when a second administrator confirms (R-13). A change of posts ends the person's sessions (R-04).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.accounts.models import User
from danvan.accounts.services import end_sessions
from danvan.audit import services as audit
from danvan.organizations import permissions, queries
from danvan.organizations.actors import Actor
from danvan.organizations.errors import GrantRefused
from danvan.organizations.models import Deputising, OrgUnit, PendingGrant, Post

Given = Post | Deputising | PendingGrant


@transaction.atomic
def give_post(
    *,
    unit: OrgUnit,
    role: str,
    title: str,
    holder: User,
    starts_on: date,
    ends_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Given:
    """
    Give somebody a post; for administrator and auditor what comes back is a `PendingGrant`.

    :raises NotAllowed, OutOfSight: when the actor may not give this role in this unit
    :raises GrantRefused: to oneself, to somebody disabled, in a unit not in force, twice the same, or with
        days reversed
    """
    _require_grant(by, role, unit.pk, holder)
    if ends_on and ends_on <= starts_on:
        raise GrantRefused(_("The post would end before it begins. Choose a later last day."))
    _require_unit_in_force(unit, starts_on)
    # Rows that do not exist yet cannot be locked: two who give the same post at once wait at the person.
    User.objects.select_for_update(no_key=True).get(pk=holder.pk)
    held = Post.objects.select_for_update().filter(
        queries.overlapping(starts_on, ends_on), unit=unit, role=role
    )
    if held.filter(holder=holder).exists():
        raise GrantRefused(_("%(name)s holds this post on those days already.") % {"name": holder})
    if role in permissions.TWO_PERSONS:
        return _ask(
            PendingGrant(
                unit=unit, role=role, title=title, holder=holder, starts_on=starts_on, ends_on=ends_on
            ),
            by,
            at,
        )
    post = Post(unit=unit, role=role, title=title, holder=holder, starts_on=starts_on, ends_on=ends_on)
    return _begin(post, by, at)


@transaction.atomic
def seat(
    *,
    unit: OrgUnit,
    role: str,
    title: str,
    holder: User,
    starts_on: date,
    ends_on: date | None = None,
    at: datetime,
) -> Post:
    """
    A post given by whoever runs the machine (command line, demo city), before anybody could give it.
    Audited.
    """
    post = Post(unit=unit, role=role, title=title, holder=holder, starts_on=starts_on, ends_on=ends_on)
    return _begin(post, None, at)


@transaction.atomic
def end_post(*, post: Post, ends_on: date, reason: str, by: Actor, at: datetime) -> Post:
    """
    End a post on a day (the first day on which it is no longer held).

    :raises NotAllowed, OutOfSight: when the actor may not manage posts there
    :raises GrantRefused: when it would end before it begins, or has ended by then
    """
    permissions.require(by, "manage", "post", post.unit_id)
    post = Post.objects.select_for_update(of=("self",)).select_related("unit", "holder").get(pk=post.pk)
    if ends_on <= post.starts_on:
        raise GrantRefused(_("The post would end before it begins. Choose a later day."))
    if post.ends_on and post.ends_on <= ends_on:
        raise GrantRefused(
            _("This post ends on %(day)s already.") % {"day": post.ends_on.strftime("%d/%m/%Y")}
        )
    before = {"ends_on": str(post.ends_on or "")}
    post.ends_on = ends_on
    post.save(update_fields=["ends_on"])
    _end_sessions_around(post)
    audit.record(
        "organizations.post_ended",
        **_who(by, post.unit_id),
        at=at,
        target=post,
        unit=post.unit.code,
        reason=reason,
        before=before,
        after={"ends_on": ends_on.isoformat()},
    )
    return post


@transaction.atomic
def deputise(
    *, post: Post, deputy: User, first_day: date, last_day: date, reason: str, by: Actor, at: datetime
) -> Given:
    """
    Let somebody do the work of a post between two days, both included; it ends by itself.

    :raises NotAllowed, OutOfSight: when the actor may not give this role in this unit
    :raises GrantRefused: to oneself or the holder, outside the post's own days, or with days reversed
    """
    post = Post.objects.select_related("unit", "holder").get(pk=post.pk)
    _require_grant(by, post.role, post.unit_id, deputy)
    if deputy.pk == post.holder_id:
        raise GrantRefused(_("%(name)s holds this post and cannot be their own deputy.") % {"name": deputy})
    if last_day < first_day:
        raise GrantRefused(_("The last day must not come before the first."))
    if first_day < post.starts_on or (post.ends_on and last_day >= post.ends_on):
        raise GrantRefused(_("The post itself is not held on all these days. Choose days within it."))
    if post.role in permissions.TWO_PERSONS:
        waiting = PendingGrant(
            unit=post.unit, role=post.role, title=post.title, holder=deputy, starts_on=first_day, ends_on=last_day,
            deputy_for=post, reason=reason,
        )  # fmt: skip
        return _ask(waiting, by, at)
    row = Deputising(post=post, deputy=deputy, first_day=first_day, last_day=last_day, reason=reason)
    return _begin_deputising(row, by, at)


@transaction.atomic
def decide_grant(*, pending: PendingGrant, confirm: bool, by: Actor, at: datetime) -> PendingGrant:
    """
    The second person's word on a post of power: it begins to exist, or it never will.

    :raises NotAllowed, OutOfSight: when the actor may not give this role in this unit
    :raises GrantRefused: when the actor asked for it or would receive it, or it was decided by then
    """
    row = PendingGrant.objects.select_for_update(of=("self",)).select_related("unit", "holder", "deputy_for")
    pending = row.get(pk=pending.pk)
    _require_grant(by, pending.role, pending.unit_id, pending.holder)
    if pending.asked_by_id in (by.user_id, _who(by, pending.unit_id)["on_behalf_of"]):
        raise GrantRefused(_("Somebody other than the one who asked has to confirm this."))
    if pending.decided_at:
        raise GrantRefused(_("This was decided already."))
    pending.decided_by_id, pending.decided_at, pending.confirmed = by.user_id, at, confirm
    pending.save(update_fields=["decided_by", "decided_at", "confirmed"])
    if confirm and pending.deputy_for and pending.ends_on:
        _require_last_day(pending)
        _begin_deputising(
            Deputising(
                post=pending.deputy_for,
                deputy=pending.holder,
                first_day=pending.starts_on,
                last_day=pending.ends_on,
                reason=pending.reason,
            ),
            by,
            at,
        )
    elif confirm:
        _require_unit_in_force(pending.unit, pending.starts_on)
        _begin(
            Post(
                unit=pending.unit,
                role=pending.role,
                title=pending.title,
                holder=pending.holder,
                starts_on=pending.starts_on,
                ends_on=pending.ends_on,
            ),
            by,
            at,
        )
    word = "confirmed" if confirm else "refused"
    audit.record(
        f"organizations.grant_{word}", **_who(by, pending.unit_id), at=at, target=pending, unit=pending.unit.code,
        after={"role": pending.role, "holder": pending.holder_id, "asked_by": pending.asked_by_id},
    )  # fmt: skip
    return pending


# --- shared ---


def _require_grant(by: Actor, role: str, unit_id: int, receiver: User) -> None:
    grant = permissions.require(by, f"give_{role}", "post", unit_id)
    if receiver.pk == grant.for_user:
        raise GrantRefused(
            _("A deputy gives nothing to the person they stand in for. Ask another administrator.")
        )
    if receiver.pk == by.user_id:
        raise GrantRefused(_("Nobody gives a post to themselves. Ask another administrator."))
    if not receiver.is_active:
        raise GrantRefused(
            _("%(name)s may not sign in at present. Enable the account first.") % {"name": receiver}
        )


def _who(by: Actor | None, unit_id: int) -> dict[str, Any]:
    """Who did it and, for a deputy, in whose name."""
    if by is None:
        return {"actor": None, "on_behalf_of": None}
    return {"actor": by.user_id, "on_behalf_of": permissions.on_behalf_of(by, "manage", "post", unit_id)}


def _require_unit_in_force(unit: OrgUnit, day: date) -> None:
    if unit.pk not in queries.names_on(day, [unit.pk]):
        raise GrantRefused(
            _("The unit is not in force on %(day)s. Choose a day on which it is.")
            % {"day": day.strftime("%d/%m/%Y")}
        )


def _require_last_day(pending: PendingGrant) -> None:
    post = pending.deputy_for
    if post and post.ends_on and pending.ends_on and pending.ends_on >= post.ends_on:
        raise GrantRefused(_("The post itself is not held on all these days. Choose days within it."))


def _ask(pending: PendingGrant, by: Actor, at: datetime) -> PendingGrant:
    pending.asked_by_id, pending.asked_at = by.user_id, at
    pending.save()
    audit.record(
        "organizations.grant_asked", **_who(by, pending.unit_id), at=at, target=pending, unit=pending.unit.code,
        after={"role": pending.role, "holder": pending.holder_id, "starts_on": pending.starts_on.isoformat()},
    )  # fmt: skip
    return pending


def _begin(post: Post, by: Actor | None, at: datetime) -> Post:
    post.save()
    end_sessions(post.holder)
    audit.record(
        "organizations.post_given", **_who(by, post.unit_id), at=at, target=post, unit=post.unit.code,
        after={
            "role": post.role,
            "holder": post.holder_id,
            "starts_on": post.starts_on.isoformat(),
            "ends_on": str(post.ends_on or ""),
        },
    )  # fmt: skip
    return post


def _begin_deputising(row: Deputising, by: Actor, at: datetime) -> Deputising:
    row.save()
    end_sessions(row.deputy)
    audit.record(
        "organizations.deputy_named", **_who(by, row.post.unit_id), at=at, target=row,
        unit=row.post.unit.code, reason=row.reason,
        after={
            "post": row.post_id,
            "deputy": row.deputy_id,
            "first_day": row.first_day.isoformat(),
            "last_day": row.last_day.isoformat(),
        },
    )  # fmt: skip
    return row


def _end_sessions_around(post: Post) -> None:
    """Of the holder and of everybody who does this post's work as a deputy."""
    deputies = User.objects.filter(deputising__post=post).distinct().order_by("pk")
    for user in [post.holder, *deputies]:
        end_sessions(user)
