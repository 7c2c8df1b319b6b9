"""The closed list of topics, kept by code (`danvan.reference`): livelihood and public affairs, never who people are."""

from __future__ import annotations

from datetime import date

from danvan.reference import queries as reference


def choices(on: date) -> list[tuple[str, str]]:
    """(code, name) of the topics in force, in the order of the list."""
    return reference.topic_choices(on)


def known(code: str, on: date) -> bool:
    return reference.topic_known(code, on)


class Names:
    """Words for codes, read once for a page: ``Names()["land"]``; a code without words stands for itself."""

    def __init__(self) -> None:
        self._names = reference.topic_names()

    def __getitem__(self, code: str) -> str:
        return self._names.get(code, code)
