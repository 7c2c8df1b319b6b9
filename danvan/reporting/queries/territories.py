"""Two periods compared like for like: over the smallest groups of children that hold the same territory in both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from danvan.common.periods import Period
from danvan.organizations.models import OrgUnit, UnitSuccession
from danvan.organizations.queries import UnitName, names_on, path_ids
from danvan.reporting.figures import Number
from danvan.reporting.layouts import Layout
from danvan.reporting.models import ReportForm, Round
from danvan.reporting.queries import forms, sums
from danvan.reporting.queries.comparing import closed_children
from danvan.reporting.queries.reports import rounds_in
from danvan.reporting.queries.sums import ByLevel, Sums


@dataclass(frozen=True)
class LikeForLike:
    """One territory in two periods: the children that held it `now` and `then`, with all below them."""

    units_now: tuple[UnitName, ...]
    units_then: tuple[UnitName, ...]
    now: Number | None
    then: Number | None

    @property
    def name(self) -> str:
        return ", ".join(name.name for name in self.units_now or self.units_then)

    @property
    def renamed(self) -> str:
        """Who held it then, where that were others."""
        if {name.id for name in self.units_now} == {name.id for name in self.units_then}:
            return ""
        return ", ".join(name.name for name in self.units_then)


def like_for_like(
    unit: OrgUnit, code: str, now: Period, then: Period, form: ReportForm | None = None
) -> list[LikeForLike]:
    """
    Compare two periods across a reform. Children are taken together as far as successions, also partial ones, between
    the two days tie what lies below them; figures are never moved or divided along a succession. Together they are the
    unit's total in each period but for what the unit holds itself. Ten queries or so.
    """
    form = form or forms.default_form()
    layout = forms.layout(form)
    sides = [_Side(unit, rounds) for period in (now, then) if (rounds := rounds_in(form, period))]
    if len(sides) < 2:
        return []
    groups = _Groups()
    for place, side in enumerate(sides):
        for child in side.children:
            for below in side.below(child.id):
                groups.tie(("child", place, child.id), ("unit", below))
    days = [side.day for side in sides]
    # What passed to the unit itself, or further up, ties none of its children to another.
    above = {pk for day in days for pk in path_ids(unit.pk, day)}
    for old, new in _successions(min(days), max(days)):
        if not {old, new} & above:
            groups.tie(("unit", old), ("unit", new))
    found = [
        sums.of_units(form, layout, [period], [name.id for name in side.children])
        for period, side in zip((now, then), sides, strict=True)
    ]
    held: dict[object, tuple[list[UnitName], list[UnitName]]] = {}
    for place, side in enumerate(sides):
        for child in side.children:
            held.setdefault(groups.of(("child", place, child.id)), ([], []))[place].append(child)
    return [
        LikeForLike(
            tuple(today),
            tuple(past),
            _value(layout, code, [found[0].get((str(now), name.id)) for name in today]),
            _value(layout, code, [found[1].get((str(then), name.id)) for name in past]),
        )
        for today, past in held.values()
    ]


class _Side:
    """One of the two periods: the children of the unit on its last day, closed ones too, and what lies below them."""

    def __init__(self, unit: OrgUnit, rounds: Sequence[Round]):
        self.day: date = rounds[-1].counts_to
        self._names = names_on(self.day)
        self.children = [name for name in self._names.values() if name.parent_id == unit.pk]
        self.children += closed_children(unit, rounds, self._names)
        self._parts: dict[int, list[int]] = {}
        for name in self._names.values():
            if name.parent_id is not None:
                self._parts.setdefault(name.parent_id, []).append(name.id)

    def below(self, unit_id: int) -> list[int]:
        found, wave = [unit_id], [unit_id]
        while wave:
            wave = [part for one in wave for part in self._parts.get(one, ())]
            found += wave
        return found


class _Groups:
    """Things tied to each other, directly or through others."""

    def __init__(self) -> None:
        self._head: dict[object, object] = {}

    def of(self, one: object) -> object:
        while (above := self._head.setdefault(one, one)) != one:
            one = above
        return one

    def tie(self, one: object, other: object) -> None:
        self._head[self.of(one)] = self.of(other)


def _successions(since: date, until: date) -> Iterable[tuple[int, int]]:
    return UnitSuccession.objects.filter(on__gt=since, on__lte=until).values_list("old_id", "new_id")


def _value(layout: Layout, code: str, parts: Sequence[ByLevel | None]) -> Number | None:
    """The indicator of several units together: sums added, ratios computed anew from them."""
    together: dict[str, Sums] = {}
    for by_level in parts:
        for level, part in (by_level or {}).items():
            together[level] = _plus(together[level], part) if level in together else part
    return _read(layout, code, together) if together else None


def _plus(one: Sums, other: Sums) -> Sums:
    return Sums(
        one.sums + other.sums,
        one.counts + other.counts,
        one.units + other.units,
        one.expected + other.expected,
    )


def _read(layout: Layout, code: str, by_level: Mapping[str, Sums]) -> Number | None:
    return next(f.all for f in sums.figures(layout, by_level) if f.indicator.code == code)
