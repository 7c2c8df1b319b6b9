"""The number beside "Messages" on every page."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest

from danvan.notifications import queries


def unread(request: HttpRequest) -> int:
    """Messages this person has not read; none when the database cannot say, as on the page that tells of its failure."""
    try:
        return queries.unread(request.user.pk)  # type: ignore[arg-type]
    except DatabaseError:
        return 0
