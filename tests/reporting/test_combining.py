import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from danvan.reporting import combining
from danvan.reporting.catalogue import Catalogue, Spec
from danvan.reporting.layouts import Layout
from danvan.reporting.vectors import Presence, Vector


def spec(code, over_time):
    return Spec(code, code, code, "cuộc", "g", ("commune",), "input", "sum", over_time)


CODES = {"flow": "sum", "stock": "last", "opening": "first", "covered": "distinct"}
LAYOUT = Layout(1, tuple(CODES), Catalogue(spec(code, rule) for code, rule in CODES.items()))
FLOW, STOCK, OPENING, COVERED = range(4)


def test_flows_add_up_stocks_take_the_last_openings_the_first_coverage_counts_once():
    quarters = [
        Vector.of([5, 10, 3, 1]),
        Vector.of([7, 12, 4, 0]),
        Vector.of([0, 9, 5, 1]),
        Vector.of([1, 8, 6, 0]),
    ]
    year = combining.contribution(LAYOUT, quarters)
    assert year.sums.tolist() == [13, 8, 3, 1]
    assert year.counts.tolist() == [1, 1, 1, 1]
    assert year.units == 1


def test_a_missing_quarter_is_not_a_zero():
    year = combining.contribution(LAYOUT, [Vector.of([5, 10, 3, 0]), None])
    assert year.sums.tolist() == [5, 10, 3, 0]
    assert year.counts.tolist() == [0, 0, 1, 0], "only the opening balance is decided by what is there"
    assert year.units == 0


def test_a_blank_is_not_a_zero_either():
    year = combining.contribution(
        LAYOUT, [Vector.of([5, 10, None, 1]), Vector.of([None, None, 4, Presence.NOT_APPLICABLE])]
    )
    assert year.sums.tolist() == [5, 10, 4, 1]
    assert year.counts.tolist() == [0, 0, 0, 0]
    assert year.units == 1


def test_nothing_accepted_is_nothing():
    assert combining.contribution(LAYOUT, [None, None]).is_zero


rows = st.lists(
    st.one_of(st.none(), st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=4, max_size=4)),
    min_size=1,
    max_size=4,
)


@given(rows)
def test_it_agrees_with_the_rules_said_in_words(answers):
    vectors = [Vector.of(answer) if answer is not None else None for answer in answers]
    found = combining.contribution(LAYOUT, vectors)
    for cell in range(4):
        given_values = [None if answer is None else answer[cell] for answer in answers]
        known = [value for value in given_values if value is not None]
        right = (
            {FLOW: sum, STOCK: lambda v: v[-1], OPENING: lambda v: v[0], COVERED: max}[cell](known)
            if known
            else 0
        )
        assert found.sums[cell] == right
        complete = {STOCK: given_values[-1] is not None, OPENING: given_values[0] is not None}.get(
            cell, len(known) == len(given_values)
        )
        assert bool(found.counts[cell]) == (complete and any(answer is not None for answer in answers))


def test_many_units_at_once_are_the_same_as_one_at_a_time():
    rng = np.random.default_rng(7)
    values = rng.integers(0, 50, (4, 30, 4))
    given_cells = rng.random((4, 30, 4)) < 0.8
    sums, counts = combining.combine(LAYOUT, values * given_cells, given_cells)
    for unit in range(30):
        vectors = [
            Vector.of(
                [int(v) if g else None for v, g in zip(values[q, unit], given_cells[q, unit], strict=True)]
            )
            for q in range(4)
        ]
        one = combining.contribution(LAYOUT, vectors)
        assert one.sums.tolist() == sums[unit].tolist()
        assert one.counts.tolist() == counts[unit].tolist()


def vectors_of(answers):
    return [Vector.of(answer) if answer is not None else None for answer in answers]


@given(rows, st.data())
def test_a_difference_is_what_two_contributions_differ_by(before, data):
    after = data.draw(st.permutations(before))
    found = combining.difference(LAYOUT, vectors_of(before), vectors_of(after))
    told = combining.contribution(LAYOUT, vectors_of(after)) - combining.contribution(
        LAYOUT, vectors_of(before)
    )
    assert found.sums.tolist() == told.sums.tolist()
    assert found.counts.tolist() == told.counts.tolist()
    assert found.units == told.units


def test_nothing_due_makes_no_difference():
    assert combining.difference(LAYOUT, [], []).is_zero
