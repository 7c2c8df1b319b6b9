"""What a channel is, and which ones are open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

NAMES = {"mail": _("e-mail"), "sms": _("SMS"), "zalo": _("Zalo")}


class NoAddress(Exception):
    """This person cannot be reached by this channel; there is no use in trying again."""


class Unreachable(Exception):
    """The channel does not answer now; try again later."""


@dataclass(frozen=True)
class Outgoing:
    """What leaves: fixed words, reference numbers and links; the same `reference` at every attempt."""

    reference: str
    recipient: Any
    subject: str
    body: str


class Channel(Protocol):
    """A way out. `send` either returns, and the letter is out, or raises."""

    name: str

    def reaches(self, recipient: Any) -> bool:
        """Whether this person can be reached this way."""
        ...

    def send(self, outgoing: Outgoing) -> None:
        """:raises NoAddress: for good; anything else raised is tried again"""
        ...


def opened() -> dict[str, Channel]:
    """The channels of this installation, by name."""
    return {name: import_string(path)(name) for name, path in settings.NOTIFICATION_CHANNELS.items()}


def label(name: str) -> str:
    return str(NAMES.get(name, name))
