"""Handing a file out: never shown by the browser, always saved."""

from __future__ import annotations

import uuid

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from danvan.files import queries
from danvan.files.handing import hand_out
from danvan.organizations import permissions


@require_safe
def download(request: HttpRequest, file_id: uuid.UUID) -> FileResponse:
    """The file, as an attachment; session, post and unit are looked at anew each time (R-14)."""
    stored = queries.stored_file(file_id)
    permissions.require(request.actor, "see", "file", stored.unit_id)
    return hand_out(stored)
