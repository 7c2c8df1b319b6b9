"""Reads about stored files."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.files.models import StoredFile


def stored_file(file_id: uuid.UUID) -> StoredFile:
    """
    The row of a file; whoever asks checks the permission.

    :raises OutOfSight: when there is none
    """
    found = StoredFile.objects.filter(pk=file_id).first()
    if found is None:
        raise OutOfSight(_("There is no such file, or it is not open to you."))
    return found


def known_ids(ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the ids that have a row."""
    return set(StoredFile.objects.filter(pk__in=list(ids)).values_list("pk", flat=True))
