"""Situation notes: written, sent, reviewed, merged into a topic that is followed until it eases (R-31)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.common.errors import Incomplete, WrongState
from danvan.common.vietnamese import nfc
from danvan.engagement import personal, topics
from danvan.engagement.models import SituationNote, SituationTopic
from danvan.engagement.refusals import PersonalData
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save
from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.queries import names_on

State = SituationNote.State
FIELDS = (
    "topic", "period_name", "kind", "extent", "count", "text", "cause", "responsible_body", "proposal",
)  # fmt: skip
TEXTS = ("text", "cause", "responsible_body", "proposal")
# What may come after what.
STEPS = {
    SituationTopic.State.NEW: (SituationTopic.State.FOLLOWED, SituationTopic.State.HANDED),
    SituationTopic.State.FOLLOWED: (SituationTopic.State.HANDED, SituationTopic.State.EASED),
    SituationTopic.State.HANDED: (SituationTopic.State.FOLLOWED, SituationTopic.State.EASED),
    SituationTopic.State.EASED: (SituationTopic.State.FOLLOWED, SituationTopic.State.CLOSED),
}


@transaction.atomic
def write(*, unit: OrgUnit, values: Mapping[str, Any], by: Actor, at: datetime) -> SituationNote:
    """
    Begin a note. :raises PersonalData: when a text holds what looks like a person; nothing is stored then
    """
    grant = policy.require(by, "edit", "situation", unit.pk)
    on = timezone.localtime(at).date()
    name = names_on(on, [unit.pk]).get(unit.pk)
    if name is None or name.level == Level.VILLAGE:
        raise Incomplete(_("The finest area of a note is a commune."))
    note = SituationNote.unscoped.create(unit=unit, created_at=at, **_checked(values, at))
    note.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    log(note, "note_written", by=by, at=at, after={"topic": note.topic, "period": note.period_name})
    return note


@transaction.atomic
def edit(*, note_id: int, version: int, values: Mapping[str, Any], by: Actor, at: datetime) -> SituationNote:
    note = hold(SituationNote, note_id, action="edit", by=by, version=version)
    expect(note, State.DRAFT)
    for name, value in _checked(values, at).items():
        setattr(note, name, value)
    save(note, *FIELDS)
    log(note, "note_edited", by=by, at=at)
    return note


@transaction.atomic
def submit(*, note_id: int, version: int, by: Actor, at: datetime) -> SituationNote:
    note = hold(SituationNote, note_id, action="edit", by=by, version=version)
    expect(note, State.DRAFT)
    note.state, note.submitted_at = State.SUBMITTED, at
    save(note, "state", "submitted_at")
    log(note, "note_submitted", by=by, at=at, after={"topic": note.topic, "period": note.period_name})
    return note


@transaction.atomic
def review(*, note_id: int, version: int, remark: str, by: Actor, at: datetime) -> SituationNote:
    """The advisory board of a unit above (or of the unit itself) has read it."""
    note = hold(SituationNote, note_id, action="export", by=by, version=version)
    expect(note, State.SUBMITTED)
    _refuse_persons(remark)
    note.state, note.reviewed_at, note.review_note = State.REVIEWED, at, nfc(remark).strip()[:500]
    save(note, "state", "reviewed_at", "review_note")
    log(note, "note_reviewed", by=by, at=at)
    return note


@transaction.atomic
def merge(*, note_id: int, version: int, unit: OrgUnit, by: Actor, at: datetime) -> SituationTopic:
    """Take a reviewed note into the topic that `unit` follows; the first one opens it."""
    note = hold(SituationNote, note_id, action="export", by=by, version=version)
    expect(note, State.REVIEWED)
    policy.require(by, "edit", "situation", unit.pk)
    OrgUnit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    topic = (
        SituationTopic.unscoped.exclude(state=SituationTopic.State.CLOSED)
        .filter(unit=unit, topic=note.topic)
        .first()
    )
    if topic is None:
        topic = SituationTopic.unscoped.create(
            unit=unit, topic=note.topic, opened_on=timezone.localtime(at).date()
        )
        log(topic, "topic_opened", by=by, at=at, after={"topic": topic.topic})
    note.state, note.merged_into = State.MERGED, topic
    save(note, "state", "merged_into")
    log(note, "note_merged", by=by, at=at, after={"topic": topic.pk})
    return topic


@transaction.atomic
def follow(
    *,
    topic_id: int,
    version: int,
    state: str,
    assessment: str,
    responsible: OrgUnit | None,
    by: Actor,
    at: datetime,
) -> SituationTopic:
    """Move a followed topic on. :raises WrongState: for a step that does not follow; :raises PersonalData"""
    topic = hold(SituationTopic, topic_id, action="edit", by=by, version=version)
    if state != topic.state and state not in STEPS.get(SituationTopic.State(topic.state), ()):
        raise WrongState(
            _("From “%(state)s” this step is not possible.") % {"state": topic.get_state_display()}
        )
    if state == SituationTopic.State.HANDED and responsible is None:
        raise Incomplete(_("Name the unit it is handed to."))
    _refuse_persons(assessment)
    topic.state, topic.assessment = state, nfc(assessment).strip()[:1000]
    topic.responsible = responsible if responsible is not None else topic.responsible
    topic.closed_on = timezone.localtime(at).date() if state == SituationTopic.State.CLOSED else None
    save(topic, "state", "assessment", "responsible", "closed_on")
    if state == SituationTopic.State.CLOSED:
        topic.notes.filter(state=State.MERGED).update(state=State.ARCHIVED)
    log(topic, "topic_followed", by=by, at=at, after={"state": state})
    return topic


def _checked(values: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    clean = {name: values[name] for name in FIELDS}
    clean.update({name: nfc(clean[name]).strip() for name in TEXTS})
    if not clean["text"]:
        raise Incomplete(_("Write what is asked or worried about."))
    if not topics.known(clean["topic"], timezone.localtime(at).date()):
        raise Incomplete(_("Choose a topic of the list."))
    _refuse_persons(*(clean[name] for name in TEXTS))
    return clean


def _refuse_persons(*texts: str) -> None:
    found = personal.scan(*texts)
    if found:
        raise PersonalData(
            " ".join(found.words())
            + " "
            + _("Nothing was saved. A note tells of topics, places and counts, never of persons."),
            found=(*found.contacts, *found.names),
        )
