"""In which role a number stands: a result, a target, a change, a value of before, a rate; and how exact it is said to be."""

from __future__ import annotations

import re

from danvan.ingest.prose.figures import CHANGE, PREVIOUS, RATE, TARGET, Figure
from danvan.ingest.prose.text import Text

_PER = re.compile(
    r"\s*/\s*(?:1\s+)?(?:tháng|tuần|năm|quý|ngày|xã|phường|quận|huyện|đơn vị|cơ sở|người|hộ|buổi|lần|lớp|cuộc|hội nghị|đợt|chi bộ|thôn|tổ|khu dân cư|địa phương|kỳ|suất|nhà|căn)(?!\w)"
)
# Told right before a number: more than it, nearly it, about it.
_HEDGE = re.compile(
    r"(?:(?P<over>hơn|trên|quá|vượt quá|ngoài)|(?P<nearly>gần|ngót|non|suýt|(?<!giám )(?<!khảo )(?<!kiểm )sát)"
    r"|(?P<about>khoảng|xấp xỉ|ước(?:\s+(?:đạt|tính|khoảng|có))?|chừng|tầm|độ))\s*$"
)
_UP = re.compile(
    r"(?<!tỷ lệ )(?:(?:cao|nhiều) hơn (?:so với )?(?:cùng kỳ|năm trước|năm ngoái|quý trước|kỳ trước|năm \d{4})(?: năm (?:trước|ngoái|\d{4}))?|tăng so với [^.;,]{0,24}|tăng|tăng thêm|tăng lên|nhiều hơn|cao hơn|vượt(?:\s+(?:kế hoạch|chỉ tiêu|mức))?)(?:\s+(?:thêm|lên|gần|hơn|trên|khoảng|tới|được))*\s*$"
)
_DOWN = re.compile(
    r"(?:(?:thấp|ít) hơn (?:so với )?(?:cùng kỳ|năm trước|năm ngoái|quý trước|kỳ trước|năm \d{4})(?: năm (?:trước|ngoái|\d{4}))?|giảm so với [^.;,]{0,24}|giảm|giảm còn lại|giảm bớt|ít hơn|thấp hơn)(?:\s+(?:gần|hơn|trên|khoảng|bớt|xuống|tới|được|đi))*\s*$"
)
_REDUCED_TO = re.compile(r"(?:giảm|tăng)[^.;]{0,20}(?:xuống|lên|còn)\s+(?:còn\s+)?$")
_FROM = re.compile(r"(?:tăng|giảm|nâng)\s+(?:tổng số\s+)?từ\s+$")
_TIMES = re.compile(r"\s*lần(?!\w)")
_TARGET = re.compile(
    r"(?<!\w)(?:phấn đấu|(?<!\d )chỉ tiêu|mục tiêu(?! quốc gia)|kế hoạch đề ra|dự kiến|sẽ|phải(?= (?:có|đạt|tổ chức|bảo đảm|hoàn thành|xây dựng|giải quyết|tiếp|kết nạp))|cần(?! thơ| giờ| đước)|"
    r"(?<!đạt )(?<!theo )yêu cầu|bảo đảm|đảm bảo|đặt ra|ít nhất|tối thiểu|không quá|tối đa|không dưới|nhằm|hướng tới)(?!\w)[^.;]*(?:\.\d[^.;]*)*$"
)
_GOAL = re.compile(
    r"(?<!\d )(?:chỉ tiêu|kế hoạch)(?:\s+(?:được\s+)?(?:giao|đề ra|đặt ra|là|năm|\d{4}))*\s*:?\s*$"
)
_LIMIT = re.compile(r"(?:ít nhất|tối thiểu|không quá|tối đa|không dưới)(?:\s+(?:là|có|được|tổ chức))?\s+$")
_DONE = re.compile(
    r"(?<!\w)(?:đã|được|đạt|hoàn thành|trong đó|thực hiện được|thực hiện(?= \d|$)|kết quả)(?!\w)"
)
_BEFORE = re.compile(
    r"(?:cùng kỳ(?:\s+năm\s+(?:trước|ngoái|\d{4}))?|năm (?:trước|ngoái)|kỳ trước|quý trước|tháng trước|trước đó)(?:\s+(?:là|có|đạt|chỉ có|chỉ|đạt được))?(?:\s*:)?\s*\(?\s*$"
)
_BEFORE_YEAR = re.compile(
    r"\(\s*(?:cả\s+)?năm\s+\d{4}\s+[^()\d]{0,20}$|(?:trong khi|còn|so với|\()\s*(?:của\s+)?(?:cả\s+)?năm\s+\d{4}(?:\s+(?:là|có|chỉ có|chỉ|đạt))?\s*:?\s*$"
)
_IN_BRACKETS = re.compile(
    r"so với (?:cùng kỳ )?(?:năm (?:trước|ngoái|\d{4})|cùng kỳ|kỳ trước|quý trước|đầu năm)\s*\(\s*$"
)
_AGAINST = re.compile(r"so với(?:\s+(?:con số|mức|kế hoạch))?\s+$")
_LAST_TIME = re.compile(r"[\s\"(-]*(?:cùng kỳ|năm trước|năm ngoái|quý trước|kỳ trước)(?!\w)")
_EACH = re.compile(r"(?<!\w)(?:mỗi|bình quân|trung bình|từng)(?!\w)[^.;,()]{0,40}$")
# "khá 60 tổ; trung bình 10 tổ": a grade, no mean.
_GRADE = re.compile(
    r"(?<!\w)(?:khá|tốt|giỏi)(?!\w)[^.]{0,40}[,;(]\s*(?:và )?(?:xếp loại )?trung bình\s*(?::|là|có)?\s*$|và trung bình\s*$"
)
_YEARLY = re.compile(r"(?:hằng|hàng) (?:năm|tháng|quý|tuần)(?!\w)[^.;()]{0,40}$")
_CLAUSE = re.compile(r"\.(?!\d)|[;\n]|(?<!\d),(?!\d)\s(?=(?:đã|kết quả|đến nay|trong đó)\b)")


