"""Meetings a text tells of with their day: a review, a briefing, a dialogue."""

from __future__ import annotations

import re
from datetime import date

from danvan.ingest.prose.moments import Moment
from danvan.ingest.prose.numbers import Spans
from danvan.ingest.prose.text import Text

_KINDS = re.compile(
    r"(?:hội nghị|cuộc|buổi)\s+(?P<a>tổng kết|sơ kết|giao ban|triển khai|quán triệt|đối thoại|tiếp xúc,? đối thoại|gặp mặt(?: báo chí)?|tập huấn|phản biện(?: xã hội)?|giám sát|kiểm tra|khảo sát|làm việc)"
    r"|(?:đã\s+|tiến hành\s+)(?P<b>kiểm tra|giám sát|khảo sát|thăm|làm việc)|(?P<c>hội nghị|hội thi|hội thảo|tọa đàm|lễ phát động|lễ kỷ niệm|phiên họp)"
)  # fmt: skip
_LEVEL = (("city", re.compile(r"thành ủy|thành phố|hà nội|thủ đô")), ("province", re.compile(r"tỉnh ủy|tỉnh")),
          ("district", re.compile(r"quận|huyện|thị xã")), ("commune", re.compile(r"xã|phường|thị trấn")))  # fmt: skip


def find(text: Text, days: list[Moment], taken: list[tuple[int, int]]) -> list[dict[str, str | None]]:
    """Events in the order of the text; a day without a year takes the year of the text's first whole date."""
    years = [moment.day.year for moment in days if moment.day is not None]
    found: list[dict[str, str | None]] = []
    seen: set[tuple[str, str]] = set()
    aside = Spans(taken)
    for moment in days:
        if aside.end_at(moment.start) or not years and moment.day is None:
            continue
        begin, end = text.sentences[text.sentence_at(moment.start)]
        if re.match(
            r"\s*(?:của|ban hành|-\s*\d|\s*-\s*[\d.,]+\s*lượt)", text.low[moment.end : moment.end + 20]
        ):
            continue
        if re.search(r"(?:từ|đến|hết)(?:\s+ngày)?\s+$", text.low[max(0, moment.start - 12) : moment.start]):
            continue
        match = _KINDS.search(text.low, moment.end, min(end, moment.end + 420))
        if match is None:
            continue
        day = moment.day or _day(moment, years[0])
        kind = _kind(match)
        if day is None or (kind, day.isoformat()) in seen:
            continue
        seen.add((kind, day.isoformat()))
        said = text.low[begin:end]
        level = next((name for name, pattern in _LEVEL if pattern.search(said)), None)
        found.append({"kind": kind, "date": day.isoformat(), "level": level})
    return found


def _kind(match: re.Match[str]) -> str:
    if match.group("a"):
        first = match.group().split()[0]
        return f"hội nghị {match.group('a')}" if first == "hội" else match.group("a")
    return match.group("b") or match.group("c")


def _day(moment: Moment, year: int) -> date | None:
    if moment.short is None:
        return None
    try:
        return date(year, moment.short[1], moment.short[0])
    except ValueError:
        return None
