"""
The journeys run in a real Chromium against a live server in this process.

A test takes `page` (desktop), or both screens with ``@both_screens``; signs somebody in with ``sign_in(page, person)``
and asks ``assert_accessible(page)`` on every page it visits. Who needs more than one browser takes `window`. Errors in
scripts and of the server, refusals by the content policy and requests to anywhere else fail the test on their own.
Nothing here measures time: a busy machine is waited for (`PATIENCE`), and a browser or server that dies is named.
"""

from __future__ import annotations

import os

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.test import Client
from playwright.sync_api import Error, expect, sync_playwright

from tests.browser.city import City
from tests.support import chromium
from tests.support.programs import needs

# How long a condition may take on a machine that is busy with something else, in milliseconds.
PATIENCE = 60_000
SCREENS = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
}


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


class Chromium:
    """One browser for the session; a new one after it has died, so that one test's trouble stays its own."""

    def __init__(self, driver):
        self._driver, self._running = driver, None

    def new_context(self, **options):
        if not self.is_alive():
            path = needs(chromium.find(), "Chromium")
            try:
                self._running = self._driver.chromium.launch(
                    executable_path=path, args=chromium.flags(), timeout=2 * PATIENCE
                )
            except Error as trouble:
                pytest.fail(f"{path} does not start: {trouble.message}", pytrace=False)
        return self._running.new_context(**options)

    def is_alive(self) -> bool:
        return self._running is not None and self._running.is_connected()

    def close(self) -> None:
        if self.is_alive():
            self._running.close()


@pytest.fixture(scope="session")
def browser():
    # Playwright's loop runs in this thread, and Django refuses its database beside a running loop.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        running = Chromium(driver)
        yield running
        running.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def server(live_server):
    """What the pages come from. A module may put one of its own in front of a city that it keeps for all its tests."""
    return live_server


# axe would fetch the style sheets again and inline them, which the content policy refuses; no rule we use needs it.
QUIETLY = {"preload": False, "resultTypes": ["violations"]}


class Watch:
    """What went wrong on a page beside what the test looks at."""

    def __init__(self, page, home: str):
        self.home = home
        self.troubles: list[str] = []
        page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))
        page.on("console", self._console)
        page.on("request", self._request)
        page.on("response", self._response)
        page.on(
            "crash",
            lambda _page: self.troubles.append("Chromium gave this page up (killed, or no memory left?)"),
        )

    def _console(self, message) -> None:
        # A refusal (403, 409, 422) is an answer like any other; the browser calls it a failed load.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def _request(self, request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:", "about:")):
            self.troubles.append(f"request to another place: {request.url}")

    def _response(self, response) -> None:
        if response.status >= 500:
            self.troubles.append(f"the server answered {response.status}: {response.url}")


@pytest.fixture
def window(browser, server):
    """``window()``: a browser of its own with one page in it; ``window("phone")``, ``window(color_scheme="dark")``."""
    opened, watches = [], []

    def open_(screen: str = "desktop", **options):
        context = browser.new_context(
            base_url=server.url,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **{**SCREENS[screen], **options},
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        page = context.new_page()
        watches.append(Watch(page, server.url))
        return page

    yield open_
    troubles = [trouble for watch in watches for trouble in watch.troubles]
    if not server.thread.is_alive():
        troubles.append(f"the server of this test died: {server.thread.error!r}")
    if browser.is_alive():
        for context in opened:
            context.close()
    elif opened:
        troubles.append(
            "Chromium died in this test (killed, or no memory left?); the next one gets a new one"
        )
    assert troubles == []


@pytest.fixture
def page(request, window):
    """A page on a screen (`desktop` unless parametrized), in Vietnamese, with the address of the live server."""
    return window(getattr(request, "param", "desktop"))


both_screens = pytest.mark.parametrize("page", ["desktop", "phone"], indirect=True)


@pytest.fixture
def sign_in(server):
    """``sign_in(page, cast["officer"])``: the browser holds this person's session from the next request on."""

    def hold_session(page, person) -> None:
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])

    return hold_session


@pytest.fixture
def city(cast, at, settings):
    """The small city with its form; see `tests.browser.city`. Its day is 23 March 2020. Pages are kept, as in earnest."""
    settings.KEEP_PAGES = True
    forget()
    yield City(cast, at(2020, 3, 23))
    forget()


def forget() -> None:
    """Databases begin anew under the same numbers; what a process remembers must not outlive them."""
    from danvan.reporting.queries import forms

    cache.clear()
    caches["pages"].clear()
    forms.forget()


@pytest.fixture
def assert_accessible():
    """``assert_accessible(page)``: axe finds nothing, and on a narrow screen nothing sticks out sideways."""

    def look(page) -> None:
        assert faults(page) == []

    return look


# Only what is wrong comes back, and axe is carried over once per page: the whole answer is a megabyte. Contrast is
# measured on the first text of each look (its tag and classes with those around it): five hundred rows look alike.
FIND = """async ({options, structure, colours}) => {
    const violations = [];
    if (structure) {
        const rules = {"color-contrast": {enabled: false}};
        violations.push(...(await axe.run(document, {...options, rules})).violations);
    }
    if (colours) {
        const looks = new Map();
        const look = one => one && one !== document.body
            ? `${one.localName}.${one.getAttribute("class")}.${one.getAttribute("aria-current")} ${look(one.parentElement)}` : "";
        for (const one of document.querySelectorAll("body *"))
            if ([...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()))
                if (!looks.has(look(one))) looks.set(look(one), one);
        violations.push(...(await axe.run({include: [...looks.values()]}, {...options, runOnly: ["color-contrast"]})).violations);
    }
    return violations.map(one => `${one.id} (${one.impact}): ${one.help}: `
        + one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join("; "));
}"""


def faults(page, *, structure: bool = True, colours: bool = True) -> list[str]:
    """What axe finds on a page as it is now, and whether it scrolls sideways."""
    from axe_playwright_python.base import AXE_SCRIPT

    found = []
    # Where a link was pressed just now, the page that comes is the one meant.
    page.wait_for_load_state()
    if structure or colours:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        found += page.evaluate(FIND, {"options": QUIETLY, "structure": structure, "colours": colours})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 1:
        found.append(f"the page is {wide} px wider than the screen")
    return [f"{page.url}: {one}" for one in found]
