"""
The journeys run in a real Chromium against a live server in this process.

A test takes `page` (desktop), or both screens with ``@both_screens``; signs somebody in with ``sign_in(page, person)``
and asks ``assert_accessible(page)`` on every page it visits. Errors in scripts, refusals by the content policy and
requests to anywhere else fail the test on their own.
"""

from __future__ import annotations

import os

import pytest
from django.conf import settings
from django.test import Client

from tests.support import chromium
from tests.support.programs import needs

SCREENS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {
        "viewport": {"width": 360, "height": 740},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
}


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread, and Django refuses its database beside a running loop.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = needs(chromium.find(), "Chromium")
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=path, args=chromium.flags())
        yield running
        running.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


# axe would fetch the style sheets again and inline them, which the content policy refuses; no rule we use needs it.
QUIETLY = {"preload": False}


class Watch:
    """What went wrong on a page beside what the test looks at."""

    def __init__(self, page, home: str):
        self.home = home
        self.troubles: list[str] = []
        page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))
        page.on("console", self._console)
        page.on("request", self._request)

    def _console(self, message) -> None:
        # A refusal (403, 409, 422) is an answer like any other; the browser calls it a failed load.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def _request(self, request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:", "about:")):
            self.troubles.append(f"request to another place: {request.url}")


@pytest.fixture
def page(request, browser, live_server):
    """A page on a screen (`desktop` unless parametrized), in Vietnamese, with the address of the live server."""
    screen = getattr(request, "param", "desktop")
    context = browser.new_context(
        base_url=live_server.url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **SCREENS[screen]
    )
    context.set_default_timeout(10_000)
    opened = context.new_page()
    watch = Watch(opened, live_server.url)
    yield opened
    context.close()
    assert watch.troubles == []


both_screens = pytest.mark.parametrize("page", ["desktop", "phone"], indirect=True)


@pytest.fixture
def sign_in(live_server):
    """``sign_in(page, cast["officer"])``: the browser holds this person's session from the next request on."""

    def hold_session(page, person) -> None:
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return hold_session


@pytest.fixture
def assert_accessible():
    """``assert_accessible(page)``: axe finds nothing, and on a narrow screen nothing sticks out sideways."""
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()

    def look(page) -> None:
        found = axe.run(page, options=QUIETLY).response["violations"]
        told = [
            f"{one['id']} ({one['impact']}): {one['help']}: "
            + "; ".join(node["html"][:160] for node in one["nodes"][:3])
            for one in found
        ]
        assert told == [], f"{page.url}:\n" + "\n".join(told)
        wide = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 1, f"{page.url}: the page is {wide} px wider than the screen"

    return look
