"""What the pages of this context have in common."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from danvan.accounts import browsers
from danvan.accounts.errors import TooSoon
from danvan.accounts.models import User
from danvan.accounts.services import sign_in
from danvan.common.errors import DomainError


def next_page(request: HttpRequest) -> str:
    """Where the person wanted to go: a page of this house, or the first page."""
    wanted = request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if here else resolve_url(settings.LOGIN_REDIRECT_URL)


def onward(request: HttpRequest, name: str) -> HttpResponseRedirect:
    """To another page of the door, taking the wanted page along."""
    wanted = request.GET.get("next")
    query = f"?{urlencode({'next': wanted})}" if wanted else ""
    return HttpResponseRedirect(reverse(name) + query)


def page_of(url: str) -> str:
    """The path of a full address, as `next` wants it."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def let_in(request: HttpRequest, user: User, response: HttpResponse, *, second_factor: bool) -> HttpResponse:
    """All that was asked is given: write it down and remember the browser."""
    sign_in.signed_in(user=user, second_factor=second_factor)
    browsers.remember(request, response, user.username)
    return response


def refused(
    request: HttpRequest,
    template: str,
    form: Form,
    refusal: DomainError,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """The same page again with what was typed and why it was refused, or when to come back."""
    wait = refusal.seconds if isinstance(refusal, TooSoon) else 0
    if not wait:  # a wait is told by its own box
        form.add_error(None, refusal.message)
    page = {**(context or {}), "form": form, "wait": wait, "open_at": getattr(refusal, "open_at", None)}
    response = render(request, template, page, status=refusal.status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def asked(
    request: HttpRequest, template: str, form: Form, context: dict[str, Any] | None = None
) -> HttpResponse:
    """The page with its form: fresh, or with the mistakes in what was typed."""
    page = {**(context or {}), "form": form, "wait": 0, "open_at": None}
    return render(request, template, page, status=422 if form.is_bound else 200)
