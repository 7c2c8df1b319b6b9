"""Secrets in files beside the database, never in it: 32 random bytes each."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

LENGTH = 32


class KeyMissing(RuntimeError):
    """The key file something was closed or sealed with is not there, or is not a key; the message names the file."""


def read(path: Path, *, create: bool) -> bytes:
    """
    The bytes of a key file; `create` makes it when there is none.

    Whoever asks says `create` only while nothing depends on a key yet: a fresh one beside old data would open nothing.

    :raises KeyMissing: if there is none and it may not be made, or the file holds something else
    """
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        if not create:
            raise KeyMissing(
                f"the key file {path.name} is missing from {path.parent}; bring it back from its backup"
            ) from None
        _make(path)
        key = path.read_bytes()
    if len(key) != LENGTH:
        raise KeyMissing(f"the key file {path.name} holds {len(key)} bytes instead of {LENGTH}")
    return key


def _make(path: Path) -> None:
    """Two processes may start together: the file appears whole or not at all, and the first one to finish wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # made with mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        os.unlink(draft)
