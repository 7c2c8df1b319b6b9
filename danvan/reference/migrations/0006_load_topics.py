"""Put the closed list of topics of ``seed/topics.csv`` into every database; safe to run again."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

from django.db import migrations

LIST = Path(__file__).parent.parent / "seed" / "topics.csv"
BEGAN = date(2017, 1, 1)


def load(apps, schema_editor):
    topic = apps.get_model("reference", "Topic")
    known = set(topic.objects.values_list("code", flat=True))
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    topic.objects.bulk_create(
        topic(
            code=row["code"],
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            is_sensitive=row["is_sensitive"] == "yes",
            position=place,
            starts_on=BEGAN,
            confirmed_at=datetime(2017, 1, 1, tzinfo=UTC),
        )
        for place, row in enumerate(rows, start=1)
        if row["code"] not in known
    )


class Migration(migrations.Migration):
    dependencies = [("reference", "0005_topics")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
