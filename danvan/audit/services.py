"""
Writing the log. `record` is the last act of every business transaction (R-61): no entry without effect, no
effect without entry.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from danvan.audit import chain, checkpoints, keys, queries
from danvan.audit.models import AuditEntry, AuditHead, Checkpoint
from danvan.audit.verification import Problem, verify

__all__ = ["Problem", "checkpoint", "record", "record_many", "verify"]


def record(
    action: str,
    *,
    actor: int | None,
    at: datetime,
    target: models.Model | tuple[str, object] | None = None,
    unit: str = "",
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    on_behalf_of: int | str | None = None,
) -> AuditEntry:
    """
    Add one entry: who (`actor`, a user's id; None for the system) did what (`action`, "reporting.accepted"),
    on which record, for which unit (its code), why, and what changed (plain values by field name; never a
    citizen's data).

    `on_behalf_of` names whom a deputy acted for (a user's id) or the unit that was entered for (its code).

    :raises RuntimeError: outside `transaction.atomic`: the entry could stand without its effect
    :raises KeyMissing: if the log is begun and its key file is gone
    """
    entry = {
        "action": action, "actor": actor, "at": at, "target": target, "unit": unit,
        "reason": reason, "before": before, "after": after, "on_behalf_of": on_behalf_of,
    }  # fmt: skip
    return record_many([entry])[0]


def record_many(entries: Iterable[Mapping[str, Any]]) -> list[AuditEntry]:
    """
    Add several entries in this order under one lock; each is a mapping of what `record` takes, `action`
    included.

    :raises RuntimeError: outside `transaction.atomic`
    :raises KeyMissing: if the log is begun and its key file is gone
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit entries are written inside the transaction of what they tell of")
    # Everything that can be refused is refused before the lock, which all other writers wait for.
    told = [_facts(**entry) for entry in entries]
    if not told:
        return []
    head = _locked_head()
    key = keys.sealing_key(create=head.seq == 0)
    seq, mac = head.seq, bytes(head.mac)
    rows = []
    for says in told:
        seq, prev, body = seq + 1, mac, chain.canonical(says)
        mac = chain.seal(key, seq, prev, body)
        rows.append(_row(seq, prev, body, mac, says))
    AuditEntry.objects.bulk_create(rows)
    AuditHead.objects.filter(pk=1).update(seq=seq, mac=mac)
    return rows


def checkpoint(at: datetime) -> Checkpoint:
    """
    Witness the log as it is now: sign its size, last mac and Merkle root, keep them in the table and append
    them to ``checkpoints.jsonl``, the file that is to be copied off this host (R-62).

    A log that has not grown since the last checkpoint keeps that one.

    :raises BrokenChain: if the entries do not lead to the head; nothing is signed then
    """
    head = queries.head()
    known = Checkpoint.objects.filter(size=head.seq).first()
    if known:
        return known
    made = checkpoints.sign(head, at=at)
    with transaction.atomic():
        made.save(force_insert=True)
        # Inside the transaction: a row whose line could not be written does not stay.
        checkpoints.append(made)
    return made


def _facts(
    *, action: str, actor: int | None, at: datetime, target: Any = None, **rest: Any
) -> dict[str, Any]:
    if isinstance(target, models.Model):
        target = (target._meta.label_lower, target.pk)
    given = {"unit": "", "reason": "", "before": None, "after": None, "on_behalf_of": None} | rest
    return chain.facts(action, actor=actor, at=at, target=target or ("", ""), **given)


def _locked_head() -> AuditHead:
    """The end of the chain, locked to the end of the transaction (SQLite has one writer at a time anyway)."""
    locked = AuditHead.objects.select_for_update()
    head = locked.filter(pk=1).first()
    if head is None:
        # The first entry of all: whoever comes second waits for the first one's row here.
        AuditHead.objects.bulk_create([AuditHead(pk=1, seq=0, mac=chain.GENESIS)], ignore_conflicts=True)
        head = locked.get(pk=1)
    return head


def _row(seq: int, prev: bytes, body: bytes, mac: bytes, says: dict[str, Any]) -> AuditEntry:
    about = says["about"]
    return AuditEntry(
        seq=seq,
        prev=prev,
        body=body,
        mac=mac,
        at=datetime.fromisoformat(about["at"]),
        action=about["action"],
        actor_id=about["actor"],
        unit=about["unit"],
        target_type=about["target_type"],
        target_id=about["target_id"],
    )
