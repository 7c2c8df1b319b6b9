"""
The default Word templates, built from the rule tables: open one in Word, change what you like, upload it again.

Fields are docxtpl's: ``{{ subject }}``, loops ``{%p for … %}``. What they mean: `danvan.briefings.layout.fields`.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from danvan.briefings.layout import ooxml
from danvan.briefings.layout.rules import (
    A4,
    FONT,
    FORMATS,
    LANGUAGE,
    MOTTO,
    NATIONAL_TITLE,
    PARTY_TITLE,
    Format,
)
from danvan.directives.terms import PARTY

_ALIGN = {
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
# Width of the left half of the letterhead, in millimetres; the national title needs the rest to stay on one line.
_LEFT = 64


@lru_cache(maxsize=8)
def default_template(kind: str, fmt: str) -> bytes:
    """The template of a kind of report in a format, as a .docx file."""
    rules = FORMATS[fmt]
    document = _begun(rules)
    _body(document)
    _signature(document, rules)
    _annexes(document, rules)
    return _saved(document, f"{kind} {fmt}")


@lru_cache(maxsize=2)
def correction_template(fmt: str) -> bytes:
    """The template of an erratum: what it corrects, the numbers as a table, why; as a .docx file."""
    rules = FORMATS[fmt]
    document = _begun(rules)
    # Between the lines of a letter a table is as large as they are; the annexes of a report have no room for that.
    for name in ("DV Table", "DV Table Head"):
        document.styles[name].font.size = Pt(13)
    _loop(document, "opening", "DV Text")
    gap = document.add_paragraph(style="DV Table")
    gap.paragraph_format.space_after = Pt(4)
    document.add_paragraph("{{p changes }}", style="DV Table")
    _loop(document, "closing", "DV Text")
    _signature(document, rules)
    return _saved(document, f"correction {fmt}")


def _begun(rules: Format) -> Any:
    document: Any = Document()
    _styles(document, rules)
    _page(document.sections[0], rules, first=True)
    _letterhead(document, rules)
    return document


def _saved(document: Any, title: str) -> bytes:
    ooxml.language(document, LANGUAGE)
    core = document.core_properties
    core.author, core.title, core.comments, core.last_modified_by = "", title, "", ""
    held = BytesIO()
    document.save(held)
    return held.getvalue()


@lru_cache(maxsize=8)
def plain_template(word: str, fmt: str) -> bytes:
    """
    The template of another official document, ``THÔNG BÁO`` or ``BIÊN BẢN``: letterhead, `blocks`, signature. A block is
    a heading, a paragraph or a finished table.
    """
    rules = FORMATS[fmt]
    document: Any = Document()
    _styles(document, rules)
    _page(document.sections[0], rules, first=True)
    _letterhead(document, rules, word)
    add = document.add_paragraph
    add("{%p for block in blocks %}", style="DV Text")
    for kind, style in (("heading", "DV Heading 1"), ("text", "DV Text")):
        add(f"{{%p if block.kind == '{kind}' %}}", style=style)
        add("{{ block.text }}", style=style)
        add("{%p endif %}", style=style)
    add("{%p if block.kind == 'table' %}", style="DV Table")
    add("{{p block.table }}", style="DV Table")
    add("{%p endif %}", style="DV Table")
    add("{%p endfor %}", style="DV Text")
    _signature(document, rules)
    ooxml.language(document, LANGUAGE)
    core = document.core_properties
    core.author, core.title, core.comments, core.last_modified_by = "", word, "", ""
    held = BytesIO()
    document.save(held)
    return held.getvalue()


# --- styles ---------------------------------------------------------------------------------------------------------


def _font(style: Any, size: float, *, bold: bool = False, italic: bool = False) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.bold, style.font.italic = bold, italic
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(theme), None)


def _style(document: Any, name: str, size: float, *, align: str = "left", **font: bool) -> Any:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _font(style, size, **font)
    style.paragraph_format.alignment = _ALIGN[align]
    return style


def _styles(document: Any, rules: Format) -> None:
    normal = document.styles["Normal"]
    _font(normal, rules.element("text").default)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = 1
    for element in rules.elements:
        _style(
            document,
            element.style,
            element.default,
            align=element.align,
            bold=element.bold,
            italic=element.italic,
        )
    text = document.styles["DV Text"].paragraph_format
    text.first_line_indent, text.space_before, text.line_spacing = Mm(12.7), Pt(6), 1.15
    text.widow_control = True
    size = rules.element("text").default
    for name, depth in (("DV Part", 0), ("DV Heading 1", 1), ("DV Heading 2", 2)):
        style = _style(document, name, size, align="center" if depth == 0 else "justify", bold=True)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt(12 if depth < 2 else 6)
        style.paragraph_format.first_line_indent = Mm(0 if depth == 0 else 12.7)
        level = ooxml.parse_xml(f'<w:outlineLvl {ooxml.nsdecls("w")} w:val="{depth}"/>')
        style.element.get_or_add_pPr().append(level)
    note = _style(document, "DV Note", size - 2, align="justify", italic=True)
    note.paragraph_format.space_before = Pt(4)
    note.paragraph_format.first_line_indent = Mm(12.7)
    _style(document, "DV Page", 13, align="center")
    _style(document, "DV Annex", 13, align="center", bold=True)
    _style(document, "DV Annex Note", 11, align="center", italic=True).paragraph_format.space_after = Pt(6)
    _style(document, "DV Table", 10)
    _style(document, "DV Table Head", 10, align="center", bold=True)
    rule = _style(document, "DV Rule", 2, align="center")
    rule.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    rule.paragraph_format.line_spacing = Pt(4)
    document.styles["DV Subject"].paragraph_format.space_after = Pt(0)
    document.styles["DV Type"].paragraph_format.space_before = Pt(14)
    document.styles["DV Signatory"].paragraph_format.keep_with_next = True


# --- page -----------------------------------------------------------------------------------------------------------


def _page(section: Any, rules: Format, *, first: bool, landscape: bool = False) -> None:
    width, height = (A4[1], A4[0]) if landscape else A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    top, bottom, left, right = rules.margins.default
    if landscape:
        # The sheet is turned: its binding edge, the wide one, is now the upper one.
        top, right, bottom, left = left, top, right, bottom
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    # No number on the first page of the document; the annexes go on counting.
    section.different_first_page_header_footer = first
    if first:
        header = section.header.paragraphs[0]
        header.style = "DV Page"
        ooxml.field(header, "PAGE")


def _grid(document: Any, widths: tuple[float, ...]) -> Any:
    """A table without borders: the two halves of letterhead and signature block."""
    table = document.add_table(rows=1, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        column.cells[0].width = Mm(width)
    return table.rows[0].cells


def _lines(cell: Any, *lines: tuple[str, str]) -> None:
    """Fill a cell with paragraphs of (text, style); an empty text in style DV Rule is a rule, see `_rule`."""
    paragraph = cell.paragraphs[0]
    for number, (text, style) in enumerate(lines):
        if number:
            paragraph = cell.add_paragraph()
        paragraph.style = style
        if text:
            paragraph.add_run(text)


def _rule(cell: Any, width: float, share: float) -> None:
    """A rule in the middle of a cell (`width` mm), as a paragraph border: `share` of the width."""
    paragraph = cell.add_paragraph(style="DV Rule")
    side = Mm(width * (1 - share) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    ooxml.border(paragraph._p, "top")


def _letterhead(document: Any, rules: Format, word: str = "BÁO CÁO") -> None:
    top, bottom, left, right = rules.margins.default
    halves = (_LEFT, A4[0] - left - right - _LEFT)
    issuing, state = _grid(document, halves)
    above = (
        ("{%p if upper_body %}", "DV Upper Body"),
        ("{{ upper_body }}", "DV Upper Body"),
        ("{%p endif %}", "DV Upper Body"),
    )
    _lines(issuing, *above, ("{{ issuing_body }}", "DV Issuing Body"))
    if rules.key == PARTY:
        _lines_more(issuing, ("*", "DV Asterisk"), ("{{ number_line }}", "DV Number"))
        _lines(state, (PARTY_TITLE, "DV Title Line"))
        _rule(state, halves[1], 0.72)
        gap = state.add_paragraph(style="DV Place Date")
        gap.paragraph_format.space_after = Pt(4)
    else:
        _rule(issuing, halves[0], 0.4)
        _lines_more(issuing, ("{{ number_line }}", "DV Number"))
        _lines(state, (NATIONAL_TITLE, "DV Title Line"), (MOTTO, "DV Motto"))
        _rule(state, halves[1], 0.66)
    _lines_more(state, ("{{ date_line }}", "DV Place Date"))
    document.add_paragraph(word, style="DV Type")
    document.add_paragraph("{{ subject }}", style="DV Subject")
    rule = document.add_paragraph(style="DV Rule")
    side = Mm((A4[0] - left - right) * 0.36)
    rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = side
    rule.paragraph_format.space_before = Pt(4)
    ooxml.border(rule._p, "top")


def _lines_more(cell: Any, *lines: tuple[str, str]) -> None:
    for text, style in lines:
        cell.add_paragraph(text, style=style)


# --- text -----------------------------------------------------------------------------------------------------------


def _body(document: Any) -> None:
    add = document.add_paragraph
    _loop(document, "opening", "DV Text")
    add("{%p for section in sections %}", style="DV Text")
    for depth, style in ((0, "DV Part"), (1, "DV Heading 1"), (2, "DV Heading 2")):
        add(f"{{%p if section.depth == {depth} %}}", style=style)
        add("{{ section.heading }}", style=style)
        add("{%p endif %}", style=style)
    _loop(document, "section.paragraphs", "DV Text")
    add("{%p endfor %}", style="DV Text")
    _loop(document, "notes", "DV Note")


def _loop(document: Any, name: str, style: str) -> None:
    document.add_paragraph(f"{{%p for paragraph in {name} %}}", style=style)
    document.add_paragraph("{{r paragraph }}", style=style)
    document.add_paragraph("{%p endfor %}", style=style)


def _signature(document: Any, rules: Format) -> None:
    _top, _bottom, left, right = rules.margins.default
    width = A4[0] - left - right
    document.add_paragraph(style="Normal").paragraph_format.keep_with_next = True
    recipients, signatory = _grid(document, (width * 0.5, width * 0.5))
    _lines(
        recipients,
        ("Nơi nhận:", "DV Recipients Label"),
        ("{%p for line in recipients %}", "DV Recipients"),
        ("- {{ line }}", "DV Recipients"),
        ("{%p endfor %}", "DV Recipients"),
    )
    if rules.key == PARTY:
        recipients.paragraphs[0].runs[0].underline = True
    _lines(
        signatory,
        ("{{ authority }}", "DV Signatory"),
        ("{{ signatory_title }}", "DV Signatory"),
        *[("", "DV Signatory")] * 4,
        ("{{ signatory }}", "DV Signatory"),
    )


def _annexes(document: Any, rules: Format) -> None:
    for key in ("table_a", "table_b"):
        section = document.add_section(WD_SECTION.NEW_PAGE)
        _page(section, rules, first=False, landscape=True)
        document.add_paragraph(
            f"{{{{ {key}.label }}}}", style="DV Annex"
        ).paragraph_format.keep_with_next = True
        document.add_paragraph(f"{{{{ {key}.title }}}}", style="DV Annex")
        document.add_paragraph(f"{{{{ {key}.note }}}}", style="DV Annex Note")
        document.add_paragraph(f"{{{{p {key}.table }}}}", style="DV Table")
