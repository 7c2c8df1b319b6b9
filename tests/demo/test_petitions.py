"""A year of petitions and receptions stands in the demo city, and the figures of the reports are counted from it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo import looking
from tests.demo.test_demo import leaves

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def look(city):
    done = subprocess.run(
        [sys.executable, looking.__file__], env=city.environment | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_every_level_way_and_state_has_its_cases(look):
    cases = look["cases"]
    assert 1500 <= cases["count"] <= 2000
    assert set(cases["levels"]) == {"city", "district", "commune"} and min(cases["levels"].values()) > 200
    assert set(cases["channels"]) == {"portal", "counter", "phone", "letter", "open311"}
    assert cases["kinds"]["complaint"] < cases["count"] / 5 < cases["kinds"]["recommendation"]
    assert {"received", "own_authority", "answered", "closed", "transferred", "guided"} <= set(
        cases["states"]
    )
    assert cases["handed"] > 20 and cases["reopened"] > 20 and cases["published"] > 50
    assert 0 < cases["late"] < 40


def test_nobody_real_stands_in_them(look):
    assert look["cases"]["mails"] == ["example.invalid"]
    assert look["cases"]["phones"] == ["0000 000"]
    assert look["cases"]["named"] == 0


def test_the_figures_are_counted_and_their_chains_hold(look):
    assert look["figures"]["sent"] > 150
    # The one briefing entered after its figure was accepted (demo/meetings.py).
    assert look["figures"]["found"] == {"not-as-measured": 1}


@pytest.mark.parametrize(
    "code", ["petition.received.recommendation", "petition.resolved", "reception.visits.regular"]
)
def test_a_figure_opens_down_to_its_records(city, code):
    tree = city.json("trace", "--unit", "HN-00007", "--period", "2019-Q3", "--indicator", code)
    found = leaves(tree)
    assert tree["value"] > 0 and sum(leaf["value"] for leaf in found) == tree["value"]
    assert {leaf["kind"] for leaf in found} == {"record"}


def test_the_public_pages_and_the_leader_see_them(look):
    pages = look["pages"]
    assert {name: status for name, (status, _text) in pages.items() if status != 200} == {}
    assert "Đèn chiếu sáng công cộng không hoạt động" in pages["matters"][1]
    assert "Trụ sở tiếp công dân" in pages["days"][1]
    # The leader sees when the city's head receives next, and who owes a day.
    assert "25/03/2020" in pages["reception"][1] and "chủ tịch UBND Thành phố" in pages["reception"][1]
    assert look["cases"]["sessions"] > 1000 and look["cases"]["to_come"] > 20


def test_somebody_waits_for_the_officer_and_the_printed_receipt_leads_on(city, look):
    stories = look["stories"]
    assert {"received", "own_authority"} <= set(stories["owed"]) and stories["late"] == 0
    state, unit, answers, may_rate, may_reopen = stories["followed"]
    assert (state, unit, answers, may_rate, may_reopen) == ("answered", "Phường Phúc Xá", 1, True, True)
    printed = city("demo", "--sign-ins").stdout
    assert "/cong/theo-doi/" in printed and printed.strip().count(" ") > 20
    assert stories["faults"] == 0
