"""What a file is called: text to show, never a path."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from danvan.common import vietnamese
from danvan.files.refusals import Refused

MAX_LENGTH = 200
DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
FOLDERS = re.compile(r"[/\\]")


def clean(name: str) -> str:
    """
    The last part of what the browser called the file, composed, nothing invisible in it, at most 200 long.

    :raises Refused: when the name holds control characters or turns its own direction around
    """
    name = vietnamese.nfc(FOLDERS.split(name)[-1]).strip()
    if DIRECTIONS.search(name) or any(
        unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in name
    ):
        raise Refused(
            "name", _("The name of the file holds hidden characters. Rename the file and send it again.")
        )
    name = "".join(sign for sign in name if unicodedata.category(sign) != "Cf")
    stem, dot, extension = name.rpartition(".")
    return (
        name
        if len(name) <= MAX_LENGTH
        else stem[: MAX_LENGTH - len(extension) - 1].rstrip() + dot + extension
    )
