"""The story of a model or a proposal: each step stands in it with its day, and in the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.common.errors import Incomplete
from danvan.exemplars.models import Award, AwardEvent, BulkStep, ModelEvent, SkilledModel
from danvan.organizations.actors import Actor
from danvan.organizations.holding import log


def tell(
    model: SkilledModel, what: str, *, on: date, by: Actor | None, at: datetime, reason: str = "",
    data: Mapping[str, Any] | None = None, bulk: BulkStep | None = None,
) -> None:  # fmt: skip
    """One step more in a model's story, and in the log. `data` may hold what it was `before`; the log gets the rest."""
    told = dict(data or {})
    ModelEvent.objects.create(
        model=model,
        what=what,
        on=on,
        at=at,
        by_id=by.user_id if by else None,
        reason=reason,
        data=told,
        bulk=bulk,
    )
    after = {"on": on.isoformat(), **{key: value for key, value in told.items() if key != "before"}}
    log(model, f"model_{what}", by=by, at=at, reason=reason, after=after)


def tell_award(
    award: Award, what: str, *, on: date, by: Actor | None, at: datetime, reason: str = ""
) -> None:
    AwardEvent.objects.create(
        award=award, what=what, on=on, at=at, by_id=by.user_id if by else None, reason=reason
    )
    log(award, f"award_{what}", by=by, at=at, reason=reason, after={"on": on.isoformat()})


def needed(text: str, what: str) -> str:
    """The text without blanks around it. :raises Incomplete: when nothing is left of it"""
    if not text.strip():
        raise Incomplete(_("“%(what)s” is still missing.") % {"what": what})
    return text.strip()


def between(on: date, first: date, at: datetime) -> date:
    """:raises Incomplete: for a day to come, or one before `first`"""
    if on > timezone.localtime(at).date():
        raise Incomplete(_("%(day)s is still to come.") % {"day": f"{on:%d/%m/%Y}"})
    if on < first:
        raise Incomplete(
            _("%(day)s lies before %(first)s, the day of the step before.")
            % {"day": f"{on:%d/%m/%Y}", "first": f"{first:%d/%m/%Y}"}
        )
    return on
