"""
Measures a finished Word file against the rule tables: paper, margins, fonts, sizes, and the order of the elements.

Elements are found by their paragraph style; the order is that of the file, read row by row.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, cast

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Emu
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from danvan.briefings.layout.fields import Finding
from danvan.briefings.layout.rules import A4, FONT, FORMATS, ORDER, Element, Format

_TOLERANCE = 0.3


def check_format(content: bytes, fmt: str) -> list[Finding]:
    """What differs from the format's rules; empty when the document follows them."""
    document: Any = Document(BytesIO(content))
    rules = FORMATS[fmt]
    found = _elements(document, rules)
    return [
        *_paper(document, rules),
        *_presence(found, rules),
        *_looks(document, found, rules),
        *_order(found, rules),
    ]


def _paper(document: Any, rules: Format) -> list[Finding]:
    findings = []
    section = document.sections[0]
    size = (_mm(section.page_width), _mm(section.page_height))
    if any(abs(side - wanted) > 1 for side, wanted in zip(size, A4, strict=True)):
        findings.append(
            _finding(
                _("paper"),
                _("The paper is %(width)s × %(height)s mm; it must be A4.")
                % {"width": round(size[0]), "height": round(size[1])},
            )
        )
    sides = (
        (_("top margin"), section.top_margin, rules.margins.top),
        (_("bottom margin"), section.bottom_margin, rules.margins.bottom),
        (_("left margin"), section.left_margin, rules.margins.left),
        (_("right margin"), section.right_margin, rules.margins.right),
    )
    for name, length, (least, most) in sides:
        if not least - _TOLERANCE <= _mm(length) <= most + _TOLERANCE:
            findings.append(
                _finding(name, _("It is %(is)s mm; %(source)s asks for %(least)s to %(most)s mm.")
                         % {"is": round(_mm(length), 1), "source": rules.source, "least": least, "most": most})
            )  # fmt: skip
    if not section.different_first_page_header_footer:
        findings.append(
            _finding(
                _("page number"), _("The first page must carry no number. Switch on “different first page”.")
            )
        )
    if not any("PAGE" in (node.text or "") for node in section.header._element.iter(qn("w:instrText"))):
        findings.append(_finding(_("page number"), _("There is no page number at the top, in the middle.")))
    return findings


def _mm(length: Emu | None) -> float:
    return length.mm if length is not None else 0.0


def _elements(document: Any, rules: Format) -> list[tuple[Element, Paragraph]]:
    by_style = {element.style: element for element in rules.elements}
    found = []
    for node in document.element.body.iter(qn("w:p")):
        paragraph = Paragraph(node, document._body)
        element = by_style.get(paragraph.style.name) if paragraph.style is not None else None
        if element and paragraph.text.strip():
            found.append((element, paragraph))
    return found


def _presence(found: list[tuple[Element, Paragraph]], rules: Format) -> list[Finding]:
    there = {element.key for element, _paragraph in found}
    wanted = [element for element in rules.elements if element.key != "upper_body"]
    return [
        _finding(element.name, _("This element is missing."))
        for element in wanted
        if element.key not in there
    ]


def _looks(document: Any, found: list[tuple[Element, Paragraph]], rules: Format) -> list[Finding]:
    findings = []
    seen = set()
    for element, paragraph in found:
        for message in _differences(element, paragraph):
            if (element.key, message) not in seen:
                seen.add((element.key, message))
                findings.append(_finding(element.name, message))
    return findings


def _differences(element: Element, paragraph: Paragraph) -> list[str]:
    # Only a paragraph of a listed style gets here.
    style = cast(ParagraphStyle, paragraph.style).font
    messages = []
    for run in paragraph.runs:
        if not run.text.strip():
            continue
        font = run.font.name or style.name
        size = run.font.size or style.size
        points = size.pt if size else 0
        if font != FONT:
            messages.append(
                _("The font is %(font)s; it must be %(wanted)s.") % {"font": font, "wanted": FONT}
            )
        if not element.size[0] <= points <= element.size[1]:
            messages.append(
                _("The size is %(is)s; it must be %(least)s to %(most)s.")
                % {"is": points, "least": element.size[0], "most": element.size[1]}
            )
        if element.bold and not (style.bold if run.bold is None else run.bold):
            messages.append(_("It must be bold."))
        if element.italic and not (style.italic if run.italic is None else run.italic):
            messages.append(_("It must be italic."))
    if element.capitals and paragraph.text != paragraph.text.upper():
        messages.append(_("It must be in capitals."))
    return messages


def _order(found: list[tuple[Element, Paragraph]], rules: Format) -> list[Finding]:
    first: dict[str, int] = {}
    for place, (element, _paragraph) in enumerate(found):
        first.setdefault(element.key, place)
    present = [key for key in ORDER[rules.key] if key in first]
    for before, after in zip(present, present[1:], strict=False):
        if first[before] > first[after]:
            return [
                _finding(
                    rules.element(after).name,
                    _("It stands before “%(other)s”; it must come after it.")
                    % {"other": rules.element(before).name},
                )
            ]
    return []


def _finding(where: str, message: str) -> Finding:
    return Finding("error", where, message)
