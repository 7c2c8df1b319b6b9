"""
The harness of the whole suite.

It hunts silence: warnings are errors (pyproject.toml), undefined template variables fail (config/settings/test.py),
unordered querysets come back shuffled, and no connection leaves this machine.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from tests.support import disorder, network, sealed

network.close_network()
disorder.shuffle_unordered()
sealed.let_flush_pass()


def pytest_collection_modifyitems(items):
    """`long` tests run in `make test-long` (``-m long``) only."""
    for item in items:
        asked = item.config.getoption("-m") or ""
        if item.get_closest_marker("long") and "long" not in asked:
            item.add_marker(pytest.mark.skip(reason="long: runs in `make test-long`"))


@pytest.fixture(autouse=True)
def _same_disorder_each_time(request):
    disorder.seed(request.node.nodeid)


@pytest.fixture
def at(settings) -> Callable[..., datetime]:
    """
    Set the day of the house: ``at(2020, 3, 5)`` or ``at("2020-03-05")``; returns the moment, 09:00 that day.

    Services take the moment as `at=`; pages read the day from `danvan.common.clock`.
    """

    def set_day(*day: int | str) -> datetime:
        on = date.fromisoformat(str(day[0])) if len(day) == 1 else date(*map(int, day))
        settings.TODAY = on.isoformat()
        return datetime(on.year, on.month, on.day, 9, tzinfo=timezone.get_current_timezone())

    return set_day


@pytest.fixture
def cast(db):
    """Units HN, HN-01, HN-02, HN-01-01 … HN-02-02 and the people of `tests.support.people`."""
    # Imported here: models can be loaded only after pytest-django has set Django up.
    from tests.support.people import assemble

    return assemble()


@pytest.fixture
def client_for() -> Callable[..., Client]:
    """``client_for(cast["officer"])`` is a browser in which this person has signed in."""

    def sign_in(person, **defaults) -> Client:
        client = Client(**defaults)
        client.force_login(person)
        return client

    return sign_in
