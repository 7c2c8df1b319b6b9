"""What a unit does with what it was given, and what the giver says to it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.commitments import services as commitments
from danvan.commitments.models import Commitment, Origin
from danvan.common.errors import Incomplete, NotAllowed, OutOfSight
from danvan.common.vietnamese import nfc
from danvan.directives import symbols
from danvan.directives.models import DirectiveAssignment
from danvan.directives.refusals import BadDay
from danvan.files.models import StoredFile
from danvan.notifications.services import notify_unit
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids

State = DirectiveAssignment.State


@transaction.atomic
def acknowledge(*, assignment_id: int, version: int, by: Actor, at: datetime) -> DirectiveAssignment:
    """Say that the document has arrived and somebody is in charge."""
    held = hold(DirectiveAssignment, assignment_id, action="submit", by=by, version=version)
    expect(held, State.SENT)
    held.state, held.acknowledged_on, held.acknowledged_by_id = State.ACKNOWLEDGED, _day(at), by.user_id
    save(held, "state", "acknowledged_on", "acknowledged_by")
    log(held, "acknowledged", by=by, at=at)
    return held


@transaction.atomic
def acknowledge_many(*, assignment_ids: Collection[int], by: Actor, at: datetime) -> int:
    """
    Acknowledge several at once, where one person serves several units; those acknowledged meanwhile are left alone.

    :raises OutOfSight: when one of them is not open to this person
    """
    rows = DirectiveAssignment.scoped(by, "submit").filter(pk__in=assignment_ids)
    wanted = set(assignment_ids)
    held = list(
        DirectiveAssignment.unscoped.select_for_update()
        .filter(pk__in=rows.values("pk"))
        .select_related("unit")
        .order_by("pk")
    )
    if {row.pk for row in held} != wanted:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    waiting = [row for row in held if row.state == State.SENT]
    for row in waiting:
        row.state, row.acknowledged_on, row.acknowledged_by_id = State.ACKNOWLEDGED, _day(at), by.user_id
        row.version += 1
    DirectiveAssignment.unscoped.bulk_update(
        waiting, ["state", "acknowledged_on", "acknowledged_by", "version"], batch_size=200
    )
    audit.record_many(
        {
            "action": "directives.acknowledged", "actor": by.user_id, "at": at, "unit": row.unit.code,
            "target": ("directiveassignment", str(row.pk)),
            "on_behalf_of": policy.on_behalf_of(by, "submit", "directive", row.unit_id),
        }
        for row in waiting
    )  # fmt: skip
    return len(waiting)


@transaction.atomic
def record_plan(
    *, assignment_id: int, version: int, symbol: str, issued_on: date, file: StoredFile | None, by: Actor,
    at: datetime,
) -> DirectiveAssignment:  # fmt: skip
    """
    Enter the plan by which the unit carries the document out. Again, it mends what was entered before.

    :raises BadSymbol, BadDay: when symbol or day cannot stand
    """
    held = hold(DirectiveAssignment, assignment_id, action="submit", by=by, version=version)
    expect(held, *DirectiveAssignment.WORKING)
    issued = _own_document_day(held, issued_on, at)
    held.plan_symbol, held.plan_on = str(symbols.parse(symbol, on=issued)), issued
    if file is not None:
        held.plan_file = file
    if held.state == State.ACKNOWLEDGED:
        held.state = State.PLAN_ISSUED
    save(held, "plan_symbol", "plan_on", "plan_file", "state")
    log(held, "plan_recorded", by=by, at=at, after={"symbol": held.plan_symbol, "on": issued.isoformat()})
    return held


@transaction.atomic
def add_task(
    *, assignment_id: int, version: int, text: str, unit: OrgUnit, due_on: date, by: Actor, at: datetime
) -> Commitment:
    """
    Cut a task from what the unit was given: a commitment of it, or of a unit below, with a clock, proof and verification.

    :raises NotAllowed: for a unit outside the branch; :raises BadDay: as commitments say
    """
    held = hold(DirectiveAssignment, assignment_id, action="submit", by=by, version=version)
    expect(held, *DirectiveAssignment.WORKING)
    if (
        unit.pk != held.unit_id
        and not descendant_ids(held.unit_id, _day(at)).filter(descendant_id=unit.pk).exists()
    ):
        raise NotAllowed(_("A task goes to your own unit or one below it."))
    asks = held.given_by if unit.pk == held.unit_id else held.unit
    task = commitments.give(
        text=text, unit=unit, asked_by=asks, origin=Origin.DIRECTIVE, origin_ref=held.ref,
        origin_label=f"{held.directive.named}: {held.directive.title}"[:200], due_on=due_on, is_public=False, by=by,
        at=at,
    )  # fmt: skip
    if held.state in (State.ACKNOWLEDGED, State.PLAN_ISSUED):
        held.state = State.IN_PROGRESS
    save(held, "state")
    log(held, "task_cut", by=by, at=at, after={"task": task.reference})
    return task


@transaction.atomic
def report(
    *, assignment_id: int, version: int, text: str, reported_on: date, by: Actor, at: datetime
) -> DirectiveAssignment:
    """Say what was done. :raises Incomplete: without words, or without the plan that was asked for"""
    held = hold(DirectiveAssignment, assignment_id, action="submit", by=by, version=version)
    expect(held, *DirectiveAssignment.WORKING)
    if not text.strip():
        raise Incomplete(_("Write what was done and what came of it."))
    if held.plan_due_on and held.plan_on is None:
        raise Incomplete(_("A plan was asked for. Enter its symbol and day first, then report."))
    held.report, held.reported_on = nfc(text).strip()[:4000], _own_document_day(held, reported_on, at)
    held.state = State.REPORTED
    save(held, "report", "reported_on", "state")
    log(held, "reported", by=by, at=at)
    _tell(held, held.given_by_id, "reported", _("A unit has reported on %(document)s"), at)
    return held


@transaction.atomic
def return_(*, assignment_id: int, version: int, reason: str, by: Actor, at: datetime) -> DirectiveAssignment:
    """The giver sends the report back with what is missing. :raises Incomplete: without a reason"""
    held = hold_as_giver(assignment_id, version=version, by=by)
    expect(held, State.REPORTED)
    if not reason.strip():
        raise Incomplete(_("Say what is missing: the unit can only mend what it is told."))
    held.state, held.return_reason, held.returned_on = State.RETURNED, nfc(reason).strip()[:500], _day(at)
    save(held, "state", "return_reason", "returned_on")
    log(held, "returned", by=by, at=at, reason=held.return_reason)
    _tell(held, held.unit_id, "returned", _("Your report on %(document)s was returned"), at)
    return held


@transaction.atomic
def close(*, assignment_id: int, version: int, by: Actor, at: datetime) -> DirectiveAssignment:
    """The giver has seen the report: nothing is owed any more."""
    held = hold_as_giver(assignment_id, version=version, by=by)
    expect(held, State.REPORTED)
    held.state, held.closed_on = State.CLOSED, _day(at)
    save(held, "state", "closed_on")
    log(held, "closed", by=by, at=at)
    return held


@transaction.atomic
def reopen(*, assignment_id: int, version: int, by: Actor, at: datetime) -> DirectiveAssignment:
    """Undo closing, on the day it was closed. :raises WrongState: later"""
    held = hold_as_giver(assignment_id, version=version, by=by)
    expect(held, State.CLOSED)
    if held.closed_on != _day(at):
        raise Incomplete(_("This was closed before today. Give the document again if more is to be done."))
    held.state, held.closed_on = State.REPORTED, None
    save(held, "state", "closed_on")
    log(held, "reopened", by=by, at=at)
    return held


def require_giver(found: DirectiveAssignment, by: Actor) -> None:
    """:raises NotAllowed: for anybody but those who manage the unit that gave it"""
    if not policy.can(by, "manage", "directive", found.given_by_id):
        raise NotAllowed(_("The unit that gave it does this. Your post does not open it."))


def hold_as_giver(assignment_id: int, *, version: int | None, by: Actor) -> DirectiveAssignment:
    """
    The assignment, locked, if `by` manages the unit that gave it.

    :raises OutOfSight: when it is not open at all; NotAllowed: when it is, but the giver is another
    """
    held = hold(DirectiveAssignment, assignment_id, action="see", by=by, version=version)
    require_giver(held, by)
    return held


def _own_document_day(held: DirectiveAssignment, day: date, at: datetime) -> date:
    if day > _day(at):
        raise BadDay(_("This day is still to come."))
    if day < held.sent_on and held.directive.issued_on and day < held.directive.issued_on:
        raise BadDay(_("This day lies before the document that is carried out."))
    return day


def _tell(held: DirectiveAssignment, unit_id: int, what: str, title: str, at: datetime) -> None:
    notify_unit(
        event=f"directives.{what}:{held.pk}:{held.version}",
        kind=f"directives.{what}",
        unit_id=unit_id,
        title=title % {"document": held.directive.named},
        text=held.directive.title,
        url=reverse("directives:assignment", args=[held.pk]),
        at=at,
    )


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
