"""
Numbers in a text: in digits, in words, with scale words, broken by a misprint; what is no statistic is left out.

A number keeps its place, how it was printed with its scale and percent sign, and what else it might have been.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from danvan.common import spoken
from danvan.common.spoken import Value
from danvan.ingest.prose import lexicon, traps
from danvan.ingest.prose.text import Text

_OPENING = "|".join(sorted(spoken.OPENING, key=len, reverse=True))
# Literal first letters keep the search quick; that a word begins here is asked afterwards.
_START = re.compile(rf"\d|(?:{_OPENING}|không)(?!\w)")
_FIGURES = frozenset("0123456789")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
# 8. 597 | 8 .597 | 8.59 7 | 2 054 | 1.4 05 | 2 04 | 2, 4 tỷ: torn apart by a space.
_TORN = re.compile(
    r"\d{1,3}(?: ?\. ?\d{1,3}| \d{1,3}){1,6}(?:,\d+)?(?![\d.,]{0,40}\d)|\d{1,3}(?:, \d{1,2}| ,\d{1,2})(?!\d)"
)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_SCALE = re.compile(
    r"\s*((?:trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?:\s+(?:nghìn|ngàn|triệu|tỷ|tỉ))?(?:\s+rưỡi)?)(?!\w)"
)
_PERCENT = re.compile(r"\s?(?:%|phần trăm)")
_ASIDE = re.compile(r"\s*\((?:\s*(?P<words>[^\d\W][^()\d]{0,40}?)\s*|\s*(?P<digits>\d[\d.,]*)\s*)\)")
_NONE = re.compile(
    r"không\s+(?:phát sinh|có)(?:\s+(?P<unit>[^\W\d]+(?:\s[^\W\d]+){0,2}?)(?P<nao>\s+nào))?(?!\w)"
)
_NONE_OF = re.compile(r"không\s+có\s+(?P<unit>[^\W\d]+(?:\s[^\W\d]+){1,7}?)\s+nào(?!\w)")
_VAGUE = re.compile(r"(?:hàng|vài|mấy|nhiều|một số|những|các)\s+$")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass
class Number:
    """`start` and `end` span what was printed; `others` are further readings: (value, flag)."""

    start: int
    end: int
    value: Value
    percent: bool = False
    is_words: bool = False
    is_zero_word: bool = False
    # Said of a whole period: a figure even without a counting word.
    is_told: bool = False
    # What stands for it in print, where that is told once for several.
    printed: str = ""
    scaled: bool = False
    flags: list[str] = field(default_factory=list)
    others: list[tuple[Value, str]] = field(default_factory=list)


class Spans:
    """Spans set aside; asks whether a place lies in one and where it ends."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._starts = [start for start, _end in spans]
        self._ends = [end for _start, end in spans]

    def end_at(self, place: int) -> int:
        """End of the span that holds `place`, or 0."""
        index = bisect_right(self._starts, place) - 1
        return self._ends[index] if index >= 0 and place < self._ends[index] else 0


# No country has so much of anything; what is larger comes of a spoilt text.
MOST = 10**18


def find(text: Text, aside: list[tuple[int, int]]) -> list[Number]:
    """Numbers in the order of the text, without those in the spans set aside and without traps."""
    taken = Spans(traps.merged([*aside, *traps.whole_spans(text)]))
    found: list[Number] = []
    low, place = text.low, 0
    while match := _START.search(low, place):
        start = match.start()
        if start and match.group() not in _FIGURES and low[start - 1].isalnum():
            place = match.end()
            continue
        if end := taken.end_at(start):
            place = end
            continue
        number = _digits(text, start) if low[start].isdigit() else _words(text, match)
        if number is not None and (score := _TALLY.match(low, number.end)) and not _high(text, number):
            place = score.end()
            continue
        if number is not None and (high := _high(text, number)):
            number.flags.append(f"range:{high[0]}")
            number.end = high[1]
        place = max(number.end, start + 1) if number else _past(low, start, match)
        if number is not None and number.is_zero_word:
            found.append(number)
            found += _zeros_behind(low, number)
            continue
        if number is None or number.value >= MOST or _out_of_place(text, number):
            continue
        reason = traps.reason(text, number.start, number.end)
        if (
            reason == "ordinal"
            and _DOUBTFUL.search(text.plain, max(0, start - 14), start)
            and _STOPS.match(low, number.end)
        ):
            # "lãnh đạo quận 24": counted only where a total needs it.
            number.flags.append("doubtful")
        elif reason:
            continue
        found.append(number)
    return found


