"""From approved figures and all earlier releases of a year to one system per table, and back to what is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from danvan.common.periods import Period
from danvan.portal.opendata.register import Table, Topic
from danvan.portal.suppression.tables import Cell, Fate, Line, System
from danvan.reporting.public import Approved, PublicPlace

Key = tuple[str, str, str, int]


@dataclass(frozen=True)
class Gap:
    """Figures that contradict each other and are left out: a part larger than its whole, children above their parent."""

    table: str
    place: str
    why: str


@dataclass(frozen=True)
class Slab:
    """One period of a table: numbers by (place, topic); None where nobody reported. `parents` is the tree of that day."""

    period: str
    values: Mapping[tuple[str, str], int | None]
    parents: Mapping[str, str]
    holders: Mapping[str, frozenset[str]]


def slab(table: Table, figures: Approved) -> tuple[Slab, list[Gap]]:
    """A table of a period. With gaps the table is not published: a blank in it would be told by the sums around it."""
    places = figures.places[:1] if table.delicate else figures.places
    values: dict[tuple[str, str], int | None] = {}
    gaps = []
    for place in places:
        row = {topic.code: _value(figures, place, topic) for topic in table.columns}
        if any(value is not None and value < 0 for value in row.values()):
            gaps.append(Gap(table.code, place.code, "negative"))
        values |= {(place.code, topic): value for topic, value in row.items()}
    parents = {place.code: place.parent for place in places}
    return Slab(figures.period, values, parents, {place.code: place.units for place in places}), gaps


def _value(figures: Approved, place: PublicPlace, topic: Topic) -> int | None:
    known = [figures.values.get((place.code, code)) for code in topic.indicators]
    if any(value is None for value in known[: len(topic.plus)]) and all(value is None for value in known):
        return None
    return sum(
        sign * (figures.values.get((place.code, code)) or 0)
        for codes, sign in ((topic.plus, 1), (topic.minus, -1))
        for code in codes
    )


@dataclass
class Building:
    """
    A system under construction. A cell is its place, topic, period *and value*: a number that a correction did not change
    is the same unknown in both releases, one that changed is another.
    """

    table: Table
    cells: dict[Key, Cell] = field(default_factory=dict)
    lines: list[tuple[Key, tuple[Key, ...], str]] = field(default_factory=list)

    def add(self, slab: Slab, fates: Mapping[tuple[str, str], Fate]) -> None:
        """Enter a period with its sums. What was told before stays told, what was hidden before stays hidden."""
        leaves = set(slab.parents) - set(slab.parents.values())
        for (place, topic), value in slab.values.items():
            key = (place, topic, slab.period, value or 0)
            fate = Fate.SHOWN if value is None else fates.get((place, topic), Fate.CLOSED)
            if key in self.cells:
                before = self.cells[key].fate
                fate = before if before is Fate.SHOWN or fate is not Fate.SHOWN else Fate.SHOWN
            leaf = place in leaves and (self.table.total is None or topic != self.table.total.code)
            self.cells[key] = Cell(
                "|".join(map(str, key)), value or 0, self.table.threshold, self.table.delicate and value is not None,
                slab.holders[place], fate, leaf,
            )  # fmt: skip
        self._places(slab)
        self._topics(slab)

    def _key(self, slab: Slab, place: str, topic: str) -> Key:
        return place, topic, slab.period, slab.values[place, topic] or 0

    def _places(self, slab: Slab) -> None:
        children: dict[str, list[str]] = {}
        for place, parent in slab.parents.items():
            if parent in slab.parents:
                children.setdefault(parent, []).append(place)
        for parent, inside in children.items():
            for topic in self.table.columns:
                parts = tuple(self._key(slab, place, topic.code) for place in inside)
                self._line(self._key(slab, parent, topic.code), parts, "place")

    def _topics(self, slab: Slab) -> None:
        if self.table.total is None:
            return
        for place in slab.parents:
            parts = tuple(self._key(slab, place, topic.code) for topic in self.table.topics)
            self._line(self._key(slab, place, self.table.total.code), parts, "topic")

    def years(self, year: Slab, quarters: Sequence[Slab]) -> None:
        """A year is the sum of its quarters, or its last one."""
        of = quarters if self.table.over_time == "sum" else quarters[-1:]
        for (place, topic), _value in year.values.items():
            parts = tuple(self._key(one, place, topic) for one in of if (place, topic) in one.values)
            if parts:
                self._line(self._key(year, place, topic), parts, "time")

    def _line(self, total: Key, parts: tuple[Key, ...], along: str) -> None:
        # Supplements since, or units closed meanwhile: what does not add up tells nobody anything exact.
        if total[3] == sum(part[3] for part in parts) and (total, parts, along) not in self._seen:
            self._seen.add((total, parts, along))
            self.lines.append((total, parts, along))

    _seen: set[tuple[Key, tuple[Key, ...], str]] = field(default_factory=set)

    def system(self) -> System:
        place_of = {key: number for number, key in enumerate(self.cells)}
        lines = [
            Line(place_of[total], tuple(place_of[part] for part in parts), along)
            for total, parts, along in self.lines
        ]
        return System(list(self.cells.values()), lines)


def build(
    table: Table,
    current: Approved,
    quarters: Iterable[Approved],
    earlier: Iterable[tuple[Slab, Mapping[tuple[str, str], Fate]]],
) -> tuple[Building, Slab, list[Gap]]:
    """
    The system in which a table of a period is attacked: `earlier` are slabs of published releases of the same year, with
    what they told; `quarters` all approved quarters of that year as they stand now.
    """
    building = Building(table)
    slabs = []
    for told, fates in earlier:
        building.add(told, fates)
        slabs.append(told)
    own, gaps = slab(table, current)
    if gaps:
        return building, own, gaps
    building.add(own, dict.fromkeys(own.values, Fate.OPEN))
    years = [one for one in [*slabs, own] if Period.parse(one.period).kind == "year"]
    if years:
        parts = []
        for figures in quarters:
            part, found = (own, []) if figures.period == own.period else slab(table, figures)
            gaps += found
            if part is not own and not found:
                # Known to nobody outside, but it does add up: that much an attacker may use.
                building.add(part, {})
            parts.append(part)
        if len(parts) == 4 and not gaps:
            for year in years:
                building.years(year, parts)
    return building, own, gaps
