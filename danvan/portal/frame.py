"""What stands around every public page, and its refusals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from danvan.common.errors import DomainError
from danvan.portal import menu


@dataclass
class Frame:
    """Read by `portal/base.html` as `frame`."""

    request: HttpRequest

    @cached_property
    def links(self) -> list[menu.Link]:
        return menu.links(self.request.path)

    @property
    def path(self) -> str:
        """Where the language switch leads back to: the page itself; for an answer to a form, the form."""
        return self.request.get_full_path() if self.request.method in ("GET", "HEAD") else self.request.path


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A public page."""
    return render(request, template, {"frame": Frame(request), **(context or {})}, status=status)


def missing(request: HttpRequest) -> HttpResponse:
    said = _("There is no such page. Perhaps it was taken back, or the address was copied only in part.")
    return show(request, "portal/refusal.html", {"title": _("Nothing is here"), "message": said}, status=404)


def refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    if refusal.status == 404:
        return missing(request)
    words = {"title": _("That did not work"), "message": refusal.message}
    return show(request, "portal/refusal.html", words, status=refusal.status)
