"""What the days bring by themselves: documents come into force and expire."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.directives.models import Directive
from danvan.directives.services.documents import end_replaced
from danvan.organizations.holding import log, save

State = Directive.State


def follow_days(at: datetime) -> int:
    """Bring every document where its days say it is; returns how many moved. Each in a transaction of its own."""
    today = timezone.localtime(at).date()
    begun = Directive.unscoped.filter(state=State.ISSUED, in_force_from__lte=today)
    over = Directive.unscoped.filter(state__in=Directive.OPEN, in_force_to__lt=today)
    ids = [
        *begun.order_by("pk").values_list("pk", flat=True),
        *over.order_by("pk").values_list("pk", flat=True),
    ]
    return sum(_follow(pk, today, at) for pk in dict.fromkeys(ids))


@transaction.atomic
def _follow(directive_id: int, today: date, at: datetime) -> bool:
    held = Directive.locked(directive_id, "unit")
    if held is None or not held.is_open:
        return False
    before = held.state
    if held.in_force_to and held.in_force_to < today:
        held.state, held.ended_on, held.end_reason = State.EXPIRED, held.in_force_to, _("its time is over")
    elif held.in_force_from and held.in_force_from <= today:
        held.state = State.IN_FORCE
    if held.state == before:
        return False
    save(held, "state", "ended_on", "end_reason")
    log(held, "followed", by=None, at=at, after={"state": str(held.state)})
    end_replaced(held, by=None, at=at)
    return True
