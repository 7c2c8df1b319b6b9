"""
Which figure is a part of which, and the sums a text claims.

A bracket behind a figure, "trong đó", "gồm", "cụ thể", a colon make parts; so do figures in a row that add up, or nearly
do, without a word. A unit left out comes from the total. Every list of two parts or more is added up again: what does not
agree is flagged with the difference. One total may be divided several times; a part may be divided itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from danvan.common.spoken import Value
from danvan.ingest.prose import across
from danvan.ingest.prose.checks import Sum, judge, percentages
from danvan.ingest.prose.figures import Figure
from danvan.ingest.prose.matching import fits, is_part, join
from danvan.ingest.prose.text import Text

_MARK = re.compile(
    r"(?<!\w)(?:trong đó|gồm có|bao gồm|gồm|cụ thể|chia ra|phân ra|trong số đó|trong số này|riêng|như sau|chia theo|tính theo|phân theo)(?!\w)"
)
_OPEN_MARK = re.compile(r"(?<!\w)(?:riêng|trong đó|trong số đó|trong số này)(?!\w)")
_GOES_ON = re.compile(r"\s*(?:trong đó|cụ thể|trong số đó|trong số này|bao gồm|gồm có|gồm)(?!\w)")
_AFTERWARDS = re.compile(
    r"(?:tổng cộng|tổng số|tổng(?=\s*:)|cộng(?=\s*:)|cộng chung|tất cả|như vậy|nâng tổng)(?!\w)[^.;\d]{0,60}$"
)
_NESTED = re.compile(r"(?:^|,)\s*(?:trong đó\s*,?\s*)?có\s*$")
_OF_THESE = re.compile(r"(?:^|[\s,.(])trong (?:tổng )?(?:số )?$")
_OTHER = re.compile(
    r"(?<!\w)(?:thu hút|với sự tham gia|qua đó|so với|đồng thời|ngoài ra|bên cạnh|cùng với đó|trong khi|tổ chức được|đã tổ chức|tiếp nhận|đăng tải)(?!\w)"
)
# Something else that is done, not a kind of the same.
_ELSE = re.compile(
    r"(?<!\w)(?:giám sát|phản biện|kiểm tra|khảo sát|tập huấn|đối thoại|tuyên truyền|hòa giải|thanh tra)(?!\w)"
)
# A list that misses its total by more than this share, with no word that makes it one, is no division of it.
NEARLY = 0.12
NEARLY_BARE = 0.25
# One that misses by more, with a part above its total, was never meant as one.
FAR = 0.5
# Longest stretch of words between two parts of one list, in signs.
REACH = 75


@dataclass(eq=False)
class _Item:
    """A figure, the words before it since the last one, and what stands in the bracket behind it."""

    figure: Figure
    gap: str
    inside: list[_Item] = field(default_factory=list)


# No sentence divides more: beyond it, comparing all with all would take minutes.
MOST_TOGETHER = 60


def relate(text: Text, figures: list[Figure]) -> list[Sum]:
    """Set `whole` and carried-over units; returns the sums in the order of their totals."""
    sums: list[Sum] = []
    for group in _groups(text, figures):
        items = _nested(text, group)
        sums += _within(items)
    sums += across.relate(text, figures)
    for one in sums:
        judge(one)
    percentages(text, figures)
    return sorted(sums, key=lambda one: (one.total.start, one.parts[0].start))


def _groups(text: Text, figures: list[Figure]) -> Iterator[list[Figure]]:
    """Figures of a sentence; a sentence that begins with "Trong đó" goes on with the one before."""
    group: list[Figure] = []
    last = -1
    for figure in figures:
        if len(group) >= MOST_TOGETHER:
            yield group
            group = []
        elif figure.sentence != last and group:
            start, _end = text.sentences[figure.sentence]
            if not (figure.sentence == last + 1 and _GOES_ON.match(text.low, start)):
                yield group
                group = []
        last = figure.sentence
        group.append(figure)
    if group:
        yield group


def _nested(text: Text, group: list[Figure]) -> list[_Item]:
    """Brackets as a tree: what stands in one belongs to the figure before it."""
    stack: list[list[_Item]] = [[]]
    place = behind = text.sentences[group[0].sentence][0]
    for figure in group:
        gap = text.low[place : figure.start]
        opened = 0
        for sign in re.finditer(r"[()]", text.low[behind : figure.start]):
            if sign.group() == "(":
                opened += 1
                stack.append(stack[-1][-1].inside if stack[-1] else [])
            elif len(stack) > 1:
                stack.pop()
                opened = max(0, opened - 1)
        words = gap[gap.rfind("(") + 1 :] if opened else gap[gap.rfind(")") + 1 :] if ")" in gap else gap
        stack[-1].append(_Item(figure, ("(" if opened else "") + words))
        # The unit may stand behind a bracket: "87,5% (70/80) kiến nghị".
        place, behind = figure.reach, figure.end
    return stack[0]


def _within(items: list[_Item]) -> list[Sum]:
    sums: list[Sum] = _totals_behind(items)
    for item in items:
        if item.inside:
            _nest(item.figure, item.inside)
            sums += _divide(item.figure, item.inside, strong=True)
            sums += _within(item.inside)
    for place, item in enumerate(items):
        if _may_be_total(item.figure) and item.figure.whole is None:
            sums += _follow(item, items[place + 1 :])
        # Brackets that were found to belong to a part on the way.
        if item.inside and item.inside[0].figure.whole is None:
            sums += _divide(item.figure, item.inside, strong=True)
    return sums


def _nest(total: Figure, items: list[_Item]) -> None:
    """In a list of parts, "trong đó 301 định kỳ, 177 đột xuất" behind a part speaks of it, unless it is the whole again."""
    place = 1
    while place < len(items):
        item, before = items[place], items[place - 1]
        named = _named(items[:place], item.gap)
        if named is not None and fits(named.figure, item.figure):
            end = place + 1
            while end < len(items) and ";" not in items[end].gap:
                end += 1
            named.inside += items[place:end]
            del items[place:end]
            continue
        if not (_MARK.search(item.gap) or _NESTED.search(item.gap)) or not fits(before.figure, item.figure):
            place += 1
            continue
        end = place + 1
        while (
            end < len(items)
            and not items[end].figure.own_level
            and ";" not in items[end].gap
            and not _MARK.search(items[end].gap)
        ):
            end += 1
        values = [one.figure.value for one in items[place:end]]
        if values[0] > before.figure.value or item.figure.own_level or sum(values) == total.value:
            place = end
            continue
        before.inside += items[place:end]
        del items[place:end]


def _may_be_total(figure: Figure) -> bool:
    return figure.role not in ("change", "rate", "previous") and not figure.percent


def _follow(item: _Item, rest: list[_Item]) -> list[Sum]:
    """Divisions of a figure by those behind it."""
    total, sums = item.figure, []
    if rest and (other := _OF_OTHERS.search(rest[0].gap)) and total.unit.lower() not in other.group():
        # "86 tập thể và 134 cá nhân …; về tập thể: Cờ thi đua 6": of another figure.
        return []
    if sums := _by_unit(item, rest):
        return sums
    while rest:
        run, marked, is_open, used = _run(item, rest)
        if not run:
            break
        if marked:
            sums += _divide(total, run, strong=not is_open)
            rest = rest[used:]
            continue
        exact = _exact(total.value, run)
        if exact is None:
            break
        sums += _divide(total, run[:exact], strong=True)
        rest = rest[rest.index(run[exact - 1]) + 1 :]
    return sums


def _by_unit(item: _Item, rest: list[_Item]) -> list[Sum]:
    """ "145 tập thể và 312 cá nhân, gồm Cờ 15 tập thể, Bằng khen 50 tập thể, 120 cá nhân": each to the total of its unit."""
    if len(rest) < 4 or rest[0].gap.strip() not in ("và", ",") or not _MARK.search(rest[1].gap):
        return []
    totals = [item.figure, rest[0].figure]
    units = [one.unit.lower() for one in totals]
    run = []
    for one in rest[1:]:
        if one.figure.unit.lower() not in units or one.figure.whole is not None or one.figure.role != totals[0].role:
            break
        run.append(one)
    if units[0] == units[1] or any(len([one for one in run if one.figure.unit.lower() == unit]) < 2 for unit in units):
        return []
    return [
        found
        for total, unit in zip(totals, units, strict=True)
        for found in _divide(total, [one for one in run if one.figure.unit.lower() == unit], strong=True)
    ]


_OF_OTHERS = re.compile(
    r"[;.,]\s*(?:đối với|với|về|riêng)\s+(?:số\s+)?(?:tập thể|cá nhân|hộ|người|đơn vị|tổ chức|cán bộ)\s*[,:]"
)


def _run(whole: _Item, rest: list[_Item]) -> tuple[list[_Item], bool, bool, int]:
    """
    The items behind a total that may be its parts, whether a word makes them so, whether that word leaves it open, and how
    many items were looked at.
    """
    total = whole.figure
    run: list[_Item] = []
    marked = is_open = False
    for place, item in enumerate(rest):
        figure, gap = item.figure, item.gap
        joined = "joined" in figure.flags and not fits(total, figure)
        if figure.whole is not None:
            if joined:
                continue
            return run, marked, is_open, place
        mark = _MARK.search(gap) or (_COLON.search(gap) if not run else None)
        if not run and mark is None and _OF_THESE.search(whole.gap) and re.search(r"có\s*$", gap):
            mark = re.search(r"có\s*$", gap)
        if not run and mark is not None:
            marked, is_open = True, _OPEN_MARK.search(gap) is not None
        counted_for = figure.kind.startswith("place:") and not total.kind.startswith("place:")
        if joined or counted_for:
            continue
        if figure.role in ("previous", "change") or figure.percent and not total.percent:
            if marked and not run:
                return run, marked, is_open, place
            continue
        if (
            run
            and (mark is not None or _NESTED.search(gap))
            and _speaks_of(run[-1], item, rest[place:], total)
        ):
            _put(run[-1], item)
            continue
        if run and (
            around := next((one for one in run if _goes_on_inside(one, item, rest[place - 1])), None)
        ):
            _put(around, item)
            continue
        if run and mark is not None:
            return run, marked, is_open, place
        if (
            run
            and (named := _named(run, gap)) is not None
            and fits(named.figure, figure)
            and figure.value <= named.figure.value
        ):
            # "…, doanh nghiệp 1.866; trong khối doanh nghiệp có 1.210 …": of the part with that label.
            _put(named, item)
            continue
        too_far = len(gap) > (REACH if run else 2 * REACH)
        closed = marked and not is_open
        if not fits(total, figure, marked=closed) or figure.role == "rate" or too_far or _AFTERWARDS.search(gap):
            return run, marked, is_open, place
        if (not marked and (_OTHER.search(gap) or "." in gap)) or (run and marked and _OTHER.search(gap)):
            return run, marked, is_open, place
        run.append(item)
    return run, marked, is_open, len(rest)


def _put(around: _Item, item: _Item) -> None:
    if not any(one is item for one in around.inside):
        around.inside.append(item)


def _goes_on_inside(part: _Item, item: _Item, last: _Item) -> bool:
    """Whether the list inside a part goes on with this figure: it follows the last one and there is still room."""
    figure = item.figure
    if not part.inside or part.inside[-1] is not last or figure.own_level or ";" in item.gap:
        return False
    if _MARK.search(item.gap) or not fits(part.figure, figure):
        return False
    return sum(one.figure.value for one in part.inside) + figure.value <= part.figure.value


def _speaks_of(before: _Item, item: _Item, rest: list[_Item], total: Figure) -> bool:
    """Whether "trong đó 301 định kỳ" behind a part speaks of that part and not of the whole again."""
    figure = item.figure
    if (
        not fits(before.figure, figure)
        or figure.own_level
        or figure.value > before.figure.value
        or ";" in item.gap
    ):
        return False
    values: list[Value] = []
    for one in rest:
        if one is not item and (_MARK.search(one.gap) or ";" in one.gap):
            break
        values.append(one.figure.value)
    return sum(values) != total.value


_SEPARATED = re.compile(r"[,;(:]|(?:^|\s)(?:và|gồm)\s")
# ": 15 lớp", not the colon of a label ("; cấp huyện: 61").
_COLON = re.compile(r"^[^;,]*:[^:\d]{0,40}$")
_HAS = re.compile(r"(?:có|gồm|trong đó)\s*$")
_LABEL = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]{2,})+")


def _named(run: list[_Item], gap: str) -> _Item | None:
    """The part whose label is said again before a figure, with more words around it."""
    if not _HAS.search(gap):
        return None
    said = gap.strip(" ,;")
    for item in reversed(run):
        label = _LABEL.search(_SEPARATED.split(item.gap)[-1])
        names = [label.group()] if label else []
        if item.figure.own_what and len(item.figure.what.split()) > 1:
            names.append(item.figure.what.lower())
        if any(name in said and len(said) > len(name) + 4 for name in names):
            return item
    return None


def _exact(total: Value, run: list[_Item]) -> int | None:
    """How many of a row add up to the total; or, if they nearly do and look like a list, all of them."""
    left = total
    for count, item in enumerate(run, start=1):
        left -= item.figure.value
        if left == 0 and count > 1:
            return count
        if left < 0:
            break
    if len(run) > 1 and all(0 <= item.figure.value <= total for item in run):
        added = sum(item.figure.value for item in run)
        labelled = all(len(item.gap) <= 45 and not _ELSE.search(item.gap) for item in run)
        share = NEARLY if all(item.figure.unit for item in run) else NEARLY_BARE
        if labelled and abs(float(added - total)) <= share * float(total) and float(total) >= 5:
            return len(run)
    return None


def _divide(total: Figure, items: list[_Item], *, strong: bool) -> list[Sum]:
    """Make the items parts of the total; one sum for each division they add up to."""
    chosen = [
        item for item in items if item.figure is not total and is_part(total, item.figure, marked=strong)
    ]
    parts = [item.figure for item in chosen]
    _units_as_labels(total, parts)
    for part in parts:
        join(total, part)
    if len(parts) == 1:
        if parts[0].value > total.value:
            parts[0].flag("part_above_total")
        return []
    if total.hedged and any(part.hedged for part in parts):
        return []
    far = abs(float(sum(part.value for part in parts) - total.value)) > FAR * float(total.value)
    if (not strong or far) and any(part.value > total.value for part in parts):
        for part in parts:
            if part.value > total.value:
                part.flag("part_above_total")
        return []
    if far and sum(part.value for part in parts) < total.value:
        # "1.180 hội viên, trong đó nữ 514, tôn giáo 23": some of them, no division.
        return []
    return [Sum(total, run) for run in _runs(total.value, chosen)]


def _units_as_labels(total: Figure, parts: list[Figure]) -> None:
    """ "47 hội nghị (25 chuyên đề + 23 thường kỳ)": where others leave the unit out, a word of another kind is a label."""
    if total.unit and any(not part.unit for part in parts):
        for part in parts:
            if part.unit and not fits(total, part) and part.kind not in ("money", "measure"):
                part.what, part.own_what = part.unit, True
                part.unit, part.kind = total.unit, total.kind


# "…; còn theo giới, nam 1.575, nữ 1.743": the whole is divided again.
_AGAIN = re.compile(r"[,;.(][^,;.(]{0,12}?(?<!\w)theo\s+\w+|;\s*(?:còn\s+)?về\s+\w+")


def _runs(total: Value, items: list[_Item]) -> list[list[Figure]]:
    """Cut where the parts so far make the whole and more follow, or where the words divide the whole again."""
    runs: list[list[Figure]] = []
    current: list[Figure] = []
    gaps: list[str] = []
    for item in items:
        if len(current) > 1 and _again(total, current, gaps, item):
            runs.append(current)
            current, gaps = [], []
        current.append(item.figure)
        gaps.append(item.gap)
        if len(current) > 1 and sum(one.value for one in current) == total:
            runs.append(current)
            current, gaps = [], []
    if len(current) > 1 and (not runs or _nearly(total, current)):
        runs.append(current)
    return runs


def _again(total: Value, current: list[Figure], gaps: list[str], item: _Item) -> bool:
    if not _nearly(total, current):
        return False
    if _AGAIN.search(item.gap):
        return True
    added = sum(one.value for one in current)
    if any(";" in gap for gap in gaps[1:]):
        # All of them are parted so.
        return False
    return ";" in item.gap and abs(float(added + item.figure.value - total)) > abs(float(added - total))


def _nearly(total: Value, parts: list[Figure]) -> bool:
    return abs(float(sum(one.value for one in parts) - total)) <= NEARLY * float(total)


def _totals_behind(items: list[_Item]) -> list[Sum]:
    """ "…, tổng cộng 1.113 hội nghị": the total stands behind its parts."""
    found = []
    for place, item in enumerate(items):
        if place < 2 or item.figure.whole is not None or not _AFTERWARDS.search(item.gap):
            continue
        parts = [
            one.figure
            for one in items[:place]
            if one.figure.whole is None and _may_be_total(one.figure) and fits(item.figure, one.figure)
        ]
        if len(parts) < 2:
            # "15 sở, ngành, 18 quận, huyện; tổng cộng 33 đơn vị": of different things, if they add up.
            parts = [one.figure for one in items[:place] if one.figure.whole is None and one.figure.unit != "%"]
            if item.figure.kind != "body" or sum(one.value for one in parts) != item.figure.value:
                continue
        if len(parts) > 1:
            for part in parts:
                join(item.figure, part)
            found.append(Sum(item.figure, parts))
    return found
