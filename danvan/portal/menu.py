"""The list of public pages. Another part of the portal adds its own in its `AppConfig.ready()` or when it is imported."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """`main` ones stand in the head of every page on a wide screen; all of them at its foot."""

    label: object
    url_name: str
    order: int
    main: bool = False


@dataclass(frozen=True)
class Link:
    label: object
    href: str
    current: bool
    main: bool


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    _entries[entry.url_name] = entry


def links(path: str) -> list[Link]:
    """In order; a page that is not there yet is left out."""
    found = []
    home = reverse("portal:home")
    for entry in sorted(_entries.values(), key=lambda one: (one.order, one.url_name)):
        try:
            href = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        current = path == href or (href != home and path.startswith(href))
        found.append(Link(entry.label, href, current, entry.main))
    return found


for _entry in (
    Entry(_("First page"), "portal:home", 0),
    Entry(_("Send"), "portal:send", 10, main=True),
    Entry(_("Follow by code"), "portal:follow", 20, main=True),
    Entry(_("Dialogues"), "portal:dialogues", 30, main=True),
    Entry(_("Promises"), "portal:wall", 40, main=True),
    Entry(_("Matters and answers"), "portal:matters", 50, main=True),
    Entry(_("Drafts for your opinion"), "portal:drafts", 55),
    Entry(_("Reception days"), "portal:reception", 60),
    Entry(_("How we answer"), "portal:conduct", 70),
    Entry(_("Figures"), "portal:figures", 80, main=True),
    Entry(_("News"), "portal:news", 90),
    Entry(_("Open data"), "portal:open_data", 100),
    Entry(_("Search"), "portal:search", 110),
    Entry(_("Help and what we keep"), "portal:help", 120),
):
    register(_entry)
