"""The demo city, built once by its own command in a home of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection


@dataclass
class City:
    """``city("report", "--unit", "HN")`` runs the command `danvan` there."""

    home: Path
    environment: dict[str, str]

    def __call__(self, *words: str, feed: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "danvan.cli", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            input=feed,
        )

    def json(self, *words: str):
        done = self(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="session")
def city(tmp_path_factory, django_db_setup, django_db_blocker, worker_id):
    home = tmp_path_factory.mktemp("demo-city")
    environment = {**os.environ, "DANVAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    if connection.vendor == "postgresql":
        environment["DATABASE_URL"] = _database_of_its_own(f"danvan_demo_{worker_id}", django_db_blocker)
    else:
        environment.pop("DATABASE_URL", None)
    city = City(home, environment)
    done = city("demo")
    assert done.returncode == 0, done.stderr
    return city


def _database_of_its_own(name: str, blocker) -> str:
    """An empty database on the server the suite runs on."""
    with blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    address, _slash, rest = os.environ["DATABASE_URL"].rpartition("/")
    _old, question, options = rest.partition("?")
    return f"{address}/{name}{question}{options}"
