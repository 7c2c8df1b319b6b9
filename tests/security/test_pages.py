"""
What every page must be, whoever asks and whatever was typed (R-80, R-84): the exact headers, no script or style of its
own in the page, stored scripts told as text, no trace and no server error.
"""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from tests.architecture import access
from tests.security.crawling import addresses, body_of

pytestmark = pytest.mark.one_engine

SCRIPT = "<script>xss()</script><img src=x onerror=xss()>\"'><svg/onload=xss()>"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
PEOPLE = ["officer", "consolidator", "city_consolidator", "leader", "administrator", "auditor"]
UNITS = ("HN", "HN-01", "HN-01-01", "HN-02-01")


def PLANTED(field, code):
    """A script in everything that people write; a file's name loses its slashes when it is taken in."""
    return f"{field}{SCRIPT}" if field != "suggested" else "<script>xss()</script>"


class Page(HTMLParser):
    """The elements and attributes of a page that could act."""

    def __init__(self):
        super().__init__()
        self.active = []
        self.text = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        for name, value in attributes:
            if name.startswith("on") or name in {"style", "srcdoc"}:
                self.active.append(f"<{tag} {name}={value!r}>")
            if name in {"href", "src", "action", "formaction", "xlink:href"} and re.match(
                r"\s*(javascript|data|vbscript):", value or "", re.I
            ):
                self.active.append(f"<{tag} {name}={value!r}>")
        if tag == "script" and not (
            given.get("src", "").startswith("/static/") or given.get("type") == "application/json"
        ):
            self.active.append(f"<script {given}>")
        if tag in {"style", "iframe", "object", "embed", "base"}:
            self.active.append(f"<{tag}>")
        if tag == "img" and given.get("src") == "x":
            self.active.append("<img src=x>")

    def handle_data(self, data):
        self.text.append(data)


def active(html):
    page = Page()
    page.feed(html)
    return page.active


@pytest.mark.parametrize(
    "html",
    [
        SCRIPT,
        "<p style='x'>",
        "<a href='javascript:x'>",
        "<button onclick=x>",
        "<style>",
        "<script src='//evil/x.js'>",
        "<base>",
    ],
)
def test_what_acts_is_found(html):
    assert active(html)


def test_our_own_scripts_are_none_of_it():
    assert active("<script type=module src=/static/ui/x.js></script><p class=a hidden>x</p>") == []


def wrong_headers(response, *, public=False):
    """What is not as it must be; a `public` page may be kept by anybody, as long as it sets no cookie."""
    given = response.headers.get("Content-Security-Policy", "")
    # A file handed out may be stricter than the house, never laxer.
    found = [] if given == POLICY or given.startswith(f"{POLICY}, sandbox") else [f"policy {given}"]
    return found + [
        f"{name}: {response.headers.get(name)}"
        for name, value in HEADERS.items()
        if response.headers.get(name) != value and not (public and _for_everybody(name, response))
    ]


def _for_everybody(name, response):
    kept = name == "Cache-Control" and response.headers[name].startswith("public, max-age=")
    return kept and not response.cookies


@pytest.mark.slow
@pytest.mark.parametrize("person", PEOPLE)
def test_every_answer_has_the_headers_and_nothing_that_acts(person, standing):
    """Every page is looked at by two of the six; all of them by everybody in `make test-long`."""
    place = PEOPLE.index(person)
    look(person, standing, lambda number: (number + place) % 3 == 0)


@pytest.mark.long
@pytest.mark.parametrize("person", PEOPLE)
def test_every_answer_to_everybody_has_the_headers_and_nothing_that_acts(person, standing):
    look(person, standing, lambda number: True)


def look(person, standing, mine):
    """Everything people write holds a script here; it must come out as text on every page."""
    client, faults, told = Client(raise_request_exception=False), [], 0
    client.force_login(standing.cast[person])
    for number, address in enumerate(addresses(standing, UNITS)):
        if not mine(number):
            continue
        response = client.get(address)
        content = body_of(response)
        faults += [f"{address}: {one}" for one in wrong_headers(response)]
        if response.status_code >= 500:
            faults.append(f"{address}: {response.status_code}")
        if response.headers.get("Content-Type", "").startswith("text/html"):
            html = content.decode()
            faults += [f"{address}: {one}" for one in active(html)]
            told += "xss()" in html
    assert not faults, "\n".join(faults)
    assert told >= 5, "the planted scripts were hardly met: the crawl proves nothing"


@pytest.mark.slow
def test_strangers_get_the_headers_too(standing):
    faults = []
    for name in access.doors():
        for method in ("GET", "POST", "OPTIONS"):
            response = Client().generic(method, access.address(name, standing))
            public = method == "GET" and name.startswith("portal:")
            faults += [f"{method} {name}: {one}" for one in wrong_headers(response, public=public)]
    assert not faults, "\n".join(faults)


def test_what_breaks_shows_a_number_and_no_trace(standing, monkeypatch):
    """A page that fails tells a reference; the trace goes to the log alone."""
    from danvan.reporting.views import board

    def explode(*args, **kwargs):
        raise RuntimeError("secret-in-the-trace")

    monkeypatch.setattr(board.overview, "rounds_for", explode)
    client = Client(raise_request_exception=False)
    client.force_login(standing.cast["officer"])
    for headers in ({}, {"HX-Request": "true"}, {"Accept": "application/json"}):
        response = client.get(reverse("reporting:board"), headers=headers)
        text = response.content.decode()
        assert response.status_code == 500
        assert re.search(r"\b[0-9a-f]{4}-[0-9a-f]{4}\b", text)
        assert "secret-in-the-trace" not in text and "Traceback" not in text and "RuntimeError" not in text
        assert wrong_headers(response) == []
