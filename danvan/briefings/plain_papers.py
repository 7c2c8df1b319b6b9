"""
Official papers that are letterhead, blocks and a signature: programme, minutes, notice, annex. What is printed is Vietnamese
whatever the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate

from danvan.briefings import issuers
from danvan.briefings.layout import ooxml
from danvan.briefings.layout.builder import plain_template
from danvan.briefings.layout.word import environment, finished
from danvan.briefings.words import bare_name
from danvan.directives import terms
from danvan.organizations.queries import UnitName

# Text width between the margins of both formats, in twentieths of a point.
_WIDTH = {terms.PARTY: 9354, terms.STATE: 9070}


@dataclass(frozen=True)
class Block:
    """`kind` is heading, text or table; a table comes as finished WordprocessingML."""

    kind: str
    text: str = ""
    table: Any = None


def rendered(word: str, fmt: str, letterhead: dict[str, Any], blocks: Iterable[Block]) -> bytes:
    """The paper as a .docx file; `word` is its kind, ``BIÊN BẢN``."""
    document = DocxTemplate(BytesIO(plain_template(word, fmt)))
    document.render({**letterhead, "blocks": list(blocks)}, jinja_env=environment(), autoescape=True)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def letterhead(
    unit: UnitName, fmt: str, abbreviation: str, on: date, *, subject: str, recipients: Sequence[str], number: str = "",
    dated: date | None = None, signer: str = "",
) -> dict[str, Any]:  # fmt: skip
    """`abbreviation` is that of the paper's kind, ``BB``; `recipients` stand above the last one of the issuer."""
    issuer = issuers.proposed(unit.name, unit.level, fmt, on)
    is_party = fmt == terms.PARTY
    signs = f"…-{abbreviation}/{issuer.sign}" if is_party else f"…/{abbreviation}-{issuer.sign}"
    place = bare_name(unit.name)
    ends = ";" if fmt == terms.STATE else ","
    values = {
        "upper_body": issuer.upper_body,
        "issuing_body": issuer.body,
        "number_line": f"{'Số' if is_party else 'Số:'} {number or signs}",
        "date_line": f"{place}, {day(dated)}" if dated else f"{place}, ngày … tháng … năm {on.year}",
        "subject": subject,
        "authority": issuer.authority,
        "signatory_title": signer.upper() if signer else issuer.signatory_title,
        "signatory": "",
        "recipients": [*(f"{one}{ends}" for one in recipients), issuer.recipients[-1]],
    }
    return {key: ooxml.clean(value) if isinstance(value, str) else value for key, value in values.items()}


def day(on: date) -> str:
    return f"ngày {on:%d} tháng {on:%m} năm {on.year}"


def lines(text: str, otherwise: str = "…") -> Iterable[Block]:
    """A typed text, one block for each line that says something."""
    return [Block("text", line.strip()) for line in (text or otherwise).splitlines() if line.strip()]


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    shares: Sequence[int],
    fmt: str,
    *,
    figures: Sequence[int] = (),
) -> Block:
    """`shares` are widths in hundredths; the first column is a number in the middle, those in `figures` stand right."""
    widths = [_WIDTH[fmt] * share // sum(shares) for share in shares]
    head = (
        ooxml.table_cell(ooxml.run(text), width, "DVTableHead", align="center")
        for text, width in zip(heads, widths, strict=True)
    )
    drawn = [ooxml.table_row(head, header=True)]
    for row in rows:
        drawn.append(
            ooxml.table_row(
                ooxml.table_cell(ooxml.run(text), width, "DVTable", align=_align(place, figures))
                for place, (text, width) in enumerate(zip(row, widths, strict=True))
            )
        )
    return Block("table", table=finished(ooxml.table(widths, drawn)))


def _align(place: int, figures: Sequence[int]) -> str:
    return "center" if place == 0 else "right" if place in figures else "left"