_DOUBTFUL = re.compile(
    r"(?:quận|phường|tổ|khối|lớp|chi bộ|khu|loại|đường|tuyến|đội|cụm|chương trình|dự án|đề án|phần|hạng|cấp|điểm|tập|biểu|khu vực|thôn|bản|giai đoạn|phòng|nhóm) $"
)
_STOPS = re.compile(r"\s*[,;.)\n]|\s*$|\s+(?:và|cuộc|hội nghị)(?!\w)")
# "thắng 3-1", "4-5": two small numbers and nothing counted.
_TALLY = re.compile(r"\s?-\s?\d{1,2}(?![\d.,/]*\d|\s?%)")
_RANGE = re.compile(r"\s?(?:-|đến)\s?(?P<high>\d+(?:[.,]\d+)*)(?P<percent>\s?%)?")


def _high(text: Text, number: Number) -> tuple[str, int] | None:
    """The upper end of "từ 3 đến 5 cuộc" and "6,5 - 7%", with where it ends."""
    match = _RANGE.match(text.low, number.end)
    if match is None or number.is_zero_word:
        return None
    read = spoken.read_digits(match.group("high"))
    follows = "" if match.group("percent") else text.low[match.end() : match.end() + 1]
    if read is None or read[0] <= number.value or follows in ("/", "-"):
        return None
    said = text.low[max(0, number.start - 12) : number.start]
    if "đến" in match.group() and not re.search(r"(?:từ|khoảng)\s+$", said):
        return None
    if match.group("percent"):
        number.percent = True
    else:
        behind = match.end()
        while behind < len(text.low) and text.low[behind] == " ":
            behind += 1
        if lexicon.unit_pattern().match(text.low, behind) is None:
            return None
    return match.group("high"), match.end()


def _past(low: str, start: int, match: re.Match[str]) -> int:
    if low[start].isdigit():
        digits = _DIGITS.match(low, start)
        return digits.end() if digits else start + 1
    return match.end()


def _out_of_place(text: Text, number: Number) -> bool:
    """Digits glued to letters ("F1", "Covid-19", "2A") are names."""
    low = text.low
    before = low[number.start - 1] if number.start else " "
    after = low[number.end] if number.end < len(low) else " "
    if number.is_words or number.is_zero_word:
        return False
    if (before.isalpha() or before == "_" or after.isalpha() or after == "_") and not _glued(text, number):
        return True
    if before in ".," and number.start > 1 and low[number.start - 2].isdigit():
        return True
    return before == "-" and number.start > 1 and low[number.start - 2].isalpha()


def _glued(text: Text, number: Number) -> bool:
    """ "giám sát96cuộc": a space is missing, told by the word before and the counting unit behind."""
    low, behind = text.low, number.end
    while behind < len(low) and low[behind] == " ":
        behind += 1
    if text.plain[number.end : number.end + 1].isupper() or 1900 <= number.value <= 2100:
        # "yêu thích 2018Công ty tháo dỡ": lines run together.
        return False
    before = re.search(r"[^\W\d_]+$", low[max(0, number.start - 12) : number.start])
    if lexicon.unit_pattern().match(low, behind) is None:
        # "cấp huyện1.512,cấp xã4.612": told by the letters with marks, which no name of a thing has.
        counts = before is not None and number.value >= 10 and not before.group().isascii()
        if not counts or not _ENDS.match(low, number.end):
            return False
    if before is None or len(before.group()) > 1:
        number.flags.append("missing_space")
        return True
    return False


def _digits(text: Text, start: int) -> Number | None:
    low = text.low
    torn = _TORN.match(low, start)
    if torn is not None and (value := _mended(low, torn)) is not None:
        return _behind(text, Number(start, torn.end(), value, flags=["stray_space"]))
    match = _DIGITS.match(low, start)
    read = spoken.read_digits(match.group()) if match else None
    if match is None or read is None:
        return None
    value, style = read
    number = Number(start, match.end(), value)
    if style == "decimal_dot":
        number.flags.append("style")
        number.others.append((int(match.group().replace(".", "")), "misplaced_dot"))
    elif style:
        number.flags.append(style)
        bare = re.sub(r"[.,]", "", match.group())
        number.others.append((int(bare), "misplaced_dot"))
    return _behind(text, number)


