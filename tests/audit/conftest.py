"""A log to read and to tamper with."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection, transaction

from danvan.audit import services as audit

NOON = datetime(2020, 3, 5, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    """Keys and checkpoint file of this test alone."""
    settings.HOME = tmp_path
    settings.KEYS_ROOT = tmp_path / "keys"


@pytest.fixture
def write(db):
    """``write(1000)`` adds that many entries of several people, actions and units."""

    def add(count: int, **said):
        first = {
            "action": "reporting.accepted", "unit": "HN-01", "reason": "đủ số liệu",
            "before": {"state": "submitted"}, "after": {"state": "accepted"},
        } | said  # fmt: skip
        with transaction.atomic():
            return audit.record_many(
                first | {"actor": n % 7 or None, "at": NOON + timedelta(seconds=n, microseconds=n % 3),
                         "target": ("reporting.submission", n)}
                for n in range(1, count + 1)
            )  # fmt: skip

    return add


class Editor:
    """As much of a schema editor as the guards ask for; SQLite's own refuses to open inside a transaction."""

    connection = connection

    def execute(self, sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.fixture
def without_guards(db):
    """The owner of the database drops the triggers: from here on only the chain can tell."""
    import_module("danvan.audit.migrations.0002_append_only").remove(None, Editor())
