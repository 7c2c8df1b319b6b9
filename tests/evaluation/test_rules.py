"""From a number to points: the four rules, and what cannot be read."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.evaluation import rules

STEPS = [["70", "40"], ["80", "70"], ["95", "100"]]
DOWN = [["0", "100"], ["2", "50"]]
TEN = Decimal(10)


@pytest.mark.parametrize(
    ("rule", "value", "extra", "points"),
    [
        ("reached", "1", {"target": Decimal(1)}, "10"),
        ("reached", "0.99", {"target": Decimal(1)}, "0"),
        ("proportional", "5", {"target": Decimal(12)}, "4.17"),
        ("proportional", "30", {"target": Decimal(12)}, "10"),
        ("steps", "69.99", {"steps": STEPS}, "0"),
        ("steps", "80", {"steps": STEPS}, "7"),
        ("steps", "200", {"steps": STEPS}, "10"),
        ("steps_down", "0", {"steps": DOWN}, "10"),
        ("steps_down", "1", {"steps": DOWN}, "5"),
        ("steps_down", "3", {"steps": DOWN}, "0"),
    ],
)
def test_each_rule(rule, value, extra, points):
    assert rules.points(rule, TEN, Decimal(value), rules.COUNTED, **extra).points == Decimal(points)


def test_not_reported_gives_nothing_and_nothing_due_costs_nothing():
    silent = rules.points("steps", TEN, None, rules.NOT_REPORTED, steps=STEPS)
    assert (silent.points, silent.outcome) == (0, "not_reported")
    idle = rules.points("steps", TEN, None, rules.ratio(Decimal(0), Decimal(0))[1], steps=STEPS)
    assert (idle.points, idle.outcome) == (10, "nothing_due")
    assert rules.ratio(None, Decimal(5)) == (None, "not_reported")
    assert rules.ratio(Decimal(1), Decimal(3)) == (Decimal("33.33"), "counted")
    assert rules.per_unit(Decimal(7), 2) == (Decimal("3.50"), "counted")
    with pytest.raises(ValueError, match="eval"):
        rules.points("eval", TEN, Decimal(1), rules.COUNTED)


@given(
    st.sampled_from(["reached", "proportional", "steps", "steps_down"]),
    st.integers(-(10**11), 10**11),
    st.integers(1, 10_000),
)
def test_points_stay_between_nothing_and_all(rule, value, most):
    most, value = Decimal(most) / 100, Decimal(value) / 100
    found = rules.points(rule, most, value, rules.COUNTED, target=Decimal(7), steps=STEPS).points
    assert 0 <= found <= most


@pytest.mark.parametrize(
    "text", ["80", "x: 5", "80: ", "80: 101", "80: -1", "80: 5; 80: 6", "NaN: 1", "1: Infinity", "1e20: 4"]
)
def test_steps_that_mean_nothing_are_refused(text):
    with pytest.raises(rules.BadSteps):
        rules.read_steps(text)


def test_steps_are_read_back():
    read = rules.read_steps("95: 100; 70,5: 40\n80 : 75,5")
    assert read == [["70.5", "40"], ["80", "75.5"], ["95", "100"]]
    assert rules.read_steps(rules.written_steps(read)) == read
