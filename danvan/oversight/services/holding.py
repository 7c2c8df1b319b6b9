"""A session held for a write as the class of its kind, and its story."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.organizations.actors import Actor
from danvan.organizations.holding import hold, log, save
from danvan.oversight import duties
from danvan.oversight.models import OversightSession, SessionEvent, of_kind


def held(pk: int, *, action: str, by: Actor, version: int | None = None) -> OversightSession:
    """
    The session, locked, if `by` may do `action` on sessions of its kind.

    :raises OutOfSight, NotAllowed, StaleVersion: as `danvan.organizations.holding.hold`
    """
    kind = OversightSession.unscoped.filter(pk=pk).values_list("kind", flat=True).first()
    if kind is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    return hold(of_kind(kind), pk, action=action, by=by, version=version)


def keep(session: OversightSession, *fields: str) -> None:
    """Write the fields with the day the next step is due, and count the version up."""
    session.due_on = duties.next_due(session)
    save(session, *fields, "due_on")


def tell(
    session: OversightSession, what: str, *, on: date | None = None, by: Actor | None, at: datetime, reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """One step more in a session's story, and in the log."""
    day = on or timezone.localtime(at).date()
    SessionEvent.objects.create(
        session=session, what=what, on=day, at=at, by_id=by.user_id if by else None, reason=reason[:300],
        data=dict(data or {}),
    )  # fmt: skip
    log(session, f"session_{what}", by=by, at=at, reason=reason, after={"on": day.isoformat()})
