"""What was acknowledged is kept: settings in effect, the check at start, and kill -9 in the middle (R-43)."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper

from danvan.common import durability
from tests.security import worker

ROOT = Path(__file__).resolve().parents[2]


def own_settings(home, module="config.settings.dev", **more):
    """The environment of a program of its own, on SQLite."""
    names = {
        **os.environ,
        "DANVAN_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": module,
        "PYTHONPATH": str(ROOT),
        **more,
    }
    if "DATABASE_URL" not in more:
        names.pop("DATABASE_URL", None)
    return names


PRINT_PRAGMAS = """
import django, json
django.setup()
from django.db import connection
asked = {}
with connection.cursor() as cursor:
    for name in ("synchronous", "foreign_keys", "journal_mode", "mmap_size"):
        row = cursor.execute(f"PRAGMA {name}").fetchone()
        asked[name] = row[0] if row else None
from danvan.common import durability
asked["problems"] = durability.problems(connection)
print(json.dumps(asked))
"""


def test_the_pragmas_of_the_settings_are_in_effect(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PRINT_PRAGMAS],
        cwd=ROOT,
        env=own_settings(tmp_path),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    safe = sqlite3.sqlite_version_info >= (3, 51, 3)
    assert found == {
        "synchronous": 3, "foreign_keys": 1, "journal_mode": "wal" if safe else "delete", "mmap_size": 0, "problems": [],
    }  # fmt: skip


class Answers:
    """A connection whose database answers as told."""

    def __init__(self, vendor, answers, options=None):
        self.vendor, self.answers = vendor, answers
        self.settings_dict = {
            "OPTIONS": options if options is not None else {"transaction_mode": "IMMEDIATE"}
        }

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def execute(self, sql):
        self.asked = sql
        return self

    def fetchone(self):
        return (self.answers[self.asked.removeprefix("PRAGMA ")],)

    def fetchall(self):
        return list(self.answers.items())


POSTGRESQL = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "data_checksums": "on"}
SQLITE = {"synchronous": 3, "foreign_keys": 1, "journal_mode": "delete", "mmap_size": 0}


@pytest.mark.parametrize("name", POSTGRESQL)
@pytest.mark.parametrize("value", ["off", "local", None])
def test_each_weak_setting_of_postgresql_is_named(name, value):
    assert durability.problems(Answers("postgresql", POSTGRESQL)) == []
    (found,) = durability.problems(Answers("postgresql", POSTGRESQL | {name: value}))
    assert name in found


@pytest.mark.parametrize(
    ("name", "value"), [("synchronous", 2), ("synchronous", 0), ("foreign_keys", 0), ("mmap_size", 1)]
)
def test_each_weak_setting_of_sqlite_is_named(name, value):
    assert durability.problems(Answers("sqlite", SQLITE)) == []
    (found,) = durability.problems(Answers("sqlite", SQLITE | {name: value}))
    assert name in found


def test_an_unsafe_journal_and_a_lazy_lock_are_named(monkeypatch):
    monkeypatch.setattr(durability.sqlite3, "sqlite_version_info", (3, 51, 2))
    assert durability.problems(Answers("sqlite", SQLITE | {"journal_mode": "wal"}))
    monkeypatch.setattr(durability.sqlite3, "sqlite_version_info", (3, 51, 3))
    assert durability.problems(Answers("sqlite", SQLITE | {"journal_mode": "wal"})) == []
    assert durability.problems(Answers("sqlite", SQLITE, options={}))


@pytest.mark.django_db
def test_the_suites_own_database_would_not_pass_in_production(settings):
    """The suite's databases are fast and forgetful; so the check, switched on, has something to say here."""
    settings.REQUIRE_DURABLE_DATABASE = False
    assert [one for one in run_checks(databases=["default"]) if one.id == "danvan.E001"] == []
    settings.REQUIRE_DURABLE_DATABASE = True
    assert [one for one in run_checks(databases=["default"]) if one.id == "danvan.E001"]


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "postgresql", reason="production runs on PostgreSQL")
def test_production_does_not_start_on_a_forgetful_server(tmp_path):
    names = own_settings(
        tmp_path,
        "config.settings.production",
        DATABASE_URL=os.environ["DATABASE_URL"],
        DANVAN_SECRET_KEY="x" * 50,
    )
    done = subprocess.run(
        [sys.executable, "-c", "import config.wsgi"], cwd=ROOT, env=names, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "fsync is off" in done.stderr


# --- kill -9 ------------------------------------------------------------------------------------------------------------

DICE = random.Random(20200316)


class Scene:
    """A SQLite database in a folder, and a program that works on it until it is killed."""

    def __init__(self, home):
        self.home = home
        self.run("prepare")

    def run(self, *words):
        done = subprocess.run(
            [sys.executable, "-m", "tests.security.worker", *words],
            cwd=ROOT, env=own_settings(self.home), capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout) if done.stdout.strip() else None

    def killed_after(self, seconds):
        """Work from the first report on for `seconds`, then kill -9; returns what was acknowledged."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.security.worker", "work"],
            cwd=ROOT, env=own_settings(self.home), stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        first = process.stdout.readline()
        assert first == "ready\n"
        time.sleep(seconds)  # The moment of death is what is drawn by lot here; nothing is waited for.
        process.send_signal(signal.SIGKILL)
        said = process.stdout.read()
        process.wait()
        return [json.loads(line) for line in said.splitlines(keepends=True) if line.endswith("\n")]


def die_many_times(home, times, longest):
    scene, acknowledged = Scene(home), []
    for _turn in range(times):
        acknowledged += scene.killed_after(DICE.uniform(0, longest))
        found = scene.run("inspect")
        assert found["problems"] == [], found["problems"]
        # All that was told to a person is there, once.
        assert found["doubled"] == 0
        assert [one for one in acknowledged if one not in found["done"]] == []
    assert acknowledged, "it always died before it had done anything"
    return acknowledged


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_to_kill_9(tmp_path):
    die_many_times(tmp_path, 4, 0.6)


@pytest.mark.long
def test_nothing_acknowledged_is_lost_to_300_kills(tmp_path):
    die_many_times(tmp_path, 300, 1.5)


def test_the_worker_runs_on_the_real_settings():
    assert worker.__doc__ and DatabaseWrapper.vendor == "sqlite"
