"""
Small numbers of other units.

A count of one to four of something delicate points at persons. It is shown to the unit that holds it only; anyone else
reads “•”, and one more number of the same sum is hidden with it, because otherwise subtraction gives it away.
Known limit: who combines many pages over many periods may still narrow a number down; the unit's superiors, who may
read its report itself, are not who this is for.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from danvan.organizations.actors import Actor
from danvan.reporting.catalogue import Spec
from danvan.reporting.figures import Number, ReportFigure
from danvan.reporting.layouts import Layout
from danvan.reporting.queries.comparing import ChildRow
from danvan.reporting.queries.submissions import small_cells

Key = TypeVar("Key", bound=Hashable)


def holds(actor: Actor, unit_id: int) -> bool:
    """Whether the unit's numbers are this person's own."""
    return unit_id in actor.unit_ids()


def is_small(spec: Spec, value: Number | None) -> bool:
    return bool(spec.small_cells_below) and value is not None and 0 < value < spec.small_cells_below


def with_one_more(hidden: set[Key], values: Mapping[Key, Number | None], may_hide: Sequence[Key]) -> set[Key]:
    """The hidden addends of a known sum: never a single one where another, the smallest, can be hidden with it."""
    if len(hidden) != 1:
        return hidden
    rest = [key for key in may_hide if key not in hidden and values.get(key) is not None]
    if rest:
        hidden = {*hidden, min(rest, key=lambda key: (values[key] == 0, values[key]))}
    return hidden


def hidden_codes(
    actor: Actor, layout: Layout, unit_id: int, figures: Mapping[str, ReportFigure]
) -> frozenset[str]:
    """Indicators of a unit's figures this person reads as “•”."""
    if holds(actor, unit_id):
        return frozenset()
    return small_cells(layout, {code: figure.all for code, figure in figures.items()})


def hidden_levels(actor: Actor, unit_id: int, figure: ReportFigure) -> frozenset[str]:
    """Levels of one figure this person reads as “•”."""
    if holds(actor, unit_id) or not figure.indicator.small_cells_below:
        return frozenset()
    values = figure.levels
    small = {level for level, value in values.items() if is_small(figure.indicator, value)}
    return frozenset(with_one_more(small, values, list(values)))


def hidden_rows(actor: Actor, layout: Layout, rows: Sequence[ChildRow], code: str) -> frozenset[int]:
    """Places of the rows whose number of one indicator this person reads as “•”; rows carry all figures."""
    others = [place for place, row in enumerate(rows) if not holds(actor, row.unit.id)]
    values = {place: row.figures[code].all for place, row in enumerate(rows)}
    small = {
        place
        for place in others
        if code in small_cells(layout, {one: figure.all for one, figure in rows[place].figures.items()})
    }
    return frozenset(with_one_more(small, values, others))


def hidden_places(actor: Actor, unit_id: int, spec: Spec, values: Sequence[Number | None]) -> frozenset[int]:
    """Places of a unit's numbers over time that this person reads as “•”."""
    if holds(actor, unit_id):
        return frozenset()
    known = dict(enumerate(values))
    return frozenset(
        with_one_more({place for place, value in known.items() if is_small(spec, value)}, known, list(known))
    )
