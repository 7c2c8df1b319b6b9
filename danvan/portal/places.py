"""Choosing a place: the list of units grouped by district, narrowed by what somebody typed."""

from __future__ import annotations

from typing import Any

from danvan.common.vietnamese import matches
from danvan.organizations.public import Place, Places

CHOSEN = ("city", "district", "commune")


def choices(places: Places, words: str = "", keep: str = "") -> list[Any]:
    """
    Options of a select: districts as groups, their communes below them. `words` leaves only what fits, with or without
    marks; what is chosen already (`keep`) stays in the list.
    """
    fits = [
        place for place in places.by_code.values()
        if place.level in CHOSEN and (place.code == keep or matches(words, _searched(place, places)))
    ]  # fmt: skip
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in fits:
        head = place.code if place.level != "commune" else place.parent
        label = place.name if place.level == "commune" else _whole(place)
        groups.setdefault(head, []).append((place.code, label))
    return [(places.by_code[head].name, options) for head, options in groups.items()]


def only_one(places: Places, words: str) -> str:
    """The code of the single unit that fits the words; empty when there are none or several."""
    fits = [
        place.code
        for place in places.by_code.values()
        if place.level in CHOSEN and matches(words, place.name)
    ]
    return fits[0] if words.strip() and len(fits) == 1 else ""


def communes(places: Places) -> list[Place]:
    return [place for place in places.by_code.values() if place.level == "commune"]


def _searched(place: Place, places: Places) -> str:
    above = places.by_code.get(place.parent)
    return f"{place.name} {above.name if above and place.level == 'commune' else ''}"


def _whole(place: Place) -> str:
    return place.name
