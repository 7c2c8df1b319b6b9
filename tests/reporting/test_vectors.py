import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.reporting.vectors import LARGEST, Cell, Presence, Vector, pack_numbers, unpack_numbers

absences = st.sampled_from([Presence.NOT_REPORTED, Presence.BLANK, Presence.NOT_APPLICABLE, None])
cells = st.lists(st.one_of(st.integers(-LARGEST, LARGEST), absences), max_size=150)


@given(cells)
def test_packing_loses_nothing(given_cells):
    vector = Vector.of(given_cells)
    assert Vector.unpack(vector.pack()) == vector
    for place, cell in enumerate(given_cells):
        if cell is None:
            assert vector[place] == Cell(Presence.BLANK)
        elif isinstance(cell, Presence):
            assert vector[place] == Cell(cell)
        else:
            assert vector[place] == Cell(Presence.VALUE, cell)


def test_a_reported_zero_a_blank_not_applicable_and_not_reported_are_four_things():
    vector = Vector.of([0, None, Presence.NOT_APPLICABLE, Presence.NOT_REPORTED])
    assert len({vector[place] for place in range(4)}) == 4
    assert vector.value(0) == 0
    assert [vector.value(place) for place in (1, 2, 3)] == [None, None, None]


def test_what_an_older_form_did_not_ask_is_not_reported():
    old = Vector.of([5, 6])
    assert old[7].presence is Presence.NOT_REPORTED
    longer = old.resized(4)
    assert longer[3].presence is Presence.NOT_REPORTED
    assert longer.value(1) == 6
    with pytest.raises(ValueError, match="lose"):
        longer.resized(2)


@given(cells.filter(bool), st.data())
def test_replacing_changes_only_what_it_names(given_cells, data):
    vector = Vector.of(given_cells)
    place = data.draw(st.integers(0, len(vector) - 1))
    changed = vector.replace({place: 42})
    assert changed.value(place) == 42
    assert set(changed.differences(vector)) <= {place}
    assert Vector.unpack(vector.pack()) == Vector.of(given_cells), "the vector it came from stays as it was"


@pytest.mark.parametrize(
    "data", [b"", b"\x01", b"\x02\x01\x00\x01" + b"\0" * 8, b"\x01\x02\x00\x01\x01" + b"\0" * 8]
)
def test_bytes_that_are_no_vector_are_refused(data):
    with pytest.raises(ValueError, match="packed vector"):
        Vector.unpack(data)


def test_a_number_too_large_for_a_count_is_refused():
    with pytest.raises(ValueError, match="too large"):
        Vector.of([LARGEST + 1])


@given(st.lists(st.integers(-(2**62), 2**62), max_size=50))
def test_rows_of_totals_are_exact(numbers):
    packed = pack_numbers(np.array(numbers, np.int64))
    assert unpack_numbers(packed, len(numbers)).tolist() == numbers
    assert unpack_numbers(packed, len(numbers) + 3).tolist() == [*numbers, 0, 0, 0]
