"""Small things the pages share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.audit.posted import once_posted
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names
from danvan.oversight.kinds import DOORS, Door, Kind

T = TypeVar("T")
PER_PAGE = 25


def door_of(slug: str) -> Door:
    """:raises Http404: for an address that names no kind"""
    if slug not in DOORS:
        raise Http404
    return DOORS[slug]


def tabs(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """One set for the whole context: the kinds in sight, the year's plan, the ledger."""
    found = [
        (door.slug, door.title, reverse("oversight:board", args=[door.slug]))
        for door in DOORS.values()
        if policy.holds(request.actor, "see", door.kind)
    ]
    found.append(("plan", _("Plan and done"), reverse("oversight:plan")))
    found.append(("ledger", _("Recommendations"), reverse("oversight:ledger")))
    return [{"label": label, "href": href, "current": code == here} for code, label, href in found]


def own_units(request: HttpRequest, action: str, kind: str) -> list[tuple[str, str]]:
    """(code, name) of units of the person's posts in which they may do `action`."""
    actor = request.actor
    open_ = [unit_id for unit_id in actor.unit_ids() if policy.can(actor, action, kind, unit_id)]
    return [(name.code, name.name) for name in last_names(open_, clock.today()).values()] if open_ else []


def sees_some(request: HttpRequest) -> bool:
    return any(policy.holds(request.actor, "see", kind) for kind in Kind.values)


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
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def number(text: str, low: int, high: int, otherwise: int) -> int:
    """A number from an address within bounds."""
    good = text.isascii() and text.isdecimal() and len(text) < 10 and low <= int(text) <= high
    return int(text) if good else otherwise


def year_of(request: HttpRequest) -> int:
    return number(request.GET.get("nam", ""), 2000, 2100, clock.today().year)
