"""Reminders by people, and what goes up by itself when a day has long passed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.commitments import permissions
from danvan.commitments.lateness import ESCALATED_AFTER, late_days
from danvan.commitments.models import OWING, Commitment, Step
from danvan.commitments.services import writing
from danvan.common.errors import DomainError
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import path_ids

TEXT = 500


@dataclass
class BulkReminded:
    """Ids that were reminded; those that were not, each with its reason."""

    reminded: list[int] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def remind(*, commitment_id: int, text: str, by: Actor, at: datetime) -> Commitment:
    """
    Remind the unit that owes it, with a word of one's own. Nobody reminds their own unit.

    :raises WrongState: when nothing is owed any more
    """
    held = writing.hold(commitment_id, permissions.reminding, by=by, at=at, version=None)
    commitment = held.commitment
    writing.require_state(commitment, *writing.OWED_STATES)
    said = writing.reason_of(text, _("Say a word of your own: a reminder without one is only noise."))[:TEXT]
    commitment.reminders += 1
    writing.step(held, Step.Kind.REMINDED, note=said)
    writing.save(held, "reminders")
    title = _("You are reminded of a commitment, due on %(day)s") % {"day": f"{commitment.due_on:%d/%m/%Y}"}
    writing.tell(held, "reminded", [commitment.unit_id], title=title, text=said)
    writing.record(held, "reminded", reason=said, after={"count": commitment.reminders})
    return commitment


@transaction.atomic
def remind_many(*, commitment_ids: Iterable[int], text: str, by: Actor, at: datetime) -> BulkReminded:
    """Remind of what can be reminded of in a list; the rest is named with its reason and left alone."""
    result = BulkReminded()
    for commitment_id in sorted(set(commitment_ids)):
        try:
            with transaction.atomic():
                remind(commitment_id=commitment_id, text=text, by=by, at=at)
        except DomainError as refusal:
            result.refused.append((commitment_id, refusal.message))
        else:
            result.reminded.append(commitment_id)
    return result


def escalate_overdue(at: datetime) -> int:
    """
    Tell the level above of what is ten days late, and each further level after ten more; returns how many were raised.

    It only tells. Nothing is closed, no day is changed, and the unit still owes what it owes.
    """
    day = timezone.localtime(at).date()
    limit = day - ESCALATED_AFTER
    first = Q(escalated_to__isnull=True, due_on__lte=limit)
    again = Q(escalated_to__isnull=False, escalated_on__lte=limit, due_on__lte=limit)
    rows = Commitment.unscoped.filter(first | again, state__in=OWING).order_by("pk")
    return sum(_raise(pk, at) for pk in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _raise(commitment_id: int, at: datetime) -> bool:
    held = writing.Held(writing.lock(commitment_id), None, None, at)
    commitment, limit = held.commitment, held.day - ESCALATED_AFTER
    # Looked at again under the lock: another worker may have been first.
    since = commitment.escalated_on or commitment.due_on
    if not commitment.is_owing or commitment.due_on > limit or since > limit:
        return False
    path = path_ids(commitment.unit_id, held.day)
    reached = path.index(commitment.escalated_to_id) if commitment.escalated_to_id in path else len(path) - 1
    if reached < 1:
        return False
    commitment.escalated_to_id, commitment.escalated_on = path[reached - 1], held.day
    days = late_days(commitment, held.day)
    writing.step(held, Step.Kind.ESCALATED, data={"to": _code(path[reached - 1]), "days": days})
    writing.save(held, "escalated_to", "escalated_on")
    title = _("%(unit)s is %(days)s days late with what it promised") % {
        "unit": writing.name_of(commitment.unit_id, held),
        "days": days,
    }
    roles = ("officer", "consolidator", "leader")
    writing.tell(
        held,
        "escalated",
        {commitment.escalated_to_id, commitment.unit_id},
        title=title,
        text=commitment.text,
        roles=roles,
    )
    writing.record(held, "escalated", after={"to": _code(path[reached - 1]), "days": days})
    return True


def _code(unit_id: int) -> str:
    return OrgUnit.objects.values_list("code", flat=True).get(pk=unit_id)
