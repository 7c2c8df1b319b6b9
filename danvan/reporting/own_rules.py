"""
Rules an administrator writes for a form: ``a + b`` must be ``<=`` ``2 * c + 10``.

A side is a sum of indicators and whole numbers, with + and −; an indicator may have a whole factor before it. Parsed
once with the form, like formulas; nothing is ever evaluated as code.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from danvan.common.errors import DomainError
from danvan.reporting.catalogue import Catalogue, mixed_units
from danvan.reporting.formulas import CODE

COMPARISONS: dict[str, tuple[str, Callable[[int, int], bool]]] = {
    "<=": ("≤", operator.le),
    "<": ("<", operator.lt),
    "=": ("=", operator.eq),
    ">=": ("≥", operator.ge),
    ">": (">", operator.gt),
}
MOST_TERMS = 20
_TERM = re.compile(
    rf"\s*(?P<sign>[+−-]?)\s*(?:(?:(?P<factor>\d{{1,6}})\s*\*\s*)?(?P<code>{CODE})|(?P<number>\d{{1,12}}))\s*"
)


class BadRule(DomainError):
    """It cannot be read, or names what a report cannot answer. `detail["field"]` names the side at fault."""

    code = "bad-rule"


@dataclass(frozen=True)
class Side:
    """The sum of `factor × indicator` over `terms`, and a whole number."""

    terms: tuple[tuple[int, str], ...]
    number: int

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for _factor, code in self.terms)

    def of(self, value: Callable[[str], int | None]) -> int | None:
        """The sum, or None where one of its indicators is not answered: nothing can be said then."""
        found = [(factor, value(code)) for factor, code in self.terms]
        if any(number is None for _factor, number in found):
            return None
        return self.number + sum(factor * number for factor, number in found if number is not None)


@dataclass(frozen=True)
class OwnRule:
    """`left` must stand in `comparison` to `right` in periods that begin on or after `starts_on`."""

    number: int
    left: Side
    comparison: str
    right: Side
    severity: str
    message: str
    starts_on: date

    @property
    def sign(self) -> str:
        return COMPARISONS[self.comparison][0]

    @property
    def codes(self) -> tuple[str, ...]:
        return self.left.codes + self.right.codes

    def holds(self, left: int, right: int) -> bool:
        return COMPARISONS[self.comparison][1](left, right)


def side(text: str, field: str = "left") -> Side:
    """:raises BadRule: when it cannot be read"""
    terms: list[tuple[int, str]] = []
    number, at = 0, 0
    while at < len(text):
        found = _TERM.match(text, at)
        # Every term but the first has its sign.
        if found is None or (at and not found["sign"]) or len(terms) >= MOST_TERMS:
            raise _unreadable(text, field)
        sign = -1 if found["sign"] in {"-", "−"} else 1
        if found["code"]:
            terms.append((sign * int(found["factor"] or 1), found["code"]))
        else:
            number += sign * int(found["number"])
        at = found.end()
    if not text.strip():
        raise _unreadable(text, field)
    return Side(tuple(terms), number)


def _unreadable(text: str, field: str) -> BadRule:
    return BadRule(
        _(
            "“%(text)s” cannot be read. Write codes and whole numbers with + and -, such as a + b or 2 * a - 10."
        )
        % {"text": text[:120]},
        field=field,
    )


def check(found: Side, catalogue: Catalogue, field: str) -> None:
    """:raises BadRule: for an unknown or computed indicator, or a sum of what is counted in different units"""
    for code in found.codes:
        if code not in catalogue:
            raise BadRule(
                _("There is no indicator “%(code)s”. The catalogue lists all codes.") % {"code": code[:80]},
                field=field,
            )
        if not catalogue[code].stored:
            raise BadRule(
                _("“%(code)s” is computed when read, so no rule can ask about it. Name its parts instead.")
                % {"code": code},
                field=field,
            )
    if words := mixed_units({catalogue[code].unit for code in found.codes}):
        raise BadRule(words, field=field)
