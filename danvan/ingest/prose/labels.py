"""
What the parts of a total are: their label before ("khiếu nại 412 đơn"), else the words behind them ("26 lớp cho nông dân"),
else what the total is.
"""

from __future__ import annotations

import re

from danvan.ingest.prose import lexicon, meaning
from danvan.ingest.prose.figures import Figure, past_share
from danvan.ingest.prose.text import Text

_CUT = re.compile(
    r"(?<!\w)(?:trong đó|trong số đó|gồm có|bao gồm|gồm|cụ thể|như sau|chia ra|phân ra|(?:chia|tính|phân|xét|còn|nếu)?\s*theo (?:cấp|giới|hình thức|đối tượng|khối|lĩnh vực|nội dung|loại)[^\d,:;]{0,14})(?!\w)|[:;(\n]|\s-\s"
)
_HEAD = re.compile(
    r"^(?:[\s,.)+*•/-]+|[a-zđ]\)\s*|(?:và|có|còn lại|còn|riêng|với|là|thì|số|phần|trong|của|về|các|những|cùng|cộng với|đã có|này|đó)(?:\s+|$))"
)
_TAIL = re.compile(
    r"(?:^|\s+)(?:là|có|được|đã|đạt|chiếm|gồm|hơn|gần|trên|khoảng|xấp xỉ|ước|với|nhận|tổ chức|chủ trì|thực hiện|công nhận|mở|con số|tổng|đều|thì|thêm|cho|[:-])$"
)
_THEIRS = re.compile(r"[^,;.:(+]*?(?:[,;.:(+]|\s-\s)")
_PREPOSITION = re.compile(
    r"^(?:về|cho|với|là|thuộc|của|theo|hỏi về|còn lại dành cho|còn lại|dành cho|trong lĩnh vực|thuộc lĩnh vực|liên quan đến|liên quan)\s+"
)
_LEVELS = re.compile(
    r"^(?:(?:ở|tại|do|của|khối|cấp|các|toàn)\s+)*(?:(?:thành phố|tp|tỉnh|trung ương|quận|huyện|thị xã|thị ủy|thành ủy|thị|thành|xã|phường|thị trấn|đặc khu|cơ sở)(?:,|\s|và|$)+)+(?:trực thuộc|tổ chức|có)?$"
)


def _behind_up_to(text: Text, figure: Figure, later: int) -> str:
    """The words between the unit and the next part, with the commas in them; "" for a level."""
    start = past_share(text, figure)
    end = text.sentences[figure.sentence][1]
    said = text.plain[start : min(later, end)] if later < end else text.plain[start:end]
    said = _UP_TO.split(said, maxsplit=1)[0]
    if later < end:
        said = re.sub(r"(?:[,;]|\svà\s)[^,;]*$", "", said)
    said = _PREPOSITION.sub("", said.strip(" ,"), count=1)
    words = said.replace('"', "").split()
    if (
        not words
        or len(words) > 9
        or _LEVELS.match(said.lower())
        or said.lower().startswith(("do ", "tổ chức", "cấp ", "của "))
    ):
        return ""
    return " ".join(words[: meaning.MOST_WORDS])


_UP_TO = re.compile(r"[();.:\n]|\s(?:trong đó|gồm|tăng|giảm|so với)\s")
_WHEN = re.compile(r"(?:trong |cả |riêng )?(?:năm|quý|tháng)(?: [ivx\d/-]+)?(?: năm \d{4})?")
# A level or a period in front of a label.
_LED = re.compile(
    r"(?:(?:trong |cả )?(?:năm \d{4}|quý [iv\d]+(?:[/-]\d{4})?|tháng \d+(?:[/-]\d{4})?)\s*,?\s*)?(?:(?:ở|tại|do|của|khối)\s+)?(?:các\s+)?(?:cấp|khối)\s+(?:(?:thành phố|tp|tỉnh|quận|huyện|thị xã|xã|phường|thị trấn|cơ sở)(?:,\s*|\s+và\s+|\s+|$))+"
)


