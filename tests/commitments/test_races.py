"""Two officers at the same moment: one is first, the other reads both texts; nobody is told twice by two at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, connections, transaction

from danvan.commitments import services
from danvan.commitments.models import Commitment
from danvan.commitments.refusals import ChangedMeanwhile
from danvan.common.errors import DomainError
from danvan.notifications.models import Message
from danvan.organizations.models import Role
from tests.support.parallel import together

DAY = date(2020, 3, 16)
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def attempt(work):
    def tried():
        try:
            return work()
        except DomainError as refusal:
            return refusal

    return tried


def test_one_of_two_officers_wins_and_the_other_keeps_the_text(give, act, moment, seat):
    other = seat("HN-01-01", Role.OFFICER)
    for turn in range(5):
        made = give()
        said = {"commitment_id": made.pk, "version": made.version, "at": moment}
        results = together(
            attempt(lambda said=said: services.accept(note="Lời nhận", by=act("officer"), **said)),
            attempt(lambda said=said: services.decline(reason="Lời từ chối", by=other, **said)),
        )
        lost = [one for one in results if isinstance(one, DomainError)]
        won = [one for one in results if isinstance(one, Commitment)]
        assert len(won) == len(lost) == 1, turn
        assert isinstance(lost[0], ChangedMeanwhile)
        assert {lost[0].detail["yours"], lost[0].detail["theirs"].split(": ")[1]} == {
            "Lời nhận",
            "Lời từ chối",
        }
        assert made.steps.count() == 2


def test_whoever_waited_finds_the_unit_it_went_to(give, cast):
    if connection.vendor != "postgresql":
        pytest.skip("one writer at a time: nobody waits for a row")
    made, other = give(), cast.units["HN-01-02"]

    def read():
        try:
            with transaction.atomic():
                return Commitment.locked(made.pk, "unit")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(), connection.cursor() as cursor:
            Commitment.unscoped.filter(pk=made.pk).update(unit=other)
            reading = pool.submit(read)
            waits = False
            while not waits and not reading.done():
                cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
                (waits,) = cursor.fetchone()
        assert reading.result(timeout=60).unit == other


def test_two_workers_raise_a_late_one_once(give, moment):
    made = give(due_on=DAY)
    later = moment + timedelta(days=12)
    raised = together(lambda: services.escalate_overdue(later), lambda: services.escalate_overdue(later))
    assert sorted(raised) == [0, 1]
    assert made.steps.filter(kind="escalated").count() == 1
    told = Message.objects.filter(kind="commitments.escalated").values_list("recipient_id", "event")
    assert len(told) == len(set(told))