# Behind a number that was torn apart may stand: what is counted, a scale, a sign that ends a part of a list.
_ENDS = re.compile(r"\s*(?:[;,.)\n]|$|/\s?\d|%|(?:ở|tại|của|cho|do|về|theo|là)(?!\w))")
# A number that stands behind such a word names something: "quý 2 12 cuộc" are two.
_NUMBERED = re.compile(rf"(?:^|[\s(])(?:{traps.ORDINAL})\s+$")


def _mended(low: str, torn: re.Match[str]) -> Value | None:
    """The number that was torn apart; None where two numbers may stand side by side."""
    printed = torn.group()
    if " " not in printed:
        return None
    joined = printed.replace(" ", "")
    behind = torn.end()
    while behind < len(low) and low[behind] == " ":
        behind += 1
    unit = lexicon.unit_pattern().match(low, behind)
    scale = _SCALE.match(low, torn.end())
    if "," in printed and "." not in printed and printed.count(" ") == 1:
        # "2, 4 tỷ" is a decimal; "2, 4 đơn vị" may be a list.
        measured = unit is not None and lexicon.units().get(unit.group()) in ("money", "measure")
        if not (scale or measured or low[behind : behind + 1] == "%"):
            return None
    elif "." in joined:
        apart = " ." in printed or unit or scale or _ENDS.match(low, torn.end())
        if not _GROUPED.fullmatch(joined) or not apart:
            return None
    elif not (unit or scale or _ENDS.match(low, torn.end())) or not _side_by_side(low, torn):
        return None
    read = spoken.read_digits(joined)
    return read[0] if read else None


def _side_by_side(low: str, torn: re.Match[str]) -> bool:
    """Whether digits with only spaces between them are one number: "2 054", "1 02", never behind a word that names."""
    groups = torn.group().split(" ")
    if groups[0] == "0" or len(groups) > 4 or _NUMBERED.search(low[max(0, torn.start() - 24) : torn.start()]):
        return False
    return (
        all(len(group) == 3 for group in groups[1:])
        and groups[0][0] != "0"
        or (len(groups) == 2 and len(groups[0]) + len(groups[1]) <= 4)
    )


def _behind(text: Text, number: Number) -> Number:
    """Take up what belongs to the number behind it: scale words, a percent sign, the same number in words."""
    low = text.low
    if scale := _SCALE.match(low, number.end):
        words = scale.group(1).split()
        half = words[-1] == "rưỡi"
        scales = words[:-1] if half else words
        if not (scales[0] == "trăm" and number.value >= 10):
            value = spoken.scaled(number.value, scales)
            if half:
                value += spoken.SCALES[scales[-1]] // 2
            number.value, number.end, number.scaled = value, scale.end(), True
            _add_rest(low, number, scales[-1])
    if percent := _PERCENT.match(low, number.end):
        number.percent, number.end = True, percent.end()
    aside = _ASIDE.match(low, number.end)
    if aside and aside.group("words"):
        words = aside.group("words").split()
        read = spoken.read_words(words)
        if read and read == (number.value, len(words)):
            number.flags.append("twice")
            number.end = aside.end()
    return number


_REST = re.compile(r"\s+(\d{1,3})\s+(triệu|nghìn|ngàn)(?!\w)")


def _add_rest(low: str, number: Number, scale: str) -> None:
    """ "65 tỷ 400 triệu đồng" is one number."""
    rest = _REST.match(low, number.end)
    if rest is not None and spoken.SCALES[rest.group(2)] < spoken.SCALES[scale]:
        number.value, number.end = (
            number.value + int(rest.group(1)) * spoken.SCALES[rest.group(2)],
            rest.end(),
        )


