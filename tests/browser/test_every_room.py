"""
Every page of the contexts that bring their standing records along (`tests.support.rooms`), as whoever may look at it and
stands nearest to the work: the same walk as `test_every_page`, its addresses read from the table of access.
"""

from __future__ import annotations

import pytest
from django.test import Client

from tests.architecture import access
from tests.browser import walking
from tests.security.test_pages import PLANTED  # noqa: F401 - the standing records are built with it

SPACES = ("directives", "oversight", "exemplars", "democracy", "evaluation")
BESIDE = (
    "briefings:meeting",
    "engagement:training_coverage",
    "engagement:training_material",
    "reporting:differences",
    "portal:draft",
)
NEAREST = ("officer", "consolidator", "city_consolidator", "administrator")


def doors() -> dict[str, str]:
    """Url name -> who looks at it."""
    rows, found = access.read(), {}
    for name in walking.names():
        if not (name.split(":")[0] in SPACES or name.startswith(BESIDE)) or name in walking.NO_PAGES:
            continue
        who = next((one for one in NEAREST if rows[name, "GET"][one] == "200"), None)
        if who:
            found[name] = who
    return found


@pytest.fixture(scope="module")
def server(_standing_once):
    yield from walking.in_front_of(_standing_once)


@pytest.mark.slow
@pytest.mark.parametrize("role", ["officer", "consolidator"])
def test_every_page_of_the_rooms(role, page, standing, server, sign_in):
    page.add_init_script(walking.SPY)
    client = Client(raise_request_exception=False)
    sign_in(page, standing.cast[role])
    client.force_login(standing.cast[role])
    addresses = [access.address(name, standing) for name, who in doors().items() if who == role]
    wrong, told, ways = walking.walk(page, client, addresses, server.url)
    # The public pages show the way in to everybody; who is in already is led on.
    ways.pop("accounts:sign_in", None)
    wrong += walking.dead_ends(client, ways)
    assert wrong == [], "\n" + "\n".join(wrong)
    assert told > len(addresses) / 3, "the planted scripts were hardly met"


def test_nobody_else_is_needed():
    assert set(doors().values()) == {"officer", "consolidator"}
