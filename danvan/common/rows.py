"""Reading many rows with packed columns, as fast as the database's driver can hand them over."""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.models import QuerySet


def plain_rows(rows: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """
    The rows of a `values_list` as the driver gives them: numbers, text and bytes only, for no converter of Django's runs.

    PostgreSQL is asked for the binary form: packed columns else come as hexadecimal text, twice as long, to be read sign by
    sign.
    """
    connection: Any = connections[rows.db]
    sql, params = rows.query.get_compiler(connection=connection).as_sql()
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()
    connection.ensure_connection()
    # Django's own cursor puts the parameters into the text of the statement, and such a one is only answered in text.
    with connection.wrap_database_errors, connection.Database.Cursor(connection.connection) as cursor:
        return cursor.execute(sql, params, binary=True).fetchall()
