"""
Tables that refuse to give rows back (the audit log) would also refuse the clean-up after a transactional test, and a
test of the chain could never tamper with it. Here the triggers step aside for a moment, as for whoever owns the server.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection as default
from django.db.backends.base.operations import BaseDatabaseOperations

_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
_POSTGRES = """
    SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger
    JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE NOT tgisinternal AND nspname = current_schema()
"""


@contextmanager
def unsealed(connection=default) -> Iterator[None]:
    """Within this block the database lets everything happen; afterwards its triggers stand again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            found = cursor.execute(_SQLITE).fetchall()
            open_up, shut = [f'DROP TRIGGER "{name}"' for name, _ in found], [sql for _, sql in found]
        else:
            cursor.execute(_POSTGRES)
            tables = [table for (table,) in cursor.fetchall()]
            open_up = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
            shut = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
        for statement in open_up:
            cursor.execute(statement)
        try:
            yield
        finally:
            for statement in shut:
                cursor.execute(statement)


def let_flush_pass() -> None:
    """Patch Django's clean-up after transactional tests, for the life of the process."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_unsealed(self, statements):
        with unsealed(self.connection):
            flush(self, statements)

    BaseDatabaseOperations.execute_sql_flush = flush_unsealed
