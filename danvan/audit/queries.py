"""Reading the log."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from danvan.audit import merkle
from danvan.audit.chain import GENESIS
from danvan.audit.models import AuditEntry, AuditHead

BATCH = 5_000

# Raw and without converters: a forged value must reach the verifier as it stands and not stop it on the way.
_EVERYTHING = {
    "sqlite": (
        "SELECT seq, prev, body, mac, CAST(at AS TEXT), action, actor_id, unit, target_type, target_id"
        " FROM audit_entry WHERE seq > %s ORDER BY seq LIMIT %s"
    ),
    "postgresql": (
        "SELECT seq, prev, body, mac, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), action, actor_id,"
        " unit, target_type, target_id FROM audit_entry WHERE seq > %s ORDER BY seq LIMIT %s"
    ),
}
BEFORE_ALL = -(1 << 63)


def head() -> AuditHead:
    """The end of the chain as it is now; of an empty log, size 0 and the zero bytes that the first entry follows."""
    return AuditHead.objects.filter(pk=1).first() or AuditHead(pk=1, seq=0, mac=GENESIS)


def raw_rows(after: Any = BEFORE_ALL) -> Iterator[list[tuple[Any, ...]]]:
    """
    All rows after a position in batches, as the database holds them: seq, prev, body, mac, at, action, actor, unit,
    target type, target id. Each batch is a query of its own, so a long reading keeps no writer waiting.
    """
    while rows := _batch(after):
        yield rows
        after = rows[-1][0]


def _batch(after: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_EVERYTHING[connection.vendor], [after, BATCH])
        return cursor.fetchall()


def sealed_bodies(*, up_to: int) -> Iterator[list[tuple[bytes, bytes]]]:
    """`body` and `mac` of the entries up to a position, in order, in batches."""
    after = 0
    while rows := list(
        AuditEntry.objects.filter(seq__gt=after, seq__lte=up_to)
        .order_by("seq")
        .values_list("seq", "body", "mac")[:BATCH]
    ):
        yield [(body, mac) for _seq, body, mac in rows]
        after = rows[-1][0]


def leaves(size: int) -> list[bytes]:
    """The Merkle leaf hashes of the first `size` entries: 32 bytes each, so 32 MB for a million."""
    return [merkle.leaf(body) for rows in sealed_bodies(up_to=size) for body, _mac in rows]


def consistency_proof(first: int, second: int) -> list[bytes]:
    """
    What a receiver of two checkpoints asks for: the proof that the log of size `second` begins with that of `first`.

    :raises IndexError: if there are no such sizes
    """
    return merkle.consistency_proof(leaves(second), first)


def inclusion_proof(seq: int, size: int) -> list[bytes]:
    """
    The proof that entry `seq` is in the log a checkpoint of this size witnesses.

    :raises IndexError: if it is not
    """
    return merkle.inclusion_proof(leaves(size), seq - 1)
