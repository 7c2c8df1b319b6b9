"""Reading the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from danvan.audit import merkle
from danvan.audit.chain import GENESIS
from danvan.audit.models import AuditEntry, AuditHead, Checkpoint
from danvan.common.vietnamese import matches

BATCH = 5_000

# Raw and without converters: a forged value must reach the verifier as it stands and not stop it on the way.
_EVERYTHING = {
    "sqlite": (
        "SELECT seq, prev, body, mac, CAST(at AS TEXT), action, actor_id, unit, target_type, target_id"
        " FROM audit_entry WHERE seq > %s ORDER BY seq LIMIT %s"
    ),
    "postgresql": (
        "SELECT seq, prev, body, mac, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), action,"
        " actor_id, unit, target_type, target_id FROM audit_entry WHERE seq > %s ORDER BY seq LIMIT %s"
    ),
}
BEFORE_ALL = -(1 << 63)


def head() -> AuditHead:
    """
    The end of the chain as it is now; of an empty log, size 0 and the zero bytes that the first entry
    follows.
    """
    return AuditHead.objects.filter(pk=1).first() or AuditHead(pk=1, seq=0, mac=GENESIS)


def last_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-size").first()


def raw_rows(after: Any = BEFORE_ALL) -> Iterator[list[tuple[Any, ...]]]:
    """
    All rows after a position in batches, as the database holds them: seq, prev, body, mac, at, action, actor,
    unit, target type, target id. Each batch is a query of its own, so a long reading keeps no writer waiting.
    """
    while rows := _batch(after):
        yield rows
        after = rows[-1][0]


def _batch(after: Any) -> list[tuple[Any, ...]]:
    try:
        return _fetch(after)
    except OperationalError:
        if connection.vendor != "sqlite":
            raise
        # Bytes that are no text, put into a text column by hand: read them as such, the seal will not fit.
        strict, connection.connection.text_factory = connection.connection.text_factory, _any_text
        try:
            return _fetch(after)
        finally:
            connection.connection.text_factory = strict


def _fetch(after: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_EVERYTHING[connection.vendor], [after, BATCH])
        return cursor.fetchall()


def _any_text(raw: bytes) -> str:
    return raw.decode(errors="replace")


def sealed_bodies(*, up_to: int) -> Iterator[list[tuple[bytes, bytes]]]:
    """`body` and `mac` of the entries up to a position, in order, in batches."""
    after: int | None = 0
    while rows := list(
        AuditEntry.objects.filter(seq__gt=after, seq__lte=up_to)
        .order_by("seq")
        .values_list("seq", "body", "mac")[:BATCH]
    ):
        yield [(bytes(body), bytes(mac)) for _seq, body, mac in rows]
        after = rows[-1][0]


def leaves(size: int) -> list[bytes]:
    """The Merkle leaf hashes of the first `size` entries: 32 bytes each, so 32 MB for a million."""
    return [merkle.leaf(body) for rows in sealed_bodies(up_to=size) for body, _mac in rows]


def consistency_proof(first: int, second: int) -> list[bytes]:
    """
    What a receiver of two checkpoints asks for: the proof that the log of size `second` begins with that of
    `first`.

    :raises IndexError: if there are no such sizes
    """
    return merkle.consistency_proof(leaves(second), first)


def inclusion_proof(seq: int, size: int) -> list[bytes]:
    """
    The proof that entry `seq` is in the log a checkpoint of this size witnesses.

    :raises IndexError: if it is not
    """
    return merkle.inclusion_proof(leaves(size), seq - 1)


def found(
    *,
    person: str = "",
    action: str = "",
    unit: str = "",
    record: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditEntry]:
    """
    Entries, newest first, that fit everything asked: a person by name or sign-in name (as people type, marks
    or not), an action, a unit by its code, a record by words of its kind and its number, days from first to
    last.
    """
    entries = AuditEntry.objects.order_by("-seq")
    if person:
        entries = entries.filter(actor_id__in=_people(person))
    if action:
        entries = entries.filter(action=action)
    if unit:
        entries = entries.filter(unit__iexact=unit)
    for word in record.split():
        entries = entries.filter(
            Q(target_id=word) | Q(target_type__icontains=word) | Q(target_type__in=_types(word))
        )
    if since:
        entries = entries.filter(at__gte=_midnight(since))
    if until and until < date.max:
        entries = entries.filter(at__lt=_midnight(until + timedelta(days=1)))
    return entries


@dataclass(frozen=True)
class Page:
    """
    A piece of the log, newest first. `older` and `newer` are the positions to go on from, None at an end.
    """

    entries: list[AuditEntry]
    older: int | None
    newer: int | None


def page(
    entries: QuerySet[AuditEntry], *, before: int | None = None, after: int | None = None, size: int = 50
) -> Page:
    """
    `size` entries that lie before or after a position, the newest ones when neither is named.

    By position and not by page number: a page stays the same page while others go on writing.
    """
    if after is not None:
        rows = list(entries.filter(seq__gt=after).order_by("seq")[: size + 1])
        more, shown = len(rows) > size, rows[:size][::-1]
        if not shown:
            return Page([], after + 1, None)
        return Page(shown, shown[-1].seq, shown[0].seq if more else None)
    rows = list(entries.filter(seq__lt=before)[: size + 1] if before is not None else entries[: size + 1])
    shown = rows[:size]
    older = shown[-1].seq if len(rows) > size else None
    newer = None if before is None else shown[0].seq if shown else before - 1
    return Page(shown, older, newer)


def _people(name: str) -> list[int]:
    users = get_user_model()._default_manager.values_list("pk", "username", "full_name")
    return [pk for pk, username, full_name in users if matches(name, f"{username} {full_name}")]


def _types(word: str) -> list[str]:
    """Kinds of records whose name, as the page shows it, holds this word."""
    return [
        model._meta.label_lower for model in apps.get_models() if matches(word, str(model._meta.verbose_name))
    ]


def _midnight(day: date) -> datetime:
    # No entry is older than the house, and the first days there are have no moment in world time.
    return timezone.make_aware(datetime.combine(max(day, date(1900, 1, 1)), time.min))
