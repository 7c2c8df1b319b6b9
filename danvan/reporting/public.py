"""
What may leave the house as data: figures of rounds that the root has closed. Nothing that still waits, nothing typed.

The numbers are true ones; whoever publishes them hides what is small first (danvan.portal.suppression).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from danvan.common.periods import Period
from danvan.organizations.queries import UnitName, tree_on
from danvan.reporting.models import ReportForm, Round
from danvan.reporting.queries import forms, sums
from danvan.reporting.queries.reports import rounds_in

OWN = "*"


@dataclass(frozen=True)
class PublicPlace:
    """A unit with all below it; its code with "*" is what it holds itself, beside its children. `units` know its numbers."""

    code: str
    name: str
    level: str
    parent: str
    units: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Approved:
    """Figures of a closed period by (place, indicator), places in tree order. None: nobody reported it."""

    period: str
    day: date
    places: tuple[PublicPlace, ...]
    values: Mapping[tuple[str, str], int | None] = field(default_factory=dict)
    illustrative: bool = False


def approved_periods() -> list[Period]:
    """Quarters whose round the root has closed, and years of which all four are, the newest first. Two queries."""
    if not ReportForm.objects.exists():
        return []
    closed = Round.objects.filter(form=forms.default_form(), locked_at__isnull=False)
    names = closed.values_list("period_name", flat=True)
    quarters = {period for period in map(Period.parse, names) if period.kind == "quarter"}
    years = {Period("year", quarter.year, 1) for quarter in quarters}
    whole = {year for year in years if set(year.parts("quarter")) <= quarters}
    return sorted(quarters | whole, key=lambda one: (one.ends_on, one.starts_on), reverse=True)


def approved(period: Period, codes: Collection[str]) -> Approved | None:
    """Figures of every unit of a closed quarter or year; None while it is not closed. Eight queries."""
    if period not in approved_periods():
        return None
    form = forms.default_form()
    rounds = rounds_in(form, period)
    layout, day = forms.layout(form), rounds[-1].counts_to
    tree = tree_on(day)
    names = [name for _depth, name in tree.walk()]
    above = {name.id: name.parent_id for name in names}
    superiors = {parent for parent in above.values() if parent is not None}
    found = sums.of_units(form, layout, [period], [name.id for name in names])
    own = sums.of_leaves(form, layout, [period], sorted(superiors))
    code_of = {name.id: name.code for name in names}
    places: list[PublicPlace] = []
    values: dict[tuple[str, str], int | None] = {}
    for name in names:
        units = _holders(name, above, code_of)
        rows = [(name.code, code_of.get(name.parent_id or 0, ""), found)]
        if name.id in superiors:
            rows.append((name.code + OWN, name.code, own))
        for code, parent, source in rows:
            by_level = source.get((str(period), name.id))
            if by_level is None:
                continue
            places.append(PublicPlace(code, name.name, name.level, parent, units))
            for figure in sums.figures(layout, by_level):
                if figure.indicator.code in codes:
                    values[code, figure.indicator.code] = None if figure.all is None else int(figure.all)
    return Approved(str(period), day, tuple(places), values, any(one.illustrative for one in rounds))


def _holders(name: UnitName, above: Mapping[int, int | None], code_of: Mapping[int, str]) -> frozenset[str]:
    """The unit and those above it but the root, which holds everything and is no attacker."""
    held, one = set(), name.id
    while (parent := above.get(one)) is not None:
        held.add(code_of[one])
        one = parent
    return frozenset(held)