def assign(text: Text, figures: list[Figure]) -> None:
    """Set `role`, `approx` and the sign of what went down."""
    earlier: Figure | None = None
    for figure in figures:
        _approach(text, figure)
        _role(text, figure)
        if (
            earlier is not None
            and earlier.role == CHANGE
            and text.low[earlier.reach : figure.start] == " và "
        ):
            # "tăng 5 lớp và 420 học viên".
            figure.role = CHANGE
            figure.value = -figure.value if earlier.value < 0 < figure.value else figure.value
        earlier = figure


def _approach(text: Text, figure: Figure) -> None:
    hedge = _HEDGE.search(text.low, max(0, figure.start - 22), figure.start)
    if hedge is None:
        return
    figure.approx, figure.hedged = hedge.lastgroup or "", True
    exact = isinstance(figure.value, int) and figure.value % 10
    if exact and figure.value > 10 and figure.approx in ("over", "nearly") and not figure.percent:
        figure.flag("sharp_hedge")


# Nothing but a result is told without one of these.
_SAYS_ROLE = re.compile(
    "tăng|giảm|nâng|gấp|vượt|cao hơn|thấp hơn|nhiều hơn|ít hơn|năm|cùng kỳ|trước|so với|mỗi|bình quân|trung bình|từng|hằng|hàng|phấn đấu|chỉ tiêu|"
    "mục tiêu|kế hoạch|dự kiến|sẽ|phải|cần|yêu cầu|bảo đảm|đảm bảo|đặt ra|ít nhất|tối thiểu|không quá|tối đa|không dưới"
)


def _role(text: Text, figure: Figure) -> None:
    low = text.low
    figure.says_share = figure.percent and low[max(0, figure.start - 8) : figure.start].rstrip().endswith(
        ("bằng", "đạt")
    )
    if not _SAYS_ROLE.search(low, max(text.sentences[figure.sentence][0], figure.start - 160), figure.start):
        if _PER.match(low, figure.reach):
            figure.role = RATE
        return
    before = low[max(0, figure.start - 70) : figure.start]
    near = before[-34:]
    if _FROM.search(near) or _IN_BRACKETS.search(low, max(0, figure.start - 50), figure.start):
        figure.role = PREVIOUS
        return
    down, up = _DOWN.search(near), _UP.search(near)
    if (down or up) and not _REDUCED_TO.search(near):
        _changed(low, figure, near, down is not None)
        return
    if re.search(r"gấp\s+(?:gần\s+|hơn\s+|khoảng\s+)?$", near) and _TIMES.match(low, figure.end):
        figure.role, figure.unit, figure.kind = CHANGE, "lần", "times"
        return
    if _BEFORE_YEAR.search(near) or _BEFORE.search(near) or (_AGAINST.search(near) and figure.unit):
        figure.role = PREVIOUS
        return
    start, _end = text.sentences[figure.sentence]
    if _LAST_TIME.match(low, start) and "," not in low[start : figure.start]:
        figure.role = PREVIOUS
        return
    said = low[max(start, figure.start - 160) : figure.start]
    clause = _CLAUSE.split(said)[-1]
    target = _TARGET.search(clause)
    is_target = (
        _GOAL.search(clause) is not None or target is not None and not _DONE.search(clause[target.start() :])
    )
    if (
        _PER.match(low, figure.reach)
        or _EACH.search(before[-44:])
        and not _GRADE.search(before)
        or _YEARLY.search(clause)
    ):
        planned = is_target and (
            _LIMIT.search(near)
            or re.match(r"\s*(?:dự kiến|phấn đấu|chỉ tiêu)|.*(?:dự kiến|phấn đấu)", clause)
        )
        figure.role = TARGET if planned else RATE
    elif is_target:
        figure.role = TARGET


def _changed(low: str, figure: Figure, near: str, is_down: bool) -> None:
    figure.role = CHANGE
    if is_down:
        figure.value = -figure.value
    if _TIMES.match(low, figure.end):
        figure.unit, figure.kind = "lần", "times"
        if "gấp" not in near[-12:]:
            figure.flag("ambiguous")
    elif "vượt" in near and figure.percent:
        figure.flag("over_plan")
