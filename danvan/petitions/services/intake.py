"""Taking a matter in, by whichever way it comes."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit.once import once
from danvan.organizations import permissions
from danvan.organizations import queries as organizations
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.petitions import contacting, deadlines, pictures, receipts, topics, vault
from danvan.petitions.errors import Incomplete
from danvan.petitions.models import Attachment, CaseKey, Event, Kind, Petition, Urgency
from danvan.petitions.queries.routing import suggest
from danvan.petitions.services import shared
from danvan.petitions.services.telling import tell_unit
from danvan.petitions.shapes import Contact, Receipt

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LIMITS = {"name": 120, "phone": 40, "email": 200, "address": 300}


@dataclass(frozen=True)
class Matter:
    """What somebody brings, cleaned. `unit` says who is in charge; without it the routing rules do."""

    kind: str
    text: str
    topic: str = "other"
    place: OrgUnit | None = None
    where: str = ""
    contact: Contact = Contact()
    urgency: str = Urgency.NORMAL
    wants_public: bool = False
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    received_at: datetime | None = None
    tells_by: str = ""


def take_in(
    *,
    matter: Matter,
    channel: str,
    key: str,
    at: datetime,
    by: Actor | None = None,
    files: Sequence[UploadedFile] = (),
    unit: OrgUnit | None = None,
) -> Receipt:
    """
    Take in a matter once per `key` (of at least 128 random bits) and give its receipt, whose code is kept nowhere.

    Officers (`by`) take in for their own `unit`; without `by` it comes from the sender.

    :raises Incomplete: naming the field
    :raises Refused: when a file is not taken
    :raises OutOfSight, NotAllowed: when `by` may not take in for the unit
    """
    matter = _checked(matter, at)
    if by is not None:
        assert unit is not None
        permissions.require(by, "edit", "petition", unit.pk)
    clean = pictures.clean_all(files)
    code = receipts.code_for(key)
    told = _digest(matter, channel, clean, unit)
    made = None
    with once(
        actor_id=by.user_id if by else 0, key=key, purpose="petitions.take_in", content=told
    ) as attempt:
        if attempt.fresh:
            made = _make(matter, channel, code, clean, unit, by, at)
            attempt.result = made.reference
    return _receipt(made, code) if made else receipt(attempt.result, code)


def receipt(reference: str, code: str) -> Receipt:
    """What stands on the receipt of a case that was taken in before."""
    row = Petition.unscoped.select_related("unit", "clock__rule", "taking").get(reference=reference)
    return _receipt(row, code)


def _receipt(row: Petition, code: str) -> Receipt:
    day = timezone.localtime(row.received_at).date()
    return Receipt(
        code=receipts.shown(code), reference=row.reference,
        unit=organizations.last_names([row.unit_id], day)[row.unit_id].name,
        unit_code=row.unit.code, received_at=row.received_at,
        take_up_by=row.taking.due_at if row.taking else row.received_at,
        due_at=row.due_at or row.received_at, reckoning=row.reckoning,
    )  # fmt: skip


def _checked(matter: Matter, at: datetime) -> Matter:
    matter = limited(matter)
    if not topics.known(matter.topic, timezone.localtime(at).date()):
        raise Incomplete(_("Choose a topic from the list."), field="topic")
    if matter.received_at is not None and matter.received_at > at:
        raise Incomplete(_("The day of receipt lies in time to come."), field="received_on")
    return matter


def limited(matter: Matter) -> Matter:
    """What holds for the words of a matter on any day. :raises Incomplete: naming the field"""
    text = shared.text_of(matter.text, "text", _("What happened"))
    where = shared.text_of(matter.where, "where", _("Where exactly"), needed=False, longest=300)
    if matter.kind not in Kind.values:
        raise Incomplete(_("Choose whether it is feedback or a recommendation."), field="kind")
    if matter.urgency not in Urgency.values:
        raise Incomplete(_("Choose how urgent it is."), field="urgency")
    for field, longest in LIMITS.items():
        value = getattr(matter.contact, field)
        if len(value) > longest:
            raise Incomplete(
                _("How to reach you: at most %(most)s signs fit here.") % {"most": longest}, field=field
            )
    cleaned = {
        field: shared.text_of(getattr(matter.contact, field), field, field, needed=False) for field in LIMITS
    }
    contacting.check(matter.tells_by, Contact(**cleaned))
    return replace(matter, text=text, where=where, contact=Contact(**cleaned))


def _make(
    matter: Matter, channel: str, code: str, clean: list[pictures.Clean], unit: OrgUnit | None, by: Actor | None,
    at: datetime,
) -> Petition:  # fmt: skip
    received_at = matter.received_at or at
    if unit is None:
        unit = suggest(matter.place, matter.topic, timezone.localtime(received_at).date()).unit
    row = Petition(
        reference=new_reference(), lookup=receipts.lookup(code), unit=unit, place=matter.place, kind=matter.kind,
        topic=matter.topic, channel=channel, urgency=matter.urgency, received_at=received_at,
        wants_public=matter.wants_public, tells_by=matter.tells_by,
    )  # fmt: skip
    case, keys = vault.begin(row)
    close_in(row, case, matter)
    deadlines.start_both(row, at)
    row.save(force_insert=True)
    CaseKey.objects.bulk_create(keys)
    attach(row, case, clean, at)
    Event.objects.create(petition=row, kind=Event.Kind.RECEIVED, at=received_at, unit=unit, to_sender=True,
                         by_id=by.user_id if by else None, data={"channel": channel})  # fmt: skip
    tell_unit(row, "petitions.received", at=at, but=by)
    shared.log("received", row, by=by, at=at, channel=channel, kind=row.kind, topic=row.topic)
    return row


def close_in(row: Petition, case: vault.Case, matter: Matter) -> None:
    """Seal the words and the contact into the row."""
    says = {
        "text": matter.text,
        "where": matter.where,
        "latitude": str(matter.latitude or ""),
        "longitude": str(matter.longitude or ""),
    }
    row.content = case.seal_json(vault.CONTENT, "text", says)
    row.contact = case.seal_json(vault.CONTACT, "contact", asdict(matter.contact)) if matter.contact else None


def attach(
    row: Petition,
    case: vault.Case,
    clean: Sequence[pictures.Clean],
    at: datetime,
    answer_id: int | None = None,
) -> list[Attachment]:
    """Seal files into the case."""
    made = []
    for one in clean:
        pk = uuid.uuid4()
        made.append(
            Attachment(
                id=pk, petition=row, answer_id=answer_id, kind=one.kind, size=len(one.content), at=at,
                name=case.seal(vault.CONTENT, f"name:{pk.hex}", one.name.encode()),
                box=case.seal(vault.CONTENT, f"file:{pk.hex}", one.content),
            )
        )  # fmt: skip
    Attachment.objects.bulk_create(made)
    return made


def new_reference() -> str:
    """A number that says nothing about how many there are: 8 signs, which no case has yet."""
    while True:
        signs = "".join(secrets.choice(SIGNS) for _place in range(8))
        reference = f"{signs[:4]}-{signs[4:]}"
        if not Petition.unscoped.filter(reference=reference).exists():
            return reference


def _digest(matter: Matter, channel: str, clean: list[pictures.Clean], unit: OrgUnit | None) -> list[object]:
    """What makes this request another one; stored only as a digest."""
    place = matter.place.pk if matter.place else None
    # The day of receipt only: the same letter sent again a second later is the same letter.
    day = timezone.localtime(matter.received_at).date().isoformat() if matter.received_at else None
    said = asdict(replace(matter, place=None, received_at=None)) | {"place": place, "received_on": day}
    said |= {"latitude": str(matter.latitude), "longitude": str(matter.longitude)}
    return [said, channel, unit.pk if unit else None, [[one.kind, len(one.content)] for one in clean]]
