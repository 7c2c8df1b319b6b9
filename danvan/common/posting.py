"""What every page with a form does with it: try the work, show a refusal beside it, page a list, read its version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import HttpRequest

from danvan.common.errors import DomainError

T = TypeVar("T")
PER_PAGE = 25


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


def status(form: Form) -> int:
    """Of the answer that shows a form: 422 when something in it was refused."""
    return 422 if form.errors else 200


def page_of(request: HttpRequest, rows: Any, per_page: int = PER_PAGE) -> Page:
    """The page of a list that the address asks for; the nearest one when there is no such page."""
    return Paginator(rows, per_page).get_page(request.GET.get("trang"))


def number(text: str, otherwise: int, *, low: int = 0, high: int = 2**31 - 1) -> int:
    """A number out of an address or a hidden field, within bounds; `otherwise` for anything else."""
    good = text.isascii() and text.isdecimal() and len(text) < 11 and low <= int(text) <= high
    return int(text) if good else otherwise


def version_of(request: HttpRequest) -> int:
    """The version the page showed; -1, which none has, when it is missing."""
    return number(request.POST.get("version", ""), -1)
