"""What stands of exemplars in the commune HN-01-01 and the units above it, for doors that need a record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# Url name -> function of the standing city that gives the arguments of its address.
DOORS: dict[str, Callable[[Any], dict[str, Any]]] = {}
# Url name -> what is posted there.
BODIES: dict[str, dict[str, Any]] = {}


def stand(made: Any, text: Callable[[str, str], str]) -> dict[str, Any]:
    return {}
