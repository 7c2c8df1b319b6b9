"""A file as an answer: never shown by the browser, always saved."""

from __future__ import annotations

from django.http import FileResponse
from django.utils.translation import gettext as _

from danvan.files import disk
from danvan.files.inspection import KINDS
from danvan.files.models import StoredFile
from danvan.files.refusals import Gone


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
