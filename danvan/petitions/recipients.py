"""
Who may open what is sealed: public keys from a file of the deployment, never from the database (R-22).

``keys/seal-recipients.json`` is a list of ``{"unit": code, "key": base64 of 32 bytes, "name": words}``. The private halves
are made and kept on the recipients' own machines. Simplest honest part of the design: one box for one recipient; no gate
key, no certificates, no break-glass copy. A site that opens the sealed mode needs all of those first.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import date

import nacl.public
from django.conf import settings

from danvan.organizations import queries
from danvan.organizations.models import OrgUnit

FORMAT = b"\x01"
BLOCK = 4096


class BadKeys(RuntimeError):
    """The file of recipients cannot be read as one."""


@dataclass(frozen=True)
class Recipient:
    unit: OrgUnit
    name: str
    key: bytes

    @property
    def fingerprint(self) -> str:
        """Printed on the wall of the office: compare before the first use."""
        return hashlib.blake2b(self.key, digest_size=16).hexdigest()


def recipients() -> list[Recipient]:
    """Everybody in the file, in its order; none when there is no file."""
    path = settings.KEYS_ROOT / "seal-recipients.json"
    if not path.exists():
        return []
    try:
        rows = json.loads(path.read_text("utf-8"))
        told = [
            (str(row["unit"]), str(row.get("name", "")), base64.b64decode(row["key"], validate=True))
            for row in rows
        ]
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as fault:
        raise BadKeys(f"{path.name} is not a list of recipients") from fault
    if any(len(key) != nacl.public.PublicKey.SIZE for _u, _n, key in told):
        raise BadKeys(f"{path.name} holds a key of the wrong length")
    units = {unit.code: unit for unit in OrgUnit.objects.filter(code__in=[code for code, _n, _k in told])}
    return [Recipient(units[code], name, key) for code, name, key in told if code in units]


def recipient_for(unit_id: int, accused_id: int | None, on: date) -> Recipient | None:
    """
    The nearest recipient on the way up from the unit that holds the case; never the accused's unit or one below it (R-24).
    """
    known = {one.unit.pk: one for one in reversed(recipients())}
    for candidate in reversed(queries.path_ids(unit_id, on)):
        if candidate not in known:
            continue
        if accused_id is not None and accused_id in queries.path_ids(candidate, on):
            continue
        return known[candidate]
    return None


def seal(recipient: Recipient, plain: bytes) -> bytes:
    """Format byte, then a sealed box over the padded words: the length tells nothing finer than 4096 bytes."""
    padded = plain + b"\x80"
    padded += b"\0" * (-len(padded) % BLOCK)
    return FORMAT + nacl.public.SealedBox(nacl.public.PublicKey(recipient.key)).encrypt(padded)


def unseal(box: bytes, private: bytes) -> bytes:
    """For the recipient's own machine and for tests: this system never holds a private key."""
    if box[:1] != FORMAT:
        raise ValueError("a sealed record of a format nobody knows")
    padded = nacl.public.SealedBox(nacl.public.PrivateKey(private)).decrypt(box[1:])
    return padded.rstrip(b"\0")[:-1]
