"""Small things the pages share."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.audit.posted import done_once as done_once
from danvan.common import clock
from danvan.common.posting import attempt as attempt
from danvan.common.posting import number as number
from danvan.common.posting import page_of as page_of
from danvan.common.posting import status as status
from danvan.common.posting import version_of as version_of
from danvan.organizations import permissions as policy
from danvan.organizations import serving
from danvan.oversight.kinds import DOORS, Door, Kind


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
    return serving.own_units(request.actor, action, kind)


def sees_some(request: HttpRequest) -> bool:
    return any(policy.holds(request.actor, "see", kind) for kind in Kind.values)


def year_of(request: HttpRequest) -> int:
    return number(request.GET.get("nam", ""), clock.today().year, low=2000, high=2100)
