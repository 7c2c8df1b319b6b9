"""Many people write at once: one chain, no gap, no fork (R-61)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from danvan.audit import services as audit
from danvan.audit.models import AuditEntry

from .conftest import NOON

WRITERS, EACH = 20, 25


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time by nature")
@pytest.mark.django_db(transaction=True)
def test_twenty_writers_make_one_chain():
    start = Barrier(WRITERS)

    def work(writer):
        try:
            start.wait(timeout=60)
            for turn in range(EACH):
                with transaction.atomic():
                    if turn % 5:
                        audit.record("a.b", actor=writer, at=NOON, target=("turn", turn))
                    else:
                        said = {"action": "a.b", "actor": writer, "at": NOON, "target": ("turn", turn)}
                        audit.record_many([said, said])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))
    count = WRITERS * (EACH + EACH // 5)
    assert list(AuditEntry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, count + 1))
    assert audit.verify() == []
    audit.checkpoint(NOON)
    assert audit.verify() == []


@pytest.mark.django_db
def test_a_reader_meets_what_was_written_meanwhile(write, monkeypatch):
    """Entries added between two batches are read too, and are neither a gap nor a false head."""
    from danvan.audit import queries

    monkeypatch.setattr(queries, "BATCH", 3)
    write(7)
    reading, added = queries.raw_rows, []

    def raw_rows(**after):
        for rows in reading(**after):
            if len(added) < 4:
                added.extend(write(2))
            yield rows

    monkeypatch.setattr(queries, "raw_rows", raw_rows)
    monkeypatch.setattr(
        queries, "head", lambda head=queries.head: (len(added) < 8 and added.extend(write(2)), head())[1]
    )
    assert audit.verify() == []
    assert AuditEntry.objects.count() == 7 + len(added)
