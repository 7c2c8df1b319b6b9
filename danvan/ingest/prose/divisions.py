"""A total divided by the figures that were found to be its parts: what they take from it, and the sums they claim."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from danvan.common.spoken import Value
from danvan.ingest.prose.checks import Sum
from danvan.ingest.prose.figures import Figure
from danvan.ingest.prose.matching import fits, is_part, join

# A list that misses its total by more than this share, with no word that makes it one, is no division of it.
NEARLY = 0.12
# One that misses by more, with a part above its total, was never meant as one.
FAR = 0.5


# "thu 812, chi 640, tồn 172", "đầu năm …, cuối năm còn …": what came, what went and what is left are no division.
_FLOW = re.compile(
    r"(?<!\w)(?:đã chi|tổng chi|chi|tồn quỹ|cuối (?:năm|kỳ|quý)|cuối năm còn)(?:\s+(?:là|còn|được|ra|có))?\s*$"
)
# Petitions may be left over of those received; money that is left is no part of what was earned and spent.
_LEFT = re.compile(r"(?<!\w)tồn\s*$")


def flows(words: str, figure: Figure) -> bool:
    """Whether the words before a figure tell of what went or is left."""
    return bool(_FLOW.search(words) or figure.kind == "money" and _LEFT.search(words))


@dataclass(eq=False)
class Item:
    """A figure, the words before it since the last one, and what stands in the bracket behind it."""

    figure: Figure
    gap: str
    inside: list[Item] = field(default_factory=list)


def divide(total: Figure, items: list[Item], *, strong: bool) -> list[Sum]:
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
                part.what, part.own_what, part.is_labelled = part.unit, True, True
                part.unit, part.kind = total.unit, total.kind


# "…; còn theo giới, nam 1.575, nữ 1.743": the whole is divided again.
_AGAIN = re.compile(r"[,;.(][^,;.(]{0,12}?(?<!\w)theo\s+\w+|;\s*(?:còn\s+)?về\s+\w+")


def _runs(total: Value, items: list[Item]) -> list[list[Figure]]:
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
    if len(current) > 1 and (not runs or nearly(total, current)):
        runs.append(current)
    return runs


def _again(total: Value, current: list[Figure], gaps: list[str], item: Item) -> bool:
    if not nearly(total, current):
        return False
    if _AGAIN.search(item.gap):
        return True
    added = sum(one.value for one in current)
    if any(";" in gap for gap in gaps[1:]):
        # All of them are parted so.
        return False
    return ";" in item.gap and abs(float(added + item.figure.value - total)) > abs(float(added - total))


def nearly(total: Value, parts: list[Figure]) -> bool:
    return abs(float(sum(one.value for one in parts) - total)) <= NEARLY * float(total)


def by_unit(first: Item, second: Item, items: list[Item]) -> list[Sum]:
    """ "145 tập thể và 312 cá nhân, gồm Cờ 15 tập thể, Bằng khen 50 tập thể, 120 cá nhân": each to the total of its unit."""
    if second.gap.strip() not in ("và", ",") or first.inside:
        return []
    totals = [first.figure, second.figure]
    units = [one.unit.lower() for one in totals]
    run = []
    for one in items:
        if (
            one.figure.unit.lower() not in units
            or one.figure.whole is not None
            or one.figure.role != totals[0].role
        ):
            break
        run.append(one)
    if units[0] == units[1] or any(
        len([one for one in run if one.figure.unit.lower() == unit]) < 2 for unit in units
    ):
        return []
    return [
        found
        for total, unit in zip(totals, units, strict=True)
        for found in divide(total, [one for one in run if one.figure.unit.lower() == unit], strong=True)
    ]
