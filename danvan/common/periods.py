"""Reporting periods: months, quarters, half-years, nine months and years."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import Literal

from django.utils.translation import gettext as _

from danvan.common.errors import DomainError

Kind = Literal["month", "quarter", "half", "nine_months", "year"]

# Months each kind lasts, and how many of it a year has. Nine months always start in January.
_LENGTH: dict[str, int] = {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}
_IN_A_YEAR: dict[str, int] = {"month": 12, "quarter": 4, "half": 2, "nine_months": 1, "year": 1}

_PRINTED = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|H([12])|(9M)|M(0[1-9]|1[0-2])))?", re.ASCII)
# What may be typed lies well inside what may be computed, so that "the year before" of anything typed exists.
_TYPED_YEARS, _YEARS = range(1945, 2101), range(1900, 2200)
_ROMAN = ("I", "II", "III", "IV")
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class InvalidPeriod(DomainError):
    """The text names no reporting period. `detail["typed"]` holds it, cut to 40 characters."""

    code = "invalid-period"


@total_ordering
@dataclass(frozen=True)
class Period:
    """
    A calendar period that is reported on; `number` counts within the year from 1.

    Periods stand in the order in which their reports fall due: by last day, the shorter first, so every part
    comes before the wholes it belongs to (M03, Q1, …, Q2, H1, …, Q3, 9M, …, Q4, H2, the year).

    The days are the calendar's. What a round really counts (cut-off on the 14th, or a briefing held before
    the quarter is over) is the round's own interval, not this one.

    :raises ValueError: if there is no such period; `Period.parse` refuses with words instead
    """

    kind: Kind
    year: int
    number: int = 1

    def __post_init__(self) -> None:
        if (
            self.kind not in _LENGTH
            or self.year not in _YEARS
            or not 1 <= self.number <= _IN_A_YEAR[self.kind]
        ):
            raise ValueError(f"no such period: {self.kind} {self.number} of {self.year}")

    @classmethod
    def parse(cls, text: str) -> "Period":
        """
        Read ``2019``, ``2019-Q1``, ``2019-H1``, ``2019-9M`` or ``2019-M03``; small letters and outer spaces
        are allowed.

        :raises InvalidPeriod: if it is none of these
        """
        found = _PRINTED.fullmatch(text.strip().upper()) if len(text) <= 40 else None
        if not found or int(found[1]) not in _TYPED_YEARS:
            raise _refusal(text)
        year, quarter, half, nine_months, month = found.groups()
        if quarter:
            return cls("quarter", int(year), int(quarter))
        if half:
            return cls("half", int(year), int(half))
        if month:
            return cls("month", int(year), int(month))
        return cls("nine_months" if nine_months else "year", int(year))

    @classmethod
    def of(cls, kind: Kind, day: date) -> "Period":
        """
        The period of this kind that `day` lies in (nine months: those of its year, even in the fourth
        quarter).
        """
        number = (day.month - 1) // _LENGTH[kind] + 1
        return cls(kind, day.year, min(number, _IN_A_YEAR[kind]))

    def __str__(self) -> str:
        suffix = {
            "month": f"-M{self.number:02}",
            "quarter": f"-Q{self.number}",
            "half": f"-H{self.number}",
            "nine_months": "-9M",
            "year": "",
        }
        return f"{self.year:04}{suffix[self.kind]}"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.year, self._last_month, self.months) < (other.year, other._last_month, other.months)

    @property
    def months(self) -> int:
        """How many months it lasts."""
        return _LENGTH[self.kind]

    @property
    def _first_month(self) -> int:
        return (self.number - 1) * self.months + 1

    @property
    def _last_month(self) -> int:
        return self.number * self.months

    @property
    def starts_on(self) -> date:
        return date(self.year, self._first_month, 1)

    @property
    def ends_on(self) -> date:
        """Its last day, inclusive."""
        if self._last_month == 12:
            return date(self.year, 12, 31)
        return date(self.year, self._last_month + 1, 1) - timedelta(days=1)

    @property
    def is_cumulative(self) -> bool:
        """Whether its figures are put together from quarters or months instead of being asked for."""
        return self.months > 3

    def previous(self) -> "Period":
        """The period of the same kind just before (for nine months: those of the year before)."""
        return self._moved(-1)

    def next(self) -> "Period":
        """The period of the same kind just after (for nine months: those of the year after)."""
        return self._moved(1)

    def year_ago(self) -> "Period":
        """The same period of the year before."""
        return Period(self.kind, self.year - 1, self.number)

    def contains(self, other: "Period") -> bool:
        """Whether every day of `other` lies in this one; each period contains itself."""
        return self.starts_on <= other.starts_on and other.ends_on <= self.ends_on

    def parts(self, kind: Kind) -> list["Period"]:
        """
        The periods of this kind it is made of, in order; itself alone when it is of that kind.

        :raises ValueError: if it can't be cut into whole periods of that kind
        """
        if kind == self.kind:
            return [self]
        if self.months % _LENGTH[kind] or kind == "nine_months":
            raise ValueError(f"{self} is not made of whole periods of kind {kind}")
        first = (self._first_month - 1) // _LENGTH[kind] + 1
        return [Period(kind, self.year, first + step) for step in range(self.months // _LENGTH[kind])]

    def wholes(self) -> list["Period"]:
        """
        The longer periods it counts towards, shortest first: Q1 → H1, 9M and the year; Q4 → H2 and the year.
        """
        longer = [
            Period(kind, self.year, number)
            for kind in ("quarter", "half", "nine_months", "year")
            for number in range(1, _IN_A_YEAR[kind] + 1)
        ]  # fmt: skip
        return [period for period in longer if period != self and period.contains(self)]

    def label(self, language: str = "vi") -> str:
        """
        Its name in running text, "quý I/2019" or "6 tháng đầu năm 2019"; English for any other language than
        vi.
        """
        return _vietnamese(self) if language.startswith("vi") else _english(self)

    def _moved(self, steps: int) -> "Period":
        per_year = _IN_A_YEAR[self.kind]
        years, number = divmod(self.number - 1 + steps, per_year)
        return Period(self.kind, self.year + years, number + 1)


def _vietnamese(period: Period) -> str:
    match period.kind:
        case "month":
            return f"tháng {period.number}/{period.year}"
        case "quarter":
            return f"quý {_ROMAN[period.number - 1]}/{period.year}"
        case "half":
            return f"6 tháng {'đầu' if period.number == 1 else 'cuối'} năm {period.year}"
        case "nine_months":
            return f"9 tháng đầu năm {period.year}"
    return f"năm {period.year}"


def _english(period: Period) -> str:
    match period.kind:
        case "month":
            return f"{_ENGLISH_MONTHS[period.number - 1]} {period.year}"
        case "quarter":
            return f"quarter {_ROMAN[period.number - 1]}/{period.year}"
        case "half":
            return f"{'first' if period.number == 1 else 'last'} 6 months of {period.year}"
        case "nine_months":
            return f"first 9 months of {period.year}"
    return f"year {period.year}"


def _refusal(text: str) -> InvalidPeriod:
    shown = text.strip()
    shown = shown if len(shown) <= 40 else shown[:40] + "…"
    return InvalidPeriod(
        _(
            "“%(typed)s” is not a period. Write a year (2019), a quarter (2019-Q1 to 2019-Q4), a half-year"
            " (2019-H1 or 2019-H2), nine months (2019-9M) or a month (2019-M01 to 2019-M12)."
        )
        % {"typed": shown},
        typed=shown,
    )
