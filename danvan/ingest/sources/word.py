"""
Words of a .docx: the main part and its notes, as a person would read them on paper. Nothing else of the archive is unpacked.

Text boxes that Word keeps twice are read once; what was deleted, moved away or hidden is left out, and hiding is told.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from xml.parsers import expat

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.ingest.sources.source import MAX_LETTERS, Unreadable, damaged, too_long

MAX_PARTS = 5000
MAX_DIRECTORY = 2 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_PART = 40 * 1024 * 1024
MAX_ELEMENTS = 3_000_000
MAX_DEPTH = 256
_MAIN = re.compile(r"word/document\d*\.xml", re.IGNORECASE)
_NOTES = re.compile(r"word/(?:foot|end)notes\d*\.xml", re.IGNORECASE)
_END = b"PK\x05\x06"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, KeyError, EOFError, OSError, ValueError, OverflowError,
)  # fmt: skip
# Word keeps a text box once for itself and once for older programs; moved text stands where it was and where it went.
_SKIPPED = frozenset({"Fallback", "moveFrom", "instrText", "delText"})
_BREAKS = {"p": "\n", "tr": "\n", "tc": "\t"}
_BREAKS_IN_RUNS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}


def text_of_docx(content: bytes) -> tuple[str, list[str]]:
    """
    The text, and what the reader is told.

    :raises Unreadable: damaged, locked, too large, or a picture of a text
    """
    _check_directory(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise _bomb()
            wanted = [entry for entry in entries if _MAIN.fullmatch(entry.filename)][:1]
            if not wanted:
                raise Unreadable("damaged", _("This is no Word document. Save it anew as .docx."))
            wanted += [entry for entry in entries if _NOTES.fullmatch(entry.filename)]
            parts = [_part(archive, entry) for entry in wanted]
    except _BROKEN as error:
        raise damaged() from error
    words = _Words()
    for part in parts:
        words.read(part)
    text = re.sub(r"\n[\t ]+\n?", "\n", "".join(words.found)).strip()
    if not re.search(r"\w", text):
        raise Unreadable(
            "scan",
            _(
                "The document holds pictures but no text. The file is kept; send one with text, or type the figures."
            ),
        )
    return text, words.notes()


def _check_directory(content: bytes) -> None:
    """The list of parts is short enough to be looked at."""
    end = content.rfind(_END, max(0, len(content) - 65_600))
    if end < 0 or len(content) < end + 22:
        raise damaged()
    count = int.from_bytes(content[end + 10 : end + 12], "little")
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    if count > MAX_PARTS or size > MAX_DIRECTORY:
        raise damaged()


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & 1:
        raise Unreadable("locked", _("The file is locked by a password. Save it without one."))
    if entry.file_size > MAX_PART:
        raise _bomb()
    with archive.open(entry) as packed:
        # In pieces of its own size: a part may unpack to more than it says.
        return packed.read(entry.file_size + 1)


def _bomb() -> Unreadable:
    return Unreadable(
        "too-large",
        _(
            "The file unpacks to far more than a report holds. Open it, copy its text into a new file and send that."
        ),
    )


class _Words:
    """The letters of parts in the order they stand: a paragraph to a line, cells apart."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.hidden = 0
        self._letters = self._elements = 0
        self._path: list[str] = []
        # Depth at which something left out began, 0 outside of it; whether the run at hand is hidden.
        self._left_out = 0
        self._unseen = False

    def read(self, part: bytes) -> None:
        """:raises Unreadable: damaged XML, a document type, more than a report holds"""
        self._path, self._left_out, self._unseen = [], 0, False
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ExternalEntityRefHandler = (
            _declared
        )
        try:
            parser.Parse(part, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise damaged() from error
        self.found.append("\n")

    def notes(self) -> list[str]:
        if not self.hidden:
            return []
        told = ngettext(
            "%(count)s sign of hidden text was left out.",
            "%(count)s signs of hidden text were left out.",
            self.hidden,
        )
        return [told % {"count": self.hidden}]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        name = name.rpartition(" ")[2]
        self._path.append(name)
        if len(self._path) > MAX_DEPTH:
            raise damaged()
        if self._elements > MAX_ELEMENTS:
            raise too_long()
        if self._left_out:
            return
        if name in _SKIPPED:
            self._left_out = len(self._path)
        elif name == "r":
            self._unseen = False
        elif name == "vanish":
            said = next((value for key, value in attributes.items() if key.endswith(" val")), "true")
            self._unseen = "r" in self._path and said not in ("0", "false", "off")
        elif (
            sign := _BREAKS.get(name)
            or len(self._path) > 1
            and self._path[-2] == "r"
            and _BREAKS_IN_RUNS.get(name)
        ):
            self.found.append(sign)

    def _end(self, name: str) -> None:
        if len(self._path) == self._left_out:
            self._left_out = 0
        if self._path.pop() == "r":
            self._unseen = False

    def _data(self, data: str) -> None:
        if self._left_out or not self._path or self._path[-1] != "t":
            return
        if self._unseen:
            self.hidden += len(data)
            return
        self._letters += len(data)
        if self._letters > MAX_LETTERS:
            raise too_long()
        self.found.append(data)


def _declared(*_args: object) -> int:
    raise Unreadable(
        "damaged",
        _("The file declares a document type, which can load foreign content. Save it anew in its program."),
    )
