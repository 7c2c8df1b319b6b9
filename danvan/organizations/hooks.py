"""
Named slots for contexts above this one.

They register in `AppConfig.ready()`; what they know stays theirs, and this context never imports them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from django.http import HttpRequest

from danvan.organizations.models import OrgUnit
from danvan.organizations.plans import Plan

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Consequence:
    """One sentence about what a change of the tree does elsewhere: ``blocking``, ``warning`` or ``info``."""

    text: str
    severity: str = "info"


@dataclass(frozen=True)
class Panel:
    """A part of a unit's page: `template` is rendered with `context` only, under the heading `title`."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 100


class Slot(Generic[F]):
    """Functions that want to be asked, in the order they came."""

    def __init__(self) -> None:
        self.functions: list[F] = []

    def register(self, function: F) -> F:
        if function not in self.functions:
            self.functions.append(function)
        return function


# callable(plan) -> list[Consequence]: rounds, submissions and cases that a change of the tree touches.
consequences: Slot[Callable[[Plan], list[Consequence]]] = Slot()
# callable(request, unit) -> Panel | None: what a unit owes, has sent, has in hand. None: nothing to show
# this person.
panels: Slot[Callable[[HttpRequest, OrgUnit], Panel | None]] = Slot()

# callable(day): called inside the transaction that changes the tree from `day` on (or undoes such a change).
changed: Slot[Callable[[date], None]] = Slot()


def tell_changed(day: date) -> None:
    for function in changed.functions:
        function(day)


def consequences_of(plan: Plan) -> list[Consequence]:
    """Everything the contexts above say about a plan, worst first."""
    rank = {"blocking": 0, "warning": 1, "info": 2}
    found = [told for function in consequences.functions for told in function(plan)]
    return sorted(found, key=lambda told: rank[told.severity])


def panels_of(request: HttpRequest, unit: OrgUnit) -> list[Panel]:
    found = [function(request, unit) for function in panels.functions]
    return sorted((panel for panel in found if panel is not None), key=lambda panel: panel.order)
