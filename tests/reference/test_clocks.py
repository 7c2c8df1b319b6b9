"""Clocks run by a rule, are extended within its limits, stand still, and follow the calendar."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from danvan.organizations.queries import actor_of
from danvan.reference import queries, services

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


def test_smoke_whole_life(loaded):
    clock = start(loaded, code="complaint.resolve_first")
    leader = actor(loaded, "leader")
    clock = services.extend_clock(clock=clock, by=leader, at=AT, reason="Vụ việc phức tạp", length=15)
    clock = services.pause_clock(clock=clock, by=leader, at=moment("2026-05-04"), reason="x")
    clock = services.resume_clock(clock=clock, by=leader, at=moment("2026-05-10"))
    clock = services.move_clock(
        clock=clock, unit=loaded.units["HN-01-02"], by=leader, at=moment("2026-05-11"), reason="x"
    )
    assert clock.due_on == date(2026, 6, 18)
    clock = services.stop_clock(clock=clock, by=leader, at=moment("2026-06-20"))
    assert clock.is_late(moment("2026-06-20"))
    assert [e.what for e in queries.events_of(clock)] == [
        "started",
        "extended",
        "paused",
        "resumed",
        "moved",
        "ended",
    ]
