"""What must hold before the house opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from danvan.common import durability


@register(Tags.database)
def database_keeps_its_word(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """
    An error for each setting under which an acknowledged write could be lost (R-43).

    Asked only where `REQUIRE_DURABLE_DATABASE` says so: the suite's server is fast and forgetful on purpose.
    """
    if not settings.REQUIRE_DURABLE_DATABASE:
        return []
    return [
        Error(
            f"Database “{alias}”: {what}.",
            hint="docs/how-to/production.md says how to set it.",
            id="danvan.E001",
        )
        for alias in databases or ()
        for what in durability.problems(connections[alias])
    ]
