from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="reportform",
            name="catalogue_revision",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
