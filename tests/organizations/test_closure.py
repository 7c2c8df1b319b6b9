"""The interval closure equals a naive walk on every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.organizations.closure import EARLIEST, LATEST, Circle, Step, closure

START = date(2020, 1, 1)
UNITS = range(8)


def day(number):
    return START + timedelta(days=number)


# A parent has a smaller number most of the time; a few go the other way, so that circles are tried too.
steps = st.builds(
    lambda number, unit, parent, closed: Step(day(number), unit, None if parent == unit else parent, closed),
    st.integers(0, 12),
    st.sampled_from(UNITS),
    st.one_of(st.none(), st.sampled_from(UNITS)),
    st.booleans(),
)
histories = st.lists(steps, max_size=40, unique_by=lambda step: (step.day, step.unit))


def version_on(history, unit, on):
    known = [step for step in history if step.unit == unit and step.day <= on]
    newest = max(known, key=lambda step: step.day, default=None)
    return None if newest is None or newest.closed else newest


def naive_path(history, unit, on):
    """Unit, parent, grandparent …, or None when it runs in a circle."""
    path, here = [], unit
    while here is not None and version_on(history, here, on):
        if here in path:
            return None
        path.append(here)
        here = version_on(history, here, on).parent
    return path


@given(histories)
@settings(max_examples=300, deadline=None)
def test_the_closure_says_on_every_day_what_a_walk_says(history):
    days = [day(number) for number in range(-1, 15)]
    paths = {(unit, on): naive_path(history, unit, on) for unit in UNITS for on in days}
    if None in paths.values():
        with pytest.raises(Circle):
            closure(history)
        return
    links = closure(history)
    for (unit, on), path in paths.items():
        running = [
            x
            for x in links
            if x.descendant == unit and x.starts_on <= on and not (x.ends_on and x.ends_on <= on)
        ]
        assert sorted((x.depth, x.ancestor) for x in running) == list(enumerate(path))


@given(histories)
@settings(max_examples=200, deadline=None)
def test_rights_cover_all_time_once_for_every_unit_that_ever_was(history):
    try:
        links = closure(history)
    except Circle:
        return
    ever = {step.unit for step in history if not step.closed}
    for unit in ever:
        mine = sorted(
            (x.scope_from, x.scope_to) for x in links if x.descendant == unit and x.ancestor == unit
        )
        assert mine[0][0] == EARLIEST
        assert mine[-1][1] == LATEST
        assert all(left[1] == right[0] for left, right in zip(mine, mine[1:], strict=False))


def test_a_closed_unit_keeps_its_last_superior_for_rights_only():
    links = closure(
        [Step(day(0), 1, None), Step(day(0), 2, 1), Step(day(3), 2, None, closed=True)],
    )
    (link,) = [x for x in links if x.descendant == 2 and x.ancestor == 1]
    assert (link.starts_on, link.ends_on) == (day(0), day(3))
    assert (link.scope_from, link.scope_to) == (EARLIEST, LATEST)


def test_a_circle_names_unit_and_day():
    with pytest.raises(Circle) as caught:
        closure([Step(day(0), 1, None), Step(day(0), 2, 1), Step(day(5), 1, 2)])
    assert caught.value.day == day(5)
