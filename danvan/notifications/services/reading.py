"""Messages that were read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.notifications import queries
from danvan.notifications.models import Message
from danvan.organizations.actors import Actor


@transaction.atomic
def mark_read(*, message_id: int, by: Actor, at: datetime) -> Message:
    """
    The message, read from now on. Reading is no business of the log, so nothing is recorded.

    :raises OutOfSight: for a message of somebody else
    """
    message = Message.objects.select_for_update().filter(pk=message_id, recipient_id=by.user_id).first()
    if message is None:
        raise OutOfSight(_("There is no such message, or it is not yours."))
    if message.read_at is None:
        message.read_at = at
        message.save(update_fields=["read_at"])
        queries.forget_unread([by.user_id])
    return message


@transaction.atomic
def mark_all_read(*, up_to: int, by: Actor, at: datetime) -> int:
    """Everything up to the newest message that was on the page (`up_to`, its id); what came later stays unread."""
    rows = Message.objects.filter(recipient_id=by.user_id, read_at__isnull=True, pk__lte=up_to)
    changed = rows.update(read_at=at)
    queries.forget_unread([by.user_id])
    return changed
