"""Walking through pages as somebody: what is looked at on each, and where its links lead."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import Resolver404, URLPattern, get_resolver, resolve
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import SCREENS, faults
from tests.support.standing import Standing

# Doors that answer with files or data, not with pages.
NO_PAGES = {
    "audit:export", "briefings:download", "briefings:erratum_word", "briefings:template_default", "briefings:template_sample", "files:download",
    "reporting:cells", "reporting:csv", "reporting:excel", "ui:healthz", "briefings:dialogue_paper", "commitments:csv", "commitments:excel", "commitments:proof",
    "petitions:attachment", "petitions:excel", "portal:attachment", "portal:dialogue_event", "portal:dialogue_feed", "portal:feed", "portal:map", "portal:matters_feed",
    "portal:open311_discovery", "portal:open311_request", "portal:open311_requests", "portal:open311_service",
    "portal:open311_services", "portal:open311_token", "portal:open_data_catalogue", "portal:open_data_file",
    "engagement:dialogues_excel", "engagement:situation_excel", "engagement:trainings_excel", "engagement:training_coverage_excel",
    "directives:export", "directives:file", "directives:cascade_export", "directives:given_excel", "directives:plan_file",
    "oversight:download", "oversight:ledger_download", "exemplars:models_excel", "exemplars:models_csv", "exemplars:contest_excel",
    "exemplars:awards_excel", "democracy:export", "democracy:matrix", "evaluation:excel", "evaluation:sheet_excel", "reporting:differences_excel",
    "briefings:documents_excel", "briefings:consultation_paper", "briefings:meetings_excel", "briefings:meetings_csv",
    "ingest:faults", "ingest:history_file", "ingest:words_file", "briefings:meeting_zip", "briefings:meeting_paper", "briefings:oversight_paper", "briefings:reminder_letter",
}  # fmt: skip
SPY = "window.ran = []; window.xss = () => window.ran.push(1);"


def names(patterns=None, space: str = "") -> Iterator[str]:
    """Every named door of the house that is not the API's."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLPattern):
            if one.name and space and space != "api":
                yield f"{space}:{one.name}"
        else:
            yield from names(one.url_patterns, one.namespace or space)


def kind(address: str) -> str:
    """The name of the door an address belongs to."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def seen_in_all_lights(page) -> list[str]:
    """axe on a desktop and on a phone, colours by day and by night, and whether the narrowest phone has to scroll."""
    found = faults(page)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in faults(page, structure=False)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(SCREENS["phone"]["viewport"])
    # The colours are the same on both screens.
    found += [f"phone: {one}" for one in faults(page, colours=False)]
    page.set_viewport_size({"width": 360, "height": 740})
    found += [f"narrow phone: {one}" for one in faults(page, structure=False, colours=False)]
    page.set_viewport_size(SCREENS["desktop"]["viewport"])
    return found


def links(page, home: str) -> list[str]:
    found = page.locator("a[href]").evaluate_all(
        "all => all.map(one => new URL(one.getAttribute('href'), document.baseURI).href)"
    )
    return [urldefrag(one).url for one in found if one.startswith(home)]


def dead_ends(client: Client, ways: dict[str, str]) -> list[str]:
    """Of one link to each kind of page, those that lead nowhere."""
    return [
        f"{address}: {answer}"
        for address in ways.values()
        if (answer := client.get(address).status_code) != 200
    ]


def in_front_of(standing: Standing) -> Iterator[LiveServer]:
    """
    One server for all people, in front of records that are never committed: it answers over the connection of the
    tests, which only SQLite in memory lets it share.
    """
    if not connection.is_in_memory_db():
        pytest.skip("the city of this walk is seen through SQLite in memory only")
    running = LiveServer("localhost")
    yield running
    running.stop()


def walk(page, client: Client, addresses: list[str], home: str) -> tuple[list[str], int, dict[str, str]]:
    """What is wrong on the pages, on how many the planted scripts were met as text, and a link to each other kind of page."""
    ways: dict[str, str] = {}
    told, wrong = 0, []
    for address in addresses:
        answer = page.goto(address)
        if answer.status != 200 and kind(address):
            wrong.append(f"{address} answers {answer.status}")
        wrong += [f"{address}: {one}" for one in seen_in_all_lights(page)]
        if page.evaluate("window.ran"):
            wrong.append(f"{address}: a planted script ran")
        told += "xss()" in page.evaluate("document.body.innerText")
        ways |= {kind(one): one for one in links(page, home)}
    for known in {kind(one) for one in addresses} | NO_PAGES | {""}:
        ways.pop(known, None)
    return wrong, told, {what: way for what, way in ways.items() if not what.startswith("api:")}
