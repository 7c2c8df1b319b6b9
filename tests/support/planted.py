"""
Rules of time and topics come with the migrations; the clean-up after a transactional test would take them from all that
run later. Here they are planted again, so every test begins with the tables a new house has.
"""

from importlib import import_module

from django.apps import apps
from django.db.backends.base.operations import BaseDatabaseOperations

PLANTING = ("danvan.reference.migrations.0003_load_rules", "danvan.reference.migrations.0006_load_topics")


def plant() -> None:
    for name in PLANTING:
        import_module(name).load(apps, None)


def plant_after_flush() -> None:
    """Patch Django's clean-up after transactional tests, for the life of the process."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_and_plant(self, statements):
        flush(self, statements)
        plant()

    BaseDatabaseOperations.execute_sql_flush = flush_and_plant
