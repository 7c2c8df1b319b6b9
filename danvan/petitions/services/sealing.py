"""A denunciation that came by mistake: sealed for a lawful recipient, or handed over on paper and destroyed here (R-20)."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.petitions import deadlines, detection, recipients, vault
from danvan.petitions.errors import Ended, NoRecipient, PersonalData
from danvan.petitions.models import Answer, Attachment, Event, Petition, Publication, SealedRecord, State
from danvan.petitions.queries import reading
from danvan.petitions.services import shared


@transaction.atomic
def seal(
    *, petition: Petition, version: int, accused: OrgUnit | None, by: Actor, at: datetime
) -> SealedRecord:
    """
    Move contact, text and files into a sealed record and destroy both keys of the case, in one transaction.

    :raises NoRecipient: when nobody lawful has a key; then hand over on paper and `destroy`
    :raises Ended: when it was sealed or destroyed already
    """
    row = shared.taken(petition, version, by, "seal")
    _must_hold_something(row)
    day = timezone.localtime(at).date()
    recipient = recipients.recipient_for(row.unit_id, accused.pk if accused else None, day)
    if recipient is None:
        raise NoRecipient(
            _(
                "No recipient above your unit has a key, so nothing can be sealed. Print the case, "
                "hand it over on paper to the office that takes denunciations, then destroy it here."
            )
        )
    plain = json.dumps(_everything(row), ensure_ascii=False).encode()
    made = SealedRecord.objects.create(
        petition=row, unit=recipient.unit, recipient=recipient.fingerprint, box=recipients.seal(recipient, plain),
        emergency=recipients.seal_for_emergency(plain), sealed_on=day,
    )  # fmt: skip
    _empty(row, at)
    shared.log("sealed", row, by=by, at=at, to=recipient.unit.code)
    return made


@transaction.atomic
def destroy(*, petition: Petition, version: int, handed_to: str, by: Actor, at: datetime) -> None:
    """
    Destroy what is kept of a denunciation that was handed over on paper. `handed_to` names the office, for the log.

    :raises Ended: when it was sealed or destroyed already, or a recipient has a key
    """
    row = shared.taken(petition, version, by, "seal")
    _must_hold_something(row)
    office = shared.text_of(handed_to, "handed_to", _("Office that took it over"), longest=200)
    if detection.find(office):
        raise PersonalData(
            _("Name the office only, no person: this stands in the log for ever."), field="handed_to"
        )
    _empty(row, at)
    shared.log("destroyed", row, by=by, at=at, handed_to=office)


def _must_hold_something(row: Petition) -> None:
    if row.state == State.SEALED:
        raise Ended(_("This case is sealed already."))
    if row.content is None:
        raise Ended(_("The text of this case is not kept here any more."))


def _everything(row: Petition) -> dict[str, object]:
    """All that was written and sent, for the recipient; the case's number inside is compared after opening (R-22)."""
    case = vault.of(row)
    files = [
        {
            "name": case.open(vault.CONTENT, f"name:{one.pk.hex}", one.name).decode(),
            "kind": one.kind,
            "content": base64.b64encode(case.open(vault.CONTENT, f"file:{one.pk.hex}", one.box)).decode(),
        }
        for one in Attachment.objects.filter(petition=row).order_by("at", "pk")
    ]
    said = [
        words
        for event in Event.objects.filter(petition=row).order_by("at", "pk")
        if (words := reading.words(event, case))
    ]
    return {
        "format": 1,
        "case": row.reference,
        "contact": asdict(reading.contact(row, case))
        if row.contact is not None and case.holds(vault.CONTACT)
        else {},
        "content": asdict(reading.content(row, case)),
        "said": said,
        "files": files,
    }


def _empty(row: Petition, at: datetime) -> None:
    """Nothing of the sender stays: words, files, public text, the exact hour, and both keys."""
    vault.overwrite()
    Attachment.objects.filter(petition=row).delete()
    Answer.objects.filter(petition=row).update(body=None)
    Publication.objects.filter(petition=row).delete()
    Event.objects.filter(petition=row).delete()
    vault.destroy(row, [vault.CONTACT, vault.CONTENT], at)
    day = timezone.localtime(row.received_at).replace(hour=0, minute=0, second=0, microsecond=0)
    row.contact = row.content = None
    deadlines.stop(row, at, done=False)
    deadlines.take_up(row, at, done=False)
    row.state, row.closed_at, row.wants_public, row.joined_to = State.SEALED, at, False, None
    row.received_at, row.topic, row.place, row.score, row.settled = day, "", None, None, None
    shared.save(
        row, "contact", "content", "state", "closed_at", "clock", "taking", "wants_public", "joined_to",
        "received_at", "topic", "place", "score",
        "settled",
    )  # fmt: skip
    shared.tell(row, Event.Kind.SEALED, at=at, to_sender=True)
