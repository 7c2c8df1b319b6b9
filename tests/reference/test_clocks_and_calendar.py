"""Clocks follow the calendar, and the table refuses what no service would write."""

from datetime import date, datetime, time

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from danvan.audit.models import AuditEntry
from danvan.organizations.queries import actor_of
from danvan.reference import queries, services
from danvan.reference.models import Clock, ClockEvent, DeadlineRule, RemoteArea, WorkingHours

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


class TestCalendarChanges:
    storm = date(2026, 5, 6)

    def add(self, loaded, day=storm, kind="off"):
        services.add_day(
            day=day,
            kind=kind,
            name="Nghỉ bão",
            source="Công điện 1",
            by=actor(loaded, "administrator"),
            at=AT,
        )

    def test_open_clocks_follow_and_say_so(self, loaded):
        clock, done = start(loaded), start(loaded, owner=2)
        services.stop_clock(clock=done, by=None, at=AT)
        before = clock.due_at
        self.add(loaded)
        clock.refresh_from_db()
        done.refresh_from_db()
        assert (before.date(), clock.due_on) == (date(2026, 5, 14), date(2026, 5, 15))
        assert "6/5 (Nghỉ bão)" in clock.words()
        assert clock.edition == queries.calendar().edition
        told = queries.events_of(clock).last()
        assert (told.what, told.due_before, told.due_after) == ("reckoned", before, clock.due_at)
        assert told.by == loaded["administrator"]
        assert (done.due_on, done.edition) == (date(2026, 5, 14), clock.edition - 1)
        assert queries.moved_by(clock.edition) == 1
        assert AuditEntry.objects.filter(action="reference.clocks_recomputed").count() == 1

    def test_a_saturday_worked_in_exchange_brings_it_nearer(self, loaded):
        clock = start(loaded)
        self.add(loaded, day=date(2026, 5, 9), kind="worked")
        clock.refresh_from_db()
        assert clock.due_on == date(2026, 5, 13)

    def test_what_does_not_move_is_told_anew_without_an_event(self, loaded):
        """The new day off lies after the end: only the edition changes."""
        clock = start(loaded)
        self.add(loaded, day=date(2026, 8, 3))
        clock.refresh_from_db()
        assert clock.edition == queries.calendar().edition
        assert [event.what for event in queries.events_of(clock)] == ["started"]

    def test_again_finds_nothing_to_do(self, loaded):
        start(loaded)
        self.add(loaded)
        assert services.recompute_clocks(at=AT).looked_at == 0

    def test_more_than_a_batch_with_extensions_and_pauses(self, loaded, monkeypatch):
        monkeypatch.setattr("danvan.reference.moves.BATCH", 3)
        clocks = [start(loaded, owner=n, code="complaint.resolve_first") for n in range(8)]
        leader = actor(loaded, "leader")
        services.extend_clock(clock=clocks[0], by=leader, at=AT, reason="x", length=15)
        services.pause_clock(clock=clocks[1], by=leader, at=AT, reason="x")
        services.resume_clock(clock=clocks[1], by=leader, at=moment("2026-05-08"))
        due = {clock.pk: Clock.unscoped.get(pk=clock.pk).due_at for clock in clocks}
        # The plain ones end on Thursday 28/05; that day becomes a day off.
        self.add(loaded, day=date(2026, 5, 28))
        for clock in clocks:
            clock.refresh_from_db()
            same = clock.pk in (clocks[0].pk, clocks[1].pk)
            assert (clock.due_at == due[clock.pk]) == same
        assert clocks[2].due_on == date(2026, 5, 29)

    def test_a_correction_of_a_rule_reaches_open_clocks(self, loaded):
        clock = start(loaded)
        DeadlineRule.objects.filter(pk=clock.rule_id).update(length=3)
        wrong = start(loaded, owner=2)
        assert wrong.due_on == date(2026, 5, 5)
        assert services.load_rules(at=AT).corrected == 1
        assert services.load_rules(at=AT).corrected == 0
        services.recompute_clocks(at=AT)
        wrong.refresh_from_db()
        assert wrong.due_on == date(2026, 5, 14)


class TestTheTableRefuses:
    """Each constraint on its own."""

    def clock(self, loaded, **wrong):
        clock = start(loaded)
        Clock.unscoped.filter(pk=clock.pk).update(**wrong)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"kind": ""},
            {"owner": ""},
            {"state": "done"},
            {"state": "paused"},
            {"ended_at": AT},
            {"paused_at": AT},
        ],
    )
    def test_clocks(self, loaded, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            self.clock(loaded, **wrong)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"length": 0},
            {"day_type": ""},
            {"valid_to": date(2000, 1, 1)},
            {"kind": "duty"},
            {"direction": "before", "day_type": "hour"},
            {"extensions": 1, "extension_length": 0},
            {"code": "petition.receive", "valid_from": date(2019, 1, 1)},
        ],
    )
    def test_rules(self, loaded, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            DeadlineRule.objects.filter(code="petition.notice").update(**wrong)

    def test_extensions_without_length_or_reason(self, loaded):
        clock = start(loaded)
        for wrong in ({"length": None, "reason": "x"}, {"length": 1, "reason": ""}):
            with pytest.raises(IntegrityError), transaction.atomic():
                ClockEvent.objects.create(
                    clock=clock, what="extended", at=AT, due_after=clock.due_at, edition=1, **wrong
                )

    def test_hours_and_areas(self, loaded):
        good = {
            "unit": loaded.commune,
            "starts_on": date(2026, 1, 1),
            "morning_from": time(8),
            "morning_to": time(12),
        }
        for wrong in (
            {"morning_to": time(7)},
            {"afternoon_from": time(13)},
            {"afternoon_from": time(11), "afternoon_to": time(14)},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                WorkingHours.objects.create(**good | wrong)
        WorkingHours.objects.create(**good)
        with pytest.raises(IntegrityError), transaction.atomic():
            WorkingHours.objects.create(**good)
        RemoteArea.objects.create(unit=loaded.commune, starts_on=date(2026, 1, 1), remote=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            RemoteArea.objects.create(unit=loaded.commune, starts_on=date(2026, 1, 1), remote=False)
