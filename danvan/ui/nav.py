"""The rail: each context registers its own item when it starts, so the shell knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

Label = object  # str or a lazy translation


def to_signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


@dataclass(frozen=True)
class Item:
    """
    One word in the rail. `shown` is asked on every page: hide what the person cannot open. `count`, when given, is the
    number of things that wait there; it too is asked on every page, so it has to be cheap. `pages` are url names that
    belong to it although their addresses stand elsewhere.
    """

    label: Label
    url_name: str
    icon: str
    order: int = 50
    shown: Callable[[HttpRequest], bool] = to_signed_in
    count: Callable[[HttpRequest], int] | None = None
    pages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    label: Label
    href: str
    icon: str
    current: bool
    count: int = 0


_items: dict[str, Item] = {}


def register(item: Item) -> None:
    """Add an item; registering the same page again replaces it, so a reload does no harm."""
    _items[item.url_name] = item


def registered() -> list[Item]:
    return sorted(_items.values(), key=lambda item: (item.order, item.url_name))


def links(request: HttpRequest) -> list[Link]:
    """The items this person may open, in order; the one whose address covers the page longest is current."""
    found: list[tuple[Item, str]] = []
    for item in registered():
        if item.shown(request):
            try:
                found.append((item, reverse(item.url_name)))
            except NoReverseMatch:  # named by checks.every_navigation_item_leads_somewhere
                continue
    covering = [href for _item, href in found if _covers(href, request.path)]
    name = request.resolver_match.view_name if request.resolver_match else ""
    claimed = (href for item, href in found if name in item.pages)
    here = next(claimed, None) or max(covering, key=len, default=None)
    return [
        Link(item.label, href, item.icon, href == here, item.count(request) if item.count else 0)
        for item, href in found
    ]


def counts(request: HttpRequest) -> tuple[int, ...]:
    """The numbers that stand beside words of the rail now."""
    return tuple(item.count(request) for item in registered() if item.count and item.shown(request))


# The rail has eight words at most: seven, and one behind which the rest stands.
MOST = 8


def folded(found: list[Link]) -> tuple[list[Link], list[Link]]:
    """The words in sight, and those behind "More"; nothing is folded while all fit."""
    if len(found) <= MOST:
        return found, []
    return found[: MOST - 1], found[MOST - 1 :]


def _covers(href: str, path: str) -> bool:
    return path == href or (href != "/" and path.startswith(href.rstrip("/") + "/"))
