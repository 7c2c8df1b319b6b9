"""Working a release out takes minutes for a city: it is done in the background."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from danvan.portal.opendata import services


@task()
def prepare(release_id: int) -> None:
    services.prepare(release_id)


def ask(release_id: int) -> None:
    """Have the workers prepare a release when this transaction is through."""
    transaction.on_commit(lambda: prepare.enqueue(release_id))
