"""Words between officers and senders, more time, and looking at the contact."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.organizations.actors import Actor
from danvan.petitions import deadlines, vault
from danvan.petitions.errors import Ended
from danvan.petitions.models import Event, Petition, State
from danvan.petitions.queries import reading
from danvan.petitions.services import shared
from danvan.petitions.shapes import Contact


@transaction.atomic
def write(
    *, petition: Petition, version: int, text: str, to_sender: bool, by: Actor, at: datetime
) -> Petition:
    """
    A message the sender reads with the code, or a note that only colleagues read.

    :raises Incomplete, Ended: as they say
    """
    row = shared.taken(petition, version, by, "edit")
    shared.must_be_known(row)
    said = shared.text_of(text, "text", _("Message"), longest=4000)
    kind = Event.Kind.MESSAGE if to_sender else Event.Kind.NOTE
    deadlines.take_up(row, at)
    shared.save(row, "taken_up_at", "taking")
    shared.tell(row, kind, at=at, by=by, words=said, to_sender=to_sender)
    shared.log("written", row, by=by, at=at, to_sender=to_sender)
    return row


@transaction.atomic
def extend(*, petition: Petition, version: int, reason: str, by: Actor, at: datetime) -> Petition:
    """
    More time for the answer, which the sender is told with the reason and the new day.

    :raises AlreadyLate, NoExtension: when the limit has passed, or as often as the rule allows
    :raises Incomplete, Ended: as they say
    """
    row = shared.taken(petition, version, by, "extend")
    shared.must_be_open(row)
    said = shared.text_of(reason, "reason", _("Why it takes longer"), longest=1000)
    if row.clock is None:
        raise Ended(_("Nothing is timed on this case."))
    before = row.clock.due_on
    clock = deadlines.extend(row, at)
    shared.save(row)
    until = clock.due_on.isoformat()
    shared.tell(row, Event.Kind.EXTENDED, at=at, by=by, words=said, to_sender=True, until=until)
    shared.log("extended", row, by=by, at=at, until=until, was=before.isoformat())
    return row


@transaction.atomic
def see_contact(*, petition: Petition, purpose: str, by: Actor, at: datetime) -> Contact:
    """
    How to reach the sender, for the unit in charge, when an act needs it. Every look stands in the log (R-28).

    :raises Ended: when there is none, or its key was destroyed
    """
    row = shared.taken(petition, None, by, "edit")
    if row.contact is None:
        raise Ended(_("The sender left no contact, or it was destroyed after the time for keeping it."))
    if purpose not in PURPOSES:
        raise Ended(_("Choose what you need the contact for."))
    try:
        found = reading.contact(row, vault.of(row))
    except vault.Destroyed as gone:
        raise Ended(
            _("The sender left no contact, or it was destroyed after the time for keeping it.")
        ) from gone
    shared.log("contact_seen", row, by=by, at=at, purpose=purpose)
    return found


PURPOSES = ("ask", "visit", "answer", "paper")


@transaction.atomic
def mark_read(*, petition: Petition, by: Actor, at: datetime) -> Petition:
    """Say that the unit has taken notice: the clock of taking up is met."""
    row = shared.taken(petition, None, by, "edit")
    shared.must_be_open(row)
    if row.taken_up_at is None and row.state == State.RECEIVED:
        deadlines.take_up(row, at)
        shared.save(row, "taken_up_at", "taking")
        shared.tell(row, Event.Kind.TAKEN_UP, at=at, by=by, to_sender=True)
        shared.log("taken_up", row, by=by, at=at)
    return row
