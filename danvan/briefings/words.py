"""
How official Vietnamese names levels and scopes on a day.

Legal source: the district level ended on 1 July 2025 with the two-level local government (Luật 72/2025/QH15); townships
(thị trấn) ended with it. Texts and columns about earlier periods keep the old words.
"""

from __future__ import annotations

from datetime import date

from danvan.common.periods import Period

DISTRICTS_END = date(2025, 7, 1)
LEVELS = ("city", "district", "commune", "agency")


def has_districts(day: date) -> bool:
    """Whether a period that ends on `day` still has district columns."""
    return day < DISTRICTS_END


def levels_on(day: date) -> tuple[str, ...]:
    """Levels that figures of a period ending on `day` are split by, from above."""
    return LEVELS if has_districts(day) else tuple(level for level in LEVELS if level != "district")


def is_province(root_name: str) -> bool:
    return root_name.casefold().startswith("tỉnh")


def level_phrase(level: str, day: date, *, province: bool = False) -> str:
    """``cấp quận, huyện, thị xã``: the words after a figure that belongs to one level."""
    if level == "agency":
        return "của cơ quan, đơn vị trực thuộc"
    return "cấp " + units_phrase(level, day, province=province)


def units_phrase(level: str, day: date, *, province: bool = False) -> str:
    """``xã, phường, thị trấn``: the words after a coverage such as 584/584."""
    if level == "commune":
        return "xã, phường, thị trấn" if has_districts(day) else "xã, phường"
    return {
        "city": "tỉnh" if province else "Thành phố",
        "district": "huyện, thị xã, thành phố" if province else "quận, huyện, thị xã",
        "agency": "cơ quan, đơn vị trực thuộc",
    }.get(level, "đơn vị")


def column_phrase(level: str, day: date, *, province: bool = False) -> str:
    """The heading of a level's column in the annexes."""
    return {
        "city": "Cấp tỉnh" if province else "Cấp Thành phố",
        "district": "Cấp huyện",
        "commune": "Cấp xã",
        "agency": "Cơ quan trực thuộc",
    }[level]


_KINDS = ("thành phố", "tỉnh", "quận", "huyện", "thị xã", "phường", "xã", "thị trấn", "đặc khu")


def own_kind(name: str, level: str) -> str:
    """``Thành phố``, ``quận``, ``phường``: what a unit calls itself, read from its name."""
    folded = name.casefold()
    kind = next((kind for kind in _KINDS if folded.startswith(kind + " ")), "")
    if not kind:
        kind = {"city": "thành phố", "district": "huyện", "commune": "xã"}.get(level, "đơn vị")
    # Reports capitalise the city ("toàn Thành phố"), never the levels below it.
    return "Thành phố" if kind == "thành phố" else kind


def scope_phrase(name: str, level: str) -> str:
    """The subject of a generated sentence: ``Toàn Thành phố``, ``Toàn quận``, ``Xã Đông Anh``."""
    kind = own_kind(name, level)
    if level in ("city", "district"):
        return f"Toàn {kind}"
    if name.casefold().startswith(kind.casefold()):
        return name
    return f"{kind[0].upper()}{kind[1:]} {name}"


def bare_name(name: str) -> str:
    """``Thành phố Hà Nội`` -> ``Hà Nội``; a numbered unit keeps its kind (``Quận 1``)."""
    folded = name.casefold()
    for kind in _KINDS:
        rest = name[len(kind) + 1 :]
        if folded.startswith(kind + " ") and not rest[:1].isdigit():
            return rest
    return name


def same_period_before(period: Period, against: Period) -> str:
    """``cùng kỳ năm 2018``."""
    return f"cùng kỳ năm {against.year}" if against == period.year_ago() else against.label("vi")


def illustrative(period: Period) -> str:
    """``Số liệu năm 2018 là số liệu minh họa.``: figures made for showing, not reported by anybody."""
    return f"Số liệu {period.label('vi')} là số liệu minh họa."
