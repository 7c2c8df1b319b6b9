"""
What is sealed per case (R-28): XChaCha20-Poly1305 of libsodium, two keys for each case, wrapped by a key file.

Every piece is bound to its case and its place by associated data, so that pieces cannot be swapped. No other cryptography.
"""

from __future__ import annotations

import json
from typing import Any

import nacl.exceptions
import nacl.secret
import nacl.utils
from django.conf import settings
from django.db import connection

from danvan.petitions.keyfile import KeyMissing, secret
from danvan.petitions.models import CaseKey, Petition, SenderNotice

CONTACT, CONTENT = CaseKey.Part.CONTACT, CaseKey.Part.CONTENT
FORMAT = b"\x01"


class Destroyed(Exception):
    """The key is gone: what it closed can be read by nobody."""


class Altered(RuntimeError):
    """A sealed piece is not what was written, or belongs to another case."""


class Case:
    """The open keys of one case, for as long as a request needs them."""

    def __init__(self, reference: str, keys: dict[str, bytes]) -> None:
        self.reference = reference
        self._keys = keys

    def holds(self, part: str) -> bool:
        return part in self._keys

    def seal(self, part: str, place: str, plain: bytes) -> bytes:
        """`place` names what this is within the case: ``text``, ``event``, ``file:…``."""
        return FORMAT + bytes(self._box(part).encrypt(plain, aad=self._bound(part, place)))

    def open(self, part: str, place: str, sealed: bytes | memoryview) -> bytes:
        """:raises Destroyed, Altered: as they say"""
        whole = bytes(sealed)
        if whole[:1] != FORMAT:
            raise Altered(f"a sealed piece of {self.reference} has a format nobody knows")
        try:
            return self._box(part).decrypt(whole[1:], aad=self._bound(part, place))
        except nacl.exceptions.CryptoError as fault:
            raise Altered(f"a sealed piece of {self.reference} was altered") from fault

    def seal_json(self, part: str, place: str, value: Any) -> bytes:
        return self.seal(part, place, json.dumps(value, ensure_ascii=False).encode())

    def open_json(self, part: str, place: str, sealed: bytes | memoryview) -> Any:
        return json.loads(self.open(part, place, sealed))

    def _box(self, part: str) -> nacl.secret.Aead:
        if part not in self._keys:
            raise Destroyed
        return nacl.secret.Aead(self._keys[part])

    def _bound(self, part: str, place: str) -> bytes:
        return f"danvan-petition-v1/{self.reference}/{part}/{place}".encode()


def begin(petition: Petition) -> tuple[Case, list[CaseKey]]:
    """New keys for a new case; the rows are for the caller to save with it."""
    keys = {str(part): nacl.utils.random(nacl.secret.Aead.KEY_SIZE) for part in (CONTACT, CONTENT)}
    case = Case(petition.reference, keys)
    rows = [
        CaseKey(petition=petition, part=part, wrapped=_wrap(petition.reference, part, key))
        for part, key in keys.items()
    ]
    return case, rows


def of(petition: Petition) -> Case:
    """The keys of a case that are left. One query."""
    return of_many([petition])[petition.pk]


def of_many(petitions: list[Petition]) -> dict[int, Case]:
    """The keys of many cases, by their ids. One query."""
    found: dict[int, dict[str, bytes]] = {petition.pk: {} for petition in petitions}
    names = {petition.pk: petition.reference for petition in petitions}
    for row in CaseKey.objects.filter(petition_id__in=found, destroyed_at=None).order_by():
        found[row.petition_id][row.part] = _unwrap(names[row.petition_id], row.part, bytes(row.wrapped))
    return {pk: Case(names[pk], keys) for pk, keys in found.items()}


def destroy(petition: Petition, parts: list[str], at: Any) -> int:
    """
    Destroy keys of a case; what they closed is gone from here and from every copy made without this table.

    On SQLite the freed place in the file is overwritten as well.
    """
    overwrite()
    if CONTACT in parts:
        # Nobody can be told any more, so nothing waits to be told.
        SenderNotice.objects.filter(petition=petition).delete()
        Petition.unscoped.filter(pk=petition.pk).update(tells_by="")
        petition.tells_by = ""
    rows = CaseKey.objects.filter(petition=petition, part__in=parts, destroyed_at=None)
    return rows.update(wrapped=b"", destroyed_at=at)


def overwrite() -> None:
    """From now on this connection overwrites what it deletes with zeros (SQLite; PostgreSQL does so when it vacuums)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _wrap(reference: str, part: str, key: bytes) -> bytes:
    return bytes(_outer().encrypt(key, aad=_named(reference, part)))


def _unwrap(reference: str, part: str, wrapped: bytes) -> bytes:
    try:
        return _outer().decrypt(wrapped, aad=_named(reference, part))
    except nacl.exceptions.CryptoError as fault:
        raise KeyMissing(
            "petitions.key is not the key these cases were closed with; bring it back"
        ) from fault


def _outer() -> nacl.secret.Aead:
    return nacl.secret.Aead(secret(settings.KEYS_ROOT / "petitions.key"))


def _named(reference: str, part: str) -> bytes:
    return f"danvan-case-key-v1/{reference}/{part}".encode()
