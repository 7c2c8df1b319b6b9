"""
The door of petitions for the portal and for Open311: what everybody may see and do, as plain values (nothing else).

Whoever holds a receipt code follows their own matter with it; every other function shows published parts only. `at` comes
from `danvan.common.clock.now()`. Refusals are `DomainError`s whose message may be shown as it is. Where a letter was split,
`part` is the number of the matter that is meant; the first one when left out.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from danvan.organizations import queries as organizations
from danvan.organizations.models import OrgUnit
from danvan.petitions import contacting, deadlines, detection, pictures, receipts, topics
from danvan.petitions.errors import Incomplete, NoSuchCode, NotTaken
from danvan.petitions.gate import gate
from danvan.petitions.models import Channel, Kind, Urgency
from danvan.petitions.queries import following, reception, routing
from danvan.petitions.queries import published as shown
from danvan.petitions.services import intake, sender
from danvan.petitions.shapes import (
    Conduct,
    Contact,
    Filters,
    Options,
    PostedDay,
    Preview,
    Published,
    PublishedPage,
    Receipt,
    ServiceType,
    View,
    Warned,
)

__all__ = [
    "Contact", "Filters", "add_information", "attachment", "choose_publication", "conduct", "end_messages", "follow",
    "gate", "new_key", "options", "preview", "Published", "published", "published_one", "rate", "receipt_qr",
    "reception_days", "reopen", "send", "services_list", "warnings",
]  # fmt: skip


def options(on: date) -> Options:
    """Kinds, topics and urgencies a sender may choose."""
    kinds = (Kind.FEEDBACK, Kind.RECOMMENDATION)
    return Options(
        kinds=tuple((str(kind), str(kind.label)) for kind in kinds),
        topics=tuple(topics.choices(on)),
        urgencies=tuple((value, str(label)) for value, label in Urgency.choices),
        tellings=tuple(contacting.choices()),
    )


def new_key() -> str:
    """256 random bits for the hidden field of the form: a second press then gives the same receipt (R-40)."""
    return secrets.token_urlsafe(32)


def warnings(text: str) -> tuple[Warned, ...]:
    """Personal data in a text, for the one who typed it, before it is sent."""
    return tuple(
        Warned(piece.kind, str(detection.LABELS[piece.kind]), piece.text) for piece in detection.find(text)
    )


def preview(*, text: str, topic: str, place: str, urgency: str = "normal", at: datetime) -> Preview:
    """What would become public, what never does, who will answer and by when. Writes nothing. `place` is a unit's code."""
    on = timezone.localtime(at).date()
    unit = routing.suggest(_place(place), topic, on).unit
    rule = deadlines.ANSWER.get(urgency, deadlines.ANSWER["normal"])
    limit = deadlines.reckon(rule, unit.pk, at)
    bare, kinds = detection.redact(text)
    return Preview(
        text=bare,
        removed=detection.removed_words(kinds),
        warnings=warnings(text),
        never_public=(
            _("your name and how to reach you"),
            _("your pictures and papers"),
            _("your receipt code"),
        ),
        unit=organizations.last_names([unit.pk], on)[unit.pk].name,
        unit_code=unit.code,
        due_on=timezone.localtime(limit.due_at).date(),
        reckoning=limit.words(get_language() or "vi"),
    )


def send(
    *, gate: str, kind: str, text: str, topic: str, place: str, key: str, at: datetime, where: str = "",
    contact: Contact | None = None, files: Sequence[UploadedFile] = (), wants_public: bool = False,
    urgency: str = "normal", latitude: Decimal | None = None, longitude: Decimal | None = None,
    channel: str = "portal", tells_by: str = "",
) -> Receipt:  # fmt: skip
    """
    Take in a matter. `gate` is the code of the door chosen first; `place` a unit's code or ""; `key` comes from `new_key`.

    The same key with the same content gives the same receipt and makes nothing twice.

    `tells_by` is the channel of `options().tellings` by which the sender asks to be told that something happened.

    :raises NotTaken: when the gate leads elsewhere, with the lawful door in its message
    :raises Incomplete: naming the field in `detail["field"]`
    :raises Refused: when a file is not taken
    :raises BadKey, KeyReused: for no random key, or one used for another matter
    """
    _pass_gate(gate, kind)
    if channel not in (Channel.PORTAL, Channel.OPEN311):
        raise Incomplete(_("Senders come by the public page or by Open311."), field="channel")
    matter = intake.Matter(
        kind=kind, text=text, topic=topic, place=_place(place), where=where, contact=contact or Contact(), urgency=urgency,
        wants_public=wants_public, latitude=_within(latitude, 90), longitude=_within(longitude, 180), tells_by=tells_by,
    )  # fmt: skip
    return intake.take_in(matter=matter, channel=channel, key=key, files=files, at=at)


