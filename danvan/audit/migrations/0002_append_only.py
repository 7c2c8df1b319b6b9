"""
The log takes new rows and gives none back: both engines refuse UPDATE and DELETE, PostgreSQL also TRUNCATE.

These triggers only delay whoever owns the database; that something was changed after all, the chain finds (R-61).
The head of the chain may move, but only onwards, and cannot be taken away.
"""

from django.db import migrations

SEALED = ("audit_entry", "audit_checkpoint")


def sqlite_triggers():
    """(name, sql) of each trigger."""
    refuse = "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
    for table in SEALED:
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb.lower()}"
            yield name, f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table} {refuse}"
    yield (
        "audit_head_only_onwards",
        "CREATE TRIGGER IF NOT EXISTS audit_head_only_onwards BEFORE UPDATE ON audit_head"
        f" WHEN NEW.seq <= OLD.seq {refuse}",
    )
    yield (
        "audit_head_no_delete",
        f"CREATE TRIGGER IF NOT EXISTS audit_head_no_delete BEFORE DELETE ON audit_head {refuse}",
    )


POSTGRES_REFUSAL = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$
"""


def postgres_triggers():
    """(name, table, sql) of each trigger."""
    for table in (*SEALED, "audit_head"):
        verbs = ("DELETE", "TRUNCATE") if table == "audit_head" else ("UPDATE", "DELETE", "TRUNCATE")
        for verb in verbs:
            name = f"{table}_no_{verb.lower()}"
            # Per statement: a DELETE that meets no row is refused as well, an attempt is an attempt.
            yield (
                name,
                table,
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
            )
    yield (
        "audit_head_only_onwards",
        "audit_head",
        "CREATE TRIGGER audit_head_only_onwards BEFORE UPDATE ON audit_head FOR EACH ROW"
        " WHEN (NEW.seq <= OLD.seq) EXECUTE FUNCTION audit_refuse()",
    )


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for _name, sql in sqlite_triggers():
            schema_editor.execute(sql)
    else:
        schema_editor.execute(POSTGRES_REFUSAL)
        for name, table, sql in postgres_triggers():
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            schema_editor.execute(sql)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name, _sql in sqlite_triggers():
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
    else:
        for name, table, _sql in postgres_triggers():
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        schema_editor.execute("DROP FUNCTION IF EXISTS audit_refuse()")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
