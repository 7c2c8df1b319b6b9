"""By which channels a sender can be told that something happened, and what an address has to look like for each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from danvan.notifications import channels
from danvan.petitions.errors import Incomplete
from danvan.petitions.shapes import Contact

_PHONE = re.compile(r"(?:\+84|0)\d{8,10}")
_BETWEEN = re.compile(r"[\s.\-()]+")


@dataclass(frozen=True)
class Addressee:
    """Who a channel sends to: as much of a person as it asks for, in memory for one letter. `username` is the case."""

    username: str
    email: str
    phone: str
    is_active: bool = True

    def __repr__(self) -> str:
        return f"Addressee({self.username})"


def choices() -> list[tuple[str, str]]:
    """(name, label) of the channels that reach people from here; one that only writes files is for trying out."""
    named = settings.NOTIFICATION_CHANNELS
    return [
        (name, channels.label(name))
        for name in named
        if settings.DEBUG or named[name] != settings.FOLDER_CHANNEL
    ]


def addressee(reference: str, contact: Contact) -> Addressee:
    return Addressee(reference, contact.email.strip(), _BETWEEN.sub("", contact.phone))


def check(tells_by: str, contact: Contact) -> None:
    """:raises Incomplete: for a channel that is closed here, or one for which no address was left"""
    if not tells_by:
        return
    if tells_by not in dict(choices()):
        raise Incomplete(_("Choose how you want to be told from the list."), field="tells_by")
    if tells_by == "mail":
        try:
            validate_email(contact.email.strip())
        except ValidationError:
            raise Incomplete(
                _("To be told by e-mail, write your e-mail address, or follow with the code alone."),
                field="email",
            ) from None
    elif not _PHONE.fullmatch(_BETWEEN.sub("", contact.phone)):
        raise Incomplete(
            _("To be told by telephone, write your telephone number, or follow with the code alone."),
            field="phone",
        )