def _words(text: Text, match: re.Match[str]) -> Number | None:
    """A number in words counts only before something counted: "năm cuộc" is five, "năm 2024" is a year."""
    low, start = text.low, match.start()
    if match.group() == "không":
        return _none(text, start)
    if _VAGUE.search(low[max(0, start - 10) : start]):
        return None
    words: list[str] = []
    ends: list[int] = []
    place = start
    while len(words) < 12 and (word := _WORD.match(low, place)) and spoken.is_number_word(word.group()):
        words.append(word.group())
        ends.append(word.end())
        place = word.end()
        while place < len(low) and low[place] == " ":
            place += 1
    read = spoken.read_words(words)
    if read is None:
        return None
    value, took = read
    end = ends[took - 1]
    number = Number(
        start,
        end,
        value,
        is_words=True,
        scaled=took > 1 and words[took - 1] in (*spoken.SCALES, "rưỡi") and words[took - 1] != "trăm",
    )
    if percent := _PERCENT.match(low, end):
        number.percent, number.end = True, percent.end()
        return number
    aside = _ASIDE.match(low, end)
    if aside and aside.group("digits"):
        inside = spoken.read_digits(aside.group("digits").rstrip(".,"))
        if inside and inside[0] == value:
            number.end = aside.end()
            number.flags.append("twice")
    behind = number.end
    while behind < len(low) and low[behind] == " ":
        behind += 1
    unit = lexicon.unit_pattern().match(low, behind)
    if unit is None or _is_no_count(text, number, took, unit) or _SAYING.match(low, unit.end()):
        return None
    return number


# "năm lần bảy lượt", "chín người mười ý" are sayings.
_SAYING = re.compile(rf"\s+(?:{_OPENING})\s+[^\W\d_]")


_NOT_AFTER_ONE = re.compile(r"(?:trong những|số|cách|phần|lần nữa|mặt|bên|khi|chút|ít|vài|lòng|cửa)")


# "năm bản lề", "năm thanh niên": a year that has a name.
_NAMES_YEARS = frozenset(
    {"bản", "thanh niên", "phụ nữ", "trẻ em", "nông dân", "doanh nghiệp", "gia đình", "ngày"}
)


def _is_no_count(text: Text, number: Number, took: int, unit: re.Match[str]) -> bool:
    low = text.low
    before = low[max(0, number.start - 16) : number.start]
    if number.value == 1 and took == 1:
        # "một" is mostly an article; it counts where only numbers are told.
        if re.match(r"\s*lần\s*/", low[number.end : number.end + 8]):
            return False
        return not re.search(r"(?:chỉ có|duy nhất|đúng|thêm|được|chỉ|đã (?:tổ chức|mở))\s+$", before)
    if low.startswith("năm", number.start) and took == 1:
        if re.search(
            r"(?:trong|cả|từng|mỗi|hằng|hàng|cuối|đầu|giữa|các|nhiều|những|qua|vừa|một|đến|từ)\s+$", before
        ):
            return True
        return unit.group() in _NAMES_YEARS or text.plain[unit.start()].isupper()
    if (
        took == 1
        and lexicon.units()[re.sub(r"\s+", " ", unit.group()).replace(" ,", ",")] == "generic"
        and unit.group() in ("lần", "kỳ")
    ):
        return True
    return bool(re.search(r"(?:lần|thứ|cấp|cả|từ|phần)\s+$", before)) and took == 1


def _zeros_behind(low: str, number: Number) -> list[Number]:
    """ "không phát sinh đơn tố cáo; cuộc kiểm tra": the words stand once for all of them."""
    found: list[Number] = []
    end = min((place for sign in ".\n" if (place := low.find(sign, number.end)) >= 0), default=len(low))
    if not low.startswith("không phát sinh", number.start):
        return found
    place = low.find(";", number.end, end)
    while place >= 0:
        begin = place + 1
        while begin < end and low[begin] == " ":
            begin += 1
        place = low.find(";", begin, end)
        item = low[begin : place if place >= 0 else end]
        if any(sign.isdigit() for sign in item) or not (
            number.is_told or lexicon.unit_pattern().match(low, begin)
        ):
            break
        found.append(
            Number(
                begin,
                begin,
                0,
                is_zero_word=True,
                is_told=number.is_told,
                printed=low[number.start : number.end],
            )
        )
    return found


def _none(text: Text, start: int) -> Number | None:
    """ "không phát sinh", "không có cuộc nào": nought, which is not the same as nothing known."""
    match = _NONE.match(text.low, start)
    if match is None:
        return None
    if match.group().startswith("không phát sinh"):
        told = text.low.endswith("trong kỳ ", 0, start)
        return Number(start, start + len("không phát sinh"), 0, is_zero_word=True, is_told=told)
    unit = match.group("unit")
    far = (of := _NONE_OF.match(text.low, start)) and lexicon.unit_pattern().match(text.low, of.start("unit"))
    near = match.group("nao") and unit
    if not far and not (near and unit.split()[0] in {word.split()[0] for word in lexicon.units()}):
        return None
    return Number(start, start + len("không có"), 0, is_zero_word=True)
