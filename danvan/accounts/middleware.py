"""Between a browser's cookie and a signed-in person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from danvan.accounts import queries
from danvan.accounts.sessions import SessionStore

Handler = Callable[[HttpRequest], HttpResponse]


def live_session(get_response: Handler) -> Handler:
    """Move the idle limit on while the person works. Ended sessions are refused by the store before this."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            cast(SessionStore, request.session).touch()
        return get_response(request)

    return middleware


def second_factor(get_response: Handler) -> Handler:
    """
    Who has given the password but still owes the second factor counts as nobody.

    `request.user` is anonymous for them, so every page stays closed and shows nothing;
    `request.half_signed_in` holds the person, for the pages that ask for the code or set the second factor
    up.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.half_signed_in = None  # type: ignore[attr-defined]
        user: Any = request.user  # django_otp adds is_verified
        if user.is_authenticated and not user.is_verified() and queries.owes_second_factor(user):
            request.half_signed_in = user  # type: ignore[attr-defined]
            request.user = AnonymousUser()
        return get_response(request)

    return middleware
