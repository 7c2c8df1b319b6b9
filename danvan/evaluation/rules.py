"""
From a number to points: a closed set of four rules, pure, in whole hundredths.

What cannot be read gives no points and says so; where nothing was due, nobody loses points for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
HUNDRED = Decimal(100)

# How a number was read.
COUNTED, NOT_REPORTED, NOTHING_DUE = "counted", "not_reported", "nothing_due"

Steps = Sequence[Sequence[Decimal | int | float | str]]


@dataclass(frozen=True)
class Result:
    """`value` is what was compared, None where there is nothing to compare; `points` are never None."""

    points: Decimal
    value: Decimal | None
    outcome: str = COUNTED


def rounded(number: Decimal) -> Decimal:
    return number.quantize(CENT, ROUND_HALF_UP)


def ratio(part: Decimal | None, whole: Decimal | None) -> tuple[Decimal | None, str]:
    """Percent, and how it was read: a whole of nothing is nothing due, not a failure."""
    if part is None or whole is None:
        return None, NOT_REPORTED
    if whole == 0:
        return None, NOTHING_DUE
    return rounded(HUNDRED * part / whole), COUNTED


def per_unit(value: Decimal | None, units: int) -> tuple[Decimal | None, str]:
    if value is None:
        return None, NOT_REPORTED
    return (rounded(value / units), COUNTED) if units else (None, NOTHING_DUE)


def points(
    rule: str, most: Decimal, value: Decimal | None, outcome: str, *, target: Decimal | None = None, steps: Steps = ()
) -> Result:  # fmt: skip
    """
    Points of `most` for a value.

    :raises ValueError: for a rule that does not exist: a programming error, the database keeps others out
    """
    if outcome == NOTHING_DUE:
        return Result(most, None, outcome)
    if value is None:
        return Result(Decimal(0), None, NOT_REPORTED)
    return Result(rounded(most * _share(rule, value, target, steps) / HUNDRED), value, outcome)


def _share(rule: str, value: Decimal, target: Decimal | None, steps: Steps) -> Decimal:
    """Percent of the points."""
    if rule == "reached":
        assert target is not None
        return HUNDRED if value >= target else Decimal(0)
    if rule == "proportional":
        assert target is not None
        return min(HUNDRED, max(Decimal(0), HUNDRED * value / target))
    pairs = sorted((Decimal(str(limit)), Decimal(str(share))) for limit, share in steps)
    if rule == "steps":
        return next((share for limit, share in reversed(pairs) if value >= limit), Decimal(0))
    if rule == "steps_down":
        return next((share for limit, share in pairs if value <= limit), Decimal(0))
    raise ValueError(rule)


class BadSteps(ValueError):
    """The steps cannot be read: `args[0]` is the piece that is wrong."""


def read_steps(text: str) -> list[list[str]]:
    """
    ``"60: 50; 80: 75,5; 100: 100"`` as ``[["60", "50"], …]``, numbers with a comma as decimals.

    :raises BadSteps: naming the first piece that is no pair of numbers, is said twice, or gives more than 100 %
    """
    found: dict[Decimal, Decimal] = {}
    for piece in filter(None, (part.strip() for part in text.replace("\n", ";").split(";"))):
        left, colon, right = piece.partition(":")
        try:
            limit, share = (Decimal(side.strip().replace(",", ".")) for side in (left, right))
        except ArithmeticError:
            raise BadSteps(piece) from None
        # Far beyond what any count here reaches; NaN and infinity compare as nothing one could mean.
        if not colon or not limit.is_finite() or not share.is_finite() or limit in found:
            raise BadSteps(piece)
        if not 0 <= share <= HUNDRED or abs(limit) >= Decimal(10) ** 9:
            raise BadSteps(piece)
        found[limit] = share
    return [[f"{limit:f}", f"{share:f}"] for limit, share in sorted(found.items())]


def written_steps(steps: Steps) -> str:
    return "; ".join(f"{limit}: {share}".replace(".", ",") for limit, share in steps)
