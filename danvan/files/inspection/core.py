"""The one door: name, first bytes and structure must agree."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import puremagic
from django.utils.translation import gettext as _

from danvan.files.inspection import office, pdf, pictures, text
from danvan.files.refusals import Refused

MAX_BYTES = 10 * 1024 * 1024
HEAD = 512
# The signature that antivirus products agree to call a virus; cut in two so that this file is none.
TEST_VIRUS = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE"


@dataclass(frozen=True)
class Kind:
    """`check` gets the whole content and returns how many of its bytes are the file, or raises `Refused`."""

    extension: str
    content_type: str
    signature: bytes
    check: Callable[[bytes], int]


OFFICE = "application/vnd.openxmlformats-officedocument."
ARCHIVE = b"PK\x03\x04"
KINDS = {
    kind.extension: kind
    for kind in (
        Kind("xlsx", OFFICE + "spreadsheetml.sheet", ARCHIVE, office.check_xlsx),
        Kind("docx", OFFICE + "wordprocessingml.document", ARCHIVE, office.check_docx),
        Kind("pdf", "application/pdf", b"%PDF-", pdf.check),
        Kind("jpg", "image/jpeg", b"\xff\xd8\xff", pictures.check_jpeg),
        Kind("png", "image/png", b"\x89PNG\r\n\x1a\n", pictures.check_png),
        Kind("csv", "text/csv; charset=utf-8", b"", text.check_csv),
        Kind("txt", "text/plain; charset=utf-8", b"", text.check),
    )
}
SAME = {"jpeg": "jpg"}
EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,5})\Z")


@dataclass(frozen=True)
class Accepted:
    """A file that may be stored: its kind and its first `size` bytes; what hangs on behind is dropped."""

    kind: str
    size: int


def inspect(name: str, content: bytes) -> Accepted:
    """
    :raises Refused: when the file is empty, too large, of a kind not taken, or not what it says it is
    """
    kind = KINDS[kind_of(name)]
    if not content:
        raise Refused("empty", _("The file is empty. Choose the file again."))
    if len(content) > MAX_BYTES:
        raise too_large()
    if TEST_VIRUS in content:
        raise Refused("virus", _("The file carries a virus signature. Have this computer checked."))
    if not _signature_agrees(kind, content[:HEAD]):
        raise Refused(
            "mismatch",
            _("The file is named .%(extension)s but is something else. Save it anew in that format.")
            % {"extension": kind.extension},
        )
    size = kind.check(content)
    if kind.check not in (office.check_docx, office.check_xlsx) and zipfile.is_zipfile(
        io.BytesIO(content[:size])
    ):
        raise Refused("polyglot", _("The file is two files in one. Save it anew in its own program."))
    return Accepted(kind.extension, size)


def kind_of(name: str) -> str:
    """
    The kind a file's name promises.

    :raises Refused: when that kind is not taken
    """
    found = EXTENSION.search(name)
    extension = found[1].lower() if found else ""
    extension = SAME.get(extension, extension)
    if extension not in KINDS:
        raise Refused(
            "kind",
            _("Files of this kind are not taken. Taken are: %(kinds)s.")
            % {"kinds": ", ".join(f".{kind}" for kind in KINDS)},
        )
    return extension


def too_large() -> Refused:
    return Refused("too-large", _("The file is larger than 10 MB. Make it smaller or send it in parts."))


def _signature_agrees(kind: Kind, head: bytes) -> bool:
    """Our own signature and the library's opinion; the library knows no signature of plain text."""
    if not kind.signature:
        return True
    if not head.startswith(kind.signature):
        return False
    try:
        opinions = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return False
    return kind.extension in {opinion.extension.lstrip(".") for opinion in opinions}
