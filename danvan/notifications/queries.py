"""Reads about messages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.core.cache import cache
from django.db.models import Q, QuerySet

from danvan.notifications.models import Message, Preference
from danvan.organizations.models import Deputising, Post
from danvan.organizations.queries import in_effect

# A count that is a few seconds old is good enough for the rail; in the same process it is always fresh.
UNREAD_SECONDS = 20


def _unread_key(user_id: int) -> str:
    return f"notifications.unread.{user_id}"


def unread(user_id: int) -> int:
    """How many messages this person has not read; at most one query, remembered for some seconds."""
    found = cache.get(_unread_key(user_id))
    if found is None:
        found = Message.objects.filter(recipient_id=user_id, read_at__isnull=True).count()
        cache.set(_unread_key(user_id), found, UNREAD_SECONDS)
    return found


def forget_unread(user_ids: Iterable[int]) -> None:
    """Count anew at the next page of these people."""
    cache.delete_many([_unread_key(user_id) for user_id in user_ids])


def messages(user_id: int, *, kind: str = "", unread_only: bool = False) -> QuerySet[Message]:
    """A person's messages, newest first."""
    rows = Message.objects.filter(recipient_id=user_id)
    if kind:
        rows = rows.filter(kind=kind)
    if unread_only:
        rows = rows.filter(read_at__isnull=True)
    return rows.order_by("-at", "-pk")


def holders(unit_id: int, roles: Collection[str], day: date) -> set[int]:
    """User ids of those who hold a post of these roles in the unit on a day, deputies included. Two queries."""
    return holders_in([unit_id], roles, day)


def holders_in(unit_ids: Collection[int], roles: Collection[str], day: date) -> set[int]:
    """The same for several units at once; still two queries."""
    posts = Post.objects.filter(in_effect(day), unit_id__in=unit_ids, role__in=list(roles))
    lent = Deputising.objects.filter(
        in_effect(day, "post__"),
        Q(first_day__lte=day, last_day__gte=day),
        post__unit_id__in=unit_ids,
        post__role__in=list(roles),
    )
    return {*posts.values_list("holder_id", flat=True), *lent.values_list("deputy_id", flat=True)}


def paces(user_ids: Collection[int], kind: str) -> dict[tuple[int, str], str]:
    """(user id, channel) -> pace, where people have set one."""
    rows = Preference.objects.filter(user_id__in=list(user_ids), kind=kind)
    return {(user, channel): pace for user, channel, pace in rows.values_list("user_id", "channel", "pace")}


def preferences(user_id: int) -> dict[tuple[str, str], str]:
    """(kind, channel) -> pace, where this person has set one."""
    rows = Preference.objects.filter(user_id=user_id).values_list("kind", "channel", "pace")
    return {(kind, channel): pace for kind, channel, pace in rows}
