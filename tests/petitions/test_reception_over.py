"""Past receptions taken over in bulk: days and counts as the single services leave them."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from danvan.audit import services as audit
from danvan.common.errors import NotAllowed, OutOfSight
from danvan.petitions import services
from danvan.petitions.errors import BadRow
from danvan.petitions.models import ReceptionSchedule, ReceptionSession
from danvan.petitions.services.bulk_reception import PastDay, PastReception, take_over

pytestmark = pytest.mark.django_db

DAY = date(2020, 3, 16)
PLANNED = PastDay("commune_chair", DAY, time(8), time(11), "Trụ sở", posted_on=date(2020, 3, 2))


@pytest.fixture
def past(cast):
    return PastReception(
        cast.commune.pk, PLANNED, on=DAY, visits=3, persons=9, groups=1, matters=3, head="commune_chair",
        recorded_by_id=cast["officer"].pk,
    )  # fmt: skip


def columns(row):
    return {
        field.name: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in ("id", "schedule")
    }


def test_a_reception_taken_over_is_one_that_was_planned_posted_and_counted(cast, actors, at, past):
    officer = actors["officer"]
    day = services.plan_day(
        unit=cast.commune, head="commune_chair", day=DAY, starts_at=time(8), ends_at=time(11), place="Trụ sở", by=officer,
        at=at(2020, 3, 1),
    )  # fmt: skip
    day = services.post_day(schedule=day, version=1, by=officer, at=at(2020, 3, 2))
    counts = {"visit_count": 3, "person_count": 9, "large_group_count": 1, "case_count": 3}
    session = services.record_session(
        unit=cast.commune, kind="periodic", host="head", head="commune_chair", on=DAY, schedule=day, by=officer,
        at=at(2020, 3, 17), **counts,
    )  # fmt: skip
    day.refresh_from_db()
    one = [columns(day), columns(session)]
    # One head receives once a day: what was entered singly makes room for the same taken over.
    session.delete()
    day.delete()
    assert take_over(receptions=[past], unit=cast.city, by=None, at=at(2020, 3, 17)) == (1, 1)
    held = ReceptionSession.unscoped.select_related("schedule").get()
    assert [columns(held.schedule), columns(held)] == one
    assert audit.verify() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"groups": 2}, "large_group_count"),
        ({"on": date(2020, 3, 18)}, "on"),
        ({"head": ""}, "head"),
        ({"recorded_by_id": None}, "recorded_by"),
        ({"planned": replace(PLANNED, ends_at=time(7))}, "ends_at"),
    ],
)
def test_a_reception_that_cannot_have_been_so_is_named(cast, at, past, wrong, field):
    with pytest.raises(BadRow) as refused:
        take_over(receptions=[past, replace(past, **wrong)], unit=cast.city, by=None, at=at(2020, 3, 17))
    assert refused.value.detail["row"] == 2 and refused.value.__cause__.detail["field"] == field
    assert not ReceptionSchedule.unscoped.exists()


def test_whoever_may_not_enter_receptions_there_is_refused(cast, actors, at, past):
    with pytest.raises((NotAllowed, OutOfSight)):
        take_over(receptions=[past], unit=cast.city, by=actors["outsider"], at=at(2020, 3, 17))
    later = replace(past, planned=replace(PLANNED, day=DAY + timedelta(days=7)), on=None)
    assert take_over(receptions=[later], unit=cast.commune, by=actors["officer"], at=at(2020, 3, 17)) == (
        1,
        0,
    )
    assert ReceptionSchedule.unscoped.get().state == "posted"
