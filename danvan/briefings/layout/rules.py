"""
The rule tables of both official formats: what the builder follows and the checker measures against.

Sources: state, Nghị định 30/2020/NĐ-CP, Phụ lục I; Party, Hướng dẫn 36-HD/VPTW (2018) with Quyết định 399-QĐ/TW (2026).
Sizes are points, lengths millimetres. A range is (from, to); where the source gives a range the default lies inside it.
"""

from __future__ import annotations

from dataclasses import dataclass

from danvan.directives.terms import PARTY, STATE

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
A4 = (210.0, 297.0)

NATIONAL_TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY_TITLE = "ĐẢNG CỘNG SẢN VIỆT NAM"


@dataclass(frozen=True)
class Margins:
    """Allowed range of each margin, and the one the default template uses."""

    top: tuple[float, float]
    bottom: tuple[float, float]
    left: tuple[float, float]
    right: tuple[float, float]
    default: tuple[float, float, float, float]


@dataclass(frozen=True)
class Element:
    """One of the nine elements as it must look. `style` is its paragraph style in our templates."""

    key: str
    name: str
    style: str
    size: tuple[float, float]
    default: float
    bold: bool = False
    italic: bool = False
    align: str = "center"
    capitals: bool = False


@dataclass(frozen=True)
class Format:
    key: str
    margins: Margins
    elements: tuple[Element, ...]
    source: str

    def element(self, key: str) -> Element:
        return next(element for element in self.elements if element.key == key)


_STATE = Format(
    STATE,
    Margins((20, 25), (20, 25), (30, 35), (15, 20), (20, 20, 30, 20)),
    (
        Element("title", "Quốc hiệu", "DV Title Line", (12, 13), 12, bold=True, capitals=True),
        Element("motto", "Tiêu ngữ", "DV Motto", (13, 14), 13, bold=True),
        Element("upper_body", "Cơ quan chủ quản", "DV Upper Body", (12, 13), 12, capitals=True),
        Element("body", "Cơ quan ban hành", "DV Issuing Body", (12, 13), 12, bold=True, capitals=True),
        Element("number", "Số, ký hiệu", "DV Number", (13, 13), 13),
        Element("date", "Địa danh, ngày tháng", "DV Place Date", (13, 14), 13, italic=True),
        Element("type", "Tên loại", "DV Type", (13, 14), 14, bold=True, capitals=True),
        Element("subject", "Trích yếu", "DV Subject", (13, 14), 14, bold=True),
        Element("text", "Nội dung", "DV Text", (13, 14), 14, align="justify"),
        Element("signatory", "Chức vụ, họ tên người ký", "DV Signatory", (13, 14), 14, bold=True),
        Element(
            "recipients_label",
            "Nơi nhận",
            "DV Recipients Label",
            (12, 12),
            12,
            bold=True,
            italic=True,
            align="left",
        ),
        Element("recipients", "Danh sách nơi nhận", "DV Recipients", (11, 11), 11, align="left"),
    ),
    "Nghị định 30/2020/NĐ-CP, Phụ lục I",
)

_PARTY = Format(
    PARTY,
    Margins((20, 20), (20, 20), (30, 30), (15, 15), (20, 20, 30, 15)),
    (
        Element("title", "Tiêu đề", "DV Title Line", (15, 15), 15, bold=True, capitals=True),
        Element("upper_body", "Cơ quan cấp trên", "DV Upper Body", (14, 14), 14, capitals=True),
        Element("body", "Cơ quan ban hành", "DV Issuing Body", (14, 14), 14, bold=True, capitals=True),
        Element("asterisk", "Dấu sao", "DV Asterisk", (14, 14), 14),
        Element("number", "Số, ký hiệu", "DV Number", (14, 14), 14),
        Element("date", "Địa danh, ngày tháng", "DV Place Date", (14, 14), 14, italic=True),
        Element("type", "Tên loại", "DV Type", (15, 16), 16, bold=True, capitals=True),
        Element("subject", "Trích yếu", "DV Subject", (14, 15), 15, bold=True),
        Element("text", "Nội dung", "DV Text", (14, 15), 14, align="justify"),
        Element("signatory", "Chức vụ, họ tên người ký", "DV Signatory", (14, 14), 14, bold=True),
        Element("recipients_label", "Nơi nhận", "DV Recipients Label", (12, 14), 14, align="left"),
        Element("recipients", "Danh sách nơi nhận", "DV Recipients", (11, 12), 12, align="left"),
    ),
    "Hướng dẫn 36-HD/VPTW",
)

FORMATS = {STATE: _STATE, PARTY: _PARTY}

# Order in which the elements stand, read row by row.
ORDER = {
    STATE: ("upper_body", "body", "number", "title", "motto", "date", "type", "subject", "text", "recipients", "signatory"),
    PARTY: (
        "upper_body", "body", "asterisk", "number", "title", "date", "type", "subject", "text", "recipients",
        "signatory",
    ),
}  # fmt: skip
