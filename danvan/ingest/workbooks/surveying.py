"""
A look into a workbook before it is read: whether reading it stays within bounds, and what its values alone do not tell.

The compiled reader lays a sheet out as a full rectangle and gives each cell its own copy of a shared text: two cells in opposite
corners, or a long text in many cells, would take more memory than any machine has. Forms as they went out are looked at by
searching their bytes; whatever is written otherwise is walked through element by element.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from danvan.files.inspection import archives
from danvan.files.inspection.office import FORBIDDEN_PARTS
from danvan.files.refusals import Refused
from danvan.ingest.sources.opening import OLD_OFFICE, is_encrypted

MOST_SHEETS = 1200
MOST_ROWS = 5000
MOST_COLUMNS = 1000
MOST_CELLS = 1_000_000
# Elements walked through in one workbook: seconds of work.
MOST_ELEMENTS = 4_000_000
MOST_LETTERS = 64 * 1024 * 1024
MAX_BYTES = 10 * 1024 * 1024
MAX_DEPTH = 256
BOOK, RELATIONS, STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedstrings.xml"
_CELLS = b"sheetData"
# XML in UTF-16: no program writes workbooks so, and nothing could be found in it by searching bytes.
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
# Parts of other kinds of workbooks, which the reader would try if it could not read this one.
_OTHER_KINDS = frozenset({"content.xml", "xl/workbook.bin"})
# Cells and rows that are not written as Excel and we write small sheets: to be walked through.
_ODD = (
    re.compile(rb'<c(?! r="[A-Z][0-9]{1,4}")[\s/>]'),
    re.compile(rb'<row(?! r="[0-9]{1,4}")[\s/>]'),
    re.compile(rb":c[\s/>]"),
    re.compile(rb":row[\s/>]"),
)
_ERROR = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]* t="e"[^>]*>(?:<f[^>]*(?:/>|>[^<]*</f>))?<v>([^<]{1,20})')
_FORMULA = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)(<v>[^<])?')
_HIDDEN = re.compile(rb'<(row|col)\b[^>]* hidden="(?:1|true)"')
# The reader makes room for as many texts, styles and so on as a part says that it has, before it looks for them.
_BOAST = re.compile(rb"ount\s*=\s*[\"'](?:\s*\+?\d{7}|[^\"'<>]*&)")
_REFERENCE = re.compile(r"([A-Z]{1,7})([0-9]{1,10})")

Place = tuple[int, int]


class NoWorkbook(Exception):
    """The bytes are no workbook that can be opened. The text says why, for people."""


@dataclass
class Survey:
    """
    What the values of a sheet do not tell, by (row, column) counted from 0: errors as Excel shows them, cells with a formula,
    and those of them whose value was never saved. `hidden` names what is hidden: "sheet", "row", "col".
    """

    errors: dict[Place, str] = field(default_factory=dict)
    formulas: set[Place] = field(default_factory=set)
    unsaved: set[Place] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)


def survey(content: bytes) -> dict[str, Survey]:
    """
    Each sheet by name.

    :raises NoWorkbook: no workbook, locked, damaged, active, or larger than a report can be
    """
    parts = _parts(content)
    sheets = _sheets(parts)
    strings = parts.get(STRINGS, b"")
    surveys: dict[str, Survey] = {}
    elements, referring = [0], 0
    # Every part with cells, whatever the list of sheets says of it: the reader may understand that list otherwise.
    for path, part in parts.items():
        if _CELLS in part:
            referring += part.count(b't="s"')
            inside = _inside(part)
            if _is_plain(inside):
                surveys[path] = _by_bytes(inside, part)
            else:
                surveys[path] = _Walk(elements, strings).survey(part, _named(sheets, path))
    if referring * len(strings) > 4 * MOST_LETTERS:
        for path in surveys:
            _Walk(elements, strings).survey(parts[path], _named(sheets, path))
    found: dict[str, Survey] = {}
    for name, (path, hidden) in sheets.items():
        one = surveys.get(path, Survey())
        found[name] = Survey(
            one.errors, one.formulas, one.unsaved, one.hidden | ({"sheet"} if hidden else set())
        )
    return found


def _named(sheets: Mapping[str, tuple[str, bool]], path: str) -> str:
    return next((name for name, (one, _hidden) in sheets.items() if one == path), path)


def _parts(content: bytes) -> dict[str, bytes]:
    """The parts that hold text, by name in small letters."""
    if is_encrypted(content):
        raise NoWorkbook(_("The workbook is locked by a password. Save it without one."))
    if content.startswith(OLD_OFFICE):
        raise NoWorkbook(
            _("This is a workbook of an old Excel (.xls). Open it in Excel and save it as .xlsx.")
        )
    if not content.startswith(b"PK\x03\x04"):
        raise NoWorkbook(_("This is no Excel workbook. Save it anew as .xlsx."))
    if len(content) > MAX_BYTES:
        raise NoWorkbook(_("The file is larger than 10 MB. Make it smaller or send it in parts."))
    found: dict[str, bytes] = {}
    try:
        for name, part in archives.parts(content):
            if FORBIDDEN_PARTS.search(name):
                raise NoWorkbook(
                    _(
                        "The workbook carries something active or embedded (%(what)s). Save it as .xlsx without it."
                    )
                    % {"what": name[:80]}
                )
            if part.startswith(_WIDE) or _BOAST.search(part):
                raise _damaged()
            if (
                _CELLS in part
                or name.lower().endswith((".xml", ".rels"))
                or part[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
            ):
                if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                    raise NoWorkbook(
                        _(
                            "The file declares a document type, which can load foreign content. Save it anew in its program."
                        )
                    )
                found[name.lower()] = part
    except Refused as refusal:
        raise NoWorkbook(refusal.message) from refusal
    if BOOK not in found or RELATIONS not in found or _OTHER_KINDS & found.keys():
        raise NoWorkbook(_("This is no Excel workbook. Save it anew as .xlsx."))
    return found


def _sheets(parts: Mapping[str, bytes]) -> dict[str, tuple[str, bool]]:
    """Name of each sheet -> its part, and whether it is hidden."""
    targets: dict[str, str] = {}
    named: list[tuple[str, str, bool]] = []

    def relation(name: str, said: dict[str, str]) -> None:
        if name.rpartition(" ")[2] == "Relationship":
            link, target = said.get("Id", ""), said.get("Target", "")
            if link in targets:
                raise _damaged()
            paths = (posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower(), target.lower())
            targets[link] = next((path for path in paths if path in parts), "")

    def sheet(name: str, said: dict[str, str]) -> None:
        if name.rpartition(" ")[2] == "sheet":
            links = {value for key, value in said.items() if key.endswith(" id")}
            if len(links) != 1 or any(said.get("name") == other for other, _link, _hidden in named):
                raise _damaged()
            named.append((said.get("name", ""), links.pop(), said.get("state", "visible") != "visible"))

    _walk(parts[RELATIONS], relation)
    _walk(parts[BOOK], sheet)
    if len(named) > MOST_SHEETS:
        raise NoWorkbook(_("The workbook has more than %(most)s sheets. Split it.") % {"most": MOST_SHEETS})
    found = {name: (targets[link], hidden) for name, link, hidden in named if targets.get(link)}
    if not found:
        raise NoWorkbook(_("The workbook has no sheet with cells. Save it anew as .xlsx."))
    return found


def _walk(part: bytes, start: Callable[[str, dict[str, str]], None]) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise _damaged() from error


def _inside(part: bytes) -> bytes:
    """What stands in the one element of cells; the whole part where that is not plain to see."""
    if not part.startswith(b"<") or part.count(_CELLS) != 2:
        return part
    start, end = part.find(b"<sheetData>"), part.find(b"</sheetData>")
    return part[start:end] if 0 <= start < end else part


def _is_plain(inside: bytes) -> bool:
    return inside.startswith(b"<") and b"='" not in inside and not any(odd.search(inside) for odd in _ODD)


def _by_bytes(part: bytes, whole: bytes) -> Survey:
    found = Survey()
    if b't="e"' in part:
        for match in _ERROR.finditer(part):
            found.errors[_place(match[1].decode(), match[2].decode())] = match[3].decode("utf-8", "replace")
    if b"<f" in part:
        for match in _FORMULA.finditer(part):
            place = _place(match[1].decode(), match[2].decode())
            found.formulas.add(place)
            if not match[3]:
                found.unsaved.add(place)
    if b' hidden="' in whole:
        found.hidden |= {match[1].decode() for match in _HIDDEN.finditer(whole)}
    return found


def _place(column: str, row: str) -> Place:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return int(row) - 1, number - 1


class _Walk:
    """One sheet, element by element. What it would take is measured by the cells that have a value."""

    def __init__(self, elements: list[int], strings: bytes) -> None:
        self._elements = elements
        self._lengths = self._lengths_of(strings)
        self.found = Survey()
        self._row = self._column = -1
        self._lowest = self._furthest = -1
        self._letters = 0
        self._kind = self._text = ""
        self._inside = ""
        self._has_formula = self._has_value = False
        self._depth = 0

    def survey(self, part: bytes, name: str) -> Survey:
        self._name = name
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._data
        try:
            parser.Parse(part, True)
        except (expat.ExpatError, LookupError, ValueError, OverflowError) as error:
            raise _damaged() from error
        return self.found

    def _lengths_of(self, strings: bytes) -> list[int]:
        lengths: list[int] = []

        def start(name: str, _said: dict[str, str]) -> None:
            self._count()
            if name.rpartition(" ")[2] == "si":
                lengths.append(0)

        def data(said: str) -> None:
            if lengths:
                lengths[-1] += len(said)

        if strings:
            parser = expat.ParserCreate(namespace_separator=" ")
            parser.buffer_text = True
            parser.StartElementHandler, parser.CharacterDataHandler = start, data
            try:
                parser.Parse(strings, True)
            except (expat.ExpatError, LookupError, ValueError) as error:
                raise _damaged() from error
        return lengths

    def _count(self) -> None:
        self._elements[0] += 1
        if self._elements[0] > MOST_ELEMENTS:
            raise NoWorkbook(
                _(
                    "The workbook holds far more cells than a report. Copy what counts into a new one and send that."
                )
            )

    def _start(self, name: str, said: dict[str, str]) -> None:
        self._count()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _damaged()
        name = name.rpartition(" ")[2]
        if name == "row":
            row = said.get("r", "")
            self._row = int(row) - 1 if row.isdecimal() and len(row) < 11 else self._row + 1
            self._column = -1
        elif name == "c":
            if reference := _REFERENCE.fullmatch(said.get("r", "")):
                self._row, self._column = _place(reference[1], reference[2])
            elif "r" in said:
                raise _damaged()
            else:
                self._column += 1
            self._kind, self._has_formula, self._has_value = said.get("t", "n"), False, False
        elif name == "f":
            self._has_formula = True
        if name in ("row", "col") and said.get("hidden") in ("1", "true"):
            self.found.hidden.add(name)
        self._inside, self._text = name, ""

    def _data(self, said: str) -> None:
        if self._inside in ("v", "t"):
            self._text += said[:64]
            self._has_value = True
            self._within_bounds()

    def _end(self, name: str) -> None:
        self._depth -= 1
        name = name.rpartition(" ")[2]
        if name == "v" and self._kind == "e":
            self.found.errors[self._row, self._column] = self._text[:20]
        elif name == "v" and self._kind == "s" and self._text.strip().isdecimal():
            index = int(self._text.strip()[:9])
            self._letters += self._lengths[index] if index < len(self._lengths) else 0
            if self._letters > MOST_LETTERS:
                raise NoWorkbook(
                    _(
                        "The workbook holds far more text than a report. Copy what counts into a new one and send that."
                    )
                )
        elif name == "c" and self._has_formula:
            self.found.formulas.add((self._row, self._column))
            if not self._has_value:
                self.found.unsaved.add((self._row, self._column))
        self._inside = ""

    def _within_bounds(self) -> None:
        self._lowest, self._furthest = max(self._lowest, self._row), max(self._furthest, self._column)
        if self._lowest >= MOST_ROWS:
            raise too_many_rows(self._name)
        if self._furthest >= MOST_COLUMNS or (self._lowest + 1) * (self._furthest + 1) > MOST_CELLS:
            raise NoWorkbook(
                _("Sheet “%(sheet)s” reaches to column %(column)s. Take out what is not needed.")
                % {"sheet": self._name, "column": self._furthest + 1}
            )


def too_many_rows(sheet: str) -> NoWorkbook:
    return NoWorkbook(
        _("Sheet “%(sheet)s” has more than %(most)s rows. Take out what is not needed.")
        % {"sheet": sheet, "most": MOST_ROWS}
    )


def _damaged() -> NoWorkbook:
    return NoWorkbook(_("The workbook cannot be opened. Open it in Excel and save it anew as .xlsx."))
