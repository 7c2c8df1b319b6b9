"""Reminders by people, and what goes up by itself when a day has long passed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.commitments import clocks, lateness, permissions, turns
from danvan.commitments.models import OVER, Commitment, State, Step
from danvan.commitments.services import writing
from danvan.common.errors import DomainError
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import path_ids
from danvan.reference import queries

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
    Tell the level above of what is late for the rule's five working days, and each further level after five more; returns
    how many were raised.

    It only tells. Nothing is closed, no day is changed, and the unit still owes what it owes.
    """
    day = timezone.localtime(at).date()
    days, calendar = clocks.escalation_days(day), queries.calendar()
    rows = Commitment.unscoped.filter(lateness.late(day)).order_by("pk")
    raised = 0
    for pk, due_on, escalated_on in list(rows.values_list("pk", "due_on", "escalated_on")):
        if clocks.goes_up_on(escalated_on or due_on, days, calendar) < day:
            raised += _raise(pk, since=escalated_on, at=at)
    return raised


@transaction.atomic
def _raise(commitment_id: int, *, since: date | None, at: datetime) -> bool:
    held = writing.Held(writing.lock(commitment_id), None, None, at)
    commitment = held.commitment
    # Looked at again under the lock: another worker may have been first, or the unit has just done it.
    if (
        commitment.escalated_on != since
        or not lateness.is_late(commitment, held.day)
        or not commitment.is_owing
    ):
        return False
    path = path_ids(commitment.unit_id, held.day)
    reached = path.index(commitment.escalated_to_id) if commitment.escalated_to_id in path else len(path) - 1
    if reached < 1:
        return False
    commitment.escalated_to_id, commitment.escalated_on = path[reached - 1], held.day
    days = lateness.late_days(commitment, held.day)
    writing.step(held, Step.Kind.ESCALATED, data={"to": _code(path[reached - 1]), "days": days})
    writing.save(held, "escalated_to", "escalated_on")
    title = _("%(unit)s is %(days)s days late with what it promised") % {
        "unit": writing.name_of(commitment.unit_id, held),
        "days": days,
    }
    writing.tell(
        held, "escalated", {commitment.escalated_to_id, commitment.unit_id}, title=title, text=commitment.text,
        roles=("officer", "consolidator", "leader"),
    )  # fmt: skip
    writing.record(held, "escalated", after={"to": _code(path[reached - 1]), "days": days})
    return True


def tell_late_turns(at: datetime) -> int:
    """
    Tell whoever is late with a word (to accept, verify or decide) once for each turn, and of a decision also the unit
    above; returns how many commitments were told of. Nothing is decided by itself.
    """
    day = timezone.localtime(at).date()
    rows = Commitment.unscoped.exclude(state__in=OVER).order_by("pk")
    rows = rows.filter(
        Q(state__in=(State.GIVEN, State.REPORTED_DONE, State.DECLINED)) | Q(decider__isnull=False)
    )
    late = {pk: turn for pk, turn in turns.turns(rows).items() if turn.is_late(day)}
    return sum(_tell_late_turn(pk, turn, at) for pk, turn in late.items())


@transaction.atomic
def _tell_late_turn(commitment_id: int, turn: turns.Turn, at: datetime) -> bool:
    held = writing.Held(writing.lock(commitment_id), None, None, at)
    # Looked at again under the lock: the word may just have been said.
    if turns.whose(held.commitment) != (turn.what, turn.unit_id):
        return False
    units: set[int | None] = {turn.unit_id}
    if turn.what == turns.DECIDE:
        path = path_ids(turn.unit_id, held.day)
        units |= set(path[-2:-1])
    return writing.tell(
        held, "turn_late", units, title=_("Overdue: %(words)s") % {"words": turn.words}, text=held.commitment.text,
        roles=("officer", "consolidator", "leader"), mark=f"{turn.what}:{turn.since.isoformat()}",
    )  # fmt: skip


@transaction.atomic
def follow_clocks(at: datetime) -> int:
    """Take over the days of clocks that were reckoned again because the calendar changed; returns how many moved."""
    rows = Commitment.unscoped.filter(clock__state="running").select_related("clock").order_by("pk")
    moved = [
        pk
        for pk, due, on in ((row.pk, row.clock.due_on, row.due_on) for row in rows if row.clock)
        if due != on
    ]
    told = 0
    for pk in moved:
        held = writing.Held(writing.lock(pk), None, None, at)
        commitment = held.commitment
        # Another worker may have been first, or more time was given and the clock ended.
        clock = commitment.clock
        if clock is None or clock.state != "running" or clock.due_on == commitment.due_on:
            continue
        before, commitment.due_on = commitment.due_on.isoformat(), clock.due_on
        data = {"from": before, "to": commitment.due_on.isoformat()}
        writing.step(held, Step.Kind.RECKONED, data=data)
        writing.save(held, "due_on")
        writing.record(held, "reckoned", before={"due_on": before}, after={"due_on": data["to"]})
        told += 1
    return told


def _code(unit_id: int) -> str:
    return OrgUnit.objects.values_list("code", flat=True).get(pk=unit_id)
