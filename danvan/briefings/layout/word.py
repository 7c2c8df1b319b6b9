"""
A bundle and a template become a Word file.

Each printed number sits in a bookmark; a part of the file (``customXml``) says what every bookmark counts, so the
document itself, away from the system, still leads from a figure to its source.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from danvan.briefings.bundle import Bundle
from danvan.briefings.layout import ooxml
from danvan.briefings.layout.builder import default_template
from danvan.briefings.runs import Bound, Paragraph
from danvan.briefings.tables import Row, Table

FIGURES_NAMESPACE = "urn:danvan:figures:1"
_CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
# Landscape text width of both formats, in twentieths of a point.
_TABLE_WIDTH = {"party": 14550, "state": 14550}


class _Raw:
    """Finished WordprocessingML for a field; the template engine must not escape it a second time."""

    def __init__(self, xml: str):
        self.xml = xml

    def __html__(self) -> str:
        return self.xml

    __str__ = __html__


def finished(xml: str) -> _Raw:
    """Finished WordprocessingML for a field of a template."""
    return _Raw(xml)


def table(drawn: Table, width: int) -> _Raw:
    """A ruled table, `width` twentieths of a point wide, for a field of a template."""
    return _Raw(_table(drawn, width, _Numbers()))


class _Numbers:
    """Hands out bookmark numbers and remembers what each counts."""

    def __init__(self) -> None:
        self.bound: list[Bound] = []

    def mark(self, bound: Bound, *, bold: bool = False) -> str:
        self.bound.append(bound)
        return ooxml.bookmarked(bound.text, len(self.bound), bold=bold)

    def runs(self, paragraph: Paragraph) -> _Raw:
        parts = (ooxml.run(run) if isinstance(run, str) else self.mark(run) for run in paragraph.runs)
        return _Raw("".join(parts))


def environment() -> SandboxedEnvironment:
    """The engine for templates that people upload: sandboxed, and an unknown field is an error, never a gap."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def render(bundle: Bundle, template: bytes | None = None) -> bytes:
    """The document as a .docx file; without a template the default of its kind and format."""
    document = DocxTemplate(BytesIO(template or default_template(bundle.kind, bundle.fmt)))
    numbers = _Numbers()
    document.render(context(bundle, numbers), jinja_env=environment(), autoescape=True)
    _metadata(document, bundle)
    _figures_part(document, numbers.bound)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def context(bundle: Bundle, numbers: _Numbers | None = None) -> dict[str, Any]:
    """What the fields of a template are filled with."""
    numbers = numbers or _Numbers()
    issuer = bundle.issuer
    values: dict[str, Any] = {
        "upper_body": issuer.upper_body,
        "issuing_body": issuer.body,
        "number_line": bundle.number_line,
        "date_line": bundle.date_line,
        "subject": bundle.subject,
        "period": bundle.period.label("vi"),
        "unit_name": bundle.unit_name,
        "opening": [numbers.runs(paragraph) for paragraph in bundle.opening],
        "sections": [
            {
                "depth": section.depth,
                "heading": section.heading,
                "key": section.part.key,
                "paragraphs": [numbers.runs(paragraph) for paragraph in section.paragraphs],
            }
            for section in bundle.printed_sections
        ],
        "notes": [numbers.runs(paragraph) for paragraph in bundle.notes],
        "authority": issuer.authority,
        "signatory_title": issuer.signatory_title,
        "signatory": bundle.signatory,
        "recipients": list(issuer.recipients),
        "seal": bundle.seal,
    }
    values = {key: ooxml.clean(value) if isinstance(value, str) else value for key, value in values.items()}
    for table in bundle.tables:
        drawn = _Raw(_table(table, _TABLE_WIDTH[bundle.fmt], numbers))
        values[table.key] = {"label": table.label, "title": table.title, "note": table.note, "table": drawn}
    return values


# --- tables ---------------------------------------------------------------------------------------------------------


def _table(table: Table, width: int, numbers: _Numbers) -> str:
    shares = [column.width for column in table.columns]
    widths = [width * share // sum(shares) for share in shares]
    titles = (
        ooxml.table_cell(ooxml.run(column.title), cell, "DVTableHead", align="center")
        for column, cell in zip(table.columns, widths, strict=True)
    )
    rows = [ooxml.table_row(titles, header=True)]
    rows += [_row(row, table, widths, numbers) for row in table.rows]
    return ooxml.table(widths, rows)


def _row(row: Row, table: Table, widths: list[int], numbers: _Numbers) -> str:
    bold, italic = row.role in ("total", "group"), row.role == "missing"
    cells = []
    for place, cell in enumerate(row.cells):
        last = place == len(row.cells) - 1
        width, span = (sum(widths[place:]), len(widths) - place) if last else (widths[place], 1)
        if isinstance(cell, Bound):
            content = numbers.mark(cell, bold=bold)
        else:
            content = ooxml.run(cell, bold=bold, italic=italic and last) if cell else ""
        align = "left" if row.role == "group" else "center" if span > 1 else table.columns[place].align
        cells.append(
            ooxml.table_cell(content, width, "DVTable", align=align, span=span, keep=row.role == "group")
        )
    return ooxml.table_row(cells)


# --- the file itself ------------------------------------------------------------------------------------------------


def _metadata(document: DocxTemplate, bundle: Bundle) -> None:
    core = document.docx.core_properties
    core.title, core.subject, core.language = bundle.title, bundle.period.label("vi"), "vi-VN"
    core.author, core.last_modified_by = bundle.issuer.body, ""
    core.comments = f"SHA-256 {bundle.seal}" if bundle.seal else ""


def _figures_part(document: DocxTemplate, bound: list[Bound]) -> None:
    rows = "".join(
        f"<figure bookmark={quoteattr(f'dv_{number}')} indicator={quoteattr(one.indicator)} unit={quoteattr(one.unit)}"
        f" level={quoteattr(one.level)} period={quoteattr(one.period)} measure={quoteattr(one.measure)}"
        f" against={quoteattr(one.against)} value={quoteattr('' if one.value is None else str(one.value))}"
        f" text={quoteattr(one.text)}/>"
        for number, one in enumerate(bound, 1)
    )
    xml = f'<?xml version="1.0" encoding="UTF-8"?><figures xmlns="{FIGURES_NAMESPACE}">{rows}</figures>'
    package = document.docx.part.package
    name = PackURI("/customXml/danvanFigures.xml")
    part = Part(name, "application/xml", xml.encode("utf-8"), package)
    document.docx.part.relate_to(part, _CUSTOM_XML)
