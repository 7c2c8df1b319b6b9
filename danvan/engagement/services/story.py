"""The story of a dialogue: each step stands in it and in the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from danvan.engagement.models import DialogueConference, DialogueEvent
from danvan.organizations.actors import Actor
from danvan.organizations.holding import log


def tell(
    dialogue: DialogueConference, what: str, *, by: Actor | None, at: datetime, reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """One step more in a dialogue's story, and in the log."""
    DialogueEvent.objects.create(
        dialogue=dialogue,
        what=what,
        at=at,
        by_id=by.user_id if by else None,
        reason=reason,
        data=dict(data or {}),
    )
    log(dialogue, f"dialogue_{what}", by=by, at=at, reason=reason, after=data)
