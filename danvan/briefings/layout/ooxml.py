"""Small pieces of WordprocessingML that python-docx has no method for. Text is always escaped."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

# Characters that XML 1.0 cannot hold; typed text may contain them when pasted from elsewhere.
_FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def clean(text: str) -> str:
    """Text that an XML file can hold: no control characters, no lone surrogates."""
    return text.translate(_FORBIDDEN).encode("utf-8", "ignore").decode("utf-8")


def run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """One run in the paragraph's own font."""
    style = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    properties = f"<w:rPr>{style}</w:rPr>" if style else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>'


def bookmarked(text: str, number: int, *, bold: bool = False) -> str:
    """A run inside a bookmark ``dv_12``, which the figures part of the file explains."""
    name = quoteattr(f"dv_{number}")
    return f'<w:bookmarkStart w:id="{number}" w:name={name}/>{run(text, bold=bold)}<w:bookmarkEnd w:id="{number}"/>'


def border(element, *edges: str, size: int = 6) -> None:
    """Give a paragraph rules at these edges; `size` is in eighths of a point."""
    properties = element.get_or_add_pPr()
    lines = "".join(
        f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>' for edge in edges
    )
    properties.insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{lines}</w:pBdr>"),
        "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr",
    )  # fmt: skip


def field(paragraph, instruction: str) -> None:
    """Append a field such as PAGE."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("value", "1"), ("end", "")):
        if kind == "":
            xml = f'<w:instrText xml:space="preserve"> {escape(text)} </w:instrText>'
        elif kind == "value":
            xml = f"<w:t>{text}</w:t>"
        else:
            xml = f'<w:fldChar w:fldCharType="{kind}"/>'
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{xml}</w:r>"))


def language(document, tag: str) -> None:
    """Set the language of every text of a document, so that spelling is checked as Vietnamese."""
    properties = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{tag}" w:eastAsia="{tag}" w:bidi="ar-SA"/>'))


def table(widths: list[int], rows: Iterable[str]) -> str:
    """A ruled table; `widths` in twentieths of a point."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="' + str(sum(widths)) + '" w:type="dxa"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def table_row(cells: Iterable[str], *, header: bool = False) -> str:
    """A row that never breaks over two pages; a header row is repeated on each."""
    repeat = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{''.join(cells)}</w:tr>"


def table_cell(
    content: str, width: int, style: str, *, align: str = "left", span: int = 1, keep: bool = False
) -> str:
    """A cell with one paragraph in `style`; `content` is finished runs; `keep` stays on one page with the next row."""
    together = "<w:keepNext/>" if keep else ""
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    side = {"left": "left", "center": "center", "right": "right"}[align]
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{together}<w:jc w:val="{side}"/></w:pPr>{content}</w:p></w:tc>'
    )
