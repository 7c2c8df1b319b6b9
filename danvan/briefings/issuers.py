"""
Who issues: the words of the letterhead and signature block in both official formats, proposed from the unit.

Sources: Party, Quyết định 399-QĐ/TW (2026) with the layout of Hướng dẫn 36-HD/VPTW (2018); state, Nghị định 30/2020/NĐ-CP.
Everything here is a proposal that the person who drafts may change on the document.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from danvan.briefings.words import bare_name, own_kind
from danvan.directives.terms import PARTY

# The boards for mass mobilisation and for propaganda became one in the reorganisation of February 2025.
_MERGED_BOARD = date(2025, 2, 1)
_UNNUMBERED = "…"


@dataclass(frozen=True)
class Issuer:
    """Words above and below a document. `sign` is the body part of its number, e.g. ``BDVTU``."""

    upper_body: str
    body: str
    sign: str
    place: str
    authority: str
    signatory_title: str
    recipients: tuple[str, ...]


def _party_committee(kind: str) -> tuple[str, str]:
    return {
        "Thành phố": ("THÀNH ỦY", "TU"),
        "tỉnh": ("TỈNH ỦY", "TU"),
        "quận": ("QUẬN ỦY", "QU"),
        "huyện": ("HUYỆN ỦY", "HU"),
        "thị xã": ("THỊ ỦY", "ThU"),
    }.get(kind, ("ĐẢNG ỦY", "ĐU"))


def proposed(name: str, level: str, fmt: str, day: date) -> Issuer:
    """The usual words for a unit of this name and level that issues on `day` in format `fmt`."""
    kind, bare = own_kind(name, level), bare_name(name)
    return _party(kind, bare, level, day) if fmt == PARTY else _state(name, kind, bare, level)


def _party(kind: str, bare: str, level: str, day: date) -> Issuer:
    committee, abbreviation = _party_committee(kind)
    if level not in ("city", "district"):
        body = f"ĐẢNG ỦY {kind} {bare}".upper()
        to_whom = ("Ban Dân vận cấp trên trực tiếp,", "Các chi bộ trực thuộc,", "Lưu Văn phòng Đảng ủy.")
        return Issuer("", body, "ĐU", bare, "T/M ĐẢNG ỦY", "BÍ THƯ", to_whom)
    merged = day >= _MERGED_BOARD
    board, board_sign = ("BAN TUYÊN GIÁO VÀ DÂN VẬN", "BTGDV") if merged else ("BAN DÂN VẬN", "BDV")
    above = "Ban Dân vận Trung ương," if not merged else "Ban Tuyên giáo và Dân vận Trung ương,"
    name = board.title().replace("Và", "và").replace("Dân Vận", "Dân vận").replace("Tuyên Giáo", "Tuyên giáo")
    committee_name = f"{committee[0]}{committee[1:].lower()}"
    recipients = (
        above if level == "city" else f"{name} Thành ủy,",
        f"Thường trực {committee_name},",
        f"Lãnh đạo {name},",
        "Các đơn vị trực thuộc,",
        f"Lưu {name}.",
    )
    return Issuer(
        f"{committee} {bare}".upper(),
        board,
        board_sign + abbreviation,
        bare,
        f"T/M {board}",
        "TRƯỞNG BAN",
        recipients,
    )


def _state(name: str, kind: str, bare: str, level: str) -> Issuer:
    own = name if name.casefold().startswith(kind.casefold()) else f"{kind} {bare}"
    recipients = (
        "Chính phủ (để báo cáo);" if level == "city" else "Ủy ban nhân dân cấp trên (để báo cáo);",
        "Thường trực cấp ủy, Hội đồng nhân dân;",
        "Ủy ban Mặt trận Tổ quốc Việt Nam cùng cấp;",
        "Các đơn vị trực thuộc;",
        "Lưu: VT.",
    )
    return Issuer("ỦY BAN NHÂN DÂN", own.upper(), "UBND", bare, "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", recipients)


def number_line(fmt: str, number: int | None, sign: str) -> str:
    """``Số 15-BC/BDVTU`` (Party, no colon, hyphen) or ``Số: 15/BC-UBND`` (state); below 10 with a leading zero."""
    printed = _UNNUMBERED if number is None else f"{number:02}"
    return f"Số {printed}-BC/{sign}" if fmt == PARTY else f"Số: {printed}/BC-{sign}"


def reference(fmt: str, number: int | None, sign: str) -> str:
    """How other documents name it: ``15-BC/BDVTU``, ``15/BC-UBND``."""
    return number_line(fmt, number, sign).removeprefix("Số").removeprefix(":").strip()


def date_line(place: str, day: date | None) -> str:
    """``Hà Nội, ngày 05 tháng 02 năm 2026``: leading zero for days under 10 and for January and February."""
    if day is None:
        return f"{place}, ngày … tháng … năm …"
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"{place}, ngày {day.day:02} tháng {month} năm {day.year}"


def prefixes(fmt: str) -> str:
    """The prefixes of the signatory in this format, with what each means, for whoever fills it in."""
    if fmt == PARTY:
        return "T/M: thay mặt tập thể; K/T: ký thay cấp trưởng; T/L: thừa lệnh."
    return "TM.: thay mặt tập thể; KT.: ký thay cấp trưởng; TL.: thừa lệnh; TUQ.: thừa ủy quyền; Q.: quyền."
