"""The next number of a body's documents, for every context that issues one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection

from danvan.directives import terms
from danvan.directives.models import NumberBook
from danvan.organizations.models import OrgUnit


def take(*, unit: OrgUnit, document_type: str, format: str, day: date) -> tuple[NumberBook, int]:
    """
    The next number of `unit` for documents of this type dated `day`, and the book it stands in.

    Numbers run per body, type, and year (state) or term (Party). The book stays locked until the caller's transaction
    ends: whoever asks at the same moment waits, and a number of a transaction that fails is given again, so there is
    neither a gap nor a double.

    :raises RuntimeError: outside `transaction.atomic`: a number could be given without its document
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number is taken inside the transaction of what it is given to")
    key: dict[str, Any] = {
        "unit_id": unit.pk,
        "document_type": document_type,
        "format": format,
        "name": terms.book_name(format, day),
    }
    NumberBook.objects.get_or_create(**key)
    book = NumberBook.objects.select_for_update().get(**key)
    book.last += 1
    book.save(update_fields=["last"])
    return book, book.last
