"""
What everybody may read of reports: the numbers of issued documents as they were sealed and, where an erratum corrected
one, as it says. Nothing comes from drafts or from totals that nobody has signed.

Numbers about people are told here for the whole city only, never by level or unit, and not when they are small (R-90);
`withheld` says so. Their parts stand in the open data alone, where what is hidden is proven to stay hidden (R-91, R-92).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from danvan.briefings import errata, queries, sealing
from danvan.briefings.models import ReportDocument
from danvan.briefings.runs import Bound, Number
from danvan.common.periods import Period
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import last_names
from danvan.reporting.catalogue import Spec
from danvan.reporting.queries import forms

FEWEST = 5
ABOUT_PEOPLE = {"người", "lượt", "lượt người", "cá nhân", "đơn", "ý kiến", "phiếu", "vụ việc"}
LEVELS = ("city", "district", "commune", "agency")


@dataclass(frozen=True)
class IssuedReport:
    """One issued document. `version` changes when an erratum corrects it."""

    unit_code: str
    unit: str
    level: str
    period: str
    kind_label: str
    reference: str
    signed_on: date
    version: str

    @property
    def label(self) -> str:
        return Period.parse(self.period).label("vi")


@dataclass(frozen=True)
class Figure:
    """One indicator: `all`, and its parts by the level that did it; None when nobody was asked or it is withheld."""

    code: str
    name: str
    unit: str
    group: str
    all: Number | None
    levels: dict[str, Number | None] = field(default_factory=dict)
    withheld: bool = False


@dataclass(frozen=True)
class UnitFigures:
    """What the units below contributed: values by indicator."""

    code: str
    name: str
    level: str
    values: dict[str, Number | None] = field(default_factory=dict)


@dataclass(frozen=True)
class IssuedFigures:
    report: IssuedReport
    figures: tuple[Figure, ...]
    units: tuple[UnitFigures, ...]
    # Indicators of which the lines by unit are not shown, because one of them is small.
    withheld: frozenset[str] = frozenset()

    def figure(self, code: str) -> Figure | None:
        return next((one for one in self.figures if one.code == code), None)


def issued(on: date, *, unit_code: str = "", most: int = 200) -> list[IssuedReport]:
    """Issued reports by a day, the newest period first; one for each unit and period. Three queries."""
    found: dict[tuple[int, str], ReportDocument] = {}
    for row in _rows(on, unit_code)[: most * 2]:
        found.setdefault((row.unit_id, row.period_name), row)
    rows = list(found.values())[:most]
    return _told(rows, on)


def figures(unit_code: str, period: str, on: date) -> IssuedFigures | None:
    """The numbers of the report of a unit and period; None when none was issued."""
    row = _rows(on, unit_code).filter(period_name=period).first()
    if row is None:
        return None
    specs = forms.catalogue()
    values = _values(row)
    mine = {key: value for key, value in values.items() if key[1] == unit_code and key[3] == period}
    codes = [code for code in specs if (code, unit_code, "all") in {key[:3] for key in mine}]
    report = _told([row], on)[0]
    told = tuple(_figure(specs[code], report.level, unit_code, period, values) for code in codes)
    units, withheld = _by_unit(values, unit_code, period, specs, on)
    return IssuedFigures(report, told, units, withheld)


def series(unit_code: str, indicator: str, kind: str, on: date) -> list[tuple[str, Number | None]]:
    """(period, value) of an indicator in the issued reports of a unit for periods of a kind, the oldest first."""
    spec = forms.catalogue().get(indicator)
    found: dict[str, Number | None] = {}
    rows = [row for row in _rows(on, unit_code) if row.period.kind == kind] if spec is not None else []
    levels = {report.period: report.level for report in _told(rows, on)}
    for row in rows:
        if spec is not None and row.period_name in levels and row.period_name not in found:
            level = levels[row.period_name]
            found[row.period_name] = _figure(spec, level, unit_code, row.period_name, _values(row)).all
    return sorted(found.items(), key=lambda pair: Period.parse(pair[0]).starts_on)


def _rows(on: date, unit_code: str):
    rows = ReportDocument.unscoped.filter(state=ReportDocument.State.ISSUED, signed_on__lte=on)
    if unit_code:
        rows = rows.filter(unit__code=unit_code)
    return rows.select_related("unit").order_by("-ends_on", "starts_on", "-issued_at", "-pk")


def _told(rows: list[ReportDocument], on: date) -> list[IssuedReport]:
    names = last_names({row.unit_id for row in rows}, on) if rows else {}
    return [
        IssuedReport(
            row.unit.code, names[row.unit_id].name, names[row.unit_id].level, row.period_name, str(row.get_kind_display()),
            queries.reference(row), row.signed_on, _version(row),
        )
        for row in rows if row.signed_on
    ]  # fmt: skip


def _version(row: ReportDocument) -> str:
    looked = f"{row.right_until:%Y%m%d%H%M%S}" if row.right_until else ""
    return f"{row.seal[:16]}{looked}"


Key = tuple[str, str, str, str]


def _values(row: ReportDocument) -> dict[Key, Number | None]:
    """Every plain value by indicator, unit, level and period; the last erratum has the last word."""
    changes = [change for erratum in row.errata.order_by("number") for change in erratum.changes]
    corrected = errata.corrected(changes, sealing.read_value)
    found: dict[Key, Number | None] = {}
    for placed in sealing.opened(row.sealed):
        bound: Bound = placed.bound
        if bound.measure == "value":
            key = (bound.indicator, bound.unit, bound.level, bound.period)
            found.setdefault(key, corrected.get(bound.key, bound.value))
    return found


def _limit(spec: Spec) -> int:
    return max(spec.small_cells_below, FEWEST if spec.unit in ABOUT_PEOPLE else 0)


def _figure(spec: Spec, level: str, unit: str, period: str, values: dict[Key, Number | None]) -> Figure:
    whole = values.get((spec.code, unit, "all", period))
    limit = _limit(spec)
    if limit:
        told = whole if level == "city" and (whole is None or whole == 0 or whole >= limit) else None
        return Figure(spec.code, spec.name, spec.unit, spec.group, told, {}, withheld=True)
    parts = {part: values[key] for part in LEVELS if (key := (spec.code, unit, part, period)) in values}
    return Figure(spec.code, spec.name, spec.unit, spec.group, whole, parts)


def _by_unit(
    values: dict[Key, Number | None], unit: str, period: str, specs, on: date
) -> tuple[tuple[UnitFigures, ...], frozenset[str]]:
    """Lines of the units below, without what is about people: of these only the total of the city is told."""
    found: dict[str, dict[str, Number | None]] = {}
    for (code, of, level, when), value in values.items():
        if of != unit and not of.endswith("*") and when == period and level == "all" and code in specs:
            found.setdefault(of, {})[code] = value
    withheld = {code for line in found.values() for code in line if _limit(specs[code])}
    names = _names(found, on)
    lines = [
        UnitFigures(of, *names[of], {code: value for code, value in line.items() if code not in withheld})
        for of, line in found.items() if of in names
    ]  # fmt: skip
    return tuple(lines), frozenset(withheld)


def _names(codes: Iterable[str], on: date) -> dict[str, tuple[str, str]]:
    ids = dict(OrgUnit.objects.filter(code__in=list(codes)).values_list("pk", "code"))
    return {ids[pk]: (name.name, name.level) for pk, name in last_names(ids.keys(), on).items()}
