"""Writes that may arrive twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from danvan.api.asking import asking
from danvan.audit.once import once


def carry_out(
    request: HttpRequest, key: str, what: str, content: dict[str, Any], effect: Callable[[], dict[str, Any]]
) -> Any:
    """The effect's result, or what came of it when this request was made before (R-40)."""
    actor = asking(request)
    with once(actor_id=actor.user_id, key=key, purpose=f"api.{what}", content=content) as attempt:
        if attempt.fresh:
            attempt.result = effect()
    return attempt.result
