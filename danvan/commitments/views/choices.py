"""What can be chosen in forms."""

from __future__ import annotations

from datetime import date
from typing import Any

from danvan.organizations.choosing import grouped
from danvan.organizations.queries import tree_on


def units(day: date) -> list[Any]:
    """Every unit in force, grouped by superior. One query."""
    tree = tree_on(day)
    return grouped(tree, set(tree.units))
