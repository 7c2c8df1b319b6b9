"""Small things the pages share."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from danvan.audit.posted import done_once as done_once
from danvan.common import clock
from danvan.common.errors import NotAllowed
from danvan.common.posting import attempt as attempt
from danvan.common.posting import page_of as page_of
from danvan.common.posting import status as status
from danvan.common.posting import version_of as version_of
from danvan.files import services as files
from danvan.files.models import StoredFile
from danvan.organizations import permissions as policy
from danvan.organizations import serving


def own_units(request: HttpRequest, action: str) -> list[tuple[str, str]]:
    return serving.own_units(request.actor, action, "directive")


def require(request: HttpRequest, action: str, unit_id: int) -> None:
    """
    For a record that was found already, so it is in sight, perhaps only because one's unit was given it.

    :raises NotAllowed: when no post opens this on records of the unit
    """
    if not policy.can(request.actor, action, "directive", unit_id):
        raise NotAllowed(_("Your post does not open this. Ask the administrator of your unit if it should."))


def number_in(request: HttpRequest, name: str, *, most: int = 2**62) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 and int(text) <= most else None


def stored(request: HttpRequest, upload: UploadedFile | None, unit_id: int) -> StoredFile | None:
    if upload is None:
        return None
    return files.store(upload=upload, unit_id=unit_id, by=request.actor, at=clock.now())
