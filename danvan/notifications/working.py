"""
Whoever does the work in the background: a thread inside `danvan serve`, or `danvan work` in processes of its own.

Any number may run at once, on SQLite and PostgreSQL. What a worker holds is stored with its start; the reaper gives back
what was held for too long, so a killed worker loses nothing.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from danvan.notifications import schedule, tasks
from danvan.notifications.services import sending

PAUSE = 2.0
# Set by `danvan serve` for the process that answers.
WORK_INSIDE = "DANVAN_WORK_INSIDE"
# No task may run longer; work that might, is cut into several.
LEASE = timedelta(minutes=10)
# A task that took so many workers with it is not given to another.
MOST_DEATHS = 5
AT_ONCE = 50
KEPT = timedelta(days=7)

log = logging.getLogger(__name__)


class Loop:
    """One worker. `stop` may be set from another thread or a signal; the task at hand is finished first."""

    def __init__(self, *, pause: float = PAUSE, stop: threading.Event | None = None):
        self.name = f"worker-{get_random_string(12)}"
        self.pause = pause
        self.stop = stop or threading.Event()

    def run(self) -> None:
        """Work until stopped. A database that is away for a while is no reason to end."""
        try:
            while not self.stop.is_set():
                try:
                    busy = self.round()
                except DatabaseError as error:
                    log.warning("worker: %s; trying again", type(error).__name__)
                    busy = False
                    connections.close_all()
                if not busy:
                    self.stop.wait(self.pause)
        finally:
            connections.close_all()

    def round(self) -> bool:
        """Look once and do what is there; whether there was anything."""
        close_old_connections()
        now = timezone.now()
        schedule.ask_due(now, tasks.ask)
        reap(now)
        if sending.due(now):
            tasks.ring()
        if not DBTaskResult.objects.ready().exists():
            return False
        worker = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=AT_ONCE,
            worker_id=self.name,
            excluded_queue_names=[],
        )
        worker.run()
        return True


def reap(now: datetime) -> int:
    """Tasks of workers that died go back into the queue; after five deaths they count as failed. Returns how many."""
    dead = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=now - LEASE)
    freed = 0
    for task in dead.order_by("started_at"):
        same = DBTaskResult.objects.filter(
            pk=task.pk, status=TaskResultStatus.RUNNING, started_at=task.started_at
        )
        if len(task.worker_ids) >= MOST_DEATHS:
            same.update(status=TaskResultStatus.FAILED, finished_at=now, exception_class_path="WorkerDied")
        else:
            freed += same.update(status=TaskResultStatus.READY, started_at=None)
    return freed


def forget(now: datetime) -> int:
    """Drop what was finished a week ago."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()[0]


def start_inside() -> threading.Event:
    """A worker thread in this process; setting the returned event ends it."""
    loop = Loop()
    threading.Thread(target=loop.run, name=loop.name, daemon=True).start()
    return loop.stop
