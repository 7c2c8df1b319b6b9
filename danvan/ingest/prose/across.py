"""
Lists that go over several sentences or lines: "604 mô hình. Cấp tỉnh 58. Cấp huyện 546.", a total and its bullets, "Trong số
hài lòng, …", "…; tổng cộng 496 cuộc". A run of figures without a total of their own looks for one told nearby.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from danvan.ingest.prose.checks import Sum
from danvan.ingest.prose.divisions import flows
from danvan.ingest.prose.figures import RESULT, Figure
from danvan.ingest.prose.matching import fits, join
from danvan.ingest.prose.text import Text

# Words that open a division of something told before.
_OPENS = re.compile(
    r"[\s\"(+*•-]*(?:kết quả(?: cụ thể)?\s*:|(?:sau khi |qua )?phân loại|nguyên nhân\s*:|trong (?:tổng )?số|trong đó|trong đội ngũ|trong các|phân theo|chia theo|chia ra|xét theo|tính theo|theo |về |cụ thể|cơ cấu|riêng|ở |tại |với |bao gồm|gồm|còn )"
)
_PART_OF = re.compile(r"[\s\"(+*•-]*(?:trong (?:tổng )?số|trong đó|trong đội ngũ|trong các|riêng)(?!\w)")
_AFTERWARDS = re.compile(
    r"(?<!\w)(?:tổng cộng|tổng số|tổng thu|tổng chi|tổng(?=\s*:)|cộng(?=\s*:)|cộng chung|cộng lại|tất cả|cả thảy|như vậy|nâng tổng|đưa tổng|tính chung|tổng hợp lại|cả năm|cả quý)(?!\w)[^.;]{0,110}$"
)
_BULLET = re.compile(r"\s*(?:[-+*•]|[a-zđ][)]|\d{1,2}[.)])\s*")
_OTHER_WORK = re.compile(
    r"(?<!\w)(?:giám sát|phản biện|kiểm tra|khảo sát|tập huấn|đối thoại|tuyên truyền|hòa giải|thanh tra|so với|thu hút|với sự tham gia)(?!\w)"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_NEXT_CLAUSE = re.compile(r"[,;.:()\n]|\svà\s")
_LIST_HEAD = re.compile(r"(?::|như sau|gồm|trong đó|cụ thể)[\s.]*$")
# How far from its total a list may miss: without a word for it, and with one.
NEARLY, NEARLY_TOLD = 0.12, 0.3
# From which grade on a total is taken.
ENOUGH = 2
# How many figures at the beginning of a run may be something else.
MOST_SKIPPED = 6
# No list divides a total into more: every district and commune of a city stands in a table, not in a sentence.
MOST_PARTS = 120
# How many sentences back a total may stand.
BACK = 3
# Words of a label between two figures of one run, in signs.
LABEL = 70


@dataclass
class _Run:
    """Figures in a row that no total was found for; `lead` are the words before the first in its sentence."""

    figures: list[Figure]
    lead: str


def relate(text: Text, figures: list[Figure]) -> list[Sum]:
    """Set `whole` of figures in runs; returns the sums they claim."""
    index = {id(figure): place for place, figure in enumerate(figures)}
    sums: list[Sum] = _by_unit(text, figures) + _of_places(text, figures)
    waiting = list(reversed(_runs(text, figures)))
    while waiting:
        run = waiting.pop()
        run.figures = [figure for figure in run.figures if figure.whole is None]
        if not run.figures:
            continue
        behind = _total_behind(text, run, figures, index)
        found = behind or _best(text, run, figures, index)
        if found is None:
            continue
        total, parts = found
        for part in parts:
            join(total, part)
        if len(parts) > 1:
            sums.append(Sum(total, parts))
        rest = [one for one in run.figures if one is not total and one.whole is None]
        if 0 < len(rest) < len(run.figures):
            waiting.append(_run_of(text, rest))
    return sums


def _by_unit(text: Text, figures: list[Figure]) -> list[Sum]:
    """ "24 tập thể, 37 cá nhân; 40 tập thể, 55 cá nhân. Tổng số tập thể là 64, cá nhân là 92": each unit by itself."""
    sums: list[Sum] = []
    last: Figure | None = None
    for place, total in enumerate(figures):
        goes_on = last is not None and last is figures[place - 1] and last.sentence == total.sentence
        last = None
        if not total.sentence or not total.unit or not _free(total):
            continue
        before = figures[max(0, place - 12) : place]
        near = [one for one in before if 0 < total.sentence - one.sentence <= 2]
        parts = [one for one in near if one.unit == total.unit and _free(one)]
        if len(parts) < 2 or len(parts) == len(near) or _misses(total, parts) > NEARLY:
            continue
        if len({one.unit for one in near}) < 2:
            continue
        floor = max(text.sentences[total.sentence][0], before[-1].reach)
        if goes_on or _AFTERWARDS.search(text.low, floor, total.start):
            for part in parts:
                join(total, part)
            sums.append(Sum(total, parts))
            last = total
    return sums


def _of_places(text: Text, figures: list[Figure]) -> list[Sum]:
    """ "tại 178 khu dân cư …; 152 khu dân cư có cả lễ và hội, 26 khu dân cư chỉ có lễ": places of one kind in a row."""
    sums: list[Sum] = []
    for place, first in enumerate(figures[:-1]):
        if not first.kind.startswith("place:") or not _free(first):
            continue
        parts = [first]
        for one in figures[place + 1 : place + MOST_SKIPPED]:
            near = one.sentence == first.sentence and one.start - parts[-1].reach <= LABEL
            if not (near and _free(one) and one.unit == first.unit):
                break
            parts.append(one)
        earlier = [one for one in figures[max(0, place - 4) : place] if one.sentence == first.sentence]
        total = next((one for one in reversed(earlier) if one.unit == first.unit and _free(one)), None)
        if total is None or len(parts) < 2 or any(one.value >= total.value for one in parts):
            continue
        if _misses(total, parts) <= NEARLY / 2:
            for part in parts:
                join(total, part)
            sums.append(Sum(total, parts))
    return sums


def _free(figure: Figure) -> bool:
    return figure.whole is None and not figure.percent and figure.role == RESULT and figure.ratio_of is None


def _runs(text: Text, figures: list[Figure]) -> list[_Run]:
    runs: list[_Run] = []
    current: list[Figure] = []
    before: Figure | None = None
    for figure in figures:
        if figure.percent or figure.whole is not None and current and figure.whole in current:
            before = figure
            continue
        if not _free(figure) or figure.kind.startswith("place:"):
            _close(text, runs, current)
            current = []
        elif current and _goes_on(text, current, before or current[-1], figure):
            current.append(figure)
        else:
            _close(text, runs, current)
            current = [figure]
        before = figure
    _close(text, runs, current)
    return runs


def _close(text: Text, runs: list[_Run], figures: list[Figure]) -> None:
    if figures:
        runs.append(_run_of(text, list(figures)))


def _run_of(text: Text, figures: list[Figure], floor: int = 0) -> _Run:
    start, _end = text.sentences[figures[0].sentence]
    start = max(start, floor)
    clause = max(start, text.low.rfind(";", start, figures[0].start) + 1)
    return _Run(figures, text.low[clause : figures[0].start].lstrip(" ,"))


def _goes_on(text: Text, current: list[Figure], before: Figure, figure: Figure) -> bool:
    first = current[0]
    if not (
        fits(first, figure)
        or not first.unit
        and any(fits(one, figure) for one in current if one.unit)
        or not any(one.unit for one in current)
    ):
        return False
    if figure.sentence - before.sentence > 1:
        return False
    begin = text.sentences[figure.sentence][0]
    label = text.low[max(before.reach, begin) : figure.start]
    if figure.sentence == before.sentence:
        gap = text.low[before.reach : figure.start]
        if ";" in gap and _OPENS.match(gap[gap.rfind(";") + 1 :]):
            return False
        return len(gap) <= LABEL
    if _AFTERWARDS.search(label) or _PART_OF.match(label) and not _BULLET.match(label):
        return False
    return len(label) <= LABEL


_Found = tuple[Figure, list[Figure]]


def _total_behind(text: Text, run: _Run, figures: list[Figure], index: dict[int, int]) -> _Found | None:
    """ "Cấp tỉnh: 7 cuộc. Cấp xã: 430 cuộc. Tổng cộng … giám sát 437 cuộc"."""
    if len(run.figures) < 2:
        return None
    for total in (*run.figures[2:MOST_PARTS], _next(figures, index[id(run.figures[-1])])):
        if total is None or not _free(total) or total.sentence - run.figures[0].sentence > 8:
            continue
        begin = text.sentences[total.sentence][0]
        parts = [one for one in run.figures[:MOST_PARTS] if one.start < total.start]
        if len(parts) < 2 or not _AFTERWARDS.search(text.low, max(begin, parts[-1].reach), total.start):
            continue
        if (
            all(fits(total, part) and part.value <= total.value for part in parts)
            and _misses(total, parts) <= NEARLY_TOLD
        ):
            return total, parts
    return None


def _next(figures: list[Figure], place: int) -> Figure | None:
    place += 1
    while place < len(figures) and figures[place].percent:
        place += 1
    return figures[place] if place < len(figures) else None


def _best(text: Text, run: _Run, figures: list[Figure], index: dict[int, int]) -> _Found | None:
    """The best total for a run: one told before it, or one of its own figures for those behind it."""
    best: tuple[float, Figure, list[Figure]] | None = None
    for place, first in enumerate(run.figures[:MOST_SKIPPED]):
        some = run
        if place:
            some = _run_of(text, run.figures[place:], figures[index[id(first)] - 1].reach)
            if len(some.figures) == 1 and not _PART_OF.match(some.lead):
                break
        opened = _is_opened(text, some)
        for back, total in enumerate(_candidates(figures, index[id(first)], first)):
            if total.role != RESULT or total.percent:
                continue
            grade, parts = _grade(text, some, total, opened)
            grade -= 0.05 * back
            if parts and (best is None or grade > best[0]):
                best = (grade, total, parts)
    return best[1:] if best is not None and best[0] >= ENOUGH else None


def _is_opened(text: Text, run: _Run) -> bool:
    begin = text.sentences[run.figures[0].sentence][0]
    return _OPENS.match(run.lead) is not None or _BULLET.match(text.low, begin) is not None


def _candidates(figures: list[Figure], place: int, first: Figure) -> list[Figure]:
    found: list[Figure] = []
    while place:
        place -= 1
        if first.sentence - figures[place].sentence > BACK or len(found) > 9:
            break
        found.append(figures[place])
    return found


def _grade(text: Text, run: _Run, total: Figure, opens: bool) -> tuple[float, list[Figure]]:
    """How well a run divides a total, from 0; 2 is enough. And the figures of the run that do."""
    parts = []
    for figure in run.figures[:MOST_PARTS]:
        if figure is total or not fits(total, figure, marked=opens) or figure.value > total.value:
            break
        parts.append(figure)
    if not parts or total.whole is not None and total.whole in parts:
        return 0, []
    if not opens and any(flows(text.low[max(0, one.start - 24) : one.start], one) for one in parts):
        return 0, []
    label = _label_of(text, run.lead, total)
    strange = _strange(text, run, total, parts)
    if len(parts) == 1:
        # "Riêng lĩnh vực đất đai có 611 kiến nghị": one of them, without a sum.
        if not _PART_OF.match(run.lead) or len(run.figures) > 1 or not parts[0].unit:
            return 0, []
        return 2.4 + label + (0 if total.whole is None else -0.6), parts
    sums = accumulate(one.value for one in parts)
    for count, value in enumerate(sums, start=1):
        if count > 1 and value == total.value:
            return (1 if strange and not (opens or label) else 4) + label + 0.1 * count, parts[:count]
    parts = [part for part in parts if "doubtful" not in part.flags]
    if len(parts) < 2:
        return 0, []
    misses = _misses(total, parts)
    grade = label + (1.0 if opens else 0)
    headed = _LIST_HEAD.search(text.low[total.reach : text.sentences[total.sentence][1]]) is not None
    if headed and run.figures[0].sentence == total.sentence + 1:
        grade += 1.5
    if misses <= NEARLY:
        grade += 1.2 if strange else 2.2
    elif misses <= NEARLY_TOLD:
        grade += 0.6
    else:
        return 0, []
    if strange and not label and not headed and not opens:
        grade -= 0.8
    return grade + 0.1 * len(parts), parts


def _strange(text: Text, run: _Run, total: Figure, parts: list[Figure]) -> bool:
    """Whether the run tells of other work than its total."""
    begin, _end = text.sentences[total.sentence]
    stop = _NEXT_CLAUSE.search(text.low, total.reach)
    mine = text.low[begin : stop.start() if stop else total.reach]
    said = run.lead + text.low[parts[0].reach : parts[-1].start]
    return any(one.group() not in mine for one in _OTHER_WORK.finditer(said))


def _label_of(text: Text, lead: str, total: Figure) -> float:
    """ "Ý kiến ở khu dân cư gồm …": whether the words before a run name the total; 0 to 1.5."""
    said = set(_WORD.findall(lead))
    if not said:
        return 0
    name = set(_WORD.findall(f"{total.what} {total.unit}".lower()))
    if total.whole is not None:
        floor = max(text.sentences[total.sentence][0], total.start - 50)
        near = text.low[floor : total.start]
        near = near[max(near.rfind(sign) for sign in ",;:(.") + 1 :]
        name = (name | set(_WORD.findall(near))) - set(
            _WORD.findall(f"{total.whole.what} {total.whole.unit}".lower())
        )
    elif not _OPENS.match(lead):
        return 0
    if not name:
        return 0
    share = len(name & said) / len(name)
    return 1.5 if share >= 0.6 and (len(name & said) > 1 or total.whole is not None) else 0


def _misses(total: Figure, parts: list[Figure]) -> float:
    missing = abs(float(sum(one.value for one in parts) - total.value))
    if missing <= 1 and total.value >= 8:
        return 0.05
    return missing / float(total.value) if total.value else 1.0
