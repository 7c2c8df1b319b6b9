"""Read figures, sums and documents out of texts: one file, many, or a folder. Nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from danvan.commands import terminal
from danvan.common.errors import DomainError
from danvan.common.numbers import format_number
from danvan.ingest.prose.reading import Reading, read
from danvan.ingest.sources import READABLE, Unreadable, text_of

REFUSED = 2


class NotFound(DomainError):
    """A file or folder named is not there."""


def register(subparsers) -> None:
    parser = subparsers.add_parser("read", help=_("read figures out of reports: text, Word, PDF, web pages"))
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE", help=_("a file, or a folder of files"))


def run(args) -> int:
    """One file after the other, so that memory does not grow with their number; for unreadable ones exit code 2."""
    files = list(_files(args.paths))
    unread = 0
    if args.json:
        terminal.say("[")
    said = 0
    for file in files:
        try:
            reading = _read(file)
        except Unreadable as refusal:
            unread += 1
            terminal.note(f"danvan: {file.name}: {refusal.message}")
            continue
        if args.json:
            text = json.dumps(reading.plain(), ensure_ascii=False)
            terminal.say(("," if said else "") + text)
        else:
            terminal.say(*_lines(file, reading))
        said += 1
    if args.json:
        terminal.say("]")
    return REFUSED if unread else 0


def _files(paths: list[Path]) -> Iterator[Path]:
    """:raises NotFound: for a path that is not there, or a folder without anything to read"""
    for path in paths:
        if path.is_dir():
            found = sorted(one for one in path.rglob("*") if one.suffix.lower() in READABLE and one.is_file())
            if not found:
                raise NotFound(
                    _("%(path)s: nothing to read here; taken are %(kinds)s")
                    % {"path": path, "kinds": ", ".join(READABLE)}
                )
            yield from found
        elif path.is_file():
            yield path
        else:
            raise NotFound(_("%(path)s: there is no such file") % {"path": path})


def _read(file: Path) -> Reading:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Unreadable("damaged", f"{error.strerror}") from error
    source = text_of(file.name, content)
    for note in source.notes:
        terminal.note(f"danvan: {file.name}: {note}")
    return read(source.text, file.stem)


def _lines(file: Path, reading: Reading) -> Iterator[str]:
    yield _("%(file)s: %(figures)d figures, %(sums)d sums, %(documents)d documents") % {
        "file": file.name,
        "figures": len(reading.figures),
        "sums": len(reading.sums),
        "documents": len(reading.documents),
    }
    for figure in reading.figures:
        words = [format_number(figure.value), figure.unit, figure.what, figure.level, figure.period]
        flags = f"  [{', '.join(figure.flags)}]" if figure.flags else ""
        yield "  " + " · ".join(word for word in words if word) + flags
    for one in reading.sums:
        parts = " + ".join(format_number(part.value) for part in one.parts)
        verdict = _("adds up") if one.holds else _("does NOT add up")
        yield f"  {format_number(one.total.value)} = {parts}: {verdict}"
    for document in reading.documents:
        day = f"{document.dated:%d/%m/%Y}" if document.dated else ""
        yield "  " + " ".join(word for word in (document.kind, document.symbol, day, document.issuer) if word)
