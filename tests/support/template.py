"""
The empty house, built once. Migrating takes twenty seconds; every worker and every run after the first copies what the
first one built, kept in `build/` under a name made of everything that shapes it.
"""

from __future__ import annotations

import fcntl
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core import management
from django.db import connections

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "template"
SHAPING = ("requirements/base.txt", "config/settings/*.py", "danvan/**/migrations/*.py", "danvan/**/apps.py")
SHAPING += (
    "danvan/**/models.py",
    "danvan/**/models/*.py",
    "danvan/**/seed*/**/*",
    "danvan/**/*.csv",
    "danvan/**/*.json",
)


def migrate_from_template() -> None:
    """From now on the suite's own `migrate` on a new test database takes the copy where there is one."""
    from django.db.backends.base import creation

    plain = management.call_command

    def command(name: str, *args: Any, **options: Any) -> Any:
        if name != "migrate":
            return plain(name, *args, **options)
        return _migrated(options["database"], lambda: plain(name, *args, **options))

    # `create_test_db` imports the function when it is called: only there it gets ours.
    original = creation.BaseDatabaseCreation.create_test_db

    def create(self: Any, *args: Any, **options: Any) -> Any:
        before, management.call_command = management.call_command, command
        try:
            return original(self, *args, **options)
        finally:
            management.call_command = before

    creation.BaseDatabaseCreation.create_test_db = create  # type: ignore[method-assign]


def shape() -> str:
    """Of everything that decides what an empty house is made of."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in SHAPING for path in ROOT.glob(pattern) if path.is_file()}):
        digest.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _migrated(alias: str, migrate: Callable[[], Any]) -> Any:
    connection = connections[alias]
    ways = {"sqlite": (_sqlite_copied, _sqlite_kept), "postgresql": (_postgres_copied, _postgres_kept)}
    copied, kept = ways[connection.vendor]
    with _alone() as name:
        if copied(connection, name):
            return None
        done = migrate()
        kept(connection, name)
    return done


@contextmanager
def _alone() -> Iterator[str]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield shape()


def _sqlite_copied(connection: Any, name: str) -> bool:
    kept = KEPT / f"{name}.sqlite3"
    if not kept.exists():
        return False
    connection.ensure_connection()
    source = sqlite3.connect(kept)
    try:
        source.backup(connection.connection)
    finally:
        source.close()
    return True


def _sqlite_kept(connection: Any, name: str) -> None:
    for old in KEPT.glob("*.sqlite3"):
        old.unlink()
    unfinished = KEPT / "unfinished"
    unfinished.unlink(missing_ok=True)
    target = sqlite3.connect(unfinished)
    try:
        connection.connection.backup(target)
    finally:
        target.close()
    unfinished.rename(KEPT / f"{name}.sqlite3")


def _postgres_copied(connection: Any, name: str) -> bool:
    own, kept = connection.settings_dict["NAME"], f"danvan_template_{name}"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [kept])
        if cursor.fetchone() is None:
            return False
        cursor.execute(f'DROP DATABASE "{own}"')
        cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{kept}"')
    return True


def _postgres_kept(connection: Any, name: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            f'CREATE DATABASE "danvan_template_{name}" TEMPLATE "{connection.settings_dict["NAME"]}"'
        )
