"""
Letters on their way out: gathered, claimed, sent, tried again.

Each stage is stored before the next begins. A worker that dies leaves a lease that runs out; the letter then goes again,
as the same letter. All moments here are real time.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from danvan.notifications import channels, wording
from danvan.notifications.channels import Channel, NoAddress
from danvan.notifications.models import Delivery, Letter, Message, Pace

LEASE = timedelta(minutes=5)
# After the first failure, the second …: five minutes, half an hour, two hours, then twice a day until given up.
BACK_OFF = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 720, 720, 720))
MOST_AT_ONCE = 500

log = logging.getLogger(__name__)


def due(now: datetime) -> bool:
    """Whether anything waits to go out now. Two small queries at most."""
    return (
        Delivery.objects.filter(letter=None, due_at__lte=now).exists()
        or Letter.objects.filter(state=Letter.State.WAITING, next_at__lte=now).exists()
        or Letter.objects.filter(state=Letter.State.SENDING, leased_until__lt=now).exists()
    )


@transaction.atomic
def gather(now: datetime) -> int:
    """Put what is due into letters, one for each person and channel; digests apart from what goes at once."""
    # What was read meanwhile needs no digest any more.
    Delivery.objects.filter(letter=None, due_at__lte=now, message__read_at__isnull=False).exclude(
        pace=Pace.NOW
    ).delete()
    rows = Delivery.objects.select_for_update(skip_locked=True).filter(letter=None, due_at__lte=now)
    groups: dict[tuple[int, str, bool], list[int]] = {}
    for row in rows.order_by("due_at", "pk")[:MOST_AT_ONCE]:
        groups.setdefault((row.recipient_id, row.channel, row.pace != Pace.NOW), []).append(row.pk)
    for (recipient, channel, digest), ids in groups.items():
        letter = Letter.objects.create(
            recipient_id=recipient, channel=channel, is_digest=digest, next_at=now, made_at=now
        )
        Delivery.objects.filter(pk__in=ids).update(letter=letter)
    return len(groups)


@transaction.atomic
def claim(now: datetime, worker: str) -> Letter | None:
    """Take the letter that has waited longest; it is this worker's until the lease runs out."""
    rows = Letter.objects.select_for_update(skip_locked=True, of=("self",)).select_related("recipient")
    letter = rows.filter(state=Letter.State.WAITING, next_at__lte=now).order_by("next_at", "pk").first()
    if letter is None:
        return None
    letter.state, letter.tries = Letter.State.SENDING, letter.tries + 1
    letter.leased_until, letter.worker = now + LEASE, worker[:64]
    letter.save(update_fields=["state", "tries", "leased_until", "worker"])
    return letter


def send(letter: Letter, open_channels: Mapping[str, Channel]) -> bool:
    """Send a claimed letter and store how it went; whether it is out. Never raises for what a channel does."""
    messages = list(Message.objects.filter(deliveries__letter=letter).order_by("at", "pk"))
    channel = open_channels.get(letter.channel)
    try:
        if channel is None or not letter.recipient.is_active:
            raise NoAddress
        channel.send(wording.compose(letter, messages))
    except NoAddress:
        _settle(letter, Letter.State.FAILED, problem="NoAddress")
        return False
    except Exception as error:
        # What a relay answers may name an address, so only the kind of failure is kept and logged.
        log.warning("letter %s: %s", letter.reference, type(error).__name__)
        _try_again(letter, type(error).__name__)
        return False
    _settle(letter, Letter.State.SENT)
    return True


def _try_again(letter: Letter, problem: str) -> None:
    if letter.tries > len(BACK_OFF):
        _settle(letter, Letter.State.FAILED, problem=problem)
        return
    _settle(
        letter, Letter.State.WAITING, problem=problem, next_at=timezone.now() + BACK_OFF[letter.tries - 1]
    )


def _settle(letter: Letter, state: str, *, problem: str = "", next_at: datetime | None = None) -> None:
    """Only while it is still ours: after the lease another worker may have it."""
    mine = Letter.objects.filter(pk=letter.pk, state=Letter.State.SENDING, tries=letter.tries)
    sent_at = timezone.now() if state == Letter.State.SENT else None
    mine.update(
        state=state,
        problem=problem[:80],
        leased_until=None,
        sent_at=sent_at,
        next_at=next_at or letter.next_at,
    )


def reap(now: datetime) -> int:
    """Free letters of workers that died; returns how many."""
    dead = Letter.objects.filter(state=Letter.State.SENDING, leased_until__lt=now)
    return dead.update(state=Letter.State.WAITING, leased_until=None, next_at=now)


def deliver(worker: str, *, most: int = MOST_AT_ONCE) -> int:
    """Everything that is due now, letter by letter; returns how many went out."""
    open_channels = channels.opened()
    reap(timezone.now())
    while gather(timezone.now()):
        pass
    sent = 0
    for _number in range(most):
        letter = claim(timezone.now(), worker)
        if letter is None:
            break
        sent += send(letter, open_channels)
    return sent


def forget(before: datetime) -> int:
    """Drop messages from before a moment, read or not, with their letters; returns how many."""
    old = Message.objects.filter(made_at__lt=before)
    gone, _rows = old.count(), old.delete()
    Letter.objects.filter(made_at__lt=before, deliveries=None).delete()
    return gone
