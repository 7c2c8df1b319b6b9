"""
Days, times and periods in a text: what a figure is dated by, and what must not be taken for one.

A day without a year takes the year of the text only where asked for; a quarter with a hyphen ("quý I-2025") is no range.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from danvan.ingest.prose.text import Text

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_DAY = re.compile(
    r"(?P<d>\d{1,2})\s?(?:/|-|\.)\s?(?P<m>\d{1,2})\s?(?:/|-|\.)\s?(?P<y>(?:19|20)\d\d)(?![\d])"
    r"|(?P<d2>\d{1,2})\s?[/-]\s?(?P<m2>\d{1,2})(?![\d/.,]*\d|\s?[-/]\s?[A-ZĐ])"
    r"|(?P<d3>\d{1,2})\s+tháng\s+(?P<m3>\d{1,2})(?:\s+năm\s+(?P<y3>(?:19|20)\d\d))?"
)
# What stands before a day and month without a year.
DAY_WORDS = r"(?:ngày|sáng|chiều|tối|trưa|hôm|đêm|từ|đến|đến hết|hết ngày|mùng)"
_PERIOD = re.compile(
    rf"""
      quý\s+(?P<q>i{{1,3}}|iv|[1-4])(?:\s?(?:,|và|-)\s?(?P<q2>i{{1,3}}|iv|[1-4]))?\s*(?:/|-|năm|\s)\s*{_YEAR}
    | (?P<half>6|sáu|06)\s+tháng\s+(?P<side>đầu|cuối)\s+năm(?:\s+|\s*/\s*){_YEAR.replace("<y>", "<yh>")}
    | (?P<nine>9|09|chín)\s+tháng(?:\s+đầu)?\s+năm(?:\s+|\s*/\s*){_YEAR.replace("<y>", "<yn>")}
    | (?:quý\s+(?P<q3>i{{1,3}}|iv|[1-4])|(?P<half3>6|06|sáu)\s+tháng\s+(?P<side3>đầu|cuối)\s+năm|(?P<nine3>9|09|chín)\s+tháng(?:\s+đầu\s+năm)?)(?!\w)
    | tháng\s+(?P<mo>\d{{1,2}})\s*(?:/|-|năm)\s*{_YEAR.replace("<y>", "<ym>")}
    | (?:giai\s+đoạn|từ\s+năm|từ|nhiệm\s+kỳ|trong\s+các\s+năm|những\s+năm)?\s*(?P<from>(?:19|20)\d\d)\s*(?:-|đến\s+năm|đến|–)\s*(?P<to>(?:19|20)\d\d)(?!\d|\s?/)
    | (?:năm|cả\s+năm)\s+(?P<year>(?:19|20)\d\d)(?!\s?[-/]\s?\d)
    """,
    re.VERBOSE,
)  # fmt: skip


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


# Where a period may stand; the whole pattern is tried around these only.
_HINT = re.compile(r"(?:19|20)\d\d|quý|tháng")
_BEFORE, _BEHIND = 30, 40


def periods(text: Text) -> list[Span]:
    """Periods in the order of the text."""
    found = []
    place = 0
    for hint in _HINT.finditer(text.low):
        if hint.start() < place:
            continue
        end = hint.end() + _BEHIND
        start = max(place, hint.start() - _BEFORE)
        while match := _PERIOD.search(text.low, start, end):
            start = match.end()
            if (span := _span(match, text)) is not None:
                found.append(span)
                place = span.end
    return found


def _span(match: re.Match[str], text: Text) -> Span | None:
    g = match.groupdict()
    start, end = match.span()
    if g["q"]:
        shape = f"Q{_ROMAN[g['q']]}"
        return Span(start, end, f"{g['y']}-{shape}", shape)
    if g["half"]:
        shape = "H1" if g["side"] == "đầu" else "H2"
        return Span(start, end, f"{g['yh']}-{shape}", shape)
    if g["nine"]:
        return Span(start, end, f"{g['yn']}-9M", "9M")
    if g["q3"]:
        return Span(start, end, "", f"Q{_ROMAN[g['q3']]}")
    if g["half3"]:
        return Span(start, end, "", "H1" if g["side3"] == "đầu" else "H2")
    if g["nine3"]:
        return Span(start, end, "", "9M")
    if g["mo"]:
        month = int(g["mo"])
        return Span(start, end, f"{g['ym']}-{month:02d}", f"{month:02d}") if 1 <= month <= 12 else None
    if g["from"]:
        first, last = int(g["from"]), int(g["to"])
        if not 0 < last - first <= 30:
            return None
        said = text.low[start : match.start("from")]
        return Span(
            start,
            end,
            f"{first}/{last}",
            "",
            "nhiệm kỳ" in said or "khóa" in text.low[max(0, start - 20) : start],
        )
    return Span(start, end, g["year"], "")
