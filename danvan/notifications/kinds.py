"""
What the house tells people about: one kind for each sort of news, registered by the context that tells it.

A kind brings the words that may leave the house. Mail and text messages say its label, a reference number and a link,
never what was written (R-102): names, matters and addresses are read after signing in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Words = Any  # str or a lazy translation


@dataclass(frozen=True)
class Kind:
    """
    `why` is the reason printed below every message of this kind: "You get this because …".

    `urgent` kinds go out at once unless the person says otherwise, and cannot be put off to a weekly digest. They are
    few; whoever adds one says why in the list that a test keeps.
    """

    code: str
    label: Words
    urgent: bool = False
    why: Words = ""


_kinds: dict[str, Kind] = {}


class UnknownKind(LookupError):
    """Nobody registered this kind: a mistake in the calling code."""


def register(kind: Kind) -> Kind:
    """Add a kind; the same code again replaces it."""
    _kinds[kind.code] = kind
    return kind


def kind(code: str) -> Kind:
    """:raises UnknownKind: when no context registered it"""
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKind(code) from None


def known(code: str) -> Kind:
    """The kind, or a plain one by that name for messages of a context that is gone."""
    return _kinds.get(code) or Kind(code, code)


def kinds() -> list[Kind]:
    """All kinds, urgent ones first, then in the order of their codes."""
    return sorted(_kinds.values(), key=lambda one: (not one.urgent, one.code))
