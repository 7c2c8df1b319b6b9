"""What the house does by itself, and when."""

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from danvan import cli
from danvan.audit import services as audit
from danvan.audit.models import Checkpoint
from danvan.commands import serve, tick
from danvan.commands.tick import EVERY, Chore, due
from danvan.common import clock
from danvan.notifications import schedule

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
QUARTER = Chore("quarter", EVERY, lambda now: None)
DAILY = Chore("daily", timedelta(days=1), lambda now: None)
ALL = ["checkpoint", "reminders", "clocks", "periodic", "sweep", "sessions", "keys"]


def names(done):
    return [chore.name for chore in due([QUARTER, DAILY], done, NOW)]


def ago(**spans):
    return {name: NOW - timedelta(minutes=minutes) for name, minutes in spans.items()}


@pytest.mark.parametrize(
    ("done", "wanted"),
    [
        ({}, ["quarter", "daily"]),
        (ago(quarter=0, daily=0), []),
        (ago(quarter=13, daily=23 * 60), []),
        # A call that comes a moment early counts.
        (ago(quarter=14.5, daily=23 * 60), ["quarter"]),
        (ago(quarter=15, daily=24 * 60), ["quarter", "daily"]),
        (ago(quarter=900), ["quarter", "daily"]),
        # A clock that ran ahead must not stop the chores for ever.
        (ago(quarter=-600, daily=-0.5), ["quarter"]),
    ],
)
def test_what_is_due(done, wanted):
    assert names(done) == wanted


@pytest.fixture
def run_tick(capsys, settings, tmp_path):
    settings.HOME = tmp_path

    def run(*arguments):
        code = cli.main(["tick", "--json", *arguments])
        said = capsys.readouterr()
        run.complained = said.err
        return code, json.loads(said.out)

    return run


@pytest.mark.django_db
def test_the_log_is_witnessed_once_and_not_again_too_soon(run_tick):
    audit.record("reporting.accepted", actor=None, at=NOW, target=("round", 1))
    assert run_tick() == (0, {"done": ALL, "failed": []})
    assert Checkpoint.objects.get().size == 1
    audit.record("reporting.accepted", actor=None, at=NOW, target=("round", 2))
    assert run_tick() == (0, {"done": [], "failed": []})
    assert run_tick("--all")[1]["done"] == ALL
    assert Checkpoint.objects.count() == 2


@pytest.mark.django_db
def test_a_chore_that_fails_is_told_tried_again_and_stops_no_other(run_tick, monkeypatch):
    def fall(now):
        raise OSError("disk full")

    first, *others = tick.CHORES
    monkeypatch.setattr(tick, "CHORES", (Chore(first.name, first.every, fall), *others))
    assert run_tick() == (1, {"done": ALL[1:], "failed": ["checkpoint"]})
    assert "disk full" in run_tick.complained
    monkeypatch.setattr(tick, "CHORES", (first, *others))
    assert run_tick() == (0, {"done": ["checkpoint"], "failed": []})


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "[]", '{"sweep": "yesterday"}', '{"sweep": 7}'])
def test_a_spoilt_memory_means_everything_is_due(run_tick, tmp_path, text):
    (tmp_path / "chores.json").write_text(text)
    assert run_tick()[1]["done"] == ALL


@pytest.fixture
def work(monkeypatch):
    """One piece of periodic work and nothing else; the list fills with the moments it was done at."""
    done = []
    monkeypatch.setattr(schedule, "_periodic", {})
    schedule.every(timedelta(days=1), "test.daily", done.append)
    return done


@pytest.mark.django_db
def test_periodic_work_is_done_where_no_worker_does_it(run_tick, work):
    run_tick()
    assert len(work) == 1
    run_tick("--all")
    assert len(work) == 1, "once a day is once, whoever looks"
    assert schedule.ask_due(timezone.now(), pytest.fail) == [], "nothing is left to a worker"


@pytest.mark.django_db
def test_what_a_worker_has_asked_for_is_not_done_twice(run_tick, work):
    assert schedule.ask_due(timezone.now(), lambda name: None) == ["test.daily"]
    assert "periodic" in run_tick()[1]["done"]
    assert work == []


@pytest.mark.django_db
def test_periodic_work_that_fails_is_told_and_tried_at_the_next_call(run_tick, work):
    def fall(now):
        raise OSError("no space")

    schedule.every(timedelta(days=1), "test.broken", fall)
    code, said = run_tick()
    assert (code, said["failed"]) == (1, ["periodic"])
    assert "no space" in run_tick.complained
    assert len(work) == 1, "one that fails stops no other"
    schedule.every(timedelta(days=1), "test.broken", work.append)
    assert run_tick() == (0, {"done": ["periodic"], "failed": []})
    assert len(work) == 2


@pytest.mark.django_db
def test_promises_and_petitions_are_among_the_periodic_work():
    assert {"commitments.daily", "petitions.close", "petitions.forget", "petitions.inherit"} <= {
        one.name for one in schedule.known()
    }


@pytest.mark.django_db
def test_an_open_clock_follows_a_rule_that_took_over_today(run_tick, monkeypatch):
    moments = []
    monkeypatch.setattr(tick.reference, "recompute_clocks", lambda at: moments.append(at))
    run_tick()
    run_tick()
    assert [timezone.localtime(moment).date() for moment in moments] == [clock.today()]


def test_serving_ticks_until_it_ends():
    ticked = threading.Semaphore(0)
    with serve.ticking(pause=0.001, tell=ticked.release):
        assert ticked.acquire(timeout=10)
        assert ticked.acquire(timeout=10), "it goes on"
    assert "chores" not in [thread.name for thread in threading.enumerate()]
