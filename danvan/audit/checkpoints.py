"""
Checkpoints: what a chain can't show of itself, that its own end was cut off (R-62).

One line of ``checkpoints.jsonl`` is one checkpoint. Copied to another house (the superior unit, a printed
sheet, a public page), it witnesses that the log once had this size and this content.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from danvan.audit import keys, merkle, queries
from danvan.audit.models import AuditHead, Checkpoint
from danvan.common.errors import DomainError

PREFIX = b"\x00danvan-checkpoint-v1"


class BrokenChain(DomainError):
    """The entries do not lead to the head, so there is nothing that could honestly be signed."""

    code = "broken-chain"


@dataclass(frozen=True)
class Witness:
    """A checkpoint wherever it was kept: `source` is "table" or "file"."""

    size: int
    last_mac: bytes
    root: bytes
    signature: bytes
    made_at: datetime
    source: str

    @property
    def message(self) -> bytes:
        """The bytes that are signed."""
        moment = self.made_at.astimezone(UTC).isoformat(timespec="microseconds").encode()
        return PREFIX + self.size.to_bytes(8, "big") + self.last_mac + self.root + moment

    @property
    def facts(self) -> tuple[int, bytes, bytes, bytes, datetime]:
        return self.size, self.last_mac, self.root, self.signature, self.made_at

    def is_signed_by(self, key: Ed25519PublicKey) -> bool:
        try:
            key.verify(self.signature, self.message)
        except InvalidSignature:
            return False
        return True


def path() -> Path:
    return settings.HOME / "checkpoints.jsonl"


def sign(head: AuditHead, *, at: datetime) -> Checkpoint:
    """
    A signed checkpoint of the log up to `head`, not yet kept anywhere.

    :raises BrokenChain: if entries are missing or the last one is not the head's
    """
    frontier = merkle.Frontier()
    last = bytes(32)
    for rows in queries.sealed_bodies(up_to=head.seq):
        frontier.extend([merkle.leaf(body) for body, _mac in rows])
        last = bytes(rows[-1][1])
    if frontier.size != head.seq or last != bytes(head.mac):
        raise BrokenChain(
            _(
                "The activity log is not whole, so no checkpoint is made. Run “danvan verify audit” and"
                " tell the auditor."
            )
        )
    draft = Witness(head.seq, last, frontier.root(), b"", at, "table")
    key = keys.signing_key(create=not Checkpoint.objects.exists())
    return Checkpoint(
        size=draft.size, last_mac=last, root=draft.root, made_at=at, signature=key.sign(draft.message)
    )


def append(made: Checkpoint) -> None:
    """Add its line to the file and see it on the disk."""
    line = json.dumps(
        {
            "size": made.size,
            "last_mac": bytes(made.last_mac).hex(),
            "root": bytes(made.root).hex(),
            "signature": bytes(made.signature).hex(),
            "made_at": made.made_at.astimezone(UTC).isoformat(timespec="microseconds"),
        }
    )
    path().parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "ab") as file:
        file.write(line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def in_table() -> list[Witness]:
    return [
        Witness(
            kept.size, bytes(kept.last_mac), bytes(kept.root), bytes(kept.signature), kept.made_at, "table"
        )
        for kept in Checkpoint.objects.order_by("size", "pk")
    ]


def in_file() -> Iterator[Witness | int]:
    """The witnesses of the file; a line that can't be read comes as its number, counted from 1."""
    if not path().exists():
        return
    with path().open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield _read(line)
            except (ValueError, KeyError, TypeError, OverflowError):
                yield number


def _read(line: bytes) -> Witness:
    said = json.loads(line)
    moment = datetime.fromisoformat(said["made_at"])
    if moment.tzinfo is None or type(said["size"]) is not int or not 0 <= said["size"] < 1 << 63:
        raise ValueError("not a checkpoint")
    last_mac, root, signature = (bytes.fromhex(said[name]) for name in ("last_mac", "root", "signature"))
    return Witness(said["size"], last_mac, root, signature, moment, "file")
