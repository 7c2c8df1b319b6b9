"""
Pages that are sent again as they were, as long as nothing was written.

Every write leaves its entry in the audit log in the same transaction (R-61), so the head of the log is the version of
everything: while it stands still, a page that shows records looks to the same person as it did before::

    @kept
    @require_GET
    def board(request): ...

Only for pages made of records, the day and the person: nothing that is new at each look (a once-key, the hour).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from danvan.audit import queries as audit
from danvan.common import clock
from danvan.ui import nav

View = Callable[..., HttpResponseBase]

# A page of 600 rows has half a megabyte; what is larger is asked for once a year.
LARGEST = 1_000_000
LASTS = 3600


def kept(view: View) -> View:
    """
    Answer a GET from what was sent to this session before, if since then nothing was written and the day is the same.
    Two queries (the log's head, what the rail counts) instead of the view's own.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.KEEP_PAGES or request.method != "GET" or len(get_messages(request)):
            return view(request, *args, **kwargs)
        # Looked at before the view reads: what is written meanwhile makes the kept page an old one, never a wrong one.
        name, pages = _name(request), caches["pages"]
        if (page := pages.get(name)) is not None:
            return HttpResponse(page)
        response = view(request, *args, **kwargs)
        if _may_be_kept(request, response):
            pages.set(name, response.content, LASTS)  # type: ignore[attr-defined]
        return response

    return answered


def _name(request: HttpRequest) -> str:
    """One name per session (its forms hold its token), address, language, day and state of the log."""
    get_token(request)  # there is one from the first page on
    parts = (
        request.session.session_key,
        request.META["CSRF_COOKIE"],
        request.get_full_path(),
        request.headers.get("HX-Request"),
        get_language(),
        clock.today(),
        audit.head().mac,
        nav.counts(request),
    )
    return "page:" + hashlib.sha256(repr(parts).encode()).hexdigest()


def _may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and not getattr(get_messages(request), "added_new", False)
        and response.headers["Content-Type"] == "text/html; charset=utf-8"
        and len(response.content) <= LARGEST
    )
