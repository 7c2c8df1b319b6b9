"""
Files on disk: written aside, synced, moved into place, folder synced (R-44).

A power cut leaves either nothing, or a file without a row, which the sweeper takes after a day; never a row
that points at half a file.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

ASIDE = "aside"


def path_of(file_id: uuid.UUID) -> Path:
    """Where a file lies; 256 folders, so that none grows without bounds."""
    return Path(settings.FILES_ROOT) / file_id.hex[:2] / file_id.hex


def write(file_id: uuid.UUID, content: bytes) -> None:
    """Put the content in place so that it is there after a power cut, or not at all."""
    root = _folder(Path(settings.FILES_ROOT))
    aside = _folder(root / ASIDE) / file_id.hex
    place = path_of(file_id)
    _folder(place.parent)
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.rename(place)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    _sync(place.parent)
    _sync(root)


def stored_before(moment: datetime) -> Iterator[Path]:
    """Everything below the root that was last written before `moment`, half-written files too."""
    root = Path(settings.FILES_ROOT)
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
        if not folder.is_dir() or folder.is_symlink():
            continue
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.stat().st_mtime < moment.timestamp():
                yield path


def id_of(path: Path) -> uuid.UUID | None:
    """The file a path belongs to; None for what is half-written or not ours."""
    if path.parent.name == ASIDE:
        return None
    try:
        return uuid.UUID(hex=path.name)
    except ValueError:
        return None


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _sync(folder: Path) -> None:
    # Windows cannot open folders and keeps their entries itself.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
