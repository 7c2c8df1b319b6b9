"""Who asks."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from danvan.organizations.actors import Actor


def asking(request: HttpRequest) -> Actor:
    """The person of the session with the posts of today, as the middleware put them on the request."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]
