"""Small things the pages share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.audit.posted import done_once as done_once
from danvan.common.posting import attempt as attempt
from danvan.common.posting import page_of as page_of
from danvan.common.posting import status as status
from danvan.common.posting import version_of as version_of
from danvan.organizations import permissions as policy
from danvan.organizations import serving


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
    return serving.own_units(request.actor, "edit", record_type)


def numbers(texts: list[str]) -> list[int]:
    """The record numbers among what was ticked."""
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 16]
