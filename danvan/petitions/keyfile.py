"""The keys of petitions: files beside the database, made with the first case and never again (R-27, R-28)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from danvan.common import keyfiles
from danvan.common.keyfiles import KeyMissing
from danvan.petitions.models import CaseKey, SealedRecord

__all__ = ["KeyMissing", "gate", "secret"]


@lru_cache(maxsize=8)
def secret(path: Path) -> bytes:
    """
    The 32 bytes of a key file, made if no case depends on one yet.

    :raises KeyMissing: when it is gone although cases were closed with it, or holds something else
    """
    return keyfiles.read(path, create=not path.exists() and not CaseKey.objects.exists())


def gate() -> bytes:
    """
    This server's own layer around everything sealed (R-22), made with the first sealed record and never again.

    :raises KeyMissing: when it is gone although records were sealed with it, or holds something else
    """
    path = settings.KEYS_ROOT / "gate.key"
    return keyfiles.read(path, create=not path.exists() and not SealedRecord.objects.exists())
