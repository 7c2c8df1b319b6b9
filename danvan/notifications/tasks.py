"""Work in the background, through the interface of Django 6 on our own database."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from danvan.notifications import schedule
from danvan.notifications.services import sending


@task()
def deliver() -> int:
    """Send what is due."""
    return sending.deliver("task")


@task()
def periodic(name: str) -> None:
    """One piece of periodic work."""
    schedule.do(name, timezone.now())


def ring() -> None:
    """Ask for a delivery, unless one is asked for already. The row is part of the caller's transaction."""
    waiting = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=f"{deliver.func.__module__}.{deliver.func.__qualname__}"
    )
    if not waiting.exists():
        deliver.enqueue()


def ask(name: str) -> None:
    periodic.enqueue(name)
