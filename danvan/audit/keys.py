"""
The two keys of the log: one seals entries, one signs checkpoints. Files beside the database, never in it
(R-60).

Whoever holds a copy of the database alone can neither write an entry that verifies nor sign a checkpoint.
"""

import os
import secrets
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

_LENGTH = 32


class KeyMissing(RuntimeError):
    """
    The key file of a log that is already written is not there, or is not a key; the message names the file.
    """


def sealing_key(*, create: bool = False) -> bytes:
    """
    The 32 bytes that seal entries, from ``audit.key``.

    :raises KeyMissing: if there is none and `create` is false: a fresh key would make a written log look
    forged
    """
    return _read(settings.KEYS_ROOT / "audit.key", create)


def signing_key(*, create: bool = False) -> Ed25519PrivateKey:
    """
    The Ed25519 key that signs checkpoints, from ``audit-signing.key`` (its 32 raw private bytes).

    :raises KeyMissing: as `sealing_key`
    """
    return Ed25519PrivateKey.from_private_bytes(_read(settings.KEYS_ROOT / "audit-signing.key", create))


def _read(path: Path, create: bool) -> bytes:
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        if not create:
            raise KeyMissing(
                f"the key file {path.name} is missing from {path.parent}; bring it back from its backup"
            ) from None
        _make(path)
        key = path.read_bytes()
    if len(key) != _LENGTH:
        raise KeyMissing(f"the key file {path.name} holds {len(key)} bytes instead of {_LENGTH}")
    return key


def _make(path: Path) -> None:
    """
    Two processes may start together: the file appears whole or not at all, and the first one to finish wins.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # made with mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_LENGTH))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        os.unlink(draft)
