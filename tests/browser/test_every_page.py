"""
Every page of the house, with a script planted in everything that people write, as every kind of person: axe finds
nothing, nothing sticks out, no planted script runs and the content policy has nothing to refuse (R-80).

A page is looked at with whoever sees most of it, and again with whoever sees another face of it; `SEEN` says who.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urldefrag, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import Resolver404, URLPattern, get_resolver, resolve, reverse
from pytest_django.live_server_helper import LiveServer

from danvan.reference.models import Topic
from tests.browser.conftest import SCREENS, faults
from tests.security.test_pages import PLANTED  # noqa: F401 - the standing records are built with it
from tests.support.standing import CELL, PERIODS, Standing

# Doors that answer with files or data, not with pages.
NO_PAGES = {
    "audit:export", "briefings:download", "briefings:erratum_word", "briefings:template_default", "briefings:template_sample", "files:download",
    "reporting:cells", "reporting:csv", "reporting:excel", "ui:healthz", "briefings:dialogue_paper", "commitments:csv", "commitments:excel", "commitments:proof",
    "petitions:attachment", "portal:attachment", "portal:dialogue_event", "portal:dialogue_feed", "portal:feed", "portal:map", "portal:matters_feed",
    "portal:open311_discovery", "portal:open311_request", "portal:open311_requests", "portal:open311_service",
    "portal:open311_services", "portal:open311_token", "portal:open_data_catalogue", "portal:open_data_file",
    "ingest:faults", "ingest:history_file", "ingest:words_file",
}  # fmt: skip
# Pages that need something no standing city has, each with where it is looked at or which page looks like it.
ELSEWHERE = {
    "briefings:erratum": "needs an issued document touched by a supplement; tests/briefings look at it",
    "accounts:accept_invitation": "needs the secret of an invitation; the same form as the reset of a password",
    "accounts:reset_password": "needs the secret of a link",
    "accounts:code": "test_second_step",
    "accounts:recovery_codes": "test_second_step",
    "accounts:remove_second_factor": "needs a second factor; the same form as the renewal of a password",
    **dict.fromkeys(
        ("petitions:sealed", "petitions:take_out", "petitions:retention", "engagement:moderation"),
        "test_waiting_and_sealed",
    ),
    **dict.fromkeys(
        (
            "portal:search",
            "portal:help",
            "portal:send",
            "portal:follow",
            "portal:dialogues",
            "portal:dialogue",
            "portal:ask",
            "portal:wall",
            "portal:promise",
            "portal:matters",
            "portal:matter",
            "portal:reception",
            "portal:conduct",
            "portal:figures",
            "portal:report",
        ),
        "test_portal looks at the public pages in a city with something on each",
    ),
}
POST_ONLY = {
    "briefings:issue", "accounts:end_sessions", "accounts:sign_out", "briefings:template_activate",
    "briefings:template_retire", "briefings:narrative", "organizations:person_act", "organizations:undo",
    "organizations:decide", "organizations:withdraw_proposal", "reporting:accept", "reporting:send_back", "reporting:take_back", "ui:language",
    "commitments:remind_many", "notifications:all_read", "petitions:contact", "petitions:join", "petitions:route_end", "petitions:write",
    "engagement:note_decide", "engagement:send", "engagement:wording", "reference:confirm_topic", "portal:act", "portal:language",
    "ingest:decide", "ingest:discard", "ingest:history_back", "ingest:take_back", "ingest:take_in", "ingest:word",
    "portal:publish", "portal:release_discard", "portal:release_publish", "portal:take_back",
}  # fmt: skip
TOTAL = "supervision.sessions.total"
# Where everybody is led; documents are not for officers, and nothing but one's own week and the tree for nobody.
COMMON = (
    "workspace:this_week",
    "organizations:tree",
    "reporting:board",
    "reporting:totals",
    "briefings:documents",
)


def common(but: str = "") -> list[str]:
    return [reverse(name) for name in COMMON if name != but]


def city_consolidator(here: Standing) -> list[str]:
    accepted, sent = here.submission("accepted").pk, here.submission("sent").pk
    document = here.documents["HN"].pk
    return [
        *common(),
        *(f"{reverse('reporting:board')}?ky={period}" for period in PERIODS.values()),
        *(reverse("reporting:entry", args=[one]) for one in (accepted, sent)),
        reverse("reporting:entry", args=[here.submission("draft", "HN").pk]),
        reverse("reporting:remark", args=[here.submission("draft", "HN").pk, CELL]),
        reverse("reporting:review", args=[sent]),
        reverse("reporting:terms", args=[accepted]),
        reverse("reporting:version", args=[accepted, 1]),
        f"{reverse('reporting:version', args=[accepted, 2])}?so-voi=1",
        *(f"{reverse('reporting:totals')}?don-vi={code}&ky=2019-Q3" for code in ("HN", "HN-01-01")),
        reverse("reporting:trace", args=["HN", "2019-Q3", TOTAL]),
        *(reverse(f"reporting:{name}", args=[here.rounds["sent"].pk]) for name in ("remind", "accept_many", "close")),
        reverse("reporting:open_round"),
        *(reverse(f"briefings:{name}") for name in ("documents", "new", "templates")),
        *(reverse(f"briefings:{name}", args=[document]) for name in ("document", "details")),
        f"{reverse('organizations:compare')}?tu=2019-12-31&den=2020-07-01",
        *(reverse(f"accounts:{name}") for name in ("security", "change_password", "enrol")),
        *(reverse(f"commitments:{name}") for name in ("wall", "every")),
        reverse("engagement:topic", args=[here.engagement["topic_id"]]),
        reverse("portal:releases"),
        reverse("portal:release", args=[here.releases["prepared"].pk]),
        reverse("workspace:help"),
        reverse("workspace:accessibility"),
        reverse("api:docs"),
        reverse("ui:catalogue"),
        "/khong-co-trang-nay/",
    ]  # fmt: skip


def administrator(here: Standing) -> list[str]:
    person, post = here.people["HN-01"].pk, here.posts["HN-01"].pk
    return [
        *common(),
        *(reverse(f"organizations:{name}") for name in ("people", "invite", "waiting", "changes", "proposals")),
        reverse("organizations:person", args=[person]),
        reverse("organizations:decide_proposal", args=[here.proposals["HN-01-01"].pk]),
        reverse("organizations:unit", args=["HN-01"]),
        reverse("organizations:give_post", args=["HN-01"]),
        *(reverse(f"organizations:{name}", args=[post]) for name in ("deputise", "end_post")),
        *(f"{reverse('organizations:change', args=[kind])}?duoi=HN-01" for kind in ("rename", "merge", "split", "close")),
        reverse("organizations:change_made", args=[here.change.pk]),
        *(reverse(f"reference:{name}") for name in ("calendar", "add_day", "rules", "hours", "reckon", "topics")),
        reverse("reference:end_topic", args=[Topic.objects.get(code="environment").pk]),
        reverse("petitions:routes"),
        reverse("reference:rule", args=["complaint.accept"]),
        reverse("reference:hours_of_unit", args=["HN-01"]),
        *(reverse(f"reference:{name}", args=[here.day.day]) for name in ("change_day", "remove_day")),
        *(reverse(f"reporting:{name}") for name in ("indicators", "indicator_new", "report_forms", "report_form_new")),
        *(reverse(f"reporting:{name}", args=[TOTAL]) for name in ("indicator", "indicator_edit")),
        *(reverse(f"reporting:{name}", args=["DV-QUY"]) for name in ("report_form", "form_settings", "publish_form")),
        reverse("reporting:entry", args=[here.submission("sent").pk]),
        reverse("reporting:review", args=[here.submission("sent").pk]),
        f"{reverse('reporting:board')}?ky={PERIODS['draft']}",
        reverse("briefings:templates"),
        reverse("briefings:template", args=[here.template.pk]),
        reverse("audit:log"),
        *(reverse(f"ingest:{name}") for name in ("imports", "words")),
    ]  # fmt: skip


def officer(here: Standing) -> list[str]:
    return [
        *common(but="briefings:documents"),
        *(f"{reverse('reporting:board')}?ky={period}" for period in PERIODS.values()),
        *(reverse("reporting:entry", args=[here.submission(state).pk]) for state in PERIODS),
        *(reverse("reporting:supplement", args=[here.submission(state).pk]) for state in ("accepted", "sent")),
        reverse("reporting:remark", args=[here.submission("draft").pk, CELL]),
        reverse("reporting:trace", args=["HN-01-01", "2019-Q3", TOTAL]),
        reverse("organizations:propose", args=["HN-01-01"]),
        *promised(here),
        *said_by_citizens(here),
        *talked_over(here),
        *read_in(here),
    ]  # fmt: skip


def read_in(here: Standing) -> list[str]:
    """Workbooks and reports that were sent in, and what came of them."""
    stands = here.rooms["ingest"]
    return [
        *(reverse(f"ingest:{name}") for name in ("imports", "forms_out", "send_back", "foreign", "prose", "history", "words")),
        *(reverse("ingest:import", args=[stands[name]]) for name in ("trial", "faulty", "taken", "foreign", "prose", "kept")),
        reverse("ingest:mapping", args=[stands["foreign"], stands["sheet"]]),
        reverse("ingest:history_of", args=["HN-01-01", "2019"]),
    ]  # fmt: skip


def promised(here: Standing) -> list[str]:
    """What the unit promised, and what its officer was told."""
    mine = here.promises["commitment"]
    return [
        *(reverse(f"commitments:{name}") for name in ("owed", "to_us", "wall", "every", "give")),
        reverse("commitments:story", args=[mine]),
        *(reverse("commitments:act", args=[mine, verb]) for verb in ("bao-xong", "chuyen")),
        *(reverse(f"notifications:{name}") for name in ("list", "preferences")),
        reverse("notifications:open", args=[here.promises["message"]]),
    ]


def said_by_citizens(here: Standing) -> list[str]:
    one = here.voices["petition"].reference
    return [
        *(reverse(f"petitions:{name}") for name in ("inbox", "enter", "register", "routes")),
        *(
            reverse(f"petitions:{name}", args=[one])
            for name in ("case", "classify", "extend", "hand_over", "answer", "split", "complaint", "seal")
        ),
        *(reverse(f"petitions:reception{name}") for name in ("", "_plan", "_posting", "_record")),
        reverse("petitions:reception_day", args=[here.voices["day"].pk]),
        reverse("petitions:reception_session", args=[here.voices["session"].pk]),
    ]


def talked_over(here: Standing) -> list[str]:
    ids = here.engagement
    return [
        *(reverse(f"engagement:{name}") for name in (
            "dialogues", "plan", "watch", "trainings", "training_plan", "situation", "note_write")),
        *(reverse(f"engagement:{name}", args=[ids["dialogue_id"]]) for name in ("dialogue", "edit", "record", "questions")),
        *(reverse(f"engagement:{name}", args=[ids[f"{name}_id"]]) for name in ("question", "opinion", "training", "note")),
        reverse("engagement:note_edit", args=[ids["note_id"]]),
        reverse("engagement:step", args=[ids["dialogue_id"], "ket-luan"]),
        reverse("engagement:training_step", args=[ids["training_id"], "da-mo"]),
        reverse("engagement:training_required", args=["HN-01-01"]),
    ]  # fmt: skip


def consolidator(here: Standing) -> list[str]:
    return [
        *common(),
        f"{reverse('reporting:board')}?ky={PERIODS['draft']}",
        reverse("reporting:review", args=[here.submission("sent").pk]),
        reverse("briefings:document", args=[here.documents["HN-01"].pk]),
        *(reverse(f"commitments:{name}") for name in ("to_us", "wall")),
        reverse("commitments:story", args=[here.promises["commitment"]]),
        reverse("commitments:act", args=[here.promises["commitment"], "gia-han"]),
        *(reverse(f"engagement:{name}") for name in ("watch", "situation")),
        reverse("petitions:decide", args=[here.voices["petition"].reference]),
        reverse("petitions:case", args=[here.voices["district_petition"].reference]),
        reverse("petitions:publish", args=[here.voices["district_petition"].reference]),
        *(reverse(f"portal:{name}") for name in ("manage", "write")),
        reverse("portal:article", args=[here.notice.pk]),
    ]


def leader(here: Standing) -> list[str]:
    return [
        *common(),
        reverse("reporting:trace", args=["HN-01-01", "2019-Q3", CELL]),
        reverse("briefings:document", args=[here.documents["HN-01"].pk]),
    ]


def auditor(here: Standing) -> list[str]:
    return [*common(), *(reverse(f"audit:{name}") for name in ("log", "check"))]


def local_administrator(here: Standing) -> list[str]:
    return [
        *common(),
        *(reverse(name) for name in ("reference:calendar", "organizations:changes", "organizations:people")),
        reverse("organizations:person", args=[here.people["HN-01-01"].pk]),
    ]


def nobody(here: Standing) -> list[str]:
    """Somebody without any post."""
    return [reverse(name) for name in COMMON[:2]]


def stranger(here: Standing) -> list[str]:
    """Who has not signed in."""
    release = here.releases["published"]
    return [
        reverse("accounts:sign_in"),
        "/khong-co-trang-nay/",
        *(reverse(f"portal:{name}") for name in ("home", "news", "open_data")),
        reverse("portal:notice", args=[here.notice.pk]),
        reverse("portal:open_data_release", args=[release.period_name]),
        reverse("portal:open_data_version", args=[release.period_name, release.number]),
    ]


SEEN: dict[str, Callable[[Standing], list[str]]] = {
    one.__name__: one
    for one in (
        city_consolidator, administrator, officer, consolidator, leader, auditor, local_administrator, nobody, stranger,
    )
}  # fmt: skip


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


@pytest.fixture(scope="module")
def server(_standing_once):
    """
    One server for all people, in front of records that are never committed: it answers over the connection of the
    tests, which only SQLite in memory lets it share.
    """
    if not connection.is_in_memory_db():
        pytest.skip("the city of this walk is seen through SQLite in memory only")
    running = LiveServer("localhost")
    yield running
    running.stop()


SPY = "window.ran = []; window.xss = () => window.ran.push(1);"


def seen_in_all_lights(page) -> list[str]:
    """axe on a desktop and on a phone, colours by day and by night, and whether the narrowest phone has to scroll."""
    found = faults(page)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in faults(page, structure=False)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(SCREENS["phone"]["viewport"])
    found += [f"phone: {one}" for one in faults(page)]
    page.set_viewport_size({"width": 360, "height": 740})
    found += [f"narrow phone: {one}" for one in faults(page, structure=False, colours=False)]
    page.set_viewport_size(SCREENS["desktop"]["viewport"])
    return found


def links(page, home: str) -> list[str]:
    found = page.locator("a[href]").evaluate_all("all => all.map(one => one.href)")
    return [urldefrag(one).url for one in found if one.startswith(home)]


def dead_ends(client: Client, ways: dict[str, str]) -> list[str]:
    """Of one link to each kind of page, those that lead nowhere."""
    return [
        f"{address}: {answer}"
        for address in ways.values()
        if (answer := client.get(address).status_code) != 200
    ]


@pytest.mark.slow
@pytest.mark.parametrize("role", SEEN)
def test_every_page_as_everybody(role, page, standing, server, sign_in):
    page.add_init_script(SPY)
    client = Client(raise_request_exception=False)
    if role != "stranger":
        sign_in(page, standing.cast[role])
        client.force_login(standing.cast[role])
    visited, ways, told, wrong = SEEN[role](standing), {}, 0, []
    for address in visited:
        answer = page.goto(address)
        if answer.status != 200 and kind(address):
            wrong.append(f"{address} answers {answer.status}")
        wrong += seen_in_all_lights(page)
        if page.evaluate("window.ran"):
            wrong.append(f"{address}: a planted script ran")
        told += "xss()" in page.evaluate("document.body.innerText")
        ways |= {kind(one): one for one in links(page, server.url)}
    for known in {kind(one) for one in visited} | NO_PAGES | {""}:
        ways.pop(known, None)
    if role != "stranger":
        wrong += dead_ends(client, {what: way for what, way in ways.items() if not what.startswith("api:")})
    assert wrong == [], "\n" + "\n".join(wrong)
    assert told or role in {"nobody", "stranger"}, "the planted scripts were hardly met"


def test_no_page_is_forgotten(standing):
    looked_at = {kind(address) for seen in SEEN.values() for address in seen(standing)} - {"", "api:docs"}
    assert looked_at.isdisjoint(NO_PAGES | POST_ONLY | ELSEWHERE.keys())
    assert set(names()) - looked_at - NO_PAGES - POST_ONLY == set(ELSEWHERE)
