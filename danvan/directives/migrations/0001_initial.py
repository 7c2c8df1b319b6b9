import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The books of numbers come down from `briefings` with everything in them: the table is renamed, not made anew."""

    initial = True

    dependencies = [
        ("briefings", "0001_initial"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE briefings_numberbook RENAME TO directives_numberbook",
                    "ALTER TABLE directives_numberbook RENAME TO briefings_numberbook",
                ),
            ],
            state_operations=[
                migrations.CreateModel(
                    name="NumberBook",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("document_type", models.CharField(default="BC", max_length=6)),
                        ("format", models.CharField(choices=[("party", "Party format"), ("state", "state format")], max_length=6)),
                        ("name", models.CharField(max_length=12, verbose_name="year or term")),
                        ("last", models.PositiveIntegerField(default=0, verbose_name="last number")),
                        ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.orgunit")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("unit", "document_type", "format", "name"), name="number_book_kept_once"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
