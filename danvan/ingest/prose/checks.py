"""Sums and percentages worked out again; what does not agree is flagged with the difference."""

from __future__ import annotations

import re
from dataclasses import dataclass

from danvan.ingest.prose.figures import RESULT, Figure
from danvan.ingest.prose.text import Text


@dataclass(eq=False)
class Sum:
    """A list of parts and what they should add up to."""

    total: Figure
    parts: list[Figure]
    holds: bool = False


def judge(one: Sum) -> None:
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


def percentages(text: Text, figures: list[Figure]) -> None:
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
        digits = len(str(figure.value).partition(".")[2])
        if abs(float(exact) - float(figure.value)) > 0.5 * 10**-digits + 1e-9:
            figure.flag(f"percent_difference:{float(figure.value) - float(exact):+.1f}")
