"""Every page of the house, found by its links as every kind of person: axe finds nothing, nothing sticks out."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

import pytest
from django.urls import Resolver404, URLPattern, get_resolver, resolve, reverse

from tests.browser.conftest import SCREENS, faults, forget
from tests.support import standing

# Walks the whole house: too long for every push, and run with `make test-long`.
pytestmark = pytest.mark.long

PHONE, DESKTOP = SCREENS["phone"]["viewport"], SCREENS["desktop"]["viewport"]
STATES = [(DESKTOP, "light"), (PHONE, "light"), (DESKTOP, "dark"), (PHONE, "dark")]
PEOPLE = [
    "city_consolidator",
    "administrator",
    "officer",
    "leader",
    "auditor",
    "consolidator",
    "local_administrator",
    "nobody",
]
# The kinds of elements a page is made of, with what they look like: axe has nothing new to say about the same again.
MADE_OF = """() => [...new Set([...document.querySelectorAll("body *")].map(one =>
    `${one.localName}.${one.getAttribute("class")}.${one.getAttribute("type")}`))].sort().join()"""
# Doors that answer with files or data, not with pages.
NO_PAGES = {
    "audit:export",
    "briefings:download",
    "briefings:template_default",
    "briefings:template_sample",
    "files:download",
    "reporting:cells",
    "reporting:csv",
    "reporting:excel",
    "ui:healthz",
}
# Pages that no link of the standing city leads to, each with where it is looked at or why it is none.
ELSEWHERE = {
    "briefings:erratum": "needs an issued document touched by a supplement; tests/briefings look at it",
    "accounts:accept_invitation": "needs the secret of an invitation; the same form as the reset of a password",
    "accounts:reset_password": "needs the secret of a link",
    "accounts:code": "test_second_step",
    "accounts:recovery_codes": "test_second_step",
    "accounts:remove_second_factor": "needs a second factor; the same form as the renewal of a password",
}
POST_ONLY = {
    "briefings:issue",
    "accounts:end_sessions",
    "accounts:sign_out",
    "briefings:template_activate",
    "briefings:template_retire",
    "briefings:narrative",
    "organizations:person_act",
    "organizations:undo",
    "organizations:decide",
    "reporting:accept",
    "reporting:send_back",
    "reporting:take_back",
    "ui:language",
}


def names(patterns=None, space: str = "") -> Iterator[str]:
    """Every named door of the house that is not the API's."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLPattern):
            if one.name and space and space != "api":
                yield f"{space}:{one.name}"
        else:
            yield from names(one.url_patterns, one.namespace or space)


def kind(address: str) -> str:
    """Pages of one kind look alike; a report looks different in every state."""
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        return ""
    return found.view_name


def links(page, home: str) -> list[str]:
    found = page.locator("a[href]").evaluate_all("all => all.map(one => one.href)")
    return [urldefrag(one).url for one in found if one.startswith(home)]


class Walk:
    """One person's way through the house."""

    def __init__(self, page, home: str, met: set[str], kinds: set[str]):
        self.page, self.home, self.met, self.kinds = page, home, met, kinds
        self.told: list[str] = []

    def everywhere(self, role: str, special: dict[str, str]) -> None:
        self._pages(role, special)
        seen, ahead = set(), [self.home + reverse("workspace:this_week"), self.home + reverse("api:docs")]
        while ahead:
            address = ahead.pop(0)
            what = kind(address)
            if what in seen or what in NO_PAGES or what.startswith("api:") and what != "api:docs":
                continue
            seen.add(what)
            answer = self.page.goto(address)
            if answer.status != 200:
                self.told.append(f"{role}: a link leads to {address}, which answers {answer.status}")
            self.look(what, role)
            ahead += links(self.page, self.home)

    def _pages(self, role: str, special: dict[str, str]) -> None:
        """Pages in states that the first link of their kind may not lead to."""
        for what, address in special.items():
            if self.page.goto(address).status == 200:
                self.look(what, role)

    def look(self, what: str, role: str) -> None:
        """A page unlike any before in all four states; for one that is made of known parts, whether it is too wide."""
        self.kinds.add(kind(self.page.url))
        made_of = self.page.evaluate(MADE_OF)
        known = made_of in self.met
        self.met.add(made_of)
        for viewport, scheme in STATES[:2] if known else STATES:
            self.page.set_viewport_size(viewport)
            self.page.emulate_media(color_scheme=scheme)
            # Only colours differ in the dark.
            found = faults(self.page, structure=not known and scheme == "light", colours=not known)
            self.told += [f"{role}, {viewport['width']}, {scheme}: {one}" for one in found]


@pytest.fixture
def city(cast, at):
    forget()
    moment = at(standing.DAY.isoformat())
    yield standing.build(cast, moment)
    forget()


def special_pages(city) -> dict[str, str]:
    """Reports in each state, with what can be done about them."""
    pages = {}
    for state in standing.PERIODS:
        row = city.submission(state)
        for name in ("entry", "review", "supplement", "terms"):
            pages[f"{name}, {state}"] = reverse(f"reporting:{name}", args=[row.pk])
        pages[f"board, {state}"] = reverse("reporting:board") + f"?ky={standing.PERIODS[state]}"
    sent = city.submission("sent")
    pages["version"] = reverse("reporting:version", args=[sent.pk, 1])
    pages["remark"] = reverse("reporting:remark", args=[city.submission("draft").pk, standing.CELL])
    for place in ("HN", "HN-01-01"):
        pages[f"totals, {place}"] = f"{reverse('reporting:totals')}?don-vi={place}&ky=2019-Q3"
        pages[f"trace, {place}"] = reverse(
            "reporting:trace", args=[place, "2019-Q3", "supervision.sessions.total"]
        )
    for name in ("remind", "accept_many", "close"):
        pages[f"{name}, all"] = reverse(f"reporting:{name}", args=[city.rounds["sent"].pk])
    pages["catalogue of parts"] = reverse("ui:catalogue")
    pages["no such page"] = "/khong-co-trang-nay/"
    return pages


def test_every_page_as_everybody(window, live_server, city, sign_in):
    met: set[str] = set()
    kinds: set[str] = set()
    told: list[str] = []
    for role in PEOPLE:
        page = window()
        sign_in(page, city.cast[role])
        walk = Walk(page, live_server.url, met, kinds)
        walk.everywhere(role, special_pages(city))
        told += walk.told
        page.context.close()
    outside = window()
    outside.goto(reverse("accounts:sign_in"))
    Walk(outside, live_server.url, met, kinds).look("accounts:sign_in", "nobody")
    assert told == [], "\n" + "\n".join(told)
    assert set(names()) - kinds - NO_PAGES - POST_ONLY == set(ELSEWHERE), "pages nobody was led to"
