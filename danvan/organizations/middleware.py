"""Who is asking, as what, today."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from danvan.common import clock
from danvan.organizations import queries


def actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """
    Put the `Actor` of today on the request; the posts are looked up (one query) only if somebody
    asks.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: queries.actor_of(request.user, clock.today()))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
