"""Opening a file by what it is, within bounds of size and time."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePath

import pypdfium2
from django.utils.translation import gettext as _

from danvan.common.errors import DomainError
from danvan.files.inspection import office, xml
from danvan.files.refusals import Refused
from danvan.ingest.sources import legacy, plain

READABLE = (".txt", ".docx", ".pdf", ".html", ".htm")
MAX_BYTES = 50 * 1024 * 1024
MAX_PAGES = 2000
# A page with less than this many letters shows a picture of a text.
LETTERS_OF_A_PAGE = 20


class Unreadable(DomainError):
    """A file that cannot be read as text. `code` says why: kind, empty, too-large, locked, damaged, scan, encoding."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Source:
    """A text and where its pages begin (places in it; one page for what has none)."""

    name: str
    kind: str
    text: str
    pages: list[int] = field(default_factory=lambda: [0])
    # What the reader is told: an old code page that was converted.
    notes: list[str] = field(default_factory=list)

    def page_of(self, place: int) -> int:
        """Number of the page, from 1, that holds a place."""
        return sum(1 for start in self.pages if start <= place) or 1


def text_of(name: str, content: bytes) -> Source:
    """
    The text of a file; `name` tells only what kind is expected.

    :raises Unreadable: empty, too large, locked, damaged, a scan without text, of a kind or code page that is not read
    """
    ending = PurePath(name).suffix.lower()
    if ending not in READABLE:
        raise Unreadable(
            "kind",
            _("Only %(kinds)s are read. Save the file as one of these.") % {"kinds": ", ".join(READABLE)},
        )
    if not content.strip(b"\0 \r\n\t"):
        raise Unreadable("empty", _("The file is empty. Choose the file again."))
    if len(content) > MAX_BYTES:
        raise Unreadable("too-large", _("The file is larger than 50 MB. Split it and read the parts."))
    if content.startswith(b"%PDF-"):
        return _pdf(name, content)
    if content.startswith(b"PK\x03\x04"):
        return _docx(name, content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            "locked",
            _(
                "The file is an old or password-protected Word file. Open it in Word, save it as .docx without a password."
            ),
        )
    if ending in (".pdf", ".docx"):
        raise Unreadable(
            "damaged",
            _("The file is named %(ending)s but is something else. Save it anew in that format.")
            % {"ending": ending},
        )
    return _text(name, content, ending)


def _text(name: str, content: bytes, ending: str) -> Source:
    found = plain.decoded(content)
    if found is None:
        raise Unreadable("encoding", _("These bytes are no text. Save the file as text in UTF-8."))
    text, written_in = found
    if ending != ".txt":
        text = plain.of_html(text)
    text, font = legacy.converted(text) if written_in not in ("TCVN3", "VNI") else (text, written_in)
    if not text.strip():
        raise Unreadable("empty", _("The file holds no text."))
    return Source(name, ending.lstrip("."), text, notes=_old(font))


def _old(font: str) -> list[str]:
    if not font:
        return []
    return [
        _("The text was set in an old font (%(font)s) and was turned into Unicode. Check names and capitals.")
        % {"font": font}
    ]


def _docx(name: str, content: bytes) -> Source:
    try:
        office.check_docx(content)
    except Refused as refusal:
        if refusal.code not in ("macro", "active", "external"):
            raise Unreadable("damaged", refusal.message) from refusal
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [
                part for part in ("word/document.xml", "word/footnotes.xml") if part in archive.namelist()
            ]
            if not parts:
                raise Unreadable("damaged", _("This is no Word document. Save it anew as .docx."))
            text = "\n".join(_words(archive.read(part)) for part in parts).strip()
    except (zipfile.BadZipFile, RuntimeError, KeyError, NotImplementedError, EOFError, OSError) as error:
        raise Unreadable(
            "damaged", _("The file is damaged. Open it in its program and save it anew.")
        ) from error
    except Refused as refusal:
        raise Unreadable("damaged", refusal.message) from refusal
    if not re.search(r"\w", text):
        raise Unreadable(
            "scan",
            _(
                "The document holds pictures but no text. The file is kept; send one with text, or type the figures."
            ),
        )
    text, font = legacy.converted(text)
    return Source(name, "docx", text, notes=_old(font))


_BREAKS = {"p": "\n", "br": "\n", "cr": "\n", "tr": "\n", "tc": "\t", "tab": "\t", "noBreakHyphen": "-"}


def _words(part: bytes) -> str:
    """The letters of a part in the order they stand: a paragraph to a line, cells apart; deleted text is left out."""
    found: list[str] = []

    def element(name: str, attributes: dict[str, str]) -> None:
        if sign := _BREAKS.get(xml.local(name)):
            found.append(sign)

    def letters(name: str, data: str) -> None:
        if xml.local(name) == "t":
            found.append(data)

    xml.walk(part, element, letters)
    return re.sub(r"\n[\t ]+\n?", "\n", "".join(found))


def _pdf(name: str, content: bytes) -> Source:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("locked", _("The PDF is locked by a password. Save it without one.")) from error
        raise Unreadable(
            "damaged", _("The PDF is damaged. Print it to a new PDF and send that one.")
        ) from error
    with document:
        if len(document) > MAX_PAGES:
            raise Unreadable(
                "too-large", _("The PDF has more than %(most)s pages. Split it.") % {"most": MAX_PAGES}
            )
        pages, starts, place = [], [], 0
        for number in range(len(document)):
            try:
                page = document[number]
                words = page.get_textpage().get_text_bounded()
            except pypdfium2.PdfiumError as error:
                raise Unreadable(
                    "damaged", _("The PDF is damaged. Print it to a new PDF and send that one.")
                ) from error
            words = _unwrapped(words.replace("\r\n", "\n").replace("\ufffe", "-").replace("\x02", "-"))
            starts.append(place)
            pages.append(words)
            place += len(words) + 1
    text = "\n".join(pages)
    if sum(1 for sign in text if sign.isalpha()) < LETTERS_OF_A_PAGE * max(1, len(pages)) // 2:
        raise Unreadable(
            "scan",
            _(
                "The PDF shows scanned pages without text. The file is kept; send one with text, or type the figures."
            ),
        )
    changed, font = legacy.converted(text)
    return Source(name, "pdf", changed, starts if len(changed) == len(text) else [0], _old(font))


_WRAPPED = re.compile(r"(?<=[a-zà-ỹđ,;0-9(])\n(?=[a-zà-ỹđ0-9(])")


def _unwrapped(words: str) -> str:
    """Lines broken by the width of the page are joined: a small letter goes on where a small letter or a comma ended."""
    return _WRAPPED.sub(" ", words)
