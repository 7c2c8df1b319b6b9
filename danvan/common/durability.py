"""Whether the database keeps what it acknowledged, through a power cut too (R-43)."""

from __future__ import annotations

import sqlite3
from typing import Any

from django.conf import settings
from django.db import connections

# WAL can corrupt the file in older libraries, when two connections checkpoint and write together.
FIRST_SAFE_WAL = (3, 51, 3)
EXTRA = 3


def problems(connection: Any) -> list[str]:
    """
    What is wrong with the settings of this connection's database, one sentence each; none when it keeps its word.
    """
    if connection.vendor == "postgresql":
        return _of_postgresql(connection)
    return (
        _of_sqlite(connection) if connection.vendor == "sqlite" else [f"{connection.vendor} is not supported"]
    )


class NotDurable(SystemExit):
    """The process must not start: the message names what could lose an acknowledged write."""


def require() -> None:
    """
    Look at every database where `REQUIRE_DURABLE_DATABASE` asks for it; the connections are closed again.

    :raises NotDurable: when one of them may lose what it acknowledged
    """
    if not settings.REQUIRE_DURABLE_DATABASE:
        return
    found = [f"{alias}: {what}" for alias in connections for what in problems(connections[alias])]
    connections.close_all()
    if found:
        raise NotDurable(f"danvan does not start: {'; '.join(found)}. See docs/how-to/production.md.")


def _of_postgresql(connection: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name IN"
            " ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums')"
        )
        given = dict(cursor.fetchall())
    # `remote_apply` and `remote_write` wait for a second server besides the own disk.
    strong = {"on", "remote_apply", "remote_write"}
    found = [
        f"{name} is off"
        for name in ("fsync", "full_page_writes", "data_checksums")
        if given.get(name) != "on"
    ]
    if given.get("synchronous_commit") not in strong:
        found.append(f"synchronous_commit is {given.get('synchronous_commit')}")
    return found


def _of_sqlite(connection: Any) -> list[str]:
    def ask(name: str) -> Any:
        with connection.cursor() as cursor:
            row = cursor.execute(f"PRAGMA {name}").fetchone()
        return row[0] if row else None

    found = []
    if ask("synchronous") != EXTRA:
        found.append("synchronous is not EXTRA")
    if ask("foreign_keys") != 1:
        found.append("foreign_keys is off")
    if ask("journal_mode") == "wal" and sqlite3.sqlite_version_info < FIRST_SAFE_WAL:
        found.append(f"journal_mode is WAL, which SQLite {sqlite3.sqlite_version} does not do safely")
    if ask("mmap_size"):
        found.append("mmap_size is not 0")
    if connection.settings_dict.get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE":
        found.append("transaction_mode is not IMMEDIATE")
    return found
