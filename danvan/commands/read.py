"""Read figures, sums and documents out of texts: one file, many, or a folder. Nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from danvan.commands import terminal
from danvan.common.numbers import format_number
from danvan.ingest.prose.reading import Reading, read
from danvan.ingest.sources import READABLE, File, Unreadable, files_of, text_of

REFUSED = 2
# From so many files on the way is shown.
MANY = 5


def register(subparsers) -> None:
    parser = subparsers.add_parser("read", help=_("read figures out of reports: text, Word, PDF, web pages"))
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE", help=_("a file, or a folder of files"))


def run(args) -> int:
    """One file after the other, so that memory does not grow with their number; for unreadable ones exit code 2."""
    # Their names only: what is named and not there is told before anything is read.
    files = list(files_of(args.paths, READABLE))
    bar = terminal.Progress()
    unread = 0
    if args.json:
        terminal.say("[")
    said = 0
    for number, file in enumerate(files):
        if len(files) >= MANY:
            bar.show(number, len(files), file.name)
        try:
            reading = _read(file)
        except Unreadable as refusal:
            unread += 1
            bar.end()
            terminal.note(f"danvan: {file.name}: {refusal.message}")
            continue
        if args.json:
            text = json.dumps(reading.plain(), ensure_ascii=False)
            terminal.say(("," if said else "") + text)
        else:
            terminal.say(*_lines(file, reading))
        said += 1
    bar.end()
    if args.json:
        terminal.say("]")
    return REFUSED if unread else 0


def _read(file: File) -> Reading:
    source = text_of(file.name, file.content())
    for note in source.notes:
        terminal.note(f"danvan: {file.name}: {note}")
    return read(source.text, Path(file.name).stem)


def _lines(file: File, reading: Reading) -> Iterator[str]:
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
