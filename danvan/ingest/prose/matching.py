"""Whether one figure may be a part of another: by unit, role and kind; and what a part takes from its total."""

from __future__ import annotations

from functools import lru_cache

from danvan.ingest.prose.figures import RESULT, Figure

SAME_UNITS = (
    {"hội nghị", "cuộc", "buổi", "diễn đàn"}, {"ý kiến", "kiến nghị", "lượt ý kiến"}, {"mô hình", "điển hình", "gương", "tập thể", "cá nhân"},
    {"đơn", "đơn thư", "vụ việc", "vụ", "vụ, việc"}, {"tin", "tin báo", "lượt tin"}, {"lượt", "lượt người"}, {"tập thể, cá nhân", "tập thể", "cá nhân"},
    {"tổ chức", "tổ chức đảng", "tổ chức cơ sở đảng", "đảng bộ", "chi bộ", "đảng bộ cơ sở"}, {"công trình", "tuyến", "nhà văn hóa", "nhà"}, {"người", "đồng chí", "đại biểu", "người dân", "công dân", "cán bộ", "hội viên", "đoàn viên", "đảng viên", "cử tri", "học viên", "thành viên", "lao động", "thanh niên", "cấp ủy viên", "đối tượng"},
    {"xã, phường", "xã", "phường"}, {"xã, phường, thị trấn", "xã", "phường", "thị trấn"}, {"quận, huyện", "quận", "huyện"},
    {"quận, huyện, thị xã", "quận", "huyện", "thị xã"}, {"tin, bài", "tin", "bài"},
    {"văn bản", "nghị quyết", "kế hoạch", "thông báo", "công văn", "quyết định", "chỉ thị", "hướng dẫn", "báo cáo", "kết luận", "chương trình", "tờ trình", "đề án"},
)  # fmt: skip
ANY_BODY = frozenset({"đơn vị", "địa phương", "cơ quan, đơn vị", "đầu mối"})
PETITIONS = frozenset({"đơn", "đơn thư", "đơn, thư", "lượt đơn"})
PETITION_KINDS = frozenset(
    {"khiếu nại", "tố cáo", "kiến nghị", "phản ánh", "kiến nghị, phản ánh", "đề nghị", "tranh chấp"}
)
_KINDS = frozenset({"body", "thing", "event", "person", "holder"})


def is_part(total: Figure, figure: Figure, *, marked: bool = False) -> bool:
    return figure.role in (RESULT, "target") and figure.whole is None and fits(total, figure, marked=marked)


def fits(total: Figure, part: Figure, *, marked: bool = False) -> bool:
    """
    Whether one may be a part of the other: the same unit, or none of its own; where a word makes it a part (`marked`) a
    unit of the same kind will do ("58 văn bản, gồm 4 chương trình").
    """
    if part.percent != total.percent or part is total or part.ratio_of is not None and total.ratio_of is None:
        return False
    if not part.unit or part.is_zero_word:
        return True
    if not total.unit:
        return False
    if total.unit.lower() in PETITIONS and part.unit.lower() in PETITION_KINDS:
        return True
    if part.unit == total.unit or _same(part.unit.lower(), total.unit.lower()):
        return True
    if total.unit.lower() in ANY_BODY or part.unit.lower() in ANY_BODY:
        # "30 quận, huyện: 9 đơn vị xuất sắc", "15 đơn vị (5 xã, 4 phường, 6 cơ quan)".
        bodies = all(one.kind == "body" or one.kind.startswith("place:") for one in (total, part))
        if bodies and (marked or part.unit.lower() in ANY_BODY and total.kind.startswith("place:")):
            return True
    return marked and part.kind == total.kind and part.kind in _KINDS


@lru_cache(maxsize=4096)
def _same(mine: str, whole: str) -> bool:
    """Whether two counting words may count the same things."""
    if (
        mine == whole
        or _of_one_word(mine, whole)
        or any(mine in same and whole in same for same in SAME_UNITS)
    ):
        return True
    one, other = set(mine.split(", ")), set(whole.split(", "))
    # "6.500 cán bộ, hội viên, trong đó trực tiếp 4.120 người": every word of the list counts people.
    return bool(one & other) or len(one | other) > 2 and any((one | other) <= same for same in SAME_UNITS)


def _of_one_word(mine: str, whole: str) -> bool:
    """ "trẻ em" and "em", "suất quà" and "suất"."""
    longer, shorter = (mine, whole) if len(mine) > len(whole) else (whole, mine)
    return longer.startswith(shorter + " ") or longer.endswith(" " + shorter)


def join(total: Figure, part: Figure) -> None:
    """Make one a part of the other, with the unit and whatever else it does not say itself."""
    part.whole = total
    if total.unit.lower() in PETITIONS and part.unit.lower() in PETITION_KINDS:
        part.what, part.own_what, part.is_labelled = part.unit, True, True
        part.unit, part.kind = total.unit, total.kind
    if not part.unit and not part.percent:
        part.unit, part.kind = total.unit, total.kind
    if not part.level:
        part.level = total.level
    if not part.what or (not part.own_what and total.what):
        part.what = total.what
    if not part.period:
        part.period = total.period
