"""
The two keys of the log: one seals entries, one signs checkpoints. Files beside the database, never in it
(R-60).

Whoever holds a copy of the database alone can neither write an entry that verifies nor sign a checkpoint.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from danvan.common import keyfiles
from danvan.common.keyfiles import KeyMissing

__all__ = ["KeyMissing", "sealing_key", "signing_key"]


def sealing_key(*, create: bool = False) -> bytes:
    """
    The 32 bytes that seal entries, from ``audit.key``.

    :raises KeyMissing: if there is none and `create` is false: a fresh key would make a written log look
    forged
    """
    return keyfiles.read(settings.KEYS_ROOT / "audit.key", create=create)


def signing_key(*, create: bool = False) -> Ed25519PrivateKey:
    """
    The Ed25519 key that signs checkpoints, from ``audit-signing.key`` (its 32 raw private bytes).

    :raises KeyMissing: as `sealing_key`
    """
    return Ed25519PrivateKey.from_private_bytes(
        keyfiles.read(settings.KEYS_ROOT / "audit-signing.key", create=create)
    )
