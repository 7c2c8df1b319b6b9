"""Undertaking something."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.commitments import clocks, permissions
from danvan.commitments.models import Commitment, Origin, Priority, State, Step
from danvan.commitments.refusals import BadTopic, BadUnit
from danvan.commitments.services import writing
from danvan.common.errors import OutOfSight
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor, Grant
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import names_on, path_ids
from danvan.reference.queries import topic_known


@transaction.atomic
def give(
    *,
    text: str,
    unit: OrgUnit,
    asked_by: OrgUnit,
    origin: str,
    origin_ref: str = "",
    origin_label: str = "",
    due_on: date | None,
    rule_code: str | None = None,
    topic: object = None,
    place: OrgUnit | None = None,
    priority: str = Priority.NORMAL,
    is_public: bool = True,
    by: Actor,
    at: datetime,
) -> Commitment:
    """
    Enter what `unit` undertook, at the wish of `asked_by`, until a day or by a rule.

    A unit that enters its own promise has accepted it by that; asked by another, it is still to accept. `topic` is the
    code of a topic or something with one.

    :raises NotAllowed, OutOfSight: for anybody but the unit itself, the one that asks and those above
    :raises BadDay, BadUnit, ReasonMissing, PersonalData: when day, unit or text cannot stand
    """
    grant = permissions.giving(by, unit_id=unit.pk, asked_by_id=asked_by.pk)
    if grant is None:
        policy.require(by, "manage", permissions.TYPE, unit.pk)
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    day = timezone.localtime(at).date()
    said = writing.reason_of(
        text, _("Say what is promised, so that somebody else can see whether it was done.")
    )
    if is_public:
        writing.refuse_personal(said, origin_label)
    require_in_force(unit.pk, day)
    clocks.require_day(due_on, rule_code or "", day)
    commitment = Commitment.unscoped.create(
        unit=unit,
        asked_by=asked_by,
        verifier_id=verifier_of(unit_id=unit.pk, asked_by_id=asked_by.pk, day=day),
        origin=Origin(origin),
        origin_ref=origin_ref[:80],
        origin_label=origin_label.strip()[:200],
        text=said,
        topic=_topic(topic, day),
        place=place,
        priority=Priority(priority),
        is_public=is_public,
        given_on=day,
        due_on=due_on or day,
        first_due_on=due_on or day,
        rule_code=rule_code or "",
    )
    if due_on is None and rule_code:
        commitment.clock = clocks.start(commitment_id=commitment.pk, unit=unit, rule_code=rule_code, at=at)
        commitment.due_on = commitment.first_due_on = commitment.clock.due_on
        commitment.save(update_fields=["clock", "due_on", "first_due_on"])
    return _begin(commitment, grant, by, at)


def _begin(commitment: Commitment, grant: Grant, by: Actor, at: datetime) -> Commitment:
    held = writing.Held(commitment, grant, by, at)
    told = {"unit": commitment.unit.code, "due_on": commitment.due_on.isoformat()}
    writing.step(held, Step.Kind.GIVEN, data=told)
    if grant.unit_id == commitment.unit_id:
        commitment.state = State.ACCEPTED
        commitment.save(update_fields=["state"])
        writing.step(held, Step.Kind.ACCEPTED)
    else:
        writing.tell(
            held,
            "given",
            [commitment.unit_id],
            title=_("%(unit)s asks you to undertake something")
            % {"unit": writing.name_of(commitment.asked_by_id, held)},
            text=commitment.text,
        )
    writing.record(
        held,
        "given",
        after={
            **told,
            "asked_by": commitment.asked_by.code,
            "origin": commitment.origin,
            "state": commitment.state,
        },
    )
    return commitment


def _topic(topic: object, day: date) -> str:
    """:raises BadTopic: for what is not on the closed list that day"""
    code = str(getattr(topic, "code", topic) or "")
    if code and not topic_known(code, day):
        raise BadTopic(_("“%(code)s” is not on the list of topics. Choose one of the list.") % {"code": code})
    return code


def verifier_of(*, unit_id: int, asked_by_id: int, day: date) -> int:
    """Whoever asked; the superior where the unit asked itself; the top of the tree has nobody else than itself."""
    if asked_by_id != unit_id:
        return asked_by_id
    path = path_ids(unit_id, day)
    return path[-2] if len(path) > 1 else unit_id


def require_in_force(unit_id: int, day: date) -> None:
    """:raises BadUnit: for a unit that is closed or not yet there"""
    if not names_on(day, [unit_id]):
        raise BadUnit(_("This unit is not in force on that day. Choose the one that does its work now."))


def follow_up(held: writing.Held) -> Commitment:
    """What was answered with "later" is a promise of its own, until the day that was named."""
    old = held.commitment
    assert old.promised_for is not None
    new = Commitment.unscoped.create(
        unit=old.unit, asked_by=old.asked_by, verifier=old.verifier, origin=old.origin, origin_ref=old.origin_ref,
        origin_label=old.origin_label, text=old.text, topic=old.topic, place=old.place, priority=old.priority,
        is_public=old.is_public, given_on=held.day, due_on=old.promised_for, first_due_on=old.promised_for, follows=old,
        state=State.ACCEPTED,
    )  # fmt: skip
    made = writing.Held(new, held.grant, held.by, held.at)
    told = {"unit": new.unit.code, "due_on": new.due_on.isoformat(), "follows": old.reference}
    writing.step(made, Step.Kind.GIVEN, data=told)
    writing.step(made, Step.Kind.ACCEPTED)
    writing.record(
        made, "given", after={**told, "asked_by": new.asked_by.code, "origin": new.origin, "state": new.state}
    )
    return new
