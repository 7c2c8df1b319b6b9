"""Which people an administrator looks after: reads only."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from danvan.accounts.models import User
from danvan.common.errors import OutOfSight
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import PendingGrant, Post, ProposedChange


def open_to(actor: Actor, action: str = "manage") -> QuerySet[User]:
    """
    People whose every present and coming post lies in units on which the actor may do this; those who hold
    none any
    more count by the posts they held, and those who never held one are open to every administrator.
    """
    if not permissions.holds(actor, action, "user"):
        return User.objects.none()
    mine = permissions.units_open(actor, action, "user")
    held = Post.objects.filter(holder=OuterRef("pk"))
    now = held.filter(_still(actor.on))
    outside_now, inside = Exists(now.exclude(mine)), Exists(held.filter(mine))
    return User.objects.filter(~outside_now & (inside | ~Exists(held))).order_by("full_name", "pk")


def one_open_to(actor: Actor, pk: int) -> User:
    """:raises OutOfSight: when there is no such person or they are not this administrator's"""
    user = open_to(actor).filter(pk=pk).first()
    if user is None:
        raise OutOfSight
    return user


def posts_held(user_ids: list[int], day: date) -> dict[int, list[Post]]:
    """Present and coming posts by holder. One query."""
    rows = (
        Post.objects.filter(_still(day), holder_id__in=user_ids)
        .select_related("unit")
        .order_by("starts_on", "pk")
    )
    found: dict[int, list[Post]] = {}
    for post in rows:
        found.setdefault(post.holder_id, []).append(post)
    return found


def waiting_for(actor: Actor) -> QuerySet[PendingGrant]:
    """Posts of power that wait for a second person, in units where the actor gives such posts."""
    mine = permissions.units_open(actor, "give_administrator", "post")
    rows = PendingGrant.objects.filter(mine, decided_at=None)
    return rows.select_related("unit", "holder", "asked_by").order_by("asked_at", "pk")


def proposals_for(actor: Actor) -> QuerySet[ProposedChange]:
    """Proposed changes that wait, in units whose data the actor manages."""
    mine = permissions.units_open(actor, "manage", "unit")
    return ProposedChange.objects.filter(mine, state=ProposedChange.State.WAITING)


def _still(day: date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gt=day)
