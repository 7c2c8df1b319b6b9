"""Taking a case up, sorting it, correcting its topic and place, splitting and joining."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.petitions import deadlines, topics, vault
from danvan.petitions.errors import Ended, Incomplete
from danvan.petitions.models import Attachment, CaseKey, Event, Kind, Petition, State, Urgency
from danvan.petitions.models.cases import SENT_AWAY
from danvan.petitions.pictures import Clean
from danvan.petitions.queries import reading
from danvan.petitions.services import shared
from danvan.petitions.services.intake import Matter, attach, close_in, new_reference
from danvan.petitions.shapes import Contact

# What may be decided at sorting; what is answered or joined has its own act.
DECISIONS = (State.OWN_AUTHORITY, *SENT_AWAY)


@transaction.atomic
def classify(
    *, petition: Petition, version: int, decision: str, kind: str, topic: str, place: OrgUnit | None, urgency: str,
    words: str = "", by: Actor, at: datetime,
) -> Petition:  # fmt: skip
    """
    Confirm that the case is the unit's own, or say to the sender where it goes instead (`words`, needed then).

    The sender is told within 10 working days what happens with the matter (Law on Citizen Reception, art. 28).

    :raises Ended: when it is over
    :raises Incomplete: naming the field
    """
    row = shared.taken(petition, version, by, "edit")
    shared.must_be_open(row)
    if decision not in DECISIONS:
        raise Incomplete(_("Choose what happens with the case."), field="decision")
    if kind not in (Kind.FEEDBACK, Kind.RECOMMENDATION):
        raise Incomplete(_("A formal complaint is followed with its own form."), field="kind")
    if not topics.known(topic, timezone.localtime(at).date()):
        raise Incomplete(_("Choose a topic from the list."), field="topic")
    away = decision in SENT_AWAY
    said = shared.text_of(words, "words", _("What the sender reads"), needed=away, longest=2000)
    row.kind, row.topic, row.place = kind, topic, place
    row.state, row.classified_at = decision, row.classified_at or at
    deadlines.take_up(row, at)
    if row.urgency != urgency:
        _set_urgency(row, urgency, at)
    fields = [
        "kind",
        "topic",
        "place",
        "state",
        "classified_at",
        "taken_up_at",
        "urgency",
        "clock",
        "taking",
    ]
    if away:
        row.closed_at = at
        deadlines.stop(row, at, done=True)
        fields.append("closed_at")
    shared.save(row, *fields)
    shared.tell(row, Event.Kind.CLASSIFIED, at=at, by=by, words=said, to_sender=True, decision=decision)
    shared.log("classified", row, by=by, at=at, decision=decision, topic=topic, urgency=urgency)
    return row


def _set_urgency(row: Petition, urgency: str, at: datetime) -> None:
    if urgency not in Urgency.values:
        raise Incomplete(_("Choose how urgent it is."), field="urgency")
    row.urgency = urgency
    deadlines.start(row, deadlines.ANSWER[urgency], row.reopened_at or row.received_at, at)


@transaction.atomic
def split(
    *,
    petition: Petition,
    version: int,
    texts: Sequence[str],
    topics_of: Sequence[str],
    by: Actor,
    at: datetime,
) -> list[Petition]:
    """
    Make further cases of a letter that raises several matters (Law on Citizen Reception, art. 25). The first matter stays.

    The sender's contact and files go along; the sender follows all of them with the one receipt of the first.

    :raises Ended, Incomplete: as they say
    """
    row = shared.taken(petition, version, by, "edit")
    shared.must_be_open(row)
    shared.must_be_known(row)
    if row.split_from_id is not None:
        raise Ended(_("This is a part of a split letter already. Split the letter itself."))
    if not texts or len(texts) > 9:
        raise Incomplete(_("Write each further matter in its own field, at most 9."), field="text")
    case = vault.of(row)
    contact = reading.contact(row, case) if case.holds(vault.CONTACT) else Contact()
    files = _files(row, case)
    made = []
    for text, topic in zip(texts, topics_of, strict=True):
        words = shared.text_of(text, "text", _("Matter"))
        if not topics.known(topic, timezone.localtime(at).date()):
            raise Incomplete(_("Choose a topic from the list."), field="topic")
        made.append(
            _part(row, Matter(row.kind, words, topic, contact=contact, tells_by=row.tells_by), files, at)
        )
    shared.save(row)
    shared.tell(row, Event.Kind.SPLIT, at=at, by=by, to_sender=True, parts=[part.reference for part in made])
    shared.log("split", row, by=by, at=at, parts=[part.reference for part in made])
    return made


def _part(row: Petition, matter: Matter, files: list[Clean], at: datetime) -> Petition:
    # No code opens a part by itself: the sender comes to it through the first case.
    part = Petition(
        reference=new_reference(), lookup=secrets.token_bytes(32), unit=row.unit, place=row.place, kind=row.kind,
        topic=matter.topic, channel=row.channel, urgency=row.urgency, received_at=row.received_at,
        taken_up_at=at, split_from=row, tells_by=matter.tells_by,
    )  # fmt: skip
    case, keys = vault.begin(part)
    close_in(part, case, matter)
    deadlines.start(part, deadlines.ANSWER[part.urgency], part.received_at, at)
    part.save(force_insert=True)
    CaseKey.objects.bulk_create(keys)
    attach(part, case, files, at)
    Event.objects.create(
        petition=part,
        kind=Event.Kind.RECEIVED,
        at=row.received_at,
        unit=row.unit,
        data={"split_from": row.reference},
    )
    return part


def _files(row: Petition, case: vault.Case) -> list[Clean]:
    rows = Attachment.objects.filter(petition=row, answer=None).order_by("at", "pk")
    return [
        Clean(
            case.open(vault.CONTENT, f"name:{one.pk.hex}", one.name).decode(),
            one.kind,
            case.open(vault.CONTENT, f"file:{one.pk.hex}", one.box),
        )
        for one in rows
    ]


@transaction.atomic
def join(*, petition: Petition, version: int, to: Petition, by: Actor, at: datetime) -> Petition:
    """
    Answer this case together with another of the same unit that raises the same matter.

    Each sender keeps the own code: the answer reaches both, and each rates and adds for themselves.

    :raises Ended: when either is over, or the other is joined itself
    """
    first, second = sorted((petition.pk, to.pk))
    for pk in (
        first,
        second,
    ):  # Always in this order, so that two who join crosswise do not wait for each other.
        shared.locked(pk)
    row = shared.taken(petition, version, by, "edit")
    main = shared.locked(to.pk)
    shared.must_be_open(row)
    if main.pk == row.pk or main.unit_id != row.unit_id:
        raise Ended(_("Only two cases of the same unit are answered together."))
    if main.state == State.JOINED or main.state == State.SEALED:
        raise Ended(_("That case is joined or sealed itself. Open the one it leads to."))
    if row.joined.exists():
        raise Ended(_("Others are joined to this case. Join the other one to this case instead."))
    row.state, row.joined_to = State.JOINED, main
    deadlines.take_up(row, at)
    deadlines.stop(row, at, done=False)
    row.classified_at = row.classified_at or at
    shared.save(row, "state", "joined_to", "taken_up_at", "classified_at", "clock", "taking")
    shared.save(main)
    shared.tell(row, Event.Kind.JOINED, at=at, by=by, to_sender=True, to=main.reference)
    shared.tell(main, Event.Kind.JOINED, at=at, by=by, joined=row.reference)
    shared.log("joined", row, by=by, at=at, to=main.reference)
    return row
