"""
The guided changes, each as steps on a `Draft`. Figures are never touched: a merger writes succession and no
sum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from danvan.organizations.plans import Draft, Facts, Plan, State


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a resolution: `old` passes into `new`, which is called `name` (empty: as it is)."""

    old: str
    new: str
    name: str = ""
    share: str = "whole"
    line: int = 0


@dataclass(frozen=True)
class Ask:
    """What a person wants changed. Which fields count depends on `kind` (see the functions below)."""

    kind: str
    day: date
    legal_basis: str
    unit: str = ""  # the unit that is closed, renamed, moved or split
    units: tuple[str, ...] = ()  # the units that are merged
    into: str = ""  # an existing unit that takes in the others; empty: `code` and `name` are a new one
    code: str = ""
    name: str = ""
    level: str = ""
    unit_kind: str = "party_committee"
    territory_code: str = ""
    parent: str = ""
    children_to: str = ""  # who takes the units below one that ends
    keeps: bool = False  # a split unit goes on with what is left
    rows: tuple[Row, ...] = ()  # parts of a split, lines of a resolution


def plan(ask: Ask, facts: Facts) -> Plan:
    """Everything that `ask` would do to the tree described by `facts`."""
    draft = Draft(facts)
    STEPS[ask.kind](ask, draft)
    return draft.plan(ask.kind, ask.legal_basis)


def _new(ask: Ask, draft: Draft, code: str, name: str, like: State | None, parent: str | None) -> None:
    draft.open(
        State(
            code=code,
            name=name,
            level=ask.level or (like.level if like else "commune"),
            kind=like.kind if like and not ask.level else ask.unit_kind,
            parent=parent,
            territory_code=ask.territory_code,
        )
    )


def open_unit(ask: Ask, draft: Draft) -> None:
    if draft.find(ask.parent):
        _new(ask, draft, ask.code, ask.name, None, ask.parent)


def close_unit(ask: Ask, draft: Draft) -> None:
    if draft.find(ask.unit):
        if ask.children_to:
            draft.move_children(ask.unit, ask.children_to)
        draft.close(ask.unit)


def rename_unit(ask: Ask, draft: Draft) -> None:
    draft.rename(ask.unit, ask.name)


def move_unit(ask: Ask, draft: Draft) -> None:
    draft.move(ask.unit, ask.parent)


def merge_units(ask: Ask, draft: Draft) -> None:
    """
    Several units into one, which is new or one of those that exist. What stood below them goes with
    them.
    """
    olds = [unit for code in ask.units if (unit := draft.find(code))]
    if len(olds) < 2 and not (olds and ask.into and ask.into not in ask.units):
        draft.block(_("A merger needs at least two units."))
        return
    new = ask.into or ask.code
    if not ask.into:
        _new(ask, draft, new, ask.name, olds[0], ask.parent or olds[0].parent)
    elif not draft.find(new):
        return
    elif ask.name and ask.name != draft.units[new].name:
        draft.rename(new, ask.name)
    for old in olds:
        if old.code != new:
            draft.pass_on(old.code, new, "whole", "merge")
            draft.move_children(old.code, new)
            draft.close(old.code)


def split_unit(ask: Ask, draft: Draft) -> None:
    """One unit into several, new or existing; it ends unless it keeps a part."""
    old = draft.find(ask.unit)
    if not old:
        return
    if len(ask.rows) + ask.keeps < 2:
        draft.block(_("A division needs at least two parts, counting what the unit keeps."), ask.unit)
    for row in ask.rows:
        if row.new not in draft.names:
            _new(ask, draft, row.new, row.name, old, old.parent)
        elif not draft.find(row.new):
            continue
        draft.pass_on(ask.unit, row.new, "part", "split")
    if not ask.keeps:
        if ask.children_to:
            draft.move_children(ask.unit, ask.children_to)
        draft.close(ask.unit)


def abolish_level(ask: Ask, draft: Draft) -> None:
    """End every unit of a level below `unit`; what stood below them answers to who stood above them."""
    if not draft.find(ask.unit):
        return
    ending = [
        unit
        for unit in draft.units.values()
        if unit.level == ask.level and _stands_below(draft, unit, ask.unit)
    ]
    if not ending:
        draft.block(
            _("“%(unit)s” has no units of this level on this day.") % {"unit": draft.name(ask.unit)}, ask.unit
        )
    for unit in ending:
        if unit.parent is None:
            continue
        draft.pass_on(unit.code, unit.parent, "whole", "abolished")
        draft.move_children(unit.code, unit.parent)
        draft.close(unit.code)


def _stands_below(draft: Draft, unit: State, code: str) -> bool:
    seen = set()
    here = unit.parent
    while here and here not in seen:
        if here == code:
            return True
        seen.add(here)
        here = draft.units[here].parent if here in draft.units else None
    return False


def load_resolution(ask: Ask, draft: Draft) -> None:
    """
    Many mergers and divisions at once, and optionally a level that ends with them (`level`, below `unit`).

    An old unit ends unless its own code is also among the new ones. A new unit takes level and superior of
    the first
    old one that passes into it, or stands under `parent` when that is given.
    """
    olds = {row.old: unit for row in ask.rows if (unit := draft.find(row.old))}
    news = {row.new for row in ask.rows}
    plain = Ask(kind=ask.kind, day=ask.day, legal_basis=ask.legal_basis)
    for row in ask.rows:
        old = olds.get(row.old)
        if old is None:
            continue
        if row.new not in draft.names:
            if not row.name:
                draft.block(
                    _("Line %(line)d: the new unit “%(code)s” needs a name.")
                    % {"line": row.line, "code": row.new}
                )
                continue
            _new(plain, draft, row.new, row.name, old, ask.parent or old.parent)
        elif (unit := draft.find(row.new)) and row.name and row.name != unit.name:
            if row.new in draft.facts.units:
                draft.rename(row.new, row.name)
            else:
                words = {"line": row.line, "code": row.new, "name": unit.name}
                draft.block(_("Line %(line)d: “%(code)s” is called “%(name)s” in another line.") % words)
        draft.pass_on(row.old, row.new, row.share, "split" if row.share == "part" else "merge")
    for code in olds:
        if code not in news:
            only = [row.new for row in ask.rows if row.old == code]
            if len(only) == 1 and only[0] in draft.units:
                draft.move_children(code, only[0])
            draft.close(code)
    if ask.level:
        for code in news:
            if ask.parent and code in draft.facts.units and draft.units[code].parent != ask.parent:
                draft.move(code, ask.parent)
        abolish_level(ask, draft)


STEPS: dict[str, Callable[[Ask, Draft], None]] = {
    "open": open_unit,
    "close": close_unit,
    "rename": rename_unit,
    "move": move_unit,
    "merge": merge_units,
    "split": split_unit,
    "abolish": abolish_level,
    "resolution": load_resolution,
}
