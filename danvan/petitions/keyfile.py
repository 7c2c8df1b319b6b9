"""Secrets in files beside the database, never in it; each is made when it is first needed (R-27, R-28)."""

from __future__ import annotations

import os
import secrets
import tempfile
from functools import lru_cache
from pathlib import Path

_LENGTH = 32


class KeyMissing(RuntimeError):
    """The key file is not a key, or is gone although something was closed with it."""


@lru_cache(maxsize=8)
def secret(path: Path) -> bytes:
    """
    The 32 bytes of a key file, made if there is none yet.

    :raises KeyMissing: when the file holds something else
    """
    if not path.exists():
        _make(path)
    key = path.read_bytes()
    if len(key) != _LENGTH:
        raise KeyMissing(f"the key file {path.name} holds {len(key)} bytes instead of {_LENGTH}")
    return key


def _make(path: Path) -> None:
    """Two processes may start together: the file appears whole or not at all, and the first one to finish wins."""
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
