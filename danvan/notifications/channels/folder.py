"""A channel that writes into a folder instead of sending: for development, and for trying out SMS and Zalo."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings

from danvan.notifications.channels.base import Outgoing


class Folder:
    """
    One text file per letter in ``outbox/<channel>/``. Its name is the letter's reference: a letter written twice is
    there once. No address is written.
    """

    def __init__(self, name: str):
        self.name = name

    def reaches(self, recipient: Any) -> bool:
        return True

    def send(self, outgoing: Outgoing) -> None:
        folder: Path = settings.HOME / "outbox" / self.name
        folder.mkdir(parents=True, exist_ok=True)
        half = folder / f".{outgoing.reference}.{os.getpid()}"
        with half.open("w", encoding="utf-8") as file:
            file.write(f"{outgoing.recipient.username}\n{outgoing.subject}\n\n{outgoing.body}")
            file.flush()
            os.fsync(file.fileno())
        half.replace(folder / f"{outgoing.reference}.txt")
