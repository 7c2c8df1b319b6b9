"""Small things the pages share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.common import clock
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names

TYPE = "import"


def own_units(request: HttpRequest, action: str = "edit") -> list[tuple[str, str]]:
    """(code, name) of units of the person's posts in which they may do `action` on imports."""
    actor = request.actor
    open_ = [unit_id for unit_id in actor.unit_ids() if policy.can(actor, action, TYPE, unit_id)]
    return [(name.code, name.name) for name in last_names(open_, clock.today()).values()] if open_ else []


def given(files: list[Any]) -> list[tuple[str, bytes]]:
    return [(file.name, file.read()) for file in files]


def version_of(request: HttpRequest) -> int:
    """The version the page showed; -1, which none has, when it is missing."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def tabs(current: str) -> list[dict[str, Any]]:
    pages = [
        ("imports", _("Imports"), "ingest:imports"),
        ("out", _("Forms as workbooks"), "ingest:forms_out"),
        ("history", _("History"), "ingest:history"),
        ("words", _("Words learned"), "ingest:words"),
    ]
    return [{"label": label, "href": reverse(url), "current": name == current} for name, label, url in pages]
