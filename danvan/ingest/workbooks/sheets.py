"""What one unit's form is made of when it travels: rows of cells, and the stamp that says whose it is. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.crypto import constant_time_compare, salted_hmac

# Rows and columns of the sheet, counted from 0; what is read back is where it was written.
CODE, NAME, UNIT, VALUE, NOTE, BEFORE, YEAR_AGO, FAULT = range(8)
STAMP_ROW, HEAD_ROW, FIRST_ROW = 3, 8, 9
STAMP_LABELS = ("Biểu mẫu", "Phiên bản", "Đơn vị", "Kỳ báo cáo", "Mã kiểm tra")


@dataclass(frozen=True)
class Share:
    """`factor` times the sum of `top` over the sum of `bottom`."""

    factor: int
    top: Sequence[str]
    bottom: Sequence[str]


@dataclass(frozen=True)
class Line:
    """
    One row: an input, or computed from the codes named (`adds`: their sum; `share`: one sum over another).
    `value` is what stands there now, as typed; `note` the explanation; `fault` what is wrong and what to do.
    """

    code: str
    name: str
    unit: str
    adds: Sequence[str] = ()
    share: Share | None = None
    value: str | int | float | None = None
    note: str = ""
    before: str = ""
    year_ago: str = ""
    fault: str = ""
    asked: bool = True

    @property
    def is_input(self) -> bool:
        return not self.adds and self.share is None


@dataclass(frozen=True)
class Part:
    title: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Sheet:
    """One unit's form for a period."""

    form: str
    version: int
    unit: str
    period: str
    form_name: str
    unit_name: str
    period_name: str
    due: str
    parts: Sequence[Part] = field(default_factory=tuple)

    def lines(self) -> Iterator[Line]:
        for part in self.parts:
            yield from part.lines

    @property
    def stamp(self) -> Stamp:
        codes = [line.code for line in self.lines()]
        return Stamp(
            self.form,
            self.version,
            self.unit,
            self.period,
            checksum(self.form, self.version, self.unit, self.period, codes),
        )


@dataclass(frozen=True)
class Stamp:
    """Whose form this is. `check` covers form, version, unit, period and the order of the rows."""

    form: str
    version: int
    unit: str
    period: str
    check: str

    def covers(self, codes: Sequence[str]) -> bool:
        """Whether the rows are those that went out: none added, none taken away, none moved."""
        return constant_time_compare(
            self.check, checksum(self.form, self.version, self.unit, self.period, codes)
        )

    def cells(self) -> tuple[str, ...]:
        return (self.form, str(self.version), self.unit, self.period, self.check)


def checksum(form: str, version: int, unit: str, period: str, codes: Sequence[str]) -> str:
    """Twenty signs that only this installation makes: a sheet put together elsewhere has others."""
    said = "\n".join((form, str(version), unit, period, *codes))
    return salted_hmac("danvan.ingest.workbooks", said, algorithm="sha256").hexdigest()[:20]
