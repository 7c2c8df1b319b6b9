"""The list of days off is kept by administrators, one edition after the other."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from danvan.audit.models import AuditEntry
from danvan.common.errors import NotAllowed, OutOfSight
from danvan.organizations.queries import actor_of
from danvan.reference import queries, services
from danvan.reference.models import CalendarDay, CalendarEdition

AT = datetime(2020, 3, 5, 2, tzinfo=UTC)
TET = date(2020, 1, 27)
STORM = date(2020, 10, 14)


@pytest.fixture
def loaded(cast, at):
    at(2020, 3, 5)
    services.load_calendar(at=AT)
    return cast


def actor(cast, name):
    return actor_of(cast[name], date(2020, 3, 5))


def add(cast, who="administrator", **changes):
    facts = {"day": STORM, "kind": "off", "name": "Nghỉ bão số 7", "source": "Công điện 1/CĐ-UBND"} | changes
    return services.add_day(**facts, by=actor(cast, who), at=AT)


@pytest.mark.django_db
def test_loading_twice_adds_nothing():
    assert services.load_calendar(at=AT) == 133
    assert services.load_calendar(at=AT) == 0
    assert CalendarEdition.objects.count() == 1
    assert AuditEntry.objects.filter(action="reference.calendar_loaded").count() == 1


def test_loading_again_leaves_corrections_alone(loaded):
    CalendarDay.objects.filter(day=TET).update(name="Tết Canh Tý")
    services.load_calendar(at=AT)
    assert CalendarDay.objects.get(day=TET).name == "Tết Canh Tý"


def test_a_day_off_moves_limits_at_once(loaded):
    assert queries.calendar().is_working(STORM)
    before = queries.calendar().edition
    add(loaded)
    assert not queries.calendar().is_working(STORM)
    assert queries.calendar().edition > before


def test_a_change_that_is_rolled_back_leaves_no_trace_in_the_cache(loaded):
    with transaction.atomic():
        add(loaded)
        assert not queries.calendar().is_working(STORM)
        transaction.set_rollback(True)
    assert queries.calendar().is_working(STORM)
    add(loaded, day=date(2020, 10, 15))
    assert queries.calendar().is_working(STORM)
    assert not queries.calendar().is_working(date(2020, 10, 15))


def test_the_calendar_costs_one_query_once_it_is_known(loaded, django_assert_num_queries):
    queries.calendar()
    with django_assert_num_queries(1):
        queries.calendar()


@pytest.mark.django_db
def test_without_any_list_weekends_are_off():
    calendar = queries.calendar()
    assert calendar.is_working(date(2020, 1, 27))
    assert not calendar.is_working(date(2020, 1, 25))


@pytest.mark.parametrize("who", ["officer", "consolidator", "city_consolidator", "leader", "auditor"])
def test_only_administrators_write(loaded, who):
    with pytest.raises((NotAllowed, OutOfSight)):
        add(loaded, who=who)
    assert not CalendarDay.objects.filter(day=STORM).exists()


def test_a_day_stands_once(loaded):
    with pytest.raises(services.AlreadyThere):
        add(loaded, day=TET)


def test_a_weekday_cannot_be_worked_in_exchange(loaded):
    with pytest.raises(services.NothingToExchange):
        add(loaded, kind="worked")
    assert add(loaded, kind="worked", day=date(2020, 10, 17)).kind == "worked"


def test_two_people_change_the_same_day(loaded):
    change = {"day": TET, "kind": "off", "source": "x", "by": actor(loaded, "administrator"), "at": AT}
    services.change_day(name="Một", version=1, **change)
    with pytest.raises(services.ChangedMeanwhile, match="Một"):
        services.change_day(name="Hai", version=1, **change)
    assert CalendarDay.objects.get(day=TET).name == "Một"


def test_saving_what_stands_there_already_makes_no_edition(loaded):
    day = CalendarDay.objects.get(day=TET)
    services.change_day(
        day=TET,
        kind=day.kind,
        name=day.name,
        source=day.source,
        version=1,
        by=actor(loaded, "administrator"),
        at=AT,
    )
    assert CalendarEdition.objects.count() == 1


def test_removing_says_why_in_the_log(loaded):
    services.remove_day(day=TET, version=1, reason="Nhập nhầm", by=actor(loaded, "administrator"), at=AT)
    assert queries.calendar().is_working(TET)
    entry = AuditEntry.objects.get(action="reference.day_removed")
    assert "Nhập nhầm" in bytes(entry.body).decode()
    with pytest.raises(OutOfSight):
        services.remove_day(day=TET, version=1, reason="x", by=actor(loaded, "administrator"), at=AT)


class TestPages:
    @pytest.mark.parametrize(
        ("who", "page", "status"),
        [
            ("officer", "reference:calendar", 200),
            ("leader", "reference:calendar", 200),
            ("auditor", "reference:calendar", 200),
            ("administrator", "reference:calendar", 200),
            ("officer", "reference:add_day", 403),
            ("auditor", "reference:add_day", 403),
            ("administrator", "reference:add_day", 200),
        ],
    )
    def test_who_may_open_what(self, client, loaded, who, page, status):
        client.force_login(loaded[who])
        assert client.get(reverse(page)).status_code == status

    def test_strangers_are_sent_to_sign_in(self, client, loaded):
        assert client.get(reverse("reference:calendar")).status_code == 302

    def test_a_year_lists_its_days_within_a_few_queries(self, client, loaded, django_assert_max_num_queries):
        client.force_login(loaded["officer"])
        client.get(reverse("reference:calendar"))
        with django_assert_max_num_queries(14):
            page = client.get(reverse("reference:calendar") + "?nam=2019").content.decode()
        assert "04/05/2019" in page
        assert "Làm bù cho ngày 29/04/2019" in page
        assert "29/01/2020" not in page
        assert "Năm 2019 có 252 ngày làm việc" in page
        assert reverse("reference:add_day") not in page

    @pytest.mark.parametrize("year", ["x", "99999", "1800", "²019", "-1"])
    def test_what_is_no_year_is_not_found(self, client, loaded, year):
        client.force_login(loaded["officer"])
        assert client.get(reverse("reference:calendar"), {"nam": year}).status_code == 404

    def test_a_year_without_days_teaches(self, client, loaded):
        client.force_login(loaded["administrator"])
        page = client.get(reverse("reference:calendar") + "?nam=2031").content.decode()
        assert "Chưa có ngày nghỉ của năm 2031" in page

    def test_add_change_remove_through_the_front_door(self, client, loaded):
        client.force_login(loaded["administrator"])
        typed = {"day": "14/10/2020", "kind": "off", "name": "Nghỉ bão", "source": "Công điện 1"}
        answer = client.post(reverse("reference:add_day"), typed)
        assert answer.status_code == 302
        assert CalendarDay.objects.get(day=STORM).name == "Nghỉ bão"
        answer = client.post(reverse("reference:add_day"), typed)
        assert answer.status_code == 409
        assert "Công điện 1" in answer.content.decode()
        page = reverse("reference:change_day", args=[STORM])
        assert client.get(page).status_code == 200
        changed = {"kind": "off", "name": "Nghỉ bão số 7", "source": "Công điện 2", "version": "1"}
        assert client.post(page, changed).status_code == 302
        assert client.post(page, changed).status_code == 409
        assert CalendarDay.objects.get(day=STORM).source == "Công điện 2"
        page = reverse("reference:remove_day", args=[STORM])
        assert client.get(page).status_code == 200
        assert client.post(page, {"version": "2"}).status_code == 200
        assert CalendarDay.objects.filter(day=STORM).exists()
        assert client.post(page, {"version": "2", "reason": "Bão tan"}).status_code == 302
        assert not CalendarDay.objects.filter(day=STORM).exists()

    def test_a_refused_write_writes_nothing(self, client, loaded):
        client.force_login(loaded["officer"])
        typed = {"day": "14/10/2020", "kind": "off", "name": "Nghỉ bão", "source": "Công điện 1"}
        assert client.post(reverse("reference:add_day"), typed).status_code == 403
        assert not CalendarDay.objects.filter(day=STORM).exists()

    def test_days_that_are_not_there(self, client, loaded):
        client.force_login(loaded["administrator"])
        assert client.get("/lich/2020-10-14/").status_code == 404
        assert client.get("/lich/2020-13-45/").status_code == 404


def test_a_day_without_a_name_is_refused_by_the_table(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(day=STORM, kind="off", name="")


def test_a_day_twice_is_refused_by_the_table(db):
    CalendarDay.objects.create(day=STORM, kind="off", name="Bão")
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(day=STORM, kind="worked", name="Bão")
