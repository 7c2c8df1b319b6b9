import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The books of numbers are kept by `directives`, whose first migration has taken over the table with its rows."""

    dependencies = [
        ("briefings", "0001_initial"),
        ("directives", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="reportdocument",
                    name="book",
                    field=models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="directives.numberbook"
                    ),
                ),
                migrations.DeleteModel(name="NumberBook"),
            ],
        ),
    ]
