"""
Days, times and periods in a text: what a figure is dated by, and what must not be taken for one.

A day without a year takes the year of the text only where asked for; a quarter with a hyphen ("quý I-2025") is no range.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from danvan.ingest.prose.text import Text

_QUARTERS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "một": 1, "nhất": 1, "đầu": 1, "hai": 2,
    "ba": 3, "bốn": 4, "tư": 4, "cuối": 4,
}  # fmt: skip
_MONTHS = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_YEAR = r"(?:19|20)\d\d(?!\d)"
_DAY = re.compile(
    r"(?P<d>\d{1,2})\s?(?:/|-|\.)\s?(?P<m>\d{1,2})\s?(?:/|-|\.)\s?(?P<y>(?:19|20)\d\d)(?![\d])"
    r"|(?P<d2>\d{1,2})\s?[/-]\s?(?P<m2>\d{1,2})(?![\d/.,]{0,12}\d|\s?[-/]\s?[A-ZĐ])"
    r"|(?P<d3>\d{1,2})\s+tháng\s+(?P<m3>\d{1,2})(?:\s+năm\s+(?P<y3>(?:19|20)\d\d))?"
)
# What stands before a day and month without a year.
DAY_WORDS = r"(?:ngày|sáng|chiều|tối|trưa|hôm|đêm|từ|đến|đến hết|hết ngày|mùng)"
_Q = r"(?:i{1,3}|iv|[1-4]|một|nhất|hai|ba|bốn|tư)(?!\w)"
_QUARTER = re.compile(
    rf"quý\s+(?P<q>{_Q}|(?:đầu|cuối)(?=\s+năm))(?:\s?(?:,|và|-|&)\s?(?:quý\s+)?(?P<q2>{_Q}))?"
    rf"(?:(?:\s*[/-]\s*|,?\s*(?:của\s+)?năm\s+|\s+)(?P<y>{_YEAR}))?"
)
# What stands before "tháng": how many of them, or a word that makes a month without its year a period.
_SOME_MONTHS = re.compile(r"(?<![\w.,/])(?P<count>0?[369]|ba|sáu|chín)\s+$")
_MONTHS_OF = re.compile(
    rf"tháng(?:\s+(?P<side>đầu|cuối))?(?:\s+(?:của\s+)?năm(?!\w))?(?:(?:\s+|\s?/\s?)(?P<y>{_YEAR}))?"
)
_MONTH = re.compile(
    rf"tháng\s+(?P<m>\d{{1,2}}(?![\d.]|,\d)|{'|'.join(sorted(_MONTHS, key=len, reverse=True))})(?:\s?[/-]\s?(?P<y>{_YEAR})|,?\s+năm\s+(?P<y2>{_YEAR}))?"
)
_HALF = re.compile(rf"nửa\s+(?:năm\s+)?(?P<side>đầu|cuối)(?:\s+năm)?(?:\s+(?P<y>{_YEAR}))?")
_YEARS = re.compile(rf"(?P<from>{_YEAR})(?:\s*(?:-|đến\s+năm|đến|–)\s*(?P<to>{_YEAR})(?!\s?/\d))?")
_YEAR_WORD = re.compile(r"(?:năm(?:\s+học)?|giai đoạn|nhiệm kỳ|khóa|từ|niên độ|(?:kỳ|đầu|cuối)\s+năm)\s+$")
_IN_MONTH = re.compile(r"(?:^|[.;\n(]\s*|trong |riêng |của )$")
_IN_MONTHS = re.compile(r"(?:^|[.;:\n(]\s*|trong |qua |sau |của |hết |kết quả |, )$")
_TERM = re.compile(r"(?:nhiệm kỳ|khóa)[^.;\n]{0,12}$")
# "tính đến ngày 14/6/2026": the year of that day.
_UNTIL = re.compile(r"(?:tính đến|lũy kế đến|luỹ kế đến|đến)\s+(?:hết\s+)?(?:ngày\s+)?$")


@dataclass(frozen=True)
class Moment:
    """A span; `day` where it is a whole date, else None."""

    start: int
    end: int
    day: date | None = None
    # Day and month without a year.
    short: tuple[int, int] | None = None


@dataclass(frozen=True)
class Span:
    """A period as `2019`, `2021-Q1`, `2020-H1`, `2015-9M`, `2017-04`, `2014/2018`; without a year a shape only."""

    start: int
    end: int
    name: str
    shape: str = ""
    is_term: bool = False
    # The year of a day up to which is counted; a period told in words says more.
    is_until: bool = False


def day_at(text: Text, place: int) -> Moment | None:
    """The date that begins at a place."""
    match = _DAY.match(text.low, place)
    return _moment(match) if match else None


def days(text: Text, start: int = 0, end: int | None = None) -> list[Moment]:
    """Dates with a year anywhere; without one only behind a word such as "ngày" or "sáng"."""
    stop = len(text.low) if end is None else end
    found = []
    for match in _DAY.finditer(text.low, start, stop):
        if match.start() and text.low[match.start() - 1] in "0123456789.,/":
            continue
        moment = _moment(match)
        if moment is None:
            continue
        if moment.day is None and match.group("d2"):
            before = text.low[max(0, match.start() - 12) : match.start()]
            if not re.search(DAY_WORDS + r"\s*(?:\d{1,2}\s?(?:,|và|-)\s?)?$", before):
                continue
        found.append(moment)
    return found


def _moment(match: re.Match[str]) -> Moment | None:
    groups = match.groupdict()
    day = int(groups["d"] or groups["d2"] or groups["d3"])
    month = int(groups["m"] or groups["m2"] or groups["m3"])
    year = groups["y"] or groups["y3"]
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    if not year:
        return Moment(match.start(), match.end(), None, (day, month))
    try:
        return Moment(match.start(), match.end(), date(int(year), month, day))
    except ValueError:
        return None


_HINT = re.compile(r"quý\s|tháng|nửa\s|(?:19|20)\d\d")


def periods(text: Text, taken: list[Moment]) -> list[Span]:
    """Periods in the order of the text, none of them inside one of the dates `taken`."""
    low = text.low
    found: list[Span] = []
    days = iter(taken)
    day = next(days, None)
    place = 0
    for hint in _HINT.finditer(low):
        start = hint.start()
        while day is not None and day.end <= start:
            found += _until(low, day, taken)
            day = next(days, None)
        if start < place or start and low[start - 1].isalnum() or day is not None and day.start <= start:
            continue
        said = hint.group()
        if said[0] == "q":
            span = _quarter(low, start)
        elif said[0] == "t":
            span = _months(low, start)
        elif said[0] == "n":
            span = _half(low, start)
        else:
            span = _years(low, start)
        if span is not None:
            found.append(span)
            place = span.end
    for left in ([day] if day is not None else []) + list(days):
        found += _until(low, left, taken)
    return sorted(found, key=lambda span: span.start)


def _until(low: str, day: Moment, taken: list[Moment]) -> list[Span]:
    """The year of a day up to which is counted, unless the count began in another year."""
    if day.day is None or not _UNTIL.search(low, max(0, day.start - 24), day.start):
        return []
    for other in taken:
        if 0 < day.start - other.end < 20 and other.day is not None and other.day.year != day.day.year:
            return []
    return [Span(day.start, day.end, str(day.day.year), is_until=True)]


def _quarter(low: str, start: int) -> Span | None:
    match = _QUARTER.match(low, start)
    if match is None:
        return None
    first = _QUARTERS[match.group("q")]
    last = _QUARTERS[match.group("q2")] if match.group("q2") else first
    shape = {(1, 2): "H1", (3, 4): "H2"}.get((first, last), f"Q{first}")
    return _shaped(start, match.end(), shape, match.group("y"))


def _months(low: str, start: int) -> Span | None:
    """ "6 tháng đầu năm 2020", "9 tháng", "tháng 04/2026", "tháng Ba năm 2022"."""
    some = _SOME_MONTHS.search(low, max(0, start - 8), start)
    if some is not None:
        match = _MONTHS_OF.match(low, start)
        count = some.group("count").lstrip("0")
        if match is None:
            return None
        side, year = match.group("side"), match.group("y")
        begins = some.start("count")
        if count in ("9", "chín"):
            if not side and not year and not _IN_MONTHS.search(low, max(0, begins - 12), begins):
                return None
            return _shaped(begins, match.end(), "9M", year)
        if not side and not year:
            return None
        if count in ("6", "sáu"):
            return _shaped(begins, match.end(), "H2" if side == "cuối" else "H1", year)
        return _shaped(begins, match.end(), "Q4" if side == "cuối" else "Q1", year)
    match = _MONTH.match(low, start)
    if match is None:
        return None
    said, year = match.group("m"), match.group("y") or match.group("y2")
    month = int(said) if said.isdigit() else _MONTHS[said]
    if not 1 <= month <= 12 or not year and not _IN_MONTH.search(low, max(0, start - 8), start):
        return None
    return _shaped(start, match.end(), f"{month:02d}", year)


def _half(low: str, start: int) -> Span | None:
    match = _HALF.match(low, start)
    if match is None:
        return None
    return _shaped(start, match.end(), "H1" if match.group("side") == "đầu" else "H2", match.group("y"))


def _years(low: str, start: int) -> Span | None:
    match = _YEARS.match(low, start)
    if match is None:
        return None
    word = _YEAR_WORD.search(low, max(0, start - 14), start)
    begins = word.start() if word else start
    if not match.group("to"):
        return Span(begins, match.end(), match.group("from")) if word and "năm" in word.group() else None
    first, last = int(match.group("from")), int(match.group("to"))
    if not 0 < last - first <= 30:
        return None
    return Span(
        begins, match.end(), f"{first}/{last}", is_term=bool(_TERM.search(low, max(0, start - 24), start))
    )


def _shaped(start: int, end: int, shape: str, year: str | None) -> Span:
    return Span(start, end, f"{year}-{shape}" if year else "", shape)
