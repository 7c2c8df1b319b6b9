"""The limit for a superior's decision after two hand-overs: the list is read again, and what is missing is added."""

from importlib import import_module

from django.db import migrations

load = import_module("danvan.reference.migrations.0003_load_rules").load


class Migration(migrations.Migration):
    dependencies = [("reference", "0006_load_topics")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
