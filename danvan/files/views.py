"""Handing a file out: never shown by the browser, always saved."""

from __future__ import annotations

import uuid

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.files import disk, queries
from danvan.files.inspection import KINDS
from danvan.files.models import StoredFile
from danvan.files.refusals import Gone
from danvan.organizations import permissions


@require_safe
def download(request: HttpRequest, file_id: uuid.UUID) -> FileResponse:
    """The file, as an attachment; session, post and unit are looked at anew each time (R-14)."""
    stored = queries.stored_file(file_id)
    permissions.require(request.actor, "see", "file", stored.unit_id)
    return hand_out(stored)


def hand_out(stored: StoredFile) -> FileResponse:
    """
    The file as an attachment, for a view that has checked who asks: here by the file's unit, elsewhere by the record it
    belongs to.
    """
    path = disk.path_of(stored.pk)
    if not path.is_file() or path.stat().st_size != stored.size:
        raise Gone(
            _("“%(name)s” is no longer complete on the server. Tell the administrator; the backup has it.")
            % {"name": stored.original_name}
        )
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=stored.original_name,
        content_type=KINDS[stored.kind].content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
