"""More time, and another unit: counted, with reasons, and never in a circle."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.commitments import clocks, permissions
from danvan.commitments.models import Commitment, State, Step
from danvan.commitments.refusals import BadDay, Circle, WrongState
from danvan.commitments.services import writing
from danvan.commitments.services.giving import require_in_force, verifier_of
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import last_names, path_ids

# After so many hand-overs the superior says who does it.
HAND_OVERS = 2
HAD_IT = (Step.Kind.GIVEN, Step.Kind.HANDED_ON, Step.Kind.DECIDED, Step.Kind.PASSED)


@transaction.atomic
def extend(
    *, commitment_id: int, new_due: date, reason: str, version: int | None = None, by: Actor, at: datetime
) -> Commitment:
    """
    Give more time, with a reason that everybody sees; it is counted, and the first day is never forgotten.

    :raises BadDay: when the new day is not later; :raises WrongState, ReasonMissing
    """
    held = writing.hold(commitment_id, permissions.extending, by=by, at=at, version=version, saying=reason)
    commitment = held.commitment
    writing.require_state(commitment, *writing.OWED_STATES)
    said = writing.reason_of(reason, _("Say why more time is needed: whoever asked reads it."))
    if new_due <= commitment.due_on or new_due < held.day:
        raise BadDay(
            _("The new day has to be after %(day)s and not in the past.")
            % {"day": f"{commitment.due_on:%d/%m/%Y}"}
        )
    before = commitment.due_on.isoformat()
    commitment.due_on = new_due
    commitment.extensions += 1
    clocks.end(commitment, at=at, done=False, reason=said)
    writing.step(held, Step.Kind.EXTENDED, note=said, data={"from": before, "to": new_due.isoformat()})
    writing.save(held, "due_on", "extensions")
    title = _("More time was given until %(day)s") % {"day": f"{new_due:%d/%m/%Y}"}
    writing.tell(
        held, "extended", writing.others(held) | {commitment.unit_id}, title=title, text=commitment.text
    )
    writing.record(
        held, "extended", reason=said, before={"due_on": before},
        after={"due_on": new_due.isoformat(), "count": commitment.extensions},
    )  # fmt: skip
    return commitment


@transaction.atomic
def hand_on(
    *, commitment_id: int, to_unit: OrgUnit, reason: str, version: int | None = None, by: Actor, at: datetime
) -> Commitment:
    """
    Hand it to the unit whose work it is, by name and with the reason. After two hand-overs it does not move any more:
    the superior is asked to decide, and `to_unit` is what this unit proposes.

    :raises Circle: when that unit had it before; :raises WrongState: when the superior decides or has decided
    """
    held = writing.hold(commitment_id, permissions.handing_on, by=by, at=at, version=version, saying=reason)
    commitment = held.commitment
    writing.require_state(commitment, *writing.OWED_STATES, State.DECLINED)
    said = writing.reason_of(reason, _("Say why that unit is the right one: it will read this first."))
    if commitment.decided:
        raise WrongState(_("The superior has decided who does this. Ask there if something has changed."))
    if commitment.decider_id is not None:
        raise WrongState(_("The superior is asked who does this. Wait for the decision."))
    require_in_force(to_unit.pk, held.day)
    if to_unit.code in had_it(commitment):
        raise Circle(
            _(
                "%(unit)s had this before. It cannot go round in a circle: name another unit, or ask the superior to decide."
            )
            % {"unit": writing.name_of(to_unit.pk, held)}
        )
    if commitment.hand_overs >= HAND_OVERS:
        return _ask_up(held, to_unit, said)
    commitment.hand_overs += 1
    data = {"from": commitment.unit.code, "to": to_unit.code}
    _move(held, to_unit, Step.Kind.HANDED_ON, said, data)
    writing.save(held, "hand_overs", *MOVED)
    _tell_new(held, said)
    writing.record(
        held,
        "handed_on",
        reason=said,
        before={"unit": data["from"]},
        after={"unit": data["to"], "count": commitment.hand_overs},
    )
    return commitment


@transaction.atomic
def decide(
    *, commitment_id: int, to_unit: OrgUnit, reason: str, version: int | None = None, by: Actor, at: datetime
) -> Commitment:
    """
    The superior says who does it; from then on it is not handed on any more. May name any unit, also the one that has
    it or had it before: this is what ends the circle.

    :raises NotAllowed: for the unit that owes it (unless it is the top); :raises WrongState: once it is over
    """
    held = writing.hold(commitment_id, permissions.deciding, by=by, at=at, version=version, saying=reason)
    commitment = held.commitment
    writing.require_state(commitment, *writing.OWED_STATES, State.DECLINED)
    said = writing.reason_of(reason, _("Say why this unit does it: it cannot be handed on after that."))
    require_in_force(to_unit.pk, held.day)
    data = {"from": commitment.unit.code, "to": to_unit.code}
    commitment.decided = True
    commitment.decider = None
    _move(held, to_unit, Step.Kind.DECIDED, said, data)
    writing.save(held, "decided", "decider", *MOVED)
    _tell_new(held, said)
    writing.record(held, "decided", reason=said, before={"unit": data["from"]}, after={"unit": data["to"]})
    return commitment


def had_it(commitment: Commitment) -> set[str]:
    """Codes of the units that owed it at some time, the one that does now included."""
    steps = Step.objects.filter(commitment=commitment, kind__in=HAD_IT).values_list("data", flat=True)
    return {commitment.unit.code} | {
        code for data in steps for code in (data.get("unit"), data.get("to")) if code
    }


MOVED = ("unit", "verifier", "state", "outcome", "escalated_to", "escalated_on")


def _move(held: writing.Held, to_unit: OrgUnit, kind: Step.Kind, note: str, data: dict[str, str]) -> None:
    commitment = held.commitment
    commitment.unit = to_unit
    commitment.verifier_id = verifier_of(unit_id=to_unit.pk, asked_by_id=commitment.asked_by_id, day=held.day)
    commitment.state, commitment.outcome = State.GIVEN, ""
    commitment.escalated_to = commitment.escalated_on = None
    writing.step(held, kind, note=note, data=data)


def _ask_up(held: writing.Held, to_unit: OrgUnit, said: str) -> Commitment:
    commitment = held.commitment
    path = path_ids(commitment.unit_id, held.day)
    commitment.decider_id = path[-2] if len(path) > 1 else commitment.unit_id
    writing.step(held, Step.Kind.ASKED_UP, note=said, data={"proposed": to_unit.code})
    writing.save(held, "decider")
    proposed = last_names([to_unit.pk], held.day)[to_unit.pk].name
    title = _("Handed on twice already: decide who does this (proposed: %(unit)s)") % {"unit": proposed}
    writing.tell(
        held,
        "asked_up",
        [commitment.decider_id],
        title=title,
        text=commitment.text,
        roles=("consolidator", "leader"),
    )
    writing.record(
        held, "asked_up", reason=said, after={"proposed": to_unit.code, "count": commitment.hand_overs}
    )
    return commitment


def _tell_new(held: writing.Held, reason: str) -> None:
    commitment = held.commitment
    writing.tell(
        held, "handed_on", {commitment.unit_id} | writing.others(held),
        title=_("A commitment now belongs to %(unit)s") % {"unit": writing.name_of(commitment.unit_id, held)},
        text=reason,
    )  # fmt: skip
