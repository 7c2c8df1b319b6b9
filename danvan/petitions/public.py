"""
The door of petitions for the portal and for Open311: what everybody may see and do, as plain values (nothing else).

Whoever holds a receipt code follows their own matter with it; every other function shows published parts only. `at` comes
from `danvan.common.clock.now()`. Refusals are `DomainError`s whose message may be shown as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile

from danvan.petitions.shapes import (
    Conduct,
    Contact,
    Filters,
    Gate,
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


def gate() -> Gate:
    """The question asked before anything is typed, with the lawful door for what is not taken here."""
    raise NotImplementedError


def options(on: date) -> Options:
    """Kinds, topics and urgencies a sender may choose."""
    raise NotImplementedError


def new_key() -> str:
    """256 random bits for the hidden field of the form: a second press then gives the same receipt (R-40)."""
    raise NotImplementedError


def warnings(text: str) -> tuple[Warned, ...]:
    """Personal data in a text, for the one who typed it, before it is sent."""
    raise NotImplementedError


def preview(*, text: str, topic: str, place: str, urgency: str = "normal", at: datetime) -> Preview:
    """What would become public, what never does, who will answer and by when. Writes nothing. `place` is a unit's code."""
    raise NotImplementedError


def send(
    *, gate: str, kind: str, text: str, topic: str, place: str, key: str, at: datetime, where: str = "",
    contact: Contact | None = None, files: Sequence[UploadedFile] = (), wants_public: bool = False,
    urgency: str = "normal", latitude: Decimal | None = None, longitude: Decimal | None = None,
    channel: str = "portal",
) -> Receipt:  # fmt: skip
    """
    Take in a matter. `gate` is the code of the door chosen first; `place` a unit's code or ""; `key` comes from `new_key`.

    The same key with the same content gives the same receipt and makes nothing twice.

    :raises NotTaken: when the gate leads elsewhere, with the lawful door in its message
    :raises Incomplete: naming the field in `detail["field"]`
    :raises Refused: when a file is not taken
    """
    raise NotImplementedError


def receipt_qr(code: str) -> str:
    """The code as a QR picture: a ``data:image/svg+xml`` address for an <img>."""
    raise NotImplementedError


def follow(code: str, *, at: datetime) -> View | None:
    """
    The matter of a receipt code, however it was typed; None when there is none.

    :raises TooManyTries: (429) after many wrong codes in a short time; a right code always opens
    """
    raise NotImplementedError


def attachment(code: str, id: str) -> tuple[str, str, bytes] | None:
    """Name, content type and bytes of a picture or paper of the matter of this code; None when there is none."""
    raise NotImplementedError


def add_information(
    code: str, *, text: str, key: str, at: datetime, files: Sequence[UploadedFile] = ()
) -> View:
    """:raises NoSuchCode, TooManyTries, Incomplete, Ended: each says what to do"""
    raise NotImplementedError


def rate(code: str, *, score: int, settled: bool, key: str, at: datetime, comment: str = "") -> View:
    """1 to 5, and whether the matter is settled; may be changed until the matter is closed."""
    raise NotImplementedError


def reopen(code: str, *, reason: str, key: str, at: datetime) -> View:
    """Once, within the set time after the answer. :raises Ended: when that time has passed or it was reopened before"""
    raise NotImplementedError


def choose_publication(code: str, *, wanted: bool, at: datetime) -> View:
    """The sender agrees to publication, or takes the consent back: then it is off the public pages at once."""
    raise NotImplementedError


def published(filters: Filters, *, on: date) -> PublishedPage:
    """Published matters, the newest first."""
    raise NotImplementedError


def published_one(reference: str, *, on: date) -> Published | None:
    raise NotImplementedError


def services_list(on: date) -> tuple[ServiceType, ...]:
    """The service types of Open311: the topics of the closed list."""
    raise NotImplementedError


def conduct(
    starts_on: date, ends_on: date, *, unit_codes: Sequence[str] | None = None
) -> tuple[Conduct, ...]:
    """Speed beside outcome and satisfaction by unit; numbers under 5 are withheld (None)."""
    raise NotImplementedError


def reception_days(on: date, *, unit_code: str = "", days: int = 60) -> tuple[PostedDay, ...]:
    """Posted reception days from a day on, by day; moved ones say where to."""
    raise NotImplementedError
