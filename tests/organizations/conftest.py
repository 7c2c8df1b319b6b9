"""What the tests of units and posts share."""

from datetime import date

import pytest

from danvan.organizations import queries
from danvan.organizations.changes import Ask

REFORM = date(2020, 6, 1)
BASIS = "Nghị quyết 895/NQ-UBTVQH14"


@pytest.fixture(autouse=True)
def _today(settings):
    settings.TODAY = "2020-03-05"


@pytest.fixture
def actor():
    """``actor(cast["administrator"])``: who this person is on a day."""

    def of(person, on=date(2020, 3, 5)):
        return queries.actor_of(person, on)

    return of


def ask(kind, **words):
    return Ask(kind=kind, **{"day": REFORM, "legal_basis": BASIS} | words)
