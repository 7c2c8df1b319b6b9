"""Small things the pages share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.audit.posted import once_posted
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names

T = TypeVar("T")
PER_PAGE = 25


def tabs(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """The registers this person may open."""
    words = {
        "consultations": _("Consultations"),
        "disclosures": _("Disclosures"),
        "regulations": _("Democracy rules"),
        "decisions": _("Community decisions"),
        "supervisions": _("Community supervision"),
    }
    types = {"consultations": "consultation", "disclosures": "disclosure", "regulations": "disclosure"}
    return [
        {"label": label, "href": reverse(f"democracy:{name}"), "current": name == here}
        for name, label in words.items()
        if policy.holds(request.actor, "see", types.get(name, "decision"))
    ]


def own_units(request: HttpRequest, record_type: str) -> list[tuple[str, str]]:
    """(code, name) of units of the person's posts in which they may write such records."""
    actor = request.actor
    open_ = [unit_id for unit_id in actor.unit_ids() if policy.can(actor, "edit", record_type, unit_id)]
    return [(name.code, name.name) for name in last_names(open_, clock.today()).values()] if open_ else []


def attempt(form: Form, work: Callable[[], T]) -> T | None:
    """Do the work; a refusal stands beside the form. Out of sight and not allowed get their own page."""
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


def page_of(request: HttpRequest, rows: Any) -> Page:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))


def version_of(request: HttpRequest) -> int:
    """The version the page showed; -1, which none has, when it is missing."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def numbers(texts: list[str]) -> list[int]:
    """The record numbers among what was ticked."""
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 16]
