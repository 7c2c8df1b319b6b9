"""Workers: periodic work once each time, tasks of the dead taken up, and a real process killed in the middle."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from danvan.notifications import schedule, tasks, working
from danvan.notifications.models import Chore

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def periodic(monkeypatch):
    monkeypatch.setattr(schedule, "_periodic", {})
    done = []
    schedule.every(timedelta(hours=1), "test.hourly", done.append)
    return done


@pytest.mark.django_db
def test_periodic_work_is_asked_for_once_each_time(periodic):
    now, asked = timezone.now(), []
    for minutes in (0, 1, 59, 60, 61, 119, 125):
        schedule.ask_due(now + timedelta(minutes=minutes), lambda name, m=minutes: asked.append(m))
    assert asked == [0, 60, 125]
    # A clock that was wrong leaves a moment in the future: the work is due again.
    Chore.objects.update(asked_at=now + timedelta(days=9))
    schedule.ask_due(now, lambda name: asked.append("again"))
    assert asked[-1] == "again"


@pytest.mark.django_db
def test_a_note_without_its_task_does_not_stay(periodic):
    def fail(name):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        schedule.ask_due(timezone.now(), fail)
    assert not Chore.objects.filter(asked_at__isnull=False).exists()


# A worker closes its connection when it is through, which would end a test's own transaction.
@pytest.mark.django_db(transaction=True)
def test_failing_work_is_counted_and_does_not_stop_the_rest(periodic):
    schedule.every(timedelta(hours=1), "test.broken", lambda now: 1 / 0)
    loop = working.Loop(pause=0)
    while loop.round():
        pass
    assert len(periodic) == 1
    assert Chore.objects.get(name="test.broken").failures == 1
    assert Chore.objects.get(name="test.hourly").ended_at is not None


@pytest.mark.django_db
def test_one_bell_is_enough():
    tasks.ring()
    tasks.ring()
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_tasks_of_the_dead_are_taken_up_but_not_for_ever():
    tasks.ring()
    row = DBTaskResult.objects.get()
    for death in range(working.MOST_DEATHS):
        row.refresh_from_db()
        assert row.status == TaskResultStatus.READY, death
        row.claim(f"worker-{death}")
        assert working.reap(timezone.now()) == 0
        working.reap(timezone.now() + working.LEASE + timedelta(minutes=1))
    row.refresh_from_db()
    assert row.status == TaskResultStatus.FAILED


# --- a real process ---


def environment(home):
    keep = {
        key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "LANG", "DATABASE_URL")
    }
    return {
        **keep,
        "DANVAN_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONPATH": str(ROOT),
        "DANVAN_TODAY": "2020-03-16",
    }


def run(home, *words, **more):
    command = [sys.executable, "-m", "tests.notifications.process", *words]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment(home), stdout=subprocess.PIPE, text=True, **more
    )


def told(home, *words):
    process = run(home, *words)
    output, _nothing = process.communicate(timeout=240)
    assert process.returncode == 0
    return json.loads(output.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="a home of its own holds an SQLite file")
@pytest.mark.parametrize("kills", [2, pytest.param(4, marks=pytest.mark.long)])
def test_workers_killed_in_the_middle_lose_nothing_and_send_nothing_twice(kills, tmp_path):
    count = told(tmp_path, "prepare", str(15 * kills))["letters"]
    outbox = tmp_path / "outbox" / "mail"
    written = tmp_path / "written"
    for kill in range(kills):
        worker = run(tmp_path, "work")
        begun = len(written.read_text().splitlines()) if written.exists() else 0
        limit = time.monotonic() + 120
        # Killed in the very moment between sending and storing that it was sent, or between two letters.
        while time.monotonic() < limit:
            lines = written.read_text().splitlines() if written.exists() else []
            if len(lines) >= begun + 3 + kill:
                break
            time.sleep(0.01)
        os.kill(worker.pid, signal.SIGKILL)
        worker.communicate()
    assert len(set(written.read_text().splitlines())) < count, (
        "the workers were too fast to be killed in the middle"
    )
    # The leases of the dead run out; then one worker does what is left.
    told(tmp_path, "expire")
    state = told(tmp_path, "finish")
    files = sorted(path.stem for path in outbox.glob("*.txt"))
    assert state["states"] == {"sent": count}
    assert len(files) == count == len(set(files))
    assert sorted(state["references"]) == files
    # Each person's one message went out in one letter.
    assert state["messages"] == state["delivered"] == count
