"""
The harness of the whole suite.

It hunts silence: warnings are errors (pyproject.toml), undefined template variables fail (config/settings/test.py),
unordered querysets come back shuffled, and no connection leaves this machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from danvan.common import memory
from tests.support import disorder, network, planted, sealed, template

network.close_network()
disorder.shuffle_unordered()
sealed.let_flush_pass()
planted.plant_after_flush()
template.migrate_from_template()


# What takes seconds to build is built by one worker and used there: the demo city, the standing records of a module.
HEAVY = {"city": "tests/demo", "standing": "", "_standing_once": ""}


# Whoever asks for one of these works on the database.
ON_DATABASE = frozenset({"db", "transactional_db", "_django_db_helper"})


def pytest_addoption(parser):
    parser.addoption("--database-only", action="store_true", help="leave out what never opens the database")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """Everything is loaded: as a server does it (config/wsgi.py), the suite searches for garbage rarely."""
    memory.settle()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """`long` tests run in `make test-long` (``-m long``) only; tests over one heavy fixture run in one worker."""
    if config.getoption("--database-only"):
        config.hook.pytest_deselected(items=[item for item in items if not _on_database(item)])
        items[:] = [item for item in items if _on_database(item)]
    for item in items:
        place = str(item.path.relative_to(item.config.rootpath).as_posix())
        for fixture, folder in HEAVY.items():
            if fixture in item.fixturenames and place.startswith(folder):
                item.add_marker(pytest.mark.xdist_group(folder or place))
                break
        asked = item.config.getoption("-m") or ""
        if item.get_closest_marker("long") and "long" not in asked:
            item.add_marker(pytest.mark.skip(reason="long: runs in `make test-long`"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport():
    """A hostile text in what a test says must not break the line between the workers: it is UTF-8."""
    report = (yield).get_result()
    report.sections = [(_sendable(name), _sendable(text)) for name, text in report.sections]
    if report.longrepr is not None and not _is_sendable(str(report.longrepr)):
        report.longrepr = _sendable(str(report.longrepr))


def _is_sendable(text: str) -> bool:
    return text == _sendable(text)


def _sendable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _on_database(item) -> bool:
    """Whether a second engine could tell anything: it opens the database, and is not about pages and files alone."""
    if item.get_closest_marker("one_engine") or _is_about_pages(item):
        return False
    return bool(ON_DATABASE & set(item.fixturenames)) or item.get_closest_marker("django_db") is not None


def _is_about_pages(item) -> bool:
    """
    What pages say is the same on every engine. That they open on both is seen at every door, by every method, as several
    people: `tests/security/test_contacts.py`.
    """
    place = item.path.relative_to(item.config.rootpath)
    return place.name.startswith("test_pages") or "pages" in place.parent.parts


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


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written inside is taken back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _standing_once(request, django_db_setup, django_db_blocker):
    """
    The standing records, built once for all tests of a module: they take seconds. A module that plants words of its own
    in them defines `PLANTED`, a function of field and unit code.
    """
    from django.conf import settings

    from tests.support import standing
    from tests.support.people import assemble

    with django_db_blocker.unblock(), taken_back():
        before, settings.TODAY = settings.TODAY, standing.DAY.isoformat()
        moment = datetime(*standing.DAY.timetuple()[:3], 9, tzinfo=timezone.get_current_timezone())
        made = standing.build(assemble(), moment, getattr(request.module, "PLANTED", standing.plain))
        settings.TODAY = before
        yield made


@pytest.fixture
def standing(_standing_once, db, at):
    """
    See `tests.support.standing`. The day is theirs, and what a test writes is taken back. Not for modules with
    transactional tests: the records are never committed.
    """
    from danvan.reporting.queries import forms
    from tests.support import standing as records

    at(records.DAY.isoformat())
    # Fragments are cached by what they show; records of another module bear the same numbers and other words.
    cache.clear()
    forms.forget()
    yield _standing_once
    forms.forget()
