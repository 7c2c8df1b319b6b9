"""
Every page of the house, with a script planted in everything that people write, as every kind of person: axe finds
nothing, nothing sticks out, no planted script runs and the content policy has nothing to refuse (R-80).

A page is looked at with whoever sees most of it, and again with whoever sees another face of it; `SEEN` says who.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from danvan.reference.models import Topic
from tests.architecture import access
from tests.browser import test_every_room, walking
from tests.security.test_pages import PLANTED  # noqa: F401 - the standing records are built with it
from tests.support.standing import CELL, PERIODS, Standing

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


@pytest.fixture(scope="module")
def server(_standing_once):
    yield from walking.in_front_of(_standing_once)


@pytest.mark.slow
@pytest.mark.parametrize("role", SEEN)
def test_every_page_as_everybody(role, page, standing, server, sign_in):
    page.add_init_script(walking.SPY)
    client = Client(raise_request_exception=False)
    if role != "stranger":
        sign_in(page, standing.cast[role])
        client.force_login(standing.cast[role])
    wrong, told, ways = walking.walk(page, client, SEEN[role](standing), server.url)
    if role != "stranger":
        wrong += walking.dead_ends(client, ways)
    assert wrong == [], "\n" + "\n".join(wrong)
    assert told or role in {"nobody", "stranger"}, "the planted scripts were hardly met"


def test_no_page_is_forgotten(standing):
    rows = access.read()
    answers = {name: set(access.statuses(rows[name, "GET"])) for name in walking.names()}
    post_only = {name for name, given in answers.items() if "405" in given <= {"405", "login"}}
    looked_at = {walking.kind(address) for seen in SEEN.values() for address in seen(standing)} - {
        "",
        "api:docs",
    }
    looked_at |= test_every_room.doors().keys()
    assert looked_at.isdisjoint(walking.NO_PAGES | post_only | ELSEWHERE.keys())
    assert set(walking.names()) - looked_at - walking.NO_PAGES - post_only == set(ELSEWHERE)
