"""E-mail through the one relay of the settings."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from danvan.notifications.channels.base import NoAddress, Outgoing


class Mail:
    """
    Plain text to the person's address.

    The Message-ID is made of the letter's reference, so that a letter sent again because the answer of the relay got
    lost is one letter for every mail system that looks.
    """

    def __init__(self, name: str):
        self.name = name

    def reaches(self, recipient: Any) -> bool:
        return bool(recipient.email)

    def send(self, outgoing: Outgoing) -> None:
        if not outgoing.recipient.email:
            raise NoAddress
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
        EmailMessage(
            subject=outgoing.subject,
            body=outgoing.body,
            to=[outgoing.recipient.email],
            headers={"Message-ID": f"<{outgoing.reference}@{domain}>", "Auto-Submitted": "auto-generated"},
        ).send()
