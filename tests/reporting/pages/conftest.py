"""People of the cast in front of their browsers."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from danvan.reporting.services import entry, reviewing, sending


@pytest.fixture(autouse=True)
def _cold_cache():
    """Databases begin anew under the same numbers; rendered fragments must not outlive them."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def browser(cast, client_for, now):
    """``browser("officer")``: this person, signed in, on the day of the test."""
    return lambda name: client_for(cast[name])


@pytest.fixture
def mine(first_quarter, submission_of):
    """The officer's submission, not begun."""
    return submission_of(first_quarter)


@pytest.fixture
def address(mine):
    """``address("entry")`` of the officer's submission."""
    return lambda name, *args: reverse(f"reporting:{name}", args=[mine.pk, *args])


@pytest.fixture
def send(actors, now, filled, submission_of):
    """``send(round_, "HN-01-01", "officer", **figures)``: fill a report in and send it."""

    def do(round_, code="HN-01-01", who="officer", **figures):
        submission = submission_of(round_, code)
        typed = filled(submission.level, **figures)
        if entry.Draft.objects.filter(submission=submission).exists() or submission.latest_id:
            typed = {key: value for key, value in typed.items() if key in figures}
        entry.save_cells(submission_id=submission.pk, typed=typed, by=actors[who], at=now)
        return sending.submit(submission_id=submission.pk, by=actors[who], at=now)

    return do


@pytest.fixture
def accept(actors, now):
    def do(version, who="consolidator"):
        return reviewing.accept(
            submission_id=version.submission_id, version_number=version.number, by=actors[who], at=now
        )

    return do
