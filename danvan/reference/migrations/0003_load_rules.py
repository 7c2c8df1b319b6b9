"""Put the list of rules of time of ``seed/deadline-rules.csv`` into databases that exist already; safe to run again."""

import csv
from datetime import date
from pathlib import Path

from django.db import migrations

LIST = Path(__file__).parent.parent / "seed" / "deadline-rules.csv"
DAYS = ("valid_from", "valid_to")
NUMBERS = ("length", "extensions", "extension_length", "remote_length", "remote_extension_length")


def load(apps, schema_editor):
    rule = apps.get_model("reference", "DeadlineRule")
    columns = {field.name for field in rule._meta.fields}
    known = set(rule.objects.values_list("code", "valid_from"))
    made = []
    with LIST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if (row["code"], date.fromisoformat(row["valid_from"])) not in known:
                made.append(rule(**{name: value_of(name, text) for name, text in row.items() if name in columns}))
    rule.objects.bulk_create(made)


def value_of(name, text):
    if name in DAYS:
        return date.fromisoformat(text) if text else None
    if name in NUMBERS:
        return int(text) if text else None
    return text


class Migration(migrations.Migration):
    dependencies = [("reference", "0002_clocks_and_rules")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
