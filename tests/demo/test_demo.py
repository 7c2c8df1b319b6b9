"""What the issue of the year promises: every published total to the digit, every total openable, every proof right."""

import csv
import json
from pathlib import Path

import pytest

import danvan.reporting
from danvan.demo.splitting import published

pytestmark = pytest.mark.slow


def leaves(node):
    return [leaf for child in node["children"] for leaf in leaves(child)] if node["children"] else [node]


def test_every_published_total_is_right_to_the_digit(city):
    report = city.json("report", "--unit", "HN", "--period", "2019")
    assert (report["unit"], report["period"], len(report["figures"])) == ("HN", "2019", 120)
    figures = {figure["indicator"]: figure for figure in report["figures"]}
    compared = 0
    for code, levels in published()["totals"].items():
        for level, value in levels.items():
            found = figures[code]["all"] if level == "all" else figures[code]["levels"][level]
            assert found == value, (code, level)
            compared += 1
    assert compared == 27
    sessions = figures["supervision.sessions.total"]
    assert (sessions["units_reported"], sessions["units_expected"]) == (615, 615)
    assert figures["dialogue.held.periodic"]["levels"]["city"] is None, (
        "not split in the source, so not invented"
    )
    assert figures["dialogue.units.coverage"]["levels"]["commune"] == 100


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("supervision.sessions.total", 8597),
        ("model.active.total", 9931),
        ("dialogue.units.held", 615),
        ("dialogue.units.expected", 615),
        ("criticism.sessions.commune", 1405),
    ],
)
def test_every_total_opens_down_to_what_makes_it(city, code, value):
    tree = city.json("trace", "--unit", "HN", "--period", "2019", "--indicator", code)
    assert set(tree) == {"kind", "label", "unit", "value", "source", "children"}
    assert tree["value"] == value
    found = leaves(tree)
    assert sum(leaf["value"] or 0 for leaf in found) == value
    assert {leaf["kind"] for leaf in found} <= {"figure", "record"}
    assert len({leaf["unit"] for leaf in found}) == (584 if code.endswith("commune") else 615)


def test_every_indicator_that_names_records_is_counted_from_them(city):
    """The catalogue says what each is counted from; somewhere in the city it is, with records that add up."""
    with (Path(danvan.reporting.__file__).parent / "seed" / "indicators.csv").open(encoding="utf-8") as lines:
        named = {row["code"] for row in csv.DictReader(lines) if row["derived_from"]}
    proven = city.json("verify", "lineage")
    assert proven["right"], proven["problems"][:5]
    assert len(named) > 70
    assert named - {code for code, one in proven["indicators"].items() if one["records"]} == set()


def test_the_proofs_say_right(city):
    for subject in ("totals", "audit", "lineage"):
        done = city("verify", subject)
        assert done.returncode == 0, done.stdout + done.stderr


def test_all_rounds_are_whole_and_the_running_one_is_under_way(city):
    rounds = {row["period"]: row for row in city.json("rounds", "list")}
    assert all(rounds[f"{year}-Q{q}"]["accepted"] == 615 for year in (2018, 2019) for q in range(1, 5))
    assert rounds["2020-Q1"]["expected"] == 610, "five communes fewer since 1 March 2020"
    assert 400 < rounds["2020-Q1"]["accepted"] < 560


@pytest.mark.parametrize(("day", "counts"), [("2019-12-31", (1, 30, 584)), ("2026-01-01", (1, 0, 126))])
def test_the_tree_of_the_day(city, day, counts):
    units = city.json("units", "--on", day)
    assert (
        tuple(sum(unit["level"] == level for unit in units) for level in ("city", "district", "commune"))
        == counts
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("report", "--unit", "HN", "--period", "2019-Q5"), "2019-Q5"),
        (("report", "--unit", "NOWHERE", "--period", "2019"), "NOWHERE"),
        (("report", "--unit", "HN", "--period", "2011"), "2011"),
        (
            ("trace", "--unit", "HN", "--period", "2019", "--indicator", "supervision.sesions"),
            "supervision.sesions",
        ),
        (("units", "--on", "31/12/2019"), "31/12/2019"),
        (("demo",), "DANVAN_HOME"),
        (("report", "--unit", "HN", "--period", "2019", "--out", "review.odt"), "review.odt"),
    ],
)
def test_bad_words_are_answered_in_one_line_with_exit_code_2(city, words, said):
    done = city(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("person", "unit", "figures", "said"),
    [
        ("canbo", "HN-00001", {"supervision.form.team": "-4"}, "-4"),
        ("canbo", "HN-00004", {"supervision.form.team": "4"}, "HN-00004"),
        ("canbo", "HN-00001", {"supervision.form.nothing": "4"}, "supervision.form.nothing"),
        ("canbo", "HN-00001", {"petition.resolved": "1", "petition.resolved.on_time": "7"}, "7"),
        ("nobody", "HN-00001", {}, "nobody"),
    ],
)
def test_bad_figures_are_refused_in_one_line(city, person, unit, figures, said):
    words = ("submit", "--unit", unit, "--period", "2020-Q1", "--as", person, "--file", "-", "--zero")
    done = city(*words, feed=json.dumps(figures))
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_a_closed_round_takes_nothing_without_a_reason(city):
    feed = "indicator,value\nsupervision.form.team,4\n"
    # What everybody above reads, every figure of it, and what stands in the unit's own cell. That totals are what accepted
    # figures add up to is proven above, once.
    asked = [
        ("report", "--unit", "HN", "--period", "2019-Q4"),
        ("trace", "--unit", "HN-00001", "--period", "2019-Q4", "--indicator", "supervision.form.team"),
    ]
    before = [city.json(*words) for words in asked]
    done = city(
        "submit", "--unit", "HN-00001", "--period", "2019-Q4", "--as", "canbo", "--file", "-", feed=feed
    )
    assert done.returncode == 2
    assert done.stderr.strip()
    assert [city.json(*words) for words in asked] == before
