"""Formal complaints: followed by stage, clock and the reference of the official register; no text is kept."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit.once import once
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.petitions import deadlines, receipts, topics, vault
from danvan.petitions.errors import Ended, Incomplete
from danvan.petitions.models import (
    Answer,
    Attachment,
    Channel,
    ComplaintFile,
    ComplaintStep,
    Event,
    Kind,
    Petition,
    Publication,
    State,
)
from danvan.petitions.models.complaints import Stage
from danvan.petitions.services import shared
from danvan.petitions.services.intake import new_reference, receipt
from danvan.petitions.shapes import Receipt

# Which stages may follow which (domain/workflows.md, section 6).
NEXT: dict[str, tuple[str, ...]] = {
    Stage.RECEIVED: (Stage.CHECKING, Stage.ACCEPTED, Stage.REJECTED, Stage.DISCONTINUED),
    Stage.CHECKING: (Stage.ACCEPTED, Stage.REJECTED, Stage.DISCONTINUED),
    Stage.ACCEPTED: (Stage.VERIFYING, Stage.SUSPENDED, Stage.DISCONTINUED),
    Stage.VERIFYING: (Stage.HEARING, Stage.DECIDED, Stage.SUSPENDED, Stage.DISCONTINUED),
    Stage.HEARING: (Stage.DECIDED, Stage.SUSPENDED, Stage.DISCONTINUED),
    Stage.DECIDED: (Stage.IN_FORCE, Stage.SECOND_INSTANCE, Stage.COURT),
    Stage.IN_FORCE: (Stage.EXECUTED, Stage.COURT),
    Stage.SUSPENDED: (Stage.RESUMED, Stage.DISCONTINUED),
    Stage.RESUMED: (Stage.VERIFYING, Stage.HEARING, Stage.DECIDED, Stage.SUSPENDED, Stage.DISCONTINUED),
    Stage.SECOND_INSTANCE: (Stage.ACCEPTED, Stage.REJECTED, Stage.DISCONTINUED),
    Stage.REJECTED: (Stage.SECOND_INSTANCE, Stage.COURT),
    Stage.COURT: (Stage.EXECUTED,),
    Stage.EXECUTED: (),
    Stage.DISCONTINUED: (),
}
OVER = (Stage.EXECUTED, Stage.DISCONTINUED, Stage.REJECTED, Stage.COURT)


def register(
    *, unit: OrgUnit, external_case_ref: str, topic: str, received_on: date, key: str, by: Actor, at: datetime
) -> Receipt:
    """
    Follow a complaint that came by letter or at the counter: number in the official register, topic and day; no text.

    :raises Incomplete: naming the field
    """
    permissions.require(by, "edit", "petition", unit.pk)
    reference_outside = shared.text_of(
        external_case_ref, "external_case_ref", _("Number in the official register"), longest=60
    )
    if not topics.known(topic, received_on):
        raise Incomplete(_("Choose a topic from the list."), field="topic")
    if received_on > timezone.localtime(at).date():
        raise Incomplete(_("The day of receipt lies in time to come."), field="received_on")
    code = receipts.code_for(key)
    content = [unit.pk, reference_outside, topic, received_on]
    with once(actor_id=by.user_id, key=key, purpose="petitions.register", content=content) as attempt:
        if attempt.fresh:
            attempt.result = _register(unit, reference_outside, topic, received_on, code, by, at).reference
    return receipt(attempt.result, code)


def _register(
    unit: OrgUnit, outside: str, topic: str, received_on: date, code: str, by: Actor, at: datetime
) -> Petition:
    row = Petition(
        reference=new_reference(), lookup=receipts.lookup(code), unit=unit, kind=Kind.COMPLAINT, topic=topic,
        channel=Channel.LETTER, state=State.OWN_AUTHORITY, received_at=datetime.combine(received_on, at.timetz()),
        taken_up_at=at, classified_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    _open_file(row, outside, received_on, by, at)
    return row


@transaction.atomic
def follow(
    *, petition: Petition, version: int, external_case_ref: str, by: Actor, at: datetime
) -> ComplaintFile:
    """
    What came as feedback is a formal complaint: from now on only its stage is followed, and what was written is destroyed
    here, because the file lives in the official register.

    :raises Incomplete: without the number it has there
    :raises Ended: when it is over or a complaint already
    """
    row = shared.taken(petition, version, by, "edit")
    shared.must_be_open(row)
    if row.is_complaint:
        raise Ended(_("This is followed as a complaint already."))
    outside = shared.text_of(
        external_case_ref, "external_case_ref", _("Number in the official register"), longest=60
    )
    vault.overwrite()
    Attachment.objects.filter(petition=row).delete()
    Answer.objects.filter(petition=row).update(body=None)
    Event.objects.filter(petition=row).update(body=None)
    Publication.objects.filter(petition=row).delete()
    vault.destroy(row, [vault.CONTACT, vault.CONTENT], at)
    row.kind, row.state, row.contact, row.content = Kind.COMPLAINT, State.OWN_AUTHORITY, None, None
    row.taken_up_at, row.classified_at, row.wants_public = (
        row.taken_up_at or at,
        row.classified_at or at,
        False,
    )
    shared.save(row, "kind", "state", "contact", "content", "taken_up_at", "classified_at", "wants_public")
    return _open_file(row, outside, timezone.localtime(row.received_at).date(), by, at)


def _open_file(row: Petition, outside: str, on: date, by: Actor, at: datetime) -> ComplaintFile:
    file = ComplaintFile(petition=row, external_case_ref=outside, stage=Stage.RECEIVED, stage_on=on)
    file.save(force_insert=True)
    _set_limit(row, file, at)
    row.save(update_fields=["clock"])
    ComplaintStep.objects.create(file=file, stage=file.stage, on=on, by_id=by.user_id, at=at)
    shared.tell(row, Event.Kind.COMPLAINT, at=at, by=by, to_sender=True, stage=str(file.stage))
    shared.log("complaint_followed", row, by=by, at=at, external_case_ref=outside)
    return file


@transaction.atomic
def enter_stage(
    *, petition: Petition, version: int, stage: str, on: date, by: Actor, at: datetime
) -> ComplaintFile:
    """
    The stage a complaint has reached, on the day it did.

    :raises Ended: when that stage does not follow the present one
    :raises Incomplete: for a day to come, or before the present stage
    """
    row = shared.taken(petition, version, by, "edit")
    file = ComplaintFile.objects.select_for_update().filter(petition=row).first()
    if file is None:
        raise Ended(_("This case is no formal complaint."))
    if stage not in NEXT[file.stage]:
        raise Ended(
            _("“%(new)s” does not follow “%(old)s”. Choose one of the stages offered.")
            % {"new": dict(Stage.choices).get(stage, stage), "old": file.get_stage_display()}
        )
    if on < file.stage_on or on > timezone.localtime(at).date():
        raise Incomplete(_("The day must lie between the last stage and today."), field="on")
    file.stage, file.stage_on = stage, on
    file.second = file.second or stage == Stage.SECOND_INSTANCE
    if stage == Stage.DECIDED:
        row.answered_at, row.answered_due_at = row.answered_at or at, row.answered_due_at or row.due_at
    file.save()
    _set_limit(row, file, at)
    if stage in OVER:
        row.state, row.closed_at = State.CLOSED, at
    shared.save(row, "state", "closed_at", "clock", "answered_at", "answered_due_at")
    ComplaintStep.objects.create(file=file, stage=stage, on=on, by_id=by.user_id, at=at)
    shared.tell(row, Event.Kind.COMPLAINT, at=at, by=by, to_sender=True, stage=stage)
    shared.log("complaint_stage", row, by=by, at=at, stage=stage, on=on.isoformat())
    return file


def _set_limit(row: Petition, file: ComplaintFile, at: datetime) -> None:
    """The limit of the stage, counted from the day it was entered; the clock starts anew when a case is resumed."""
    rule, goes_on, done = limit_of(file)
    if rule:
        begun = datetime.combine(file.stage_on, time(8), timezone.get_current_timezone())
        deadlines.start(row, rule, begun, at)
    elif not goes_on:
        deadlines.stop(row, at, done=done)


def limit_of(file: ComplaintFile) -> tuple[str, bool, bool]:
    """
    What the present stage does with the clock: the rule that begins with it, or whether the limit of the step before runs
    on, or whether what was owed is done (else it fell away).
    """
    resolve = "complaint.resolve_second" if file.second else "complaint.resolve_first"
    rules = {
        Stage.RECEIVED: "complaint.accept",
        Stage.SECOND_INSTANCE: "complaint.accept",
        Stage.ACCEPTED: resolve,
        Stage.RESUMED: resolve,
    }
    goes_on = file.stage in (Stage.CHECKING, Stage.VERIFYING, Stage.HEARING)
    return rules.get(Stage(file.stage), ""), goes_on, file.stage not in (Stage.SUSPENDED, Stage.DISCONTINUED)
