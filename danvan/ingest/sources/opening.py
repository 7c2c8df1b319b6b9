"""
Opening a file by what it is, within bounds of size, memory and time.

Places (`start`, `end` of what is read) are counted in `Source.text`, in letters from 0: for a text file in UTF-8 or UTF-16
that is the file without its byte order mark, line ends as stored; for Word, PDF and web pages the text taken out of them;
for old fonts and code pages the text in Unicode.
"""

from __future__ import annotations

from pathlib import PurePath

from django.utils.translation import gettext as _

from danvan.ingest.sources import legacy, pdf, plain, tricks, web, word
from danvan.ingest.sources.source import MAX_BYTES, MAX_LETTERS, Source, Unreadable, too_long

READABLE = (".txt", ".docx", ".pdf", ".html", ".htm")
PAGES = (".html", ".htm")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names inside the container of old Office files, as they stand there in UTF-16.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


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
    if len(content) > MAX_BYTES:
        raise Unreadable("too-large", _("The file is larger than 50 MB. Split it and read the parts."))
    if not content.strip(b"\0 \r\n\t"):
        raise Unreadable("empty", _("The file is empty. Choose the file again."))
    if content.startswith(b"%PDF-"):
        pages, notes = pdf.pages_of_pdf(content)
        return _source(name, "pdf", pages, notes)
    if content.startswith(b"PK\x03\x04"):
        text, notes = word.text_of_docx(content)
        return _source(name, "docx", [text], notes)
    if content.startswith(OLD_OFFICE):
        raise _old_office(content)
    if ending in (".pdf", ".docx"):
        raise Unreadable(
            "damaged",
            _("The file is named %(ending)s but is something else. Save it anew in that format.")
            % {"ending": ending},
        )
    return _text(name, content, ending)


def is_encrypted(content: bytes) -> bool:
    """Whether this is an Office file behind a password (all kinds look alike then)."""
    return content.startswith(OLD_OFFICE) and ENCRYPTED in content


def _old_office(content: bytes) -> Unreadable:
    if is_encrypted(content):
        return Unreadable("locked", _("The file is locked by a password. Save it without one."))
    return Unreadable(
        "kind", _("This is a file of an old Word (.doc). Open it in Word and save it as .docx.")
    )


def _text(name: str, content: bytes, ending: str) -> Source:
    if content.startswith(b"{\\rtf"):
        raise Unreadable("kind", _("This is a file in RTF. Open it in Word and save it as .docx."))
    found = plain.decoded(content)
    if found is None:
        raise Unreadable(
            "encoding",
            _(
                "These bytes are no text, or in a code page that is not known here. Save the file as text in UTF-8."
            ),
        )
    text = web.text_of_page(found.text) if ending in PAGES else found.text
    notes = _old(found.name) if found.name in ("TCVN3", "VNI", "VISCII") else []
    if found.spoilt:
        notes.append(
            _(
                "%(count)s places could not be read (the first in line %(line)s): the file was damaged on its way."
            )
            % {"count": found.spoilt, "line": text.count("\n", 0, max(0, text.find("\ufffd"))) + 1}
        )
    return _source(name, ending.lstrip("."), [text], notes)


def _source(name: str, kind: str, pages: list[str], notes: list[str]) -> Source:
    """Pages as one text in Unicode, with what the reader is told."""
    whole = "\n".join(pages)
    if not whole.strip():
        raise Unreadable("empty", _("The file holds no text."))
    if len(whole) > MAX_LETTERS:
        raise too_long()
    _clean, told = tricks.cleaned(whole)
    font = legacy.font_of(whole)
    # Page by page, for letters become fewer and pages must begin where they begin.
    pages = [legacy.in_font(tricks.cleaned(page)[0], font) for page in pages]
    starts, place = [], 0
    for page in pages:
        starts.append(place)
        place += len(page) + 1
    return Source(name, kind, "\n".join(pages), starts, [*notes, *_old(font), *told])


def _old(font: str) -> list[str]:
    if not font:
        return []
    if font == "UTF-8":
        return [_("The text had been saved in a wrong encoding (“CÃ´ng tÃ¡c”) and was turned back.")]
    return [
        _("The text was set in an old font (%(font)s) and was turned into Unicode. Check names and capitals.")
        % {"font": font}
    ]
