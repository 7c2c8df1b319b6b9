"""
The proof that stored totals are right: every total added up again from accepted figures, one number at a time, by code
that shares nothing with the code that keeps them (no arrays, no closure, its own reading of the bytes).
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from danvan.common.periods import Period
from danvan.organizations.models import OrgUnitVersion
from danvan.reporting.models import FormCell, ReportForm, Submission, Total

Key = tuple[str, int, str]


@dataclass(frozen=True)
class Difference:
    """A stored number that is not what the accepted figures add up to."""

    period: str
    unit: str
    level: str
    what: str
    stored: int | None
    right: int | None

    def __str__(self) -> str:
        return _(
            "%(period)s, %(unit)s, level %(level)s, %(what)s: stored %(stored)s, right %(right)s"
        ) % vars(self)


class _Sum:
    def __init__(self) -> None:
        self.numbers: dict[int, int] = defaultdict(int)
        self.counts: dict[int, int] = defaultdict(int)
        self.units = self.expected = 0


def _read(data: bytes | memoryview | None) -> dict[int, int] | None:
    """Cell -> number of one packed version."""
    if data is None:
        return None
    data = bytes(data)
    (size,) = struct.unpack_from("<H", data, 1)
    kinds = data[3 : 3 + size]
    numbers = struct.unpack_from(f"<{size}q", data, 3 + size)
    return {place: numbers[place] for place in range(size) if kinds[place] == 1}


class _Parents:
    """Who stood above whom, walked version by version."""

    def __init__(self) -> None:
        self._versions: dict[int, list[tuple[date, bool, int | None]]] = defaultdict(list)
        rows = OrgUnitVersion.objects.order_by("starts_on").values_list(
            "unit_id", "starts_on", "closed", "parent_id"
        )
        for unit, starts_on, closed, parent in rows:
            self._versions[unit].append((starts_on, closed, parent))
        self._known: dict[tuple[int, date], list[int]] = {}

    def path(self, unit: int, day: date) -> list[int]:
        """The unit and all above it on a day."""
        if (unit, day) not in self._known:
            path: list[int] = []
            here: int | None = unit
            while here is not None and here not in path:
                current = [version for version in self._versions[here] if version[0] <= day]
                if not current or current[-1][1]:
                    break
                path.append(here)
                here = current[-1][2]
            self._known[unit, day] = path
        return self._known[unit, day]


def _over_time(rule: str, cells: list[dict[int, int] | None], place: int) -> tuple[int | None, bool]:
    """(number, complete) of one cell over the rounds a unit was due in."""
    given = [cell.get(place) if cell is not None else None for cell in cells]
    known = [number for number in given if number is not None]
    if not known:
        return None, False
    if rule == "last":
        return known[-1], given[-1] is not None
    if rule == "first":
        return known[0], given[0] is not None
    number = max(known) if rule == "distinct" and len(given) > 1 else sum(known)
    return number, len(known) == len(given)


def differences(form: ReportForm) -> Iterator[Difference]:
    """Every stored number of a form that is not right, to the digit, and every row that is missing or too many."""
    right = _right(form)
    cells = {
        cell.index: cell.indicator.code
        for cell in form.cells.select_related("indicator")
        if cell.index is not None
    }
    codes = dict(OrgUnitVersion.objects.values_list("unit_id", "unit__code"))
    for row in Total.objects.filter(form=form).iterator():
        key = (row.period_name, row.unit_id, row.level)
        where = (row.period_name, codes.get(row.unit_id, str(row.unit_id)), row.level)
        found = right.pop(key, None)
        if found is None:
            yield Difference(*where, _("a total of nothing"), row.units, None)
            continue
        sums = struct.unpack(f"<{len(bytes(row.sums)) // 8}q", bytes(row.sums))
        counts = struct.unpack(f"<{len(bytes(row.counts)) // 8}q", bytes(row.counts))
        for place, code in cells.items():
            stored = sums[place] if place < len(sums) else 0
            counted = counts[place] if place < len(counts) else 0
            if stored != found.numbers[place]:
                yield Difference(*where, code, stored, found.numbers[place])
            if counted != found.counts[place]:
                yield Difference(
                    *where, _("%(code)s, units reported") % {"code": code}, counted, found.counts[place]
                )
        if row.units != found.units:
            yield Difference(*where, _("complete units"), row.units, found.units)
        if row.expected != found.expected:
            yield Difference(*where, _("expected units"), row.expected, found.expected)
    for (period, unit, level), found in right.items():
        yield Difference(
            period, codes.get(unit, str(unit)), level, _("the total is missing"), None, found.units
        )


def _right(form: ReportForm) -> dict[Key, _Sum]:
    rules = {
        cell.index: (cell.indicator.over_time, cell.indicator.over_units)
        for cell in FormCell.objects.filter(form=form).select_related("indicator")
        if cell.index is not None
    }
    answers: dict[tuple[str, int], list[tuple[date, str, dict[int, int] | None]]] = defaultdict(list)
    rows = (
        Submission.unscoped.filter(round__form=form, excused_at__isnull=True)
        .order_by("round__starts_on")
        .values_list("round__period_name", "round__counts_to", "unit_id", "level", "accepted__cells")
    )
    for name, counts_to, unit, level, data in rows.iterator():
        own = Period.parse(name)
        numbers = _read(data)
        for scope in {str(own), *(str(whole) for whole in own.wholes())}:
            answers[scope, unit].append((counts_to, level, numbers))
    parents = _Parents()
    # Only units with somebody below them keep totals.
    superiors = {
        (scope, above)
        for (scope, unit), slots in answers.items()
        for above in parents.path(unit, slots[-1][0])[1:]
    }
    totals: dict[Key, _Sum] = defaultdict(_Sum)
    for (scope, unit), slots in answers.items():
        day, level, _numbers = slots[-1]
        cells = [numbers for _day, _level, numbers in slots]
        figures = {place: _over_time(rule, cells, place) for place, (rule, _over) in rules.items()}
        for above in parents.path(unit, day):
            if (scope, above) not in superiors:
                continue
            total = totals[scope, above, level]
            total.expected += 1
            total.units += all(numbers is not None for numbers in cells)
            for place, (number, complete) in figures.items():
                if rules[place][1] != "sum" and above != unit:
                    continue
                total.numbers[place] += number or 0
                total.counts[place] += complete
    return totals
