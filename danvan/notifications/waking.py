"""Waking the workers: lower layers ask for work here, `tasks` says what is done."""

from __future__ import annotations

from collections.abc import Callable

_bell: list[Callable[[], object]] = []


def hang(bell: Callable[[], object]) -> None:
    """What `wake` rings; `tasks` hangs it when the app starts."""
    _bell[:] = [bell]


def wake() -> None:
    """Ask the workers to look for letters that are due, when this transaction is through."""
    for ring in _bell:
        ring()
