"""
An invented small report, for trying out templates before use: every kind of sentence, both tables, a silent unit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from danvan.briefings.bundle import Bundle, Sources, build
from danvan.briefings.outline import ANNUAL, narratives
from danvan.briefings.tables import UnitRow
from danvan.common.periods import Period

_ROWS = (
    ("dialogue.held.total", "Hội nghị tiếp xúc, đối thoại đã tổ chức", "hội nghị", "dialogue", (4, 20, 100)),
    ("dialogue.held.periodic", "Hội nghị đối thoại định kỳ", "hội nghị", "dialogue", (3, 12, 60)),
    ("dialogue.held.adhoc", "Hội nghị đối thoại đột xuất", "hội nghị", "dialogue", (1, 8, 40)),
    ("dialogue.units.held", "Đơn vị đã tổ chức đối thoại", "đơn vị", "dialogue", (1, 3, 20)),
    ("supervision.sessions.total", "Cuộc giám sát", "cuộc", "supervision", (40, 210, 1234)),
    ("model.active.total", "Mô hình “Dân vận khéo” đang triển khai", "mô hình", "model", (7, 28, 1063)),
)  # fmt: skip
_LEVELS = ("city", "district", "commune")
_UNITS = {"city": 1, "district": 3, "commune": 20}


@dataclass(frozen=True)
class _Indicator:
    code: str
    name_vi: str
    unit: str
    group: str
    levels: tuple[str, ...] = _LEVELS
    kind: str = "input"
    small_cells_below: int = 0


@dataclass(frozen=True)
class _Figure:
    indicator: _Indicator
    levels: dict[str, int]
    all: int | Decimal | None
    units_reported: int = 24
    units_expected: int = 24


@dataclass(frozen=True)
class _Unit:
    code: str = "MAU"
    name: str = "Thành phố Mẫu"
    level: str = "city"


@dataclass(frozen=True)
class _Report:
    period: Period
    figures: tuple[_Figure, ...]
    day: date
    unit: _Unit = field(default_factory=_Unit)
    expected: dict[str, int] = field(default_factory=lambda: dict(_UNITS))
    complete: dict[str, int] = field(default_factory=lambda: {**_UNITS, "commune": 19})
    missing: tuple[Any, ...] = (_Unit("MAU-03-20", "Phường Mẫu", "commune"),)
    illustrative: bool = True

    @property
    def by_code(self) -> dict[str, _Figure]:
        return {figure.indicator.code: figure for figure in self.figures}


def _report(period: Period, less: int = 0) -> _Report:
    figures = tuple(
        _Figure(
            _Indicator(code, name, unit, group),
            dict(zip(_LEVELS, (values[0], values[1], values[2] - less), strict=True)),
            sum(values) - less,
        )
        for code, name, unit, group, values in _ROWS
    )
    return _Report(period, figures, period.ends_on)


def sample_bundle(kind: str, fmt: str) -> Bundle:
    """The invented report as a document of this kind and format."""
    period = Period.parse("2019" if kind == ANNUAL else "2019-Q1")
    report = _report(period)
    quarters = [_report(part) for part in period.parts("quarter")] if kind == ANNUAL else []
    units = [
        UnitRow(
            "MAU-01", "Quận Mẫu Một", 8, 8, {"supervision.sessions.total": 700, "model.active.total": 500}
        ),
        UnitRow("MAU-02", "Quận Mẫu Hai", 8, 0, {}),
    ]
    sources = Sources(report, _report(period.year_ago(), 5), None if quarters else report, quarters, units)
    texts = {part.key: f"Nội dung thử của phần “{part.title}”: A & B <c>." for part in narratives(kind)}
    return build(
        sources,
        kind=kind,
        fmt=fmt,
        narratives=texts,
        number=5,
        signed_on=date(2020, 1, 6),
        signatory="Nguyễn Văn Mẫu",
    )
