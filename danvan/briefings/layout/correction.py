"""
An erratum as a Word file of its own, in the format of the document it corrects.

What is wrong in content is mended by a document of the same form (Nghị định 30/2020/NĐ-CP, Điều 18 khoản 3), so the paper
is a report too: it names the issued one, and every number with its old and new value. Its own number is given by the
registry when it is signed; until then the place stays open, as in a draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate

from danvan.briefings import issuers
from danvan.briefings.issuers import Issuer
from danvan.briefings.layout import ooxml, word
from danvan.briefings.layout.builder import correction_template
from danvan.briefings.layout.rules import A4, FORMATS
from danvan.briefings.tables import Column, Row, Table

_COLUMNS = (
    Column("TT", 5, "center"),
    Column("Nội dung", 34, "left"),
    Column("Vị trí trong báo cáo", 27, "left"),
    Column("Số đã in", 17),
    Column("Sửa thành", 17),
)


@dataclass(frozen=True)
class Correction:
    """
    Everything on the paper. `opening` names the issued document, its date and body, in the words that were sealed;
    `changes` are (what is counted, where it stands, old, new) as printed.
    """

    fmt: str
    issuer: Issuer
    signatory: str
    number: int
    dated: date
    reference: str
    opening: str
    reason: str
    changes: Sequence[tuple[str, str, str, str]]
    seal: str = ""

    @property
    def subject(self) -> str:
        return f"đính chính số liệu (lần {self.number}) tại Báo cáo số {self.reference}"


def render(one: Correction) -> bytes:
    """The erratum as a .docx file."""
    document = DocxTemplate(BytesIO(correction_template(one.fmt)))
    document.render(_context(one), jinja_env=word.environment(), autoescape=True)
    core = document.docx.core_properties
    core.title, core.subject, core.language = f"Báo cáo {one.subject}", one.reference, "vi-VN"
    core.author, core.last_modified_by = one.issuer.body, ""
    core.comments = f"SHA-256 {one.seal}" if one.seal else ""
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def _context(one: Correction) -> dict[str, Any]:
    issuer = one.issuer
    values = {
        "upper_body": issuer.upper_body,
        "issuing_body": issuer.body,
        "number_line": issuers.number_line(one.fmt, None, issuer.sign),
        "date_line": issuers.date_line(issuer.place, one.dated),
        "subject": one.subject,
        "authority": issuer.authority,
        "signatory_title": issuer.signatory_title,
        "signatory": one.signatory,
    }
    closing = [f"Lý do: {one.reason.rstrip('.')}.", "Các nội dung khác của Báo cáo không thay đổi."]
    return {
        **{key: ooxml.clean(value) for key, value in values.items()},
        "recipients": [ooxml.clean(line) for line in issuer.recipients],
        "opening": [word.finished(ooxml.run(one.opening))],
        "closing": [word.finished(ooxml.run(text)) for text in closing],
        "changes": word.table(_table(one), _width(one.fmt)),
    }


def _width(fmt: str) -> int:
    """The width of the text, in twentieths of a point."""
    _top, _bottom, left, right = FORMATS[fmt].margins.default
    return round((A4[0] - left - right) / 25.4 * 1440)


def _table(one: Correction) -> Table:
    rows = tuple(Row((str(place), *change)) for place, change in enumerate(one.changes, 1))
    return Table("changes", "", "", "", _COLUMNS, rows)
