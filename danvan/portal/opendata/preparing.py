"""One release in pure steps: systems, hiding, proof, what is told. The service around it reads and writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from danvan.portal.opendata.building import Building, Slab, build
from danvan.portal.opendata.register import TABLES, Table
from danvan.portal.suppression.proof import Unproven
from danvan.portal.suppression.protecting import protect
from danvan.portal.suppression.tables import Fate
from danvan.reporting.public import Approved

SIGN = "•"
NOT_REPORTED = "–"

Told = tuple[Slab, Mapping[tuple[str, str], Fate]]
Step = Callable[[int, int, str], None]


@dataclass
class Prepared:
    """`cells` and `proof` stay in the house, `told` and `summary` are for everybody."""

    cells: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    proof: dict[str, Any] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)
    gaps: list[dict[str, str]] = field(default_factory=list)


def prepare(
    current: Approved, quarters: list[Approved], earlier: Iterable[Mapping[str, Any]], step: Step
) -> Prepared:
    """
    Every registered table of a period. `earlier` are the stored `cells` of the published releases of the year, oldest first.

    A table that contradicts itself, or cannot be made safe any more, is left out and named among the gaps.
    """
    made = Prepared()
    stored = list(earlier)
    tables = [table for table in TABLES if not table.delicate or current.period.isdecimal()]
    made.told = {
        "period": current.period,
        "day": current.day.isoformat(),
        "illustrative": current.illustrative,
        "places": [[place.code, place.name, place.level, place.parent] for place in current.places],
        "tables": {},
    }
    for number, table in enumerate(tables):
        step(number, len(tables), table.code)
        _table(
            made, table, current, quarters, [opened(one[table.code]) for one in stored if table.code in one]
        )
    proofs = list(made.summary.values())
    made.summary = {"holds": all(one["holds"] for one in proofs), "tables": made.summary}
    step(len(tables), len(tables), "")
    return made


def _table(
    made: Prepared, table: Table, current: Approved, quarters: list[Approved], earlier: list[Told]
) -> None:
    building, slab, gaps = build(
        table, current, quarters if table.people else [], earlier if table.people else []
    )
    if gaps:
        made.gaps += [{"table": gap.table, "place": gap.place, "why": gap.why} for gap in gaps[:20]]
        return
    hidden: set[tuple[str, str]] = set()
    if table.people:
        try:
            hidden = _hide(made, table, building, slab)
        except Unproven:
            made.gaps.append({"table": table.code, "place": "", "why": "unsafe"})
            return
    made.cells[table.code] = closed(slab, hidden)
    made.told["tables"][table.code] = [
        [place, [_shown(slab, hidden, place, topic.code) for topic in table.columns]]
        for place in slab.parents
    ]


def _hide(made: Prepared, table: Table, building: Building, slab: Slab) -> set[tuple[str, str]]:
    system = building.system()
    result = protect(system)
    keys = list(building.cells)
    hidden_keys = {keys[place] for place in result.hidden}
    made.proof[table.code] = result.proof.as_json()
    made.summary[table.code] = result.proof.public_json()
    return {
        (place, topic)
        for (place, topic), value in slab.values.items()
        if value is not None and (place, topic, slab.period, value) in hidden_keys
    }


def _shown(slab: Slab, hidden: set[tuple[str, str]], place: str, topic: str) -> int | str:
    value = slab.values[place, topic]
    if value is None:
        return NOT_REPORTED
    return SIGN if (place, topic) in hidden else value


def closed(slab: Slab, hidden: set[tuple[str, str]]) -> dict[str, Any]:
    """A slab with what is hidden of it as plain JSON."""
    return {
        "period": slab.period,
        "parents": dict(slab.parents),
        "holders": {place: sorted(units) for place, units in slab.holders.items()},
        "values": [
            [place, topic, value, (place, topic) in hidden] for (place, topic), value in slab.values.items()
        ],
    }


def opened(stored: Mapping[str, Any]) -> Told:
    """A stored slab, with what everybody has read of it."""
    values = {(place, topic): value for place, topic, value, _hidden in stored["values"]}
    fates = {
        (place, topic): Fate.CLOSED if hidden else Fate.SHOWN
        for place, topic, _value, hidden in stored["values"]
    }
    holders = {place: frozenset(units) for place, units in stored["holders"].items()}
    return Slab(stored["period"], values, stored["parents"], holders), fates
