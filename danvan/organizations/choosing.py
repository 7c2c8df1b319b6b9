"""Units as the options of a list, for the forms of every context."""

from __future__ import annotations

from typing import Any

from danvan.organizations.queries import Tree, UnitName


def grouped(tree: Tree, opened: set[int]) -> list[tuple[str, Any]]:
    """First the open units that have others below them, then the rest under the name of their superior."""
    heads = [unit for _depth, unit in tree.walk() if unit.id in opened and tree.below(unit.id)]
    groups: list[tuple[str, Any]] = [option(unit) for unit in heads]
    loose = [unit for unit in tree.roots if unit.id in opened and not tree.below(unit.id)]
    groups += [option(unit) for unit in loose]
    for _depth, parent in tree.walk():
        leaves = [unit for unit in tree.below(parent.id) if unit.id in opened and not tree.below(unit.id)]
        if leaves:
            groups.append((parent.name, [option(unit) for unit in leaves]))
    return groups


def option(unit: UnitName) -> tuple[str, str]:
    return unit.code, f"{unit.name} ({unit.code})"
