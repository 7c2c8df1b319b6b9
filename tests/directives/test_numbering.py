"""Numbers of documents under concurrent use: none missing, none given twice, on both engines."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from danvan.directives.models import NumberBook
from danvan.directives.services import numbering
from danvan.organizations.models import OrgUnit
from tests.support.factories import make_unit

AT_ONCE = 200
# A server takes a hundred connections; the requests beyond these come in as soon as one is through.
WORKERS = 60
DAY = date(2020, 3, 5)


class TurnedBack(Exception):
    """The caller's transaction fails after it took a number."""


@contextlib.contextmanager
def several_writers(folder: Path) -> Iterator[None]:
    """Threads get connections of their own; SQLite in memory has only one, so it goes on in a file for a while."""
    if connection.vendor == "postgresql":
        yield
        return
    path = folder / "several.sqlite3"
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    copy.close()
    # The connection that is open stays in memory; only those that are opened from here on read the file.
    told = connections.settings["default"]
    before, told["NAME"] = told["NAME"], str(path)
    try:
        yield
    finally:
        told["NAME"] = before


def one_request(number: int, unit: OrgUnit, start: Barrier) -> int | None:
    """Every fifth fails after it was given a number."""
    try:
        if number < WORKERS:
            start.wait(timeout=60)
        with transaction.atomic():
            _book, given = numbering.take(unit=unit, document_type="QĐ", format="state", day=DAY)
            if number % 5 == 0:
                raise TurnedBack
        return given
    except TurnedBack:
        return None
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_hundred_at_once_leave_neither_gap_nor_double(tmp_path):
    unit = make_unit("HN")
    start = Barrier(WORKERS)
    with several_writers(tmp_path), ThreadPoolExecutor(WORKERS) as pool:
        asked = [pool.submit(one_request, number, unit, start) for number in range(AT_ONCE)]
        answers = [one.result(timeout=120) for one in asked]
    given = [number for number in answers if number is not None]
    assert Counter(answers)[None] == AT_ONCE // 5
    assert sorted(given) == list(range(1, AT_ONCE * 4 // 5 + 1))


@pytest.mark.django_db
def test_a_book_for_each_body_kind_format_and_year_or_term():
    one, other = make_unit("HN"), make_unit("HP")

    def number(unit: OrgUnit, kind: str, fmt: str, day: date) -> int:
        return numbering.take(unit=unit, document_type=kind, format=fmt, day=day)[1]

    assert [number(one, "QĐ", "state", date(2020, 12, 31)) for _time in range(2)] == [1, 2]
    assert number(one, "QĐ", "state", date(2021, 1, 1)) == 1
    assert number(one, "KH", "state", date(2020, 12, 31)) == 1
    assert number(other, "QĐ", "state", date(2020, 12, 31)) == 1
    # A Party term does not end with the year.
    assert number(one, "QĐ", "party", date(2019, 12, 31)) == 1
    assert number(one, "QĐ", "party", date(2020, 1, 2)) == 2
    assert number(one, "QĐ", "party", date(2020, 11, 2)) == 1
    assert NumberBook.objects.count() == 6


@pytest.mark.django_db
def test_a_number_whose_transaction_fails_is_given_again():
    unit = make_unit("HN")
    with contextlib.suppress(TurnedBack), transaction.atomic():
        assert numbering.take(unit=unit, document_type="CT", format="party", day=DAY)[1] == 1
        raise TurnedBack
    assert numbering.take(unit=unit, document_type="CT", format="party", day=DAY)[1] == 1


@pytest.mark.django_db(transaction=True)
def test_no_number_outside_a_transaction():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        numbering.take(unit=make_unit("HN"), document_type="CT", format="party", day=DAY)
