"""
Who may open what is sealed: public keys from a file of the deployment, never from the database (R-22).

``keys/seal-recipients.json`` is a list of ``{"unit": code, "key": base64 of 32 bytes, "name": words}``; an entry with
``"custodian": true`` holds no office in the case but half of the emergency copy. The private halves are made and kept on
their owners' own machines (``tools/unseal.py``).

Layers, outermost first: the gate (``keys/gate.key``, a key of this server), then the recipient; in the emergency copy the
gate, then one custodian, then the other. So neither a stolen database nor the server's keys nor any single person opens
anything. Left out of the design: certificates by an offline root and the delay before a new key counts; a site that
*invites* denunciations needs both first.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import nacl.exceptions
import nacl.public
from django.conf import settings
from django.utils.translation import gettext as _

from danvan.common.errors import DomainError
from danvan.organizations import queries
from danvan.organizations.models import OrgUnit
from danvan.petitions import keyfile

FORMAT = b"\x02"
BLOCK = 4096
CUSTODIANS = 2


class BadKeys(RuntimeError):
    """The file of recipients cannot be read as one."""


class NotFromHere(DomainError):
    """What is kept was not closed by this server's gate, or was altered."""

    code = "sealed-altered"


@dataclass(frozen=True)
class Recipient:
    unit: OrgUnit
    name: str
    key: bytes
    custodian: bool = False

    @property
    def fingerprint(self) -> str:
        """Printed on the wall of the office: compare before the first use."""
        return hashlib.blake2b(self.key, digest_size=16).hexdigest()


def recipients() -> list[Recipient]:
    """Everybody in the file who takes denunciations, in its order; none when there is no file."""
    return [one for one in _listed() if not one.custodian]


def custodians() -> list[Recipient]:
    """
    The two of the emergency copy; none where a site named none.

    :raises BadKeys: for one alone, for three, or for two of one unit: then one office could open everything
    """
    found = [one for one in _listed() if one.custodian]
    if found and (len(found) != CUSTODIANS or found[0].unit == found[1].unit or found[0].key == found[1].key):
        raise BadKeys("seal-recipients.json needs two custodians of two units, or none")
    return found


def _listed() -> list[Recipient]:
    path = settings.KEYS_ROOT / "seal-recipients.json"
    if not path.exists():
        return []
    try:
        told = [_read(row) for row in json.loads(path.read_text("utf-8"))]
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as fault:
        raise BadKeys(f"{path.name} is not a list of recipients") from fault
    if any(len(key) != nacl.public.PublicKey.SIZE for _u, _n, key, _c in told):
        raise BadKeys(f"{path.name} holds a key of the wrong length")
    codes = [code for code, *_rest in told]
    units = {unit.code: unit for unit in OrgUnit.objects.filter(code__in=codes)}
    return [Recipient(units[code], name, key, both) for code, name, key, both in told if code in units]


def _read(row: dict[str, Any]) -> tuple[str, str, bytes, bool]:
    key = base64.b64decode(row["key"], validate=True)
    return str(row["unit"]), str(row.get("name", "")), key, row.get("custodian") is True


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
    """Closed for the recipient, then by the gate; the length tells nothing finer than 4096 bytes."""
    return _close(_gate().public_key, _close(nacl.public.PublicKey(recipient.key), _padded(plain)))


def seal_for_emergency(plain: bytes) -> bytes | None:
    """A second copy that only both custodians open, one after the other; None where there are none."""
    named = custodians()
    if not named:
        return None
    box = _padded(plain)
    for one in reversed(named):
        box = _close(nacl.public.PublicKey(one.key), box)
    return _close(_gate().public_key, box)


def peel(box: bytes) -> bytes:
    """Without the layer of the gate: what the recipient takes along. :raises NotFromHere:"""
    try:
        return _open(_gate(), box)
    except (ValueError, nacl.exceptions.CryptoError) as fault:
        raise NotFromHere(
            _(
                "What is kept of this case was altered, or sealed under another key of this server. Tell the administrator."
            )
        ) from fault


def unseal(box: bytes, *private: bytes) -> bytes:
    """
    For the owners' own machines and for tests: take one layer off with each private key, then the padding.

    This system never holds one of these keys; `tools/unseal.py` does the same outside it.
    """
    for key in private:
        box = _open(nacl.public.PrivateKey(key), box)
    return box.rstrip(b"\0")[:-1]


def _padded(plain: bytes) -> bytes:
    padded = plain + b"\x80"
    return padded + b"\0" * (-len(padded) % BLOCK)


def _close(key: nacl.public.PublicKey, plain: bytes) -> bytes:
    return FORMAT + nacl.public.SealedBox(key).encrypt(plain)


def _open(key: nacl.public.PrivateKey, box: bytes) -> bytes:
    if box[:1] != FORMAT:
        raise ValueError("a sealed record of a format nobody knows")
    return nacl.public.SealedBox(key).decrypt(box[1:])


def _gate() -> nacl.public.PrivateKey:
    return nacl.public.PrivateKey(keyfile.gate())
