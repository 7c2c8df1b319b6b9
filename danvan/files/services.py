"""Taking files in, and cleaning up what no row knows."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from danvan.audit import services as audit
from danvan.files import disk, names, queries
from danvan.files.inspection import inspect
from danvan.files.inspection.core import MAX_BYTES, kind_of, too_large
from danvan.files.models import StoredFile
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit

ORPHAN_AFTER = timedelta(hours=24)
BATCH = 500


def store(*, upload: UploadedFile, unit_id: int, by: Actor, at: datetime) -> StoredFile:
    """
    Take in a file for a unit, if it is what it says it is and carries nothing that acts by itself.

    :raises OutOfSight: if files of the unit are not in sight of `by`
    :raises NotAllowed: if they are, but `by` may not add any
    :raises Refused: with the reason and what to do now, if the file is not taken
    """
    permissions.require(by, "edit", "file", unit_id)
    name = names.clean(upload.name or "")
    kind_of(name)
    content = _read(upload)
    accepted = inspect(name, content)
    content = content[: accepted.size]
    file_id = uuid.uuid4()
    # First the file, then the row: a file without a row is swept, a row without a file helps nobody.
    disk.write(file_id, content)
    with transaction.atomic():
        stored = StoredFile.objects.create(
            id=file_id,
            unit_id=unit_id,
            original_name=name,
            kind=accepted.kind,
            size=accepted.size,
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_by_id=by.user_id,
            uploaded_at=at,
        )
        audit.record(
            "files.stored",
            actor=by.user_id,
            at=at,
            target=("file", file_id),
            unit=OrgUnit.objects.values_list("code", flat=True).get(pk=unit_id),
            after={"kind": stored.kind, "size": stored.size, "sha256": stored.sha256},
        )
    return stored


def sweep(at: datetime) -> int:
    """
    Remove files that have had no row for 24 hours, half-written ones too, and return how many.

    `at` is real time, not the day of the demo city: it is compared with the clock of the disk.
    """
    removed = 0
    old = disk.stored_before(at - ORPHAN_AFTER)
    while batch := list(islice(old, BATCH)):
        removed += _remove_unknown(batch)
    return removed


def _remove_unknown(paths: list[Path]) -> int:
    ids = {path: disk.id_of(path) for path in paths}
    known = queries.known_ids([file_id for file_id in ids.values() if file_id])
    orphans = [path for path, file_id in ids.items() if file_id not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _read(upload: UploadedFile) -> bytes:
    """The whole content, but never more than the limit in memory, whatever size the sender named."""
    content = bytearray()
    for chunk in upload.chunks():
        content += chunk
        if len(content) > MAX_BYTES:
            raise too_large()
    return bytes(content)
