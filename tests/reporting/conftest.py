"""A small city with the starter form and a round open for the first quarter of 2020."""

import pytest

from danvan.common.periods import Period
from danvan.organizations.queries import actor_of
from danvan.reference.services import load_calendar
from danvan.reporting.models import Submission
from danvan.reporting.queries import forms
from danvan.reporting.services import entry, rounds, sending
from danvan.reporting.services.catalogue import starter_form
from danvan.reporting.services.entry import Typed


@pytest.fixture(autouse=True)
def _fresh_forms():
    """Databases begin anew under the same numbers; what a process remembers of forms must not."""
    forms.forget()
    yield
    forms.forget()


@pytest.fixture
def now(at):
    return at(2020, 3, 16)


@pytest.fixture
def form(cast, now):
    load_calendar(at=now)
    return starter_form(at=now)


@pytest.fixture
def layout(form):
    return forms.layout(form)


@pytest.fixture
def actors(cast, now):
    """``actors["officer"]``: the people of the cast on the day of the test."""
    return {name: actor_of(person, now.date()) for name, person in cast.people.items()}


@pytest.fixture
def first_quarter(cast, form, now):
    return rounds.open_round(form=form, period=Period.parse("2020-Q1"), unit=cast.city, by=None, at=now)


@pytest.fixture
def submission_of(cast):
    """``submission_of(round_, "HN-01-01")``"""

    def find(round_, code="HN-01-01"):
        return Submission.unscoped.get(round=round_, unit=cast.units[code])

    return find


@pytest.fixture
def filled(layout):
    """``filled(level, **{code: text})``: every cell a unit of this level types, zero unless said otherwise."""

    def texts(level, seen=0, **instead):
        totals = {total for total, _parts in layout.totals}
        applies = layout.applies(level)
        typed = {
            code: Typed("0", seen)
            for index, code in enumerate(layout.codes)
            if applies[index] and index not in totals and code not in MEASURED
        }
        return typed | {code: Typed(str(value), seen) for code, value in instead.items()}

    return texts


MEASURED = {"dialogue.units.expected", "reporting.units.expected", "reporting.units.on_time"}


@pytest.fixture
def sent(actors, filled, now):
    """``sent(submission, who, **values)`` types the whole form, sends it, and returns the version."""

    def send(submission, who="officer", **values):
        typed = filled(submission.level, **values)
        entry.save_cells(submission_id=submission.pk, typed=typed, by=actors[who], at=now)
        return sending.submit(submission_id=submission.pk, by=actors[who], at=now)

    return send
