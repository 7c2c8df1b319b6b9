"""The time for keeping a contact: a warning before it ends, and counts of what was destroyed (R-100)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from danvan.notifications.models import Message
from danvan.petitions import services
from danvan.petitions.queries import retention
from tests.petitions.test_work import answered  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(case, answered, now):  # noqa: F811
    answered(case)
    services.close_settled(at=now + timedelta(days=17))
    return now + timedelta(days=17)


def told():
    return list(Message.objects.filter(kind="petitions.contacts_ending").order_by("pk"))


def test_the_unit_is_warned_once_a_week_before_contacts_go(case, closed, cast):
    assert services.warn_before_forgetting(at=closed + timedelta(days=350)) == 0
    assert services.warn_before_forgetting(at=closed + timedelta(days=352)) == 1
    assert services.warn_before_forgetting(at=closed + timedelta(days=352, hours=3)) == 0
    assert services.warn_before_forgetting(at=closed + timedelta(days=360)) == 1
    assert {one.recipient for one in told()} == {cast["officer"]}
    assert case.reference not in str([(one.title, one.text, one.url) for one in told()])
    services.forget_contacts(at=closed + timedelta(days=366))
    assert services.warn_before_forgetting(at=closed + timedelta(days=380)) == 0


def test_the_page_names_the_cases_and_their_last_day(case, closed, cast, client_for, at):
    at(2021, 3, 25)
    page = client_for(cast["officer"]).get(reverse("petitions:retention")).content.decode()
    assert case.reference in page and f"{closed + timedelta(days=365):%d/%m/%Y}" in page
    above = client_for(cast["consolidator"]).get(reverse("petitions:retention")).content.decode()
    assert case.reference not in above


def test_what_was_destroyed_is_counted_and_small_counts_stay_in_the_unit(case, closed, actors):
    assert retention.destroyed(actors["officer"]) == []
    services.forget_contacts(at=closed + timedelta(days=366))
    (own,) = retention.destroyed(actors["officer"])
    assert (own.after_time, own.sealed, own.complaint) == (1, 0, 0)
    (above,) = retention.destroyed(actors["consolidator"])
    assert (above.after_time, above.sealed, above.complaint) == (None, None, 0)
    assert retention.destroyed(actors["outsider"]) == []