def receipt_qr(code: str) -> str:
    """The code as a QR picture: a ``data:image/svg+xml`` address for an <img>."""
    return receipts.qr(code)


def follow(code: str, *, at: datetime) -> View | None:
    """
    The matter of a receipt code, however it was typed; None when there is none.

    :raises TooManyTries: (429) after many wrong codes in a short time; a right code always opens
    """
    try:
        row = sender.by_code(code)
    except NoSuchCode:
        return None
    parts = tuple(
        following.view(part, at, why_not_reopen=sender.why_not_reopen(part, at), part=part.reference)
        for part in row.parts.select_related(
            "unit", "place", "joined_to__clock__rule", "clock__rule", "complaint"
        ).order_by("pk")
    )
    return following.view(row, at, why_not_reopen=sender.why_not_reopen(row, at), parts=parts)


def end_messages(code: str, *, at: datetime, part: str = "") -> None:
    """The sender of this code is told nothing more by itself. :raises NoSuchCode, TooManyTries:"""
    sender.end_messages(code=code, at=at, part=part)


def attachment(code: str, id: str, part: str = "") -> tuple[str, str, bytes] | None:
    """Name, content type and bytes of a picture or paper of the matter of this code; None when there is none."""
    try:
        found = following.file_of(sender.by_code(code, part), id)
    except NoSuchCode:
        return None
    return (found[0], pictures.TYPES[found[1]], found[2]) if found else None


def add_information(
    code: str, *, text: str, key: str, at: datetime, files: Sequence[UploadedFile] = (), part: str = ""
) -> View:
    """:raises NoSuchCode, TooManyTries, Incomplete, Ended: each says what to do"""
    sender.add_information(code=code, text=text, key=key, at=at, files=files, part=part)
    return _again(code, at)


def rate(
    code: str, *, score: int, settled: bool, key: str, at: datetime, comment: str = "", part: str = ""
) -> View:
    """1 to 5, and whether the matter is settled; the last word counts. :raises Ended: before there is an answer"""
    sender.rate(code=code, score=score, settled=settled, key=key, at=at, comment=comment, part=part)
    return _again(code, at)


def reopen(code: str, *, reason: str, key: str, at: datetime, part: str = "") -> View:
    """Once, within the set time after the answer. :raises Ended: when that time has passed or it was reopened before"""
    sender.reopen(code=code, reason=reason, key=key, at=at, part=part)
    return _again(code, at)


def choose_publication(code: str, *, wanted: bool, at: datetime, part: str = "") -> View:
    """The sender agrees to publication, or takes the consent back: then it is off the public pages at once."""
    sender.choose_publication(code=code, wanted=wanted, at=at, part=part)
    return _again(code, at)


def published(filters: Filters, *, on: date) -> PublishedPage:
    """Published matters, the newest first."""
    return shown.published(filters, on)


def published_one(reference: str, *, on: date) -> Published | None:
    return shown.published_one(reference, on)


def services_list(on: date) -> tuple[ServiceType, ...]:
    """The service types of Open311: the topics of the closed list."""
    return shown.services_list(on)


def conduct(
    starts_on: date, ends_on: date, *, unit_codes: Sequence[str] | None = None
) -> tuple[Conduct, ...]:
    """Speed beside outcome and satisfaction by unit, of what was received between two days; numbers 1 to 4 are withheld."""
    return shown.conduct(starts_on, ends_on, unit_codes)


def reception_days(on: date, *, unit_code: str = "", days: int = 60) -> tuple[PostedDay, ...]:
    """Posted reception days from a day on, by day; moved ones say where to."""
    return reception.posted(on, unit_code=unit_code, days=days)


def _again(code: str, at: datetime) -> View:
    found = follow(code, at=at)
    assert found is not None
    return found


def _place(code: str) -> OrgUnit | None:
    if not code.strip():
        return None
    unit = OrgUnit.objects.filter(code=code.strip().upper()).first()
    if unit is None:
        raise Incomplete(_("Choose a place from the list."), field="place")
    return unit


def _within(value: Decimal | None, most: int) -> Decimal | None:
    if value is not None and not (value.is_finite() and abs(value) <= most):
        raise Incomplete(_("The point on the map is no place."), field="place")
    return value.quantize(Decimal("0.00001")) if value is not None else None


def _pass_gate(code: str, kind: str) -> None:
    door = gate().door(code)
    if door is None:
        raise Incomplete(_("Answer the first question: what is it about?"), field="gate")
    if not door.open:
        raise NotTaken(" ".join((door.title + ".", *door.text)), door=door.code)
    if kind not in (Kind.FEEDBACK, Kind.RECOMMENDATION):
        raise Incomplete(_("Choose whether it is feedback or a recommendation."), field="kind")
