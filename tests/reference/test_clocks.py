"""Clocks run by a rule, are extended within its limits, stand still, and follow the calendar."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone, translation

from danvan.audit.models import AuditEntry
from danvan.common.errors import NotAllowed, OutOfSight
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import actor_of
from danvan.reference import queries, refusals, services
from danvan.reference.models import Clock, ClockEvent, DeadlineRule, WorkingHours

ZONE = timezone.get_fixed_timezone(7 * 60)


def moment(day, hour=9, minute=0):
    return datetime(*map(int, day.split("-")), hour, minute, tzinfo=ZONE)


AT = moment("2026-04-28")


@pytest.fixture
def loaded(cast):
    services.load_calendar(at=AT)
    return cast


def actor(cast, name, on=date(2026, 4, 28)):
    return actor_of(cast[name], on)


def start(cast, code="petition.notice", on="2026-04-28", owner=1, unit="HN-01-01", **more):
    return services.start_clock(
        kind="petitions.notice",
        owner=owner,
        unit=cast.units[unit],
        rule_code=code,
        started_at=moment(on),
        by=None,
        at=moment(on),
        **more,
    )


def test_a_clock_tells_how_it_was_counted(loaded):
    clock = start(loaded)
    assert clock.due_at == moment("2026-05-14", 23, 59).replace(second=59)
    assert clock.words() == (
        "10 ngày làm việc kể từ ngày 28/04/2026; không tính thứ Bảy, Chủ nhật và ngày nghỉ lễ 30/4, 1/5; "
        "hết hạn 14/05/2026"
    )
    assert queries.clock_of("petitions.notice", 1) == clock
    assert [step.day.day for step in clock.told.steps if step.counts] == [29, 4, 5, 6, 7, 8, 11, 12, 13, 14]


def test_starting_twice_is_refused_and_the_callers_work_goes_on(loaded):
    start(loaded)
    with pytest.raises(refusals.AlreadyRunning):
        start(loaded)
    # The transaction is still good, and after the end there may be another.
    first = queries.clock_of("petitions.notice", 1)
    services.stop_clock(clock=first, by=None, at=AT)
    again = start(loaded)
    assert queries.clock_of("petitions.notice", "1") == again
    assert queries.clocks_of("petitions.notice", [1, 2]) == {"1": again}


def test_rules_and_days_that_do_not_fit(loaded):
    with pytest.raises(queries.NoSuchRule):
        start(loaded, code="petition.nonsense")
    with pytest.raises(queries.NoSuchRule):
        start(loaded, code="petition.notice", on="2010-01-04")
    with pytest.raises(refusals.NotReckonable):
        start(loaded, code="dialogue.yearly")
    with pytest.raises(refusals.NotReckonable):
        start(loaded, code="commitment.agreed")
    with pytest.raises(refusals.NotReckonable):
        start(loaded, agreed_on=date(2026, 6, 1))
    assert not Clock.unscoped.exists()


def test_a_day_named_in_a_document(loaded):
    clock = start(loaded, code="commitment.agreed", agreed_on=date(2026, 5, 30))
    assert clock.due_on == date(2026, 5, 30)
    clock = services.extend_clock(
        clock=clock, by=actor(loaded, "leader"), at=AT, reason="Chờ mặt bằng", until=date(2026, 6, 20)
    )
    assert (clock.due_on, clock.extended) == (date(2026, 6, 20), 21)


def test_counting_back_from_a_dialogue(loaded):
    clock = start(loaded, code="dialogue.announce", on="2026-05-21")
    assert clock.due_on == date(2026, 5, 14)


def test_working_hours_of_an_urgent_matter(loaded):
    clock = services.start_clock(
        kind="petitions.receive",
        owner="P-1",
        unit=loaded.commune,
        rule_code="petition.receive_urgent",
        started_at=moment("2026-04-29", 16).astimezone(UTC),
        by=None,
        at=AT,
    )
    # Wednesday 16:00, then the holidays 30/4 and 1/5 and a weekend.
    assert clock.due_at == moment("2026-05-04", 11)


class TestTransition:
    """Both sides of 1 July 2026, when ten calendar days for accepting a complaint became seven working days."""

    def test_the_last_day_of_the_former_rule(self, loaded):
        clock = start(loaded, code="complaint.accept", on="2026-06-30")
        assert clock.rule.day_type == "calendar_day"
        assert clock.due_on == date(2026, 7, 10)

    def test_the_first_day_of_the_new_rule(self, loaded):
        clock = start(loaded, code="complaint.accept", on="2026-07-01")
        assert (clock.rule.length, clock.rule.day_type) == (7, "working_day")
        assert clock.due_on == date(2026, 7, 10)
        assert start(loaded, code="complaint.accept", on="2026-07-02", owner=2).due_on == date(2026, 7, 13)

    def test_a_case_keeps_the_rule_it_began_under(self, loaded):
        clock = start(loaded, code="complaint.accept", on="2026-07-06", case_on=date(2026, 6, 20))
        assert clock.rule.valid_to == date(2026, 6, 30)
        assert clock.due_on == date(2026, 7, 16)

    def test_a_running_clock_keeps_its_rule_over_the_day(self, loaded):
        clock = start(loaded, code="complaint.accept", on="2026-06-29")
        assert services.recompute_clocks(at=moment("2026-07-02")).other_rule == 0
        clock.refresh_from_db()
        assert clock.due_on == date(2026, 7, 9)

    def test_a_clause_that_takes_over_brings_an_open_clock_under_the_new_rule(self, loaded):
        clock = start(loaded, code="complaint.accept", on="2026-06-29")
        done = start(loaded, code="complaint.accept", on="2026-06-29", owner=2)
        services.stop_clock(clock=done, by=None, at=moment("2026-06-30"))
        DeadlineRule.objects.filter(code="complaint.accept", valid_from=date(2026, 7, 1)).update(
            transition="take_over", transition_source="Điều 99"
        )
        assert services.recompute_clocks(at=moment("2026-06-30")).other_rule == 0
        assert services.recompute_clocks(at=moment("2026-07-01")).other_rule == 1
        assert services.recompute_clocks(at=moment("2026-07-01")).looked_at == 0
        clock.refresh_from_db()
        done.refresh_from_db()
        assert (clock.rule.length, clock.due_on) == (7, date(2026, 7, 8))
        assert done.rule.length == 10
        told = queries.events_of(clock).last()
        assert told.what == ClockEvent.What.RULE
        assert "Điều 99" in told.reason
        assert (told.due_before.date(), told.due_after) == (date(2026, 7, 9), clock.due_at)

    def test_the_clause_of_decree_155_reaches_cases_that_began_before(self, loaded):
        """Article 22: suspensions in cases accepted before 1 July follow the decree."""
        clock = start(loaded, code="complaint.suspension_notice", on="2026-07-06", case_on=date(2026, 5, 4))
        assert clock.rule.document == "Nghị định 155/2026/NĐ-CP"
        assert clock.due_on == date(2026, 7, 9)
        with pytest.raises(queries.NoSuchRule):
            start(loaded, code="complaint.suspension_notice", on="2026-06-29", owner=2)


class TestExtensions:
    def extend(self, loaded, clock, who="leader", at="2026-04-28", **more):
        asked = {"reason": "Vụ việc phức tạp"} | more
        by = actor(loaded, who) if who else None
        return services.extend_clock(clock=clock, by=by, at=moment(at), **asked)

    def test_once_and_no_longer_than_the_rule_says(self, loaded):
        clock = start(loaded, code="complaint.resolve_first")
        with pytest.raises(refusals.NoExtension, match="16"):
            self.extend(loaded, clock, length=16)
        with pytest.raises(refusals.NoExtension):
            self.extend(loaded, clock, length=0)
        clock = self.extend(loaded, clock, length=15)
        assert clock.due_on == date(2026, 6, 12)
        with pytest.raises(refusals.NoExtension):
            self.extend(loaded, clock, length=1)
        clock.refresh_from_db()
        assert (clock.extensions, clock.extended) == (1, 15)
        assert "đã gia hạn 15 ngày" in clock.words()

    def test_twice_where_the_rule_says_twice(self, loaded):
        clock = start(loaded, code="denunciation.resolve")
        for _ in range(2):
            clock = self.extend(loaded, clock, length=30)
        assert clock.due_on == date(2026, 7, 27)
        with pytest.raises(refusals.NoExtension):
            self.extend(loaded, clock, length=1)

    def test_a_rule_without_extensions(self, loaded):
        with pytest.raises(refusals.NoExtension):
            self.extend(loaded, start(loaded), length=1)

    def test_longer_where_life_is_farther(self, loaded):
        """Second resolution: 60 days in remote areas, and 10 more, not 45 and 15 (Law on Complaints, art. 37)."""
        OrgUnit.objects.filter(pk=loaded.commune.pk).update(remote_area=True)
        clock = start(loaded, code="complaint.resolve_second", on="2026-04-28")
        assert clock.due_on == date(2026, 6, 29)
        with pytest.raises(refusals.NoExtension):
            self.extend(loaded, clock, length=11)
        assert self.extend(loaded, clock, length=10).due_on == date(2026, 7, 7)

    @pytest.mark.parametrize(
        ("who", "refusal"),
        [
            ("officer", NotAllowed),
            ("consolidator", NotAllowed),
            ("outsider", OutOfSight),
            ("administrator", NotAllowed),
        ],
    )
    def test_only_by_whom_the_rule_names(self, loaded, who, refusal):
        clock = start(loaded, code="complaint.resolve_first")
        with pytest.raises(refusal):
            self.extend(loaded, clock, who=who, length=5)
        clock.refresh_from_db()
        assert clock.extensions == 0

    def test_a_rule_that_names_nobody_leaves_it_to_the_policy_table(self, loaded):
        clock = start(loaded, code="complaint.resolve_first")
        DeadlineRule.objects.filter(pk=clock.rule_id).update(extension_by="")
        assert self.extend(loaded, clock, who="consolidator", length=5).extended == 5

    def test_what_is_late_stays_late(self, loaded):
        clock = start(loaded, code="complaint.resolve_first")
        with pytest.raises(refusals.AlreadyLate):
            self.extend(loaded, clock, at="2026-05-29", length=5)
        assert self.extend(loaded, clock, at="2026-05-28", length=5).extended == 5

    def test_a_reason_and_one_measure(self, loaded):
        clock = start(loaded, code="complaint.resolve_first")
        with pytest.raises(refusals.ReasonMissing):
            self.extend(loaded, clock, reason="  ", length=5)
        with pytest.raises(ValueError, match="length or a last day"):
            self.extend(loaded, clock)
        # The limit itself ends on Thursday 28/05: two days more.
        assert self.extend(loaded, clock, until=date(2026, 5, 30)).extended == 2

    def test_until_a_working_day(self, loaded):
        clock = start(loaded, code="petition.answer_soon")
        clock = self.extend(loaded, clock, until=date(2026, 5, 20))
        assert (clock.extended, clock.due_on) == (4, date(2026, 5, 20))


class TestStandingStill:
    def test_the_days_of_a_pause_do_not_count(self, loaded):
        clock, leader = start(loaded), actor(loaded, "leader")
        clock = services.pause_clock(clock=clock, by=leader, at=moment("2026-05-05"), reason="Tạm đình chỉ")
        assert clock.state == "paused"
        assert not clock.is_late(moment("2026-08-01"))
        clock = services.resume_clock(clock=clock, by=leader, at=moment("2026-05-08"))
        assert clock.due_on == date(2026, 5, 19)
        assert "tạm dừng từ 05/05/2026 đến 08/05/2026" in clock.words()

    def test_a_pause_does_not_heal_lateness(self, loaded):
        clock, leader = start(loaded), actor(loaded, "leader")
        due = clock.due_at
        clock = services.pause_clock(clock=clock, by=leader, at=moment("2026-05-18"), reason="x")
        assert clock.is_late(moment("2026-05-18"))
        assert list(queries.overdue(moment("2026-06-01"))) == [clock]
        clock = services.resume_clock(clock=clock, by=leader, at=moment("2026-05-25"))
        assert clock.due_at == due
        services.recompute_clocks(at=moment("2026-05-26"))
        clock.refresh_from_db()
        assert clock.due_at == due

    def test_order_of_things(self, loaded):
        clock, leader = start(loaded), actor(loaded, "leader")
        pause = {"clock": clock, "by": leader, "at": moment("2026-05-05"), "reason": "x"}
        with pytest.raises(refusals.NotInOrder):
            services.pause_clock(**pause, paused_at=moment("2026-04-27"))
        with pytest.raises(refusals.NotInOrder):
            services.pause_clock(**pause, paused_at=moment("2026-05-06"))
        with pytest.raises(refusals.WrongState):
            services.resume_clock(clock=clock, by=leader, at=AT)
        with pytest.raises(refusals.ReasonMissing):
            services.pause_clock(**pause | {"reason": ""})
        services.pause_clock(**pause)
        with pytest.raises(refusals.WrongState):
            services.pause_clock(**pause)
        with pytest.raises(refusals.WrongState):
            services.extend_clock(clock=clock, by=leader, at=AT, reason="x", length=1)
        with pytest.raises(refusals.NotInOrder):
            services.resume_clock(clock=clock, by=leader, at=moment("2026-05-04"))

    def test_officers_do_not_suspend(self, loaded):
        clock = start(loaded)
        with pytest.raises(NotAllowed):
            services.pause_clock(clock=clock, by=actor(loaded, "officer"), at=AT, reason="x")
        with pytest.raises(OutOfSight):
            services.pause_clock(clock=clock, by=actor(loaded, "outsider"), at=AT, reason="x")


def test_the_story_of_a_clock(loaded):
    clock, leader = start(loaded, code="complaint.resolve_first"), actor(loaded, "leader")
    clock = services.extend_clock(clock=clock, by=leader, at=AT, reason="Phức tạp", length=15)
    clock = services.pause_clock(clock=clock, by=leader, at=moment("2026-05-04"), reason="Tạm đình chỉ")
    clock = services.resume_clock(clock=clock, by=leader, at=moment("2026-05-10"))
    clock = services.move_clock(
        clock=clock,
        unit=loaded.units["HN-01-02"],
        by=leader,
        at=moment("2026-05-11"),
        reason="Đúng thẩm quyền",
    )
    assert clock.due_on == date(2026, 6, 18)
    clock = services.stop_clock(clock=clock, by=leader, at=moment("2026-06-20"))
    assert clock.is_late(moment("2026-06-20"))
    events = list(queries.events_of(clock))
    assert [event.what for event in events] == ["started", "extended", "paused", "resumed", "moved", "ended"]
    assert events[1].due_before.date() == date(2026, 5, 28)
    assert events[1].by == loaded["leader"]
    logged = AuditEntry.objects.filter(action__startswith="reference.clock_").order_by("seq")
    assert [entry.action.rpartition("_")[2] for entry in logged] == ["extended", "paused", "resumed", "moved"]
    with pytest.raises(refusals.ClockEnded):
        services.stop_clock(clock=clock, by=leader, at=moment("2026-06-21"))


def test_what_fell_away_is_never_late(loaded):
    clock = services.stop_clock(
        clock=start(loaded), by=None, at=moment("2026-06-20"), done=False, reason="Rút đơn"
    )
    assert not clock.is_late(moment("2026-07-01"))
    assert not queries.overdue(moment("2026-07-01")).exists()
    with pytest.raises(refusals.NotInOrder):
        services.stop_clock(
            clock=start(loaded, owner=2), by=None, at=moment("2026-06-20"), ended_at=moment("2026-06-21")
        )


def test_late_from_the_first_second_after(loaded):
    clock = start(loaded)
    last = moment("2026-05-14", 23, 59).replace(second=59, microsecond=999_999)
    assert not clock.is_late(last)
    assert not queries.overdue(last).exists()
    assert clock.is_late(moment("2026-05-15", 0))
    assert queries.overdue(moment("2026-05-15", 0)).get() == clock
    assert not queries.overdue(moment("2026-05-15"), [loaded.city.pk]).exists()
    assert queries.overdue(
        moment("2026-05-15"), OrgUnit.objects.filter(code="HN-01-01").values("pk")
    ).exists()


def test_what_is_due_between_two_days(loaded):
    clock = start(loaded)
    assert queries.due_between(date(2026, 5, 14), date(2026, 5, 14)).get() == clock
    assert not queries.due_between(date(2026, 5, 15), date(2026, 5, 20)).exists()
    assert not queries.due_between(date(2026, 5, 1), date(2026, 5, 20), [loaded.city.pk]).exists()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-05-08", "còn 4 ngày làm việc"),
        ("2026-05-14", "hết hạn hôm nay lúc 23:59"),
        ("2026-05-19", "quá hạn 5 ngày (từ 14/05)"),
    ],
)
def test_where_a_clock_stands(loaded, day, words):
    with translation.override("vi"):
        assert queries.standing(start(loaded), moment(day), queries.calendar()).words == words


def test_where_a_clock_stood(loaded):
    calendar = queries.calendar()
    done = services.stop_clock(clock=start(loaded), by=None, at=moment("2026-05-14"))
    late = services.stop_clock(clock=start(loaded, owner=2), by=None, at=moment("2026-05-16"))
    gone = services.stop_clock(clock=start(loaded, owner=3), by=None, at=AT, done=False)
    paused = services.pause_clock(clock=start(loaded, owner=4), by=None, at=AT, reason="x")
    with translation.override("vi"):
        told = [queries.standing(c, moment("2026-06-01"), calendar).words for c in (done, late, gone, paused)]
    assert told == ["đã xong đúng hạn", "xong muộn 2 ngày (hạn 14/05)", "không còn hiệu lực", "đang tạm dừng"]


def test_a_list_of_clocks_costs_one_query(loaded, django_assert_num_queries):
    for owner in range(20):
        start(loaded, owner=owner)
    with django_assert_num_queries(1):
        found = queries.clocks_of("petitions.notice", range(20))
        assert all(clock.rule.name for clock in found.values())
    calendar = queries.calendar()
    with django_assert_num_queries(0):
        assert all(queries.standing(clock, AT, calendar).words for clock in found.values())


def test_hours_of_the_nearest_unit_that_has_set_some(loaded):
    city, commune = loaded.city, loaded.commune
    WorkingHours.objects.create(
        unit=city, starts_on=date(2026, 1, 1), morning_from=time(7), morning_to=time(12)
    )
    WorkingHours.objects.create(
        unit=commune, starts_on=date(2026, 3, 1), morning_from=time(9), morning_to=time(12)
    )
    hours = queries.hours_of([commune.pk, loaded.district.pk], date(2026, 4, 28))
    assert hours[commune.pk].on(date(2026, 2, 1)) == ((time(7), time(12)),)
    assert hours[commune.pk].on(date(2026, 3, 1)) == ((time(9), time(12)),)
    assert hours[loaded.district.pk].on(date(2026, 3, 1)) == ((time(7), time(12)),)
