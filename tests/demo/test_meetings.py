"""The demo city's briefings: counted from meetings, and the package of the running quarter made."""

import pytest

from tests.demo.test_demo import leaves

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("period", ["2019-Q1", "2019-Q2", "2019-Q3", "2019-Q4"])
def test_every_district_and_the_city_held_as_many_as_was_dealt_out(city, period):
    tree = city.json("trace", "--unit", "HN", "--period", period, "--indicator", "direction.briefings.held")
    found = leaves(tree)
    assert tree["value"] == sum(leaf["value"] for leaf in found) == 615
    assert sum(leaf["kind"] == "record" for leaf in found) == 31


def test_the_running_quarter_can_be_looked_at(city):
    content = city.json("meeting", "--unit", "HN", "--period", "2020-Q1")
    assert content["expected"] == 610
    assert content["missing"] and content["overdue"]["count"] and content["matters"]
    assert all(value is None or value == 0 or value >= 5 for row in content["matters"] for value in
               (row["petitions"], row["opinions"], row["notes"]))  # fmt: skip
    last = city.json("meeting", "--unit", "HN-001", "--period", "2019-Q4")
    assert last["changed"]["figures"] >= 1, (
        "a briefing of last autumn was entered after its figure was accepted"
    )
