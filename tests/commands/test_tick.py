"""What the house does by itself, and when."""

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest

from danvan import cli
from danvan.audit import services as audit
from danvan.audit.models import Checkpoint
from danvan.commands import serve, tick
from danvan.commands.tick import EVERY, Chore, due

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
QUARTER = Chore("quarter", EVERY, lambda now: None)
DAILY = Chore("daily", timedelta(days=1), lambda now: None)


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
    assert run_tick() == (0, {"done": ["checkpoint", "reminders", "sweep", "sessions", "keys"], "failed": []})
    assert Checkpoint.objects.get().size == 1
    audit.record("reporting.accepted", actor=None, at=NOW, target=("round", 2))
    assert run_tick() == (0, {"done": [], "failed": []})
    assert run_tick("--all")[1]["done"] == ["checkpoint", "reminders", "sweep", "sessions", "keys"]
    assert Checkpoint.objects.count() == 2


@pytest.mark.django_db
def test_a_chore_that_fails_is_told_tried_again_and_stops_no_other(run_tick, monkeypatch):
    def fall(now):
        raise OSError("disk full")

    first, *others = tick.CHORES
    monkeypatch.setattr(tick, "CHORES", (Chore(first.name, first.every, fall), *others))
    assert run_tick() == (1, {"done": ["reminders", "sweep", "sessions", "keys"], "failed": ["checkpoint"]})
    assert "disk full" in run_tick.complained
    monkeypatch.setattr(tick, "CHORES", (first, *others))
    assert run_tick() == (0, {"done": ["checkpoint"], "failed": []})


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "[]", '{"sweep": "yesterday"}', '{"sweep": 7}'])
def test_a_spoilt_memory_means_everything_is_due(run_tick, tmp_path, text):
    (tmp_path / "chores.json").write_text(text)
    assert run_tick()[1]["done"] == ["checkpoint", "reminders", "sweep", "sessions", "keys"]


def test_serving_ticks_until_it_ends():
    ticked = threading.Semaphore(0)
    with serve.ticking(pause=0.001, tell=ticked.release):
        assert ticked.acquire(timeout=10)
        assert ticked.acquire(timeout=10), "it goes on"
    assert "chores" not in [thread.name for thread in threading.enumerate()]
