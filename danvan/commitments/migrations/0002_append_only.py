"""What happened to a commitment is added to and never changed: both engines refuse UPDATE and DELETE of steps and proofs."""

from django.db import migrations

SEALED = ("commitments_step", "commitments_proof")
REFUSAL = """
CREATE OR REPLACE FUNCTION commitments_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the story of a commitment is append-only'; END $$
"""


def triggers(vendor):
    """(name, table, sql) of each trigger."""
    refuse = "BEGIN SELECT RAISE(ABORT, 'the story of a commitment is append-only'); END"
    for table in SEALED:
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb.lower()}"
            if vendor == "sqlite":
                yield name, table, f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {refuse}"
            else:
                does = "FOR EACH STATEMENT EXECUTE FUNCTION commitments_refuse()"
                yield name, table, f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {does}"


def install(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor != "sqlite":
        schema_editor.execute(REFUSAL)
    for _name, _table, sql in triggers(vendor):
        schema_editor.execute(sql)


def remove(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for name, table, _sql in triggers(vendor):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if vendor == "sqlite" else f" ON {table}"))
    if vendor != "sqlite":
        schema_editor.execute("DROP FUNCTION IF EXISTS commitments_refuse()")


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
