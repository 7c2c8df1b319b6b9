"""
Formulas of the indicator catalogue: ``a + b``, ``100 * a / b``, ``100 * a / (b + c)``, ``slice(a, level=x|y)``.

Parsed once at loading into parts that can be shown, checked and computed; nothing is ever evaluated as code.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from danvan.common.errors import DomainError

CODE = r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*"
_SUM = re.compile(rf"^{CODE}(?:\s*\+\s*{CODE})+$")
_RATIO = re.compile(
    rf"^(?P<factor>\d+)\s*\*\s*(?P<top>{CODE})\s*/\s*(?P<bottom>{CODE}|\(\s*{CODE}(?:\s*\+\s*{CODE})*\s*\))$"
)
_SLICE = re.compile(rf"^slice\(\s*(?P<code>{CODE})\s*,\s*level=(?P<levels>[a-z]+(?:\|[a-z]+)*)\s*\)$")


class BadFormula(DomainError):
    """The text is none of the known kinds of formula, or names what does not exist."""


@dataclass(frozen=True)
class Sum:
    parts: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return self.parts


@dataclass(frozen=True)
class Ratio:
    """`factor` times the sum of `top` over the sum of `bottom`."""

    factor: int
    top: tuple[str, ...]
    bottom: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return self.top + self.bottom

    def of(self, number: Callable[[str], int | Decimal | None]) -> Decimal | None:
        """The ratio to two decimals, or None where a part is missing or the denominator is zero."""
        tops, bottoms = [number(code) for code in self.top], [number(code) for code in self.bottom]
        if any(value is None for value in tops + bottoms):
            return None
        below = sum(value for value in bottoms if value is not None)
        if below == 0:
            return None
        above = sum(value for value in tops if value is not None)
        return (Decimal(self.factor * above) / below).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")


@dataclass(frozen=True)
class Slice:
    """One indicator cut to some levels."""

    code: str
    levels: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.code,)


Formula = Sum | Ratio | Slice


def parse(text: str) -> Formula | None:
    """The formula in `text`, None for an empty one. Raises BadFormula."""
    text = text.strip()
    if not text:
        return None
    if found := _SLICE.match(text):
        return Slice(found["code"], tuple(found["levels"].split("|")))
    if found := _RATIO.match(text):
        return Ratio(int(found["factor"]), (found["top"],), tuple(re.findall(CODE, found["bottom"])))
    if _SUM.match(text):
        return Sum(tuple(re.findall(CODE, text)))
    raise BadFormula(
        _("The formula “%(formula)s” cannot be read. Write a + b, 100 * a / b or slice(a, level=city).")
        % {"formula": text}
    )
