"""Several at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection, connections


def together(*works: Callable[[], Any]) -> list[Any]:
    """Run these at the same moment where the database has several writers, one after the other where it has one."""
    if connection.vendor != "postgresql":
        return [work() for work in works]
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=60)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
