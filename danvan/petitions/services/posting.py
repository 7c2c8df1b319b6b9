"""
Telling senders who asked for it that something happened: the number of the case and a link, nothing else.

The queue holds no address. Each letter is claimed with an entry in the log, then the sealed contact is opened, in memory
and for this letter; a worker that dies leaves a lease that runs out, and the letter goes again under the same reference.
All moments here are real time.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from danvan.common import clock
from danvan.notifications.channels import NoAddress, Outgoing, opened
from danvan.petitions import contacting, vault
from danvan.petitions.models import Petition, SenderNotice
from danvan.petitions.queries import reading
from danvan.petitions.services import shared

State = SenderNotice.State
LEASE = timedelta(minutes=5)
BACK_OFF = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 720, 720, 720))
MOST_AT_ONCE = 500
# The page of the portal on which a receipt code is typed; this context knows it by name only.
PAGE = "portal:follow"

log = logging.getLogger(__name__)


def tell_senders(*, most: int = MOST_AT_ONCE) -> int:
    """Send what waits, one letter per case however many steps it had since; returns how many went out. Safe to repeat."""
    now = timezone.now()
    SenderNotice.objects.filter(state=State.SENDING, leased_until__lt=now).update(
        state=State.WAITING, leased_until=None, next_at=now
    )
    sent = 0
    for _number in range(most):
        claimed = _claim(timezone.now())
        if claimed is None:
            break
        sent += _send(*claimed)
    return sent


@transaction.atomic
def _claim(now: datetime) -> tuple[Petition, list[SenderNotice]] | None:
    """The case that has waited longest, with all that waits for its sender; told in the log before anything is opened."""
    waiting = SenderNotice.objects.filter(state=State.WAITING, next_at__lte=now)
    first = waiting.order_by("next_at", "pk").first()
    if first is None:
        return None
    row = shared.locked(first.petition_id)
    mine = list(waiting.select_for_update().filter(petition=row).order_by("pk"))
    for one in mine:
        one.state, one.tries, one.leased_until = State.SENDING, one.tries + 1, now + LEASE
    SenderNotice.objects.bulk_update(mine, ["state", "tries", "leased_until"])
    if mine and row.tells_by:
        shared.log("contact_used", row, by=None, at=clock.now(), channel=row.tells_by)
    return row, mine


def _send(row: Petition, mine: list[SenderNotice]) -> bool:
    """Whether the letter is out. Never raises for what a channel does."""
    if not mine:
        return False  # Another worker was first.
    try:
        _hand_to_channel(row, str(mine[0].reference))
    except NoAddress:
        _settle(mine, State.FAILED, problem="NoAddress")
        return False
    except Exception as error:
        # What a relay answers may name an address, so only the kind of failure is kept and logged.
        problem = type(error).__name__
        log.warning("letter %s: %s", mine[0].reference, problem)
        tries = mine[0].tries
        if tries > len(BACK_OFF):
            _settle(mine, State.FAILED, problem=problem)
        else:
            _settle(mine, State.WAITING, problem=problem, next_at=timezone.now() + BACK_OFF[tries - 1])
        return False
    _settle(mine, State.SENT)
    return True


def _hand_to_channel(row: Petition, reference: str) -> None:
    """The only place where a contact is used without an officer. :raises NoAddress, whatever the channel raises"""
    channel = opened().get(row.tells_by)
    case = vault.of(row)
    if channel is None or not case.holds(vault.CONTACT) or row.contact is None:
        raise NoAddress
    to = contacting.addressee(row.reference, reading.contact(row, case))
    if not channel.reaches(to):
        raise NoAddress
    with translation.override("vi"):
        channel.send(Outgoing(reference, to, _subject(row), _body(row)))


def _subject(row: Petition) -> str:
    return _("Danvan: news about %(number)s") % {"number": row.reference}


def _body(row: Petition) -> str:
    link = settings.SITE_ADDRESS + reverse(PAGE)
    if row.tells_by != "mail":
        return f"{_subject(row)} {link}"
    lines = [
        pgettext("to a resident", "Good day,"),
        "",
        _("Something happened in the matter %(number)s.") % {"number": row.reference},
        _("Read it here with the code of your receipt: %(link)s") % {"link": link},
        "",
        _(
            "You asked for these messages. On the same page you end them. Nobody reads answers to this letter."
        ),
    ]
    return "\n".join(lines) + "\n"


def _settle(
    mine: list[SenderNotice], state: str, *, problem: str = "", next_at: datetime | None = None
) -> None:
    """Only what is still ours: after the lease another worker may have it, and the case may be sealed."""
    more = {"next_at": next_at} if next_at else {}
    for tries in {one.tries for one in mine}:
        SenderNotice.objects.filter(
            pk__in=[one.pk for one in mine], state=State.SENDING, tries=tries
        ).update(
            state=state, leased_until=None, problem=problem[:80],
            sent_at=timezone.now() if state == State.SENT else None, **more,
        )  # fmt: skip
