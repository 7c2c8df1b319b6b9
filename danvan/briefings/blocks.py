"""Papers printed from records: a letterhead, headings, paragraphs and tables, in one of the official formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate

from danvan.briefings import issuers
from danvan.briefings.layout import ooxml
from danvan.briefings.layout.builder import plain_template
from danvan.briefings.layout.word import environment

# Text width between the margins of both formats, in twentieths of a point.
_WIDTH = {issuers.PARTY: 9354, issuers.STATE: 9070}


@dataclass(frozen=True)
class Block:
    """`kind` is heading, text or table; a table comes as finished WordprocessingML."""

    kind: str
    text: str = ""
    table: Any = None


class _Raw:
    """Finished XML that the template engine must not escape."""

    def __init__(self, xml: str):
        self.xml = xml

    def __html__(self) -> str:
        return self.xml

    __str__ = __html__


def day_in_words(day: date) -> str:
    return f"ngày {day:%d} tháng {day:%m} năm {day.year}"


def lines(text: str) -> Iterator[Block]:
    """A paragraph for each line that says something."""
    for line in text.splitlines():
        if line.strip():
            yield Block("text", line.strip())


def table(
    heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], shares: tuple[int, ...], fmt: str
) -> Block:
    """A table over the whole width; the first column is the number, in the middle."""
    widths = [_WIDTH[fmt] * share // sum(shares) for share in shares]
    head = (
        ooxml.table_cell(ooxml.run(text), width, "DVTableHead", align="center")
        for text, width in zip(heads, widths, strict=True)
    )
    drawn = [ooxml.table_row(head, header=True)]
    for row in rows:
        cells = (
            ooxml.table_cell(ooxml.run(text), width, "DVTable", align="center" if place == 0 else "left")
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        drawn.append(ooxml.table_row(cells))
    return Block("table", table=_Raw(ooxml.table(widths, drawn)))


def word_file(word: str, fmt: str, letterhead: Mapping[str, Any], blocks: Iterable[Block]) -> bytes:
    """The .docx of a paper of this name, ``THÔNG BÁO``, with its letterhead and blocks."""
    clean = {
        key: ooxml.clean(value) if isinstance(value, str) else value for key, value in letterhead.items()
    }
    document = DocxTemplate(BytesIO(plain_template(word, fmt)))
    document.render({**clean, "blocks": list(blocks)}, jinja_env=environment(), autoescape=True)
    held = BytesIO()
    document.save(held)
    return held.getvalue()
