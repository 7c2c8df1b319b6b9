"""Small things the pages share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _

from danvan.audit.posted import once_posted
from danvan.common import clock
from danvan.common.errors import DomainError, NotAllowed
from danvan.files import services as files
from danvan.files.models import StoredFile
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names

T = TypeVar("T")
PER_PAGE = 25


def own_units(request: HttpRequest, action: str) -> list[tuple[str, str]]:
    """(code, name) of units of the person's posts in which they may do `action`."""
    actor = request.actor
    open_ = [unit_id for unit_id in actor.unit_ids() if policy.can(actor, action, "directive", unit_id)]
    return [(name.code, name.name) for name in last_names(open_, clock.today()).values()] if open_ else []


def require(request: HttpRequest, action: str, unit_id: int) -> None:
    """
    For a record that was found already, so it is in sight, perhaps only because one's unit was given it.

    :raises NotAllowed: when no post opens this on records of the unit
    """
    if not policy.can(request.actor, action, "directive", unit_id):
        raise NotAllowed(_("Your post does not open this. Ask the administrator of your unit if it should."))


def attempt(form: Form, work: Callable[[], T]) -> T | None:
    """
    Do the work; a refusal stands beside the form, and None is returned. Out of sight and not allowed get their own page.
    """
    try:
        return work()
    except DomainError as refusal:
        if refusal.status in {403, 404}:
            raise
        form.add_error(None, refusal.message)
        return None


def once(request: HttpRequest, work: Callable[[], Any]) -> Any:
    """What `work` returned (a plain value) for this form, however often it is sent."""
    with once_posted(request) as tried:
        if tried.fresh:
            tried.result = work()
    return tried.result


def status(form: Form) -> int:
    return 422 if form.errors else 200


def page_of(request: HttpRequest, rows: Any, per_page: int = PER_PAGE) -> Page:
    return Paginator(rows, per_page).get_page(request.GET.get("trang"))


def version_of(request: HttpRequest) -> int:
    """The version the page showed; -1, which none has, when it is missing."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def number_in(request: HttpRequest, name: str, *, most: int = 2**62) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 and int(text) <= most else None


def stored(request: HttpRequest, upload: UploadedFile | None, unit_id: int) -> StoredFile | None:
    if upload is None:
        return None
    return files.store(upload=upload, unit_id=unit_id, by=request.actor, at=clock.now())
