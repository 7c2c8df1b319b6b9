"""Telling people something, inside the transaction in which it happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.utils import timezone

from danvan.accounts.models import User
from danvan.notifications import channels, kinds, pacing, queries, waking
from danvan.notifications.kinds import Kind
from danvan.notifications.masking import masked
from danvan.notifications.models import Delivery, Message, Pace

USUAL_ROLES = ("officer", "consolidator")


def notify(
    *,
    event: str,
    kind: str,
    recipients: Iterable[int],
    title: str,
    text: str = "",
    url: str = "",
    unit_id: int | None,
    at: datetime,
) -> int:
    """
    Tell people (user ids) of an event, each at most once per `event`; returns how many are told now.

    Call it inside the transaction of what happened: both stand or neither. Contact details in title and text are struck
    out; what leaves the house is the kind's fixed words, a reference and a link only.

    :raises RuntimeError: outside `transaction.atomic`
    :raises UnknownKind: when no context registered the kind
    """
    if not connection.in_atomic_block:
        raise RuntimeError("people are told inside the transaction of what happened")
    known = kinds.kind(kind)
    wanted = set(recipients)
    if not wanted:
        return 0
    users = list(User.objects.filter(pk__in=wanted, is_active=True).order_by("pk"))
    told = set(
        Message.objects.filter(event=event, recipient__in=users).values_list("recipient_id", flat=True)
    )
    new = {user.pk: user for user in users if user.pk not in told}
    made_at = timezone.now()
    Message.objects.bulk_create(
        [
            Message(
                recipient_id=pk, event=event, kind=kind, title=masked(title)[:200], text=masked(text)[:1000], url=url[:300],
                unit_id=unit_id, at=at, made_at=made_at,
            )
            for pk in new
        ],
        # Somebody else may tell of the same event at this very moment.
        ignore_conflicts=True,
    )  # fmt: skip
    made = list(Message.objects.filter(event=event, recipient__in=new, made_at=made_at).order_by("pk"))
    queries.forget_unread(new)
    if _send_out(made, new, known, made_at):
        waking.wake()
    return len(made)


def notify_unit(
    *,
    event: str,
    kind: str,
    unit_id: int,
    roles: Iterable[str] = USUAL_ROLES,
    title: str,
    text: str = "",
    url: str = "",
    at: datetime,
    but: Iterable[int] = (),
) -> int:
    """The same for those who hold a post of these roles in the unit at `at`, deputies included; `but` are left out."""
    holders = queries.holders(unit_id, tuple(roles), timezone.localtime(at).date())
    return notify(
        event=event,
        kind=kind,
        recipients=holders - set(but),
        title=title,
        text=text,
        url=url,
        unit_id=unit_id,
        at=at,
    )


def _send_out(made: list[Message], users: dict[int, User], kind: Kind, now: datetime) -> bool:
    """Deliveries for the channels these people can be reached by and want; whether any is due at once."""
    if not made:
        return False
    rows = []
    paces = queries.paces(list(users), kind.code)
    for channel in channels.opened().values():
        for message in made:
            pace = paces.get((message.recipient_id, channel.name), pacing.usual(kind))
            if pace != Pace.NEVER and channel.reaches(users[message.recipient_id]):
                rows.append(
                    Delivery(
                        message=message, recipient_id=message.recipient_id, channel=channel.name, pace=pace,
                        due_at=pacing.due(pace, now),
                    )
                )  # fmt: skip
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return any(row.pace == Pace.NOW for row in rows)