def of_parts(text: Text, figures: list[Figure]) -> None:
    """Look again at `what` of figures that are parts."""
    earlier: Figure | None = None
    # Whether the parts of a total, by its identity, are told by words behind them; the first part shows it.
    told_behind: dict[int, bool] = {}
    for place, figure in enumerate(figures):
        whole = figure.whole
        if whole is not None and not figure.percent:
            if id(whole) not in told_behind:
                words = _WORDS_BEHIND.match(text.low, figure.end) is not None
                told_behind[id(whole)] = words and not _label(text, figure, earlier)
            later = figures[place + 1].start if place + 1 < len(figures) else len(text.low)
            _part(text, figure, earlier, later if told_behind[id(whole)] else 0)
        elif (
            figure.percent
            and earlier is not None
            and earlier.whole is not None
            and earlier.own_what
            and earlier.sentence == figure.sentence
            and _BRACKET.fullmatch(text.low, earlier.reach, figure.start)
        ):
            # "92 ý kiến về đất đai (56,1%)": the share of that part.
            figure.what = earlier.what
        earlier = figure


_BRACKET = re.compile(r"[^()\d.;]{0,60}\((?:chiếm|đạt|bằng|tỷ lệ|\s)*")
_WORDS_BEHIND = re.compile(r"\s+[^\W\d]")


def _part(text: Text, figure: Figure, earlier: Figure | None, later: int) -> None:
    """`later` is where the next figure begins, where the words behind say what this one is; else 0."""
    whole = figure.whole
    if whole is None:
        return
    if (
        "joined" in figure.flags
        and earlier is not None
        and "joined" in earlier.flags
        and earlier.reach + 4 > figure.start
    ):
        figure.what = earlier.what
        return
    if figure.is_labelled or figure.kind == "holder" and figure.own_what:
        return
    if later and (said := _behind_up_to(text, figure, later)):
        figure.what, figure.own_what = said, True
        return
    if meaning.behind(text, figure):
        return
    label = _label(text, figure, earlier)
    if label and not _LEVELS.match(label.lower()):
        figure.what, figure.own_what = label, True
        return
    said = _PREPOSITION.sub("", meaning.behind(text, figure, loose=True), count=1)
    if (
        said
        and not label
        and not _LEVELS.match(said.lower())
        and not said.lower().startswith(("do ", "tổ chức"))
    ):
        figure.what, figure.own_what = said, True
    else:
        figure.what, figure.own_what = whole.what, False


def begins(text: Text, figure: Figure, earlier: Figure | None) -> int:
    """Where the words of a figure's own begin: what stands before the comma belongs to the figure before."""
    begin, _end = text.sentences[figure.sentence]
    floor = max(begin, figure.start - 110)
    if earlier is not None and earlier.start >= begin and earlier.reach >= floor:
        floor = earlier.reach
        if own := _THEIRS.match(text.low, floor, figure.start):
            floor = own.end()
    return floor


def _label(text: Text, figure: Figure, earlier: Figure | None) -> str:
    said = text.plain[begins(text, figure, earlier) : figure.start]
    said = said.rstrip(" :-(") if text.plain[figure.reach : figure.reach + 1] == ")" else said.rstrip(" :-")
    for cut in reversed(list(_CUT.finditer(said.lower()))):
        said = said[cut.end() :]
        break
    while head := _HEAD.match(said.lower()):
        said = said[head.end() :]
    while tail := _TAIL.search(said.lower()):
        said = said[: tail.start()].rstrip(" :-")
    if (led := _LED.match(said.lower())) and led.group().rstrip().endswith(","):
        # "cấp cơ sở xã, phường, thị trấn, doanh nghiệp": a level told at length.
        return ""
    if len(said.split()) > meaning.MOST_WORDS:
        said = said.rpartition(",")[2].strip()
    while head := _HEAD.match(said.lower()):
        said = said[head.end() :]
    if led := _LED.match(said.lower()):
        rest = said[led.end() :].strip()
        said = (
            "" if rest.lower() in ("và", *meaning.WEAK) or meaning.ACTIVITY.fullmatch(rest.lower()) else rest
        )
    if (
        _WHEN.fullmatch(said.lower()) is not None
        or not re.search(r"[^\W\d_]", said)
        or lexicon.LEVEL.fullmatch(said.lower())
        or said.lower() in meaning.WEAK
    ):
        return ""
    return " ".join(said.replace('"', "").split()[-meaning.MOST_WORDS :])
