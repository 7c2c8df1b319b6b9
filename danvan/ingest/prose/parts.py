"""
Which figure is a part of which, and the sums a text claims.

A bracket behind a figure, "trong đó", "gồm", "cụ thể", a colon, or figures that add up without a word make parts; a unit left
out comes from the total. Every list of two parts or more is added up again: what does not agree is flagged with the
difference. One total may be divided several times; a part may be divided itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from danvan.common.spoken import Value
from danvan.ingest.prose.figures import CHANGE, PREVIOUS, RATE, RESULT, TARGET, Figure
from danvan.ingest.prose.text import Text

_MARK = re.compile(
    r"(?<!\w)(?:trong đó|gồm có|bao gồm|gồm|cụ thể|cụ thể là|chia ra|phân ra|trong số đó|trong số này|bao gồm cả|như sau)(?!\w)"
)
_NESTED = re.compile(r"^[\s,]*(?:trong đó\s*,?\s*)?có\s*$")
_AFTERWARDS = re.compile(r"(?:tổng cộng|tổng số|cộng chung|tổng|tất cả|cộng|như vậy)(?!\w)[^.;\d]{0,60}$")
_REST = re.compile(r"(?:còn lại|số còn lại)(?!\w)")
_SEPARATOR = re.compile(r"[;,]|(?<!\w)(?:và|cùng|với)(?!\w)|:|-")
_OTHER_CLAUSE = re.compile(
    r"(?<!\w)(?:thu hút|với sự tham gia|qua đó|so với|tăng|giảm|đạt|chiếm|bằng|đã giải quyết|được giải quyết|tiếp nhận|thu được|có sự|đồng thời|ngoài ra|bên cạnh|cùng với|trong khi)(?!\w)"
)
_SAME_UNITS = (
    {"hội nghị", "cuộc", "buổi"}, {"ý kiến", "kiến nghị", "lượt ý kiến"}, {"mô hình", "điển hình"}, {"đơn", "đơn thư", "vụ việc", "vụ"},
    {"lượt", "lượt người"}, {"tập thể", "cá nhân"},
)  # fmt: skip


@dataclass(eq=False)
class Sum:
    """A list of parts and what they should add up to."""

    total: Figure
    parts: list[Figure]
    holds: bool = False


@dataclass
class _List:
    """Parts being gathered for one total; `depth` is how many brackets were open when it began."""

    total: Figure
    depth: int
    strong: bool
    marker: str = ""
    parts: list[Figure] = field(default_factory=list)


def relate(text: Text, figures: list[Figure]) -> list[Sum]:
    """Set `whole` and carried-over units; returns the sums in the order of their totals."""
    sums: list[Sum] = []
    by_sentence: dict[int, list[Figure]] = {}
    for figure in figures:
        by_sentence.setdefault(figure.sentence, []).append(figure)
    for number, group in by_sentence.items():
        start, end = text.sentences[number]
        lists = _lists(text, group, start, end)
        lists += _after(text, group, start)
        for one in lists:
            sums += _divided(one)
        sums += _silent(text, group)
    for one in sums:
        _judge(one)
    _percentages(text, figures)
    return sorted(sums, key=lambda one: one.total.start)


def _lists(text: Text, group: list[Figure], start: int, end: int) -> list[_List]:
    """Walk the sentence from figure to figure, minding brackets and the words between."""
    opened: list[_List] = []
    closed: list[_List] = []
    depth, place = 0, start
    last_at: dict[int, Figure] = {}
    for figure in group:
        gap = text.low[place : figure.start]
        for sign in re.finditer(r"[()]|\btrong đó\b", gap):
            if sign.group() == "(":
                depth += 1
                last_at.pop(depth, None)
            elif sign.group() == ")":
                closed += [one for one in opened if one.depth >= depth]
                opened = [one for one in opened if one.depth < depth]
                last_at.pop(depth, None)
                depth = max(0, depth - 1)
        _open(gap, figure, depth, opened, last_at)
        _add(gap, figure, depth, opened, closed)
        last_at[depth] = figure
        place = figure.reach
    return [one for one in [*closed, *opened] if one.parts]


def _open(gap: str, figure: Figure, depth: int, opened: list[_List], last_at: dict[int, Figure]) -> None:
    """Does a list of parts begin with this figure, and of which total?"""
    if figure.role in (PREVIOUS, CHANGE, RATE):
        return
    if "(" in gap and depth:
        total = last_at.get(depth - 1)
        behind = gap[gap.rindex("(") + 1 :]
        if total is not None and not behind.count(".") and _fits(total, figure):
            opened.append(_List(total, depth, True, "("))
        return
    mark = None
    for mark in _MARK.finditer(gap):
        pass
    colon = re.search(r":\s*(?:[^\d:]{0,40})$", gap)
    if mark is None and colon is None:
        if _NESTED.match(gap) and opened and opened[-1].depth == depth and opened[-1].parts:
            last = opened[-1].parts[-1]
            if (
                opened[-1].marker == "trong đó"
                and not figure.own_level
                and abs(figure.value) <= abs(last.value)
            ):
                opened.append(_List(last, depth, False, "có"))
        return
    total = last_at.get(depth)
    if total is None or not _fits(total, figure) or total.role in (PREVIOUS, CHANGE, RATE):
        return
    inner = [one for one in opened if one.depth == depth]
    if mark is None and inner:
        return
    if inner and inner[-1].total is not total and total in inner[-1].parts:
        # A second "trong đó" behind a part speaks of the part if it can, else of the whole again.
        if abs(figure.value) > abs(total.value) or ";" in gap:
            total = inner[-1].total
    word = mark.group() if mark else ":"
    opened.append(_List(total, depth, word not in ("trong đó", "trong số đó", "trong số này"), word))


def _add(gap: str, figure: Figure, depth: int, opened: list[_List], closed: list[_List]) -> None:
    if figure.role in (PREVIOUS, CHANGE, RATE):
        return
    while opened:
        one = opened[-1]
        if one.depth > depth:
            closed.append(opened.pop())
            continue
        if one.depth < depth:
            return
        if _continues(one, figure, gap):
            if figure is not one.total:
                one.parts.append(figure)
                figure.whole = one.total
            return
        if one.depth and one.marker == "(":
            return
        closed.append(opened.pop())


def _continues(one: _List, figure: Figure, gap: str) -> bool:
    if not _fits(one.total, figure):
        return False
    if not one.parts:
        return True
    if figure.kind == "percent" or figure.ratio_of is not None:
        return False
    if _OTHER_CLAUSE.search(gap) and not _REST.search(gap) and one.marker != "(":
        return False
    if one.marker == "có":
        return False
    if (
        one.depth == 0
        and ";" in gap
        and one.marker == "trong đó"
        and not (figure.own_level and one.parts[0].own_level)
    ):
        return bool(figure.unit == "" or one.strong) or _fits(one.total, figure) and not figure.own_what
    return bool(_SEPARATOR.search(gap)) or bool(_REST.search(gap)) or gap.strip() in ("", "có")


def _fits(total: Figure, part: Figure) -> bool:
    """Whether one may be a part of the other: the same unit, or none of its own."""
    if part.percent != total.percent or part.ratio_of is not None or part is total:
        return False
    if total.role == TARGET and part.role == RESULT:
        return False
    if not part.unit or part.is_zero_word:
        return True
    mine, whole = part.unit.lower(), total.unit.lower()
    if mine == whole or not whole:
        return True
    return any(mine in same and whole in same for same in _SAME_UNITS)


def _divided(one: _List) -> list[Sum]:
    """A list as one sum, or as several divisions of the same total when they add up one after the other."""
    for part in one.parts:
        if not part.unit and not part.percent:
            part.unit, part.kind = one.total.unit, one.total.kind
        _inherit(one.total, part)
    direct = one.parts
    if len(direct) < 2:
        if direct and direct[0].value > one.total.value:
            direct[0].flag("part_above_total")
        return []
    if one.total.approx and any(part.approx for part in direct):
        return []
    runs = _runs(one.total.value, direct)
    return [Sum(one.total, run) for run in runs]


def _inherit(total: Figure, part: Figure) -> None:
    if not part.level:
        part.level = total.level
    if not part.what or (not part.own_what and total.what):
        part.what = total.what
    if not part.period:
        part.period = total.period


def _runs(total: Value, parts: list[Figure]) -> list[list[Figure]]:
    """Cut where the parts so far make the whole and more follow."""
    runs: list[list[Figure]] = []
    current: list[Figure] = []
    for part in parts:
        current.append(part)
        if len(current) > 1 and sum(one.value for one in current) == total:
            runs.append(current)
            current = []
    if len(current) > 1 or (current and not runs):
        runs.append(current)
    elif current:
        # One left over is an open part of the total, not a division.
        pass
    return [run for run in runs if len(run) > 1]


def _after(text: Text, group: list[Figure], start: int) -> list[_List]:
    """ "…, tổng cộng 1.113 hội nghị": the total stands behind its parts."""
    found = []
    for place, figure in enumerate(group):
        if place < 2 or figure.whole is not None:
            continue
        gap = text.low[group[place - 1].reach : figure.start]
        if not _AFTERWARDS.search(gap):
            continue
        parts = [
            one
            for one in group[:place]
            if one.whole is None
            and one.role == RESULT
            and not one.percent
            and one.ratio_of is None
            and _fits(figure, one)
        ]
        if len(parts) > 1:
            for part in parts:
                part.whole = figure
            found.append(_List(figure, 0, True, "after", parts))
    return found


def _silent(text: Text, group: list[Figure]) -> list[Sum]:
    """Figures in a row of one unit that add up to the one before them, although no word says so."""
    found: list[Sum] = []
    place = 0
    while place < len(group):
        total = group[place]
        run: list[Figure] = []
        left = total.value
        if (
            total.role == RESULT
            and total.whole is None
            and not total.percent
            and total.ratio_of is None
            and total.unit
            and total.value >= 3
        ):
            for one in group[place + 1 : place + 8]:
                gap = text.low[(run[-1] if run else total).reach : one.start]
                alike = one.role == RESULT and one.whole is None and not one.percent and one.ratio_of is None
                if not alike or not (one.unit.lower() == total.unit.lower() or not one.unit) or len(gap) > 70:
                    break
                run.append(one)
                left -= one.value
                if left <= 0:
                    break
        has_sum = left == 0 and len(run) > 1 and not any(one.total is total for one in found)
        if has_sum:
            for part in run:
                part.whole = total
                part.unit, part.kind = total.unit, total.kind
                _inherit(total, part)
            found.append(Sum(total, run))
            place += len(run)
        place += 1
    return found


def _judge(one: Sum) -> None:
    """Does it add up? A number with another reading is read as the sum demands."""
    added = sum(part.value for part in one.parts)
    if added != one.total.value:
        for figure in [one.total, *one.parts]:
            for value, flag in figure.others:
                wanted = added if figure is one.total else one.total.value - (added - figure.value)
                if value == wanted:
                    figure.value, added = value, added if figure is one.total else one.total.value
                    figure.flags = [name for name in figure.flags if name not in ("style", "foreign")]
                    figure.flag(flag)
                    break
    one.holds = sum(part.value for part in one.parts) == one.total.value
    if not one.holds:
        difference = sum(part.value for part in one.parts) - one.total.value
        one.total.flag(f"sum_difference:{difference:+}")


def _percentages(text: Text, figures: list[Figure]) -> None:
    """ "giải quyết 190/200 đơn, đạt 95%": the percentage against its two numbers, within half of its last digit."""
    for before, figure in zip(figures, figures[1:], strict=False):
        if (
            not figure.percent
            or figure.role != RESULT
            or before.sentence != figure.sentence
            or not before.ratio_of
        ):
            continue
        gap = text.low[before.reach : figure.start]
        if len(gap) > 60 or not re.search(r"(?:đạt|chiếm|bằng|tỷ lệ|tương ứng|\()", gap):
            continue
        exact = 100 * before.value / before.ratio_of
        printed = str(figure.value)
        digits = len(printed.partition(".")[2])
        if abs(float(exact) - float(figure.value)) > 0.5 * 10**-digits + 1e-9:
            figure.flag(f"percent_difference:{float(figure.value) - float(exact):+.1f}")
