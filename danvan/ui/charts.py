"""
Numbers to coordinates, without HTML.

Across, everything is a percentage of the drawing's width, so a chart fits a phone and a page with its text at
reading size; upwards, pixels. Bars and columns start at zero: a cut axis makes a small change look great.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Number = int | float | Decimal

TONES = ("city", "district", "commune", "agency", "total")
KINDS = ("columns", "line")

HEIGHT = 200
TOP, FOOT = 26, 28  # room for the value above the tallest column and for the label below the axis
LABELS_ON_A_PHONE = 4
INSIDE_FROM = 62  # percent: from here on a bar is long enough to carry its number


@dataclass(frozen=True)
class Bar:
    """One bar; `width` and `label_x` in percent. `inside`: the number stands in the bar, before its end."""

    label: str
    shown: str
    tone: str
    href: str
    width: float
    inside: bool
    known: bool


@dataclass(frozen=True)
class Mark:
    """One point of a series: `x` and `width` in percent, `y` and `height` in pixels from the top."""

    label: str
    shown: str
    known: bool
    x: float
    left: float
    width: float
    y: float
    height: float
    label_y: float
    minor: bool


@dataclass(frozen=True)
class Segment:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Break:
    """Where a reform or a changed definition cuts the series: numbers on either side do not compare."""

    x: float
    note: str


@dataclass(frozen=True)
class Series:
    kind: str
    height: int
    base: float
    marks: list[Mark]
    segments: list[Segment]
    breaks: list[Break]


def bars(rows: Sequence[Mapping[str, Any]]) -> list[Bar]:
    """
    Horizontal bars on one common scale; a row whose value is None keeps its place with no bar. A row that says what its
    value is a part `of` fills as much of the width as the value is of that.

    :raises ValueError: for a negative value or a tone that is not a level
    """
    top = max((_measure(row["value"]) for row in rows), default=0.0)
    return [_bar(row, top) for row in rows]


def _bar(row: Mapping[str, Any], top: float) -> Bar:
    tone = row.get("tone", "total")
    if tone not in TONES:
        raise ValueError(f"a bar's tone is one of {', '.join(TONES)}, not {tone!r}")
    whole = _measure(row["of"]) if row.get("of") is not None else top
    width = round(min(_measure(row["value"]) / whole, 1) * 100, 2) if whole else 0.0
    return Bar(
        label=str(row["label"]),
        shown=str(row["shown"]),
        tone=tone,
        href=str(row.get("href") or ""),
        width=width,
        inside=width >= INSIDE_FROM,
        known=row["value"] is not None,
    )


def series(points: Sequence[Mapping[str, Any]], kind: str = "columns") -> Series:
    """
    Points over time, evenly spaced. A point with `break` starts a new stretch; `note` says why.

    :raises ValueError: for a negative value or an unknown kind
    """
    if kind not in KINDS:
        raise ValueError(f"a series is drawn as {' or '.join(KINDS)}, not {kind!r}")
    top = max((_measure(point["value"]) for point in points), default=0.0)
    step = 100 / len(points) if points else 100.0
    every = -(-len(points) // LABELS_ON_A_PHONE) if points else 1
    marks = [_mark(index, point, top, step, every, len(points)) for index, point in enumerate(points)]
    return Series(
        kind=kind,
        height=HEIGHT,
        base=HEIGHT - FOOT,
        marks=marks,
        segments=_segments(points, marks) if kind == "line" else [],
        breaks=[
            Break(round(index * step, 2), str(point.get("note") or ""))
            for index, point in enumerate(points)
            if point.get("break") and index
        ],
    )


def _mark(index: int, point: Mapping[str, Any], top: float, step: float, every: int, count: int) -> Mark:
    room = HEIGHT - TOP - FOOT
    height = round(_measure(point["value"]) / top * room, 1) if top else 0.0
    y = round(HEIGHT - FOOT - height, 1)
    return Mark(
        label=str(point["label"]),
        shown=str(point["shown"]),
        known=point["value"] is not None,
        x=round(step * (index + 0.5), 2),
        left=round(step * (index + 0.2), 2),
        width=round(step * 0.6, 2),
        y=y,
        height=height,
        label_y=round(y - 8, 1),
        # Counted from the last point, because the newest is the one people look for.
        minor=(count - 1 - index) % every != 0,
    )


def _segments(points: Sequence[Mapping[str, Any]], marks: list[Mark]) -> list[Segment]:
    return [
        Segment(left.x, left.y, right.x, right.y)
        for left, right, point in zip(marks, marks[1:], points[1:], strict=False)
        if left.known and right.known and not point.get("break")
    ]


def _measure(value: Number | None) -> float:
    if value is None:
        return 0.0
    if value < 0:
        raise ValueError(f"a bar starts at zero and cannot show {value}")
    return float(value)
