"""Which period a figure stands in: told before it in its sentence, else behind it, else last told in the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from danvan.ingest.prose.figures import CHANGE, PREVIOUS, TARGET, Figure
from danvan.ingest.prose.moments import Span
from danvan.ingest.prose.text import Text

_PLANNED = re.compile(
    r"(?:nhiệm vụ|kế hoạch|phương hướng|mục tiêu|chỉ tiêu|chương trình công tác|hướng tới|chuẩn bị|dự toán)(?!\w)[^.;,:\n]{0,40}$"
)
_WILL = re.compile(r"\s*,?[^.;,\n]{0,30}(?<!\w)(?:cần(?! thơ| giờ)|sẽ|phấn đấu|dự kiến)(?!\w)")
_COMPARED = re.compile(
    r"(?:so với|so cùng kỳ|cùng kỳ|(?<!cao )bằng|gấp\s[\d,]+\slần|trong khi|\()[^.;,\n()]{0,20}$"
)
_SAME = re.compile(r"cùng kỳ[^.;,\n]{0,12}$")
_YEAR_AGO = re.compile(r"(?:cùng kỳ|năm trước|năm ngoái)")
_TERM_TOLD = re.compile(
    r"[\s\"(-]*(?:trong|từ đầu|cả|qua|kết thúc|suốt|kết quả|,|\s)*nhiệm kỳ", re.IGNORECASE
)


@dataclass(frozen=True)
class _Told:
    """A period and its whole name."""

    span: Span
    name: str
    planned: bool


def date_figures(text: Text, figures: list[Figure], spans: list[Span]) -> None:
    """Fill in `period` where the text fixes the year."""
    if not spans:
        return
    against = _against(text, figures, spans)
    told = [
        _Told(span, name, _is_plan(text, span))
        for span, name in _named([span for span in spans if span not in against and _counts(text, span)])
    ]
    done = [one for one in told if not one.planned]
    starts = {id(pool): [one.span.start for one in pool] for pool in (told, done)}
    for figure in figures:
        pool = told if figure.role == TARGET else done
        begin, end = text.sentences[figure.sentence]
        current = _current(pool, bisect_right(starts[id(pool)], figure.start), figure, begin, end)
        figure.period = (
            _earlier(text, figure, current, against, begin) if figure.role == PREVIOUS else current
        )


def _against(text: Text, figures: list[Figure], spans: list[Span]) -> set[Span]:
    """Periods that are only compared with."""
    starts = [figure.start for figure in figures if figure.role == PREVIOUS]
    found = set()
    for span in spans:
        index = bisect_left(starts, span.end)
        beside = index < len(starts) and starts[index] - span.end < 16
        said = _COMPARED.search(text.low, max(0, span.start - 30), span.start)
        if beside or said is not None and not said.group().startswith("("):
            found.add(span)
    return found


def _counts(text: Text, span: Span) -> bool:
    """A term counts where a sentence begins with it: an election for a term says nothing of the figures."""
    if not span.is_term:
        return True
    begin, _end = text.sentences[text.sentence_at(span.start)]
    return _TERM_TOLD.fullmatch(text.low[begin : span.start] + "nhiệm kỳ") is not None


def _current(pool: list[_Told], index: int, figure: Figure, begin: int, end: int) -> str:
    """`index` is how many of the pool stand before the figure."""
    if index < len(pool) and pool[index].span.start - figure.reach in (0, 1) and not figure.says_share:
        # "lên 91,7% năm 2023".
        return pool[index].name
    own = [one for one in pool[max(0, index - 6) : index] if one.span.start >= begin]
    sharp = [one for one in own if not one.span.is_until] or own
    if sharp:
        return sharp[-1].name
    if figure.role == CHANGE and index:
        return pool[index - 1].name
    later = next((one for one in pool[index : index + 4] if figure.reach <= one.span.start < end), None)
    if later is not None:
        return later.name
    return pool[index - 1].name if index else ""


def _earlier(text: Text, figure: Figure, current: str, against: set[Span], begin: int) -> str:
    """The period a previous value belongs to: told with it, else a year or a quarter before the current one."""
    own = [span for span in against if begin <= span.start < figure.start]
    if own:
        span = max(own, key=lambda one: one.start)
        if (
            span.name
            and span.name.isdigit()
            and current
            and _SAME.search(text.low, max(0, span.start - 16), span.end)
        ):
            return span.name + current[4:]
        return span.name
    said = text.low[max(begin, figure.start - 34) : figure.start]
    if not current or "/" in current:
        return ""
    year, shape = int(current[:4]), current[5:]
    if "quý trước" in said and shape[:1] == "Q":
        number = int(shape[1])
        return f"{year}-Q{number - 1}" if number > 1 else f"{year - 1}-Q4"
    return f"{year - 1}{current[4:]}" if _YEAR_AGO.search(said) else ""


def _is_plan(text: Text, span: Span) -> bool:
    if _PLANNED.search(text.low, max(0, span.start - 60), span.start):
        return True
    return bool(_WILL.match(text.low, span.end))


def _named(spans: list[Span]) -> list[tuple[Span, str]]:
    """A quarter without its year takes the year told nearest: before it, else behind it."""
    named: list[tuple[Span, str]] = []
    years = [(span.start, span.name[:4]) for span in spans if span.name and "/" not in span.name]
    starts = [start for start, _year in years]
    for span in spans:
        if span.name:
            named.append((span, span.name))
            continue
        index = bisect_right(starts, span.start)
        year = years[index - 1][1] if index else years[0][1] if years else ""
        if year:
            named.append((span, f"{year}-{span.shape}"))
    return named
