"""Files that prove figures."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from danvan.files.models import StoredFile


def named(ids: Sequence[str]) -> list[StoredFile]:
    """The stored files of these ids, in the order of their names; whoever opens one is asked again there."""
    if not ids:
        return []
    return list(StoredFile.objects.filter(pk__in=[uuid.UUID(one) for one in ids]).order_by("original_name"))
