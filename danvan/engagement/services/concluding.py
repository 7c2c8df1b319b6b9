"""After the event: that it was held, minutes, conclusion notice, publication, end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common.errors import Incomplete, WrongState
from danvan.common.vietnamese import nfc
from danvan.engagement import duties, personal
from danvan.engagement.models import ConclusionNotice, DialogueConference, DialogueOpinion
from danvan.engagement.refusals import PersonalData
from danvan.engagement.services.story import tell
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, save

State = DialogueConference.State
NOTICE_FIELDS = ("regime", "opening", "demands", "answer_by", "signer")


@transaction.atomic
def hold_event(
    *, dialogue_id: int, version: int, held_on: date, attended: int, attended_online: int = 0, organisations: int = 0,
    by: Actor, at: datetime,
) -> DialogueConference:  # fmt: skip
    """
    Record that it was held, with attendances as counts; said again, it corrects them until the conclusion is issued.

    :raises Incomplete: for a day to come, or more online than in all
    """
    dialogue = hold(DialogueConference, dialogue_id, action="edit", by=by, version=version)
    expect(dialogue, State.PLANNED, State.ANNOUNCED, State.COLLECTING, State.HELD, State.MINUTES)
    if held_on > timezone.localtime(at).date():
        raise Incomplete(_("This day is still to come."))
    if attended_online > attended:
        raise Incomplete(_("Those online are part of all who attended."))
    first = not dialogue.took_place
    dialogue.held_on, dialogue.attended = held_on, attended
    dialogue.attended_online, dialogue.organisations = attended_online, organisations
    if first:
        dialogue.state = State.HELD
    save(dialogue, "state", "held_on", "attended", "attended_online", "organisations")
    dialogue.opinions.filter(state="answered_at_event").update(ended_on=held_on, resolved_on=held_on)
    said = {"on": held_on.isoformat(), "attended": attended}
    tell(dialogue, "held" if first else "recounted", by=by, at=at, data=said)
    return dialogue


@transaction.atomic
def sign_minutes(
    *, dialogue_id: int, version: int, number: str, signed_on: date, note: str = "", by: Actor, at: datetime
) -> DialogueConference:
    """The minutes are signed: who and where stay on paper, here stand their number, day and the course of the event."""
    dialogue = hold(DialogueConference, dialogue_id, action="edit", by=by, version=version)
    expect(dialogue, State.HELD, State.MINUTES)
    if not dialogue.day <= signed_on <= timezone.localtime(at).date():
        raise Incomplete(_("Minutes are signed on the day of the event or later, and not in the future."))
    _no_contacts(note)
    dialogue.minutes_number, dialogue.minutes_signed_on = number.strip()[:60], signed_on
    dialogue.minutes_note = nfc(note).strip()
    dialogue.state = State.MINUTES
    save(dialogue, "state", "minutes_number", "minutes_signed_on", "minutes_note")
    tell(dialogue, "minutes", by=by, at=at, data={"on": signed_on.isoformat()})
    return dialogue


@transaction.atomic
def draft_conclusion(
    *, dialogue_id: int, version: int, values: Mapping[str, Any], by: Actor, at: datetime
) -> ConclusionNotice:
    """Write the notice, or change its draft. `values` are those of `NOTICE_FIELDS`."""
    dialogue = hold(DialogueConference, dialogue_id, action="edit", by=by, version=version)
    expect(dialogue, State.HELD, State.MINUTES)
    clean: dict[str, Any] = {
        name: nfc(value).strip() if isinstance(value := values[name], str) else value
        for name in NOTICE_FIELDS
    }
    if not clean["opening"] or not clean["signer"]:
        raise Incomplete(_("Write the assessment, and the office of whoever signs."))
    if clean["answer_by"] and clean["answer_by"] < dialogue.day:
        raise Incomplete(_("Answers cannot be due before the dialogue was held."))
    found = personal.scan(clean["opening"], clean["demands"])
    if found:
        raise PersonalData(" ".join(found.words()) + " " + _("The notice is public: name offices and units."))
    due = duties.result_due(dialogue.level, dialogue.day)
    notice, _made = ConclusionNotice.unscoped.update_or_create(
        dialogue=dialogue, defaults={"unit": dialogue.unit, "due_on": due, **clean}
    )
    save(dialogue)
    tell(dialogue, "drafted", by=by, at=at)
    return notice


@transaction.atomic
def issue_conclusion(
    *, dialogue_id: int, version: int, number: str, issued_on: date, by: Actor, at: datetime
) -> ConclusionNotice:
    """
    Issue the notice under its number. Every opinion must have ended or been promised.

    :raises WrongState: without a draft, or while an opinion has no end; :raises Incomplete: without a number
    """
    dialogue = hold(DialogueConference, dialogue_id, action="issue", by=by, version=version)
    expect(dialogue, State.MINUTES)
    notice = ConclusionNotice.unscoped.select_for_update().filter(dialogue=dialogue).first()
    if notice is None:
        raise WrongState(_("There is no draft of the conclusion yet. Write it first."))
    left = dialogue.opinions.filter(state=DialogueOpinion.State.RECORDED).count()
    if left:
        raise WrongState(
            ngettext(
                "%(n)d opinion has no end yet: answer it, promise something, hand it on, or explain.",
                "%(n)d opinions have no end yet: answer them, promise something, hand them on, or explain.",
                left,
            )
            % {"n": left}
        )
    if not number.strip():
        raise Incomplete(_("Write the number of the notice."))
    if not dialogue.day <= issued_on <= timezone.localtime(at).date():
        raise Incomplete(_("The notice is issued on the day of the event or later, and not in the future."))
    notice.number, notice.issued_on, notice.issued_at = number.strip()[:60], issued_on, at
    notice.issued_by_id = by.user_id
    save(notice, "number", "issued_on", "issued_at", "issued_by")
    dialogue.state = State.CONCLUDED
    save(dialogue, "state")
    tell(dialogue, "concluded", by=by, at=at, data={"number": notice.number, "on": issued_on.isoformat()})
    return notice


@transaction.atomic
def publish_result(
    *, dialogue_id: int, version: int, ways: str, by: Actor, at: datetime
) -> DialogueConference:
    """
    Make opinions, answers and the conclusion public: the click of a named person, after the automatic check.

    :raises PersonalData: naming the opinions whose public wording still holds names or contacts
    """
    dialogue = hold(DialogueConference, dialogue_id, action="publish", by=by, version=version)
    expect(dialogue, State.CONCLUDED)
    if doubtful := unfit(dialogue):
        raise PersonalData(
            _("Opinions %(numbers)s still name persons. Write a wording for publication without them.")
            % {"numbers": ", ".join(str(number) for number in doubtful)}
        )
    notice = ConclusionNotice.unscoped.select_for_update().get(dialogue=dialogue)
    notice.published_on = timezone.localtime(at).date()
    notice.published_ways = ways.strip()[:300]
    save(notice, "published_on", "published_ways")
    dialogue.state = State.FOLLOWING
    save(dialogue, "state")
    tell(dialogue, "published", by=by, at=at, data={"on_time": notice.on_time})
    return dialogue


@transaction.atomic
def close(*, dialogue_id: int, version: int, by: Actor, at: datetime) -> DialogueConference:
    """Close it, once every opinion has ended: nothing is closed by time alone."""
    dialogue = hold(DialogueConference, dialogue_id, action="edit", by=by, version=version)
    expect(dialogue, State.FOLLOWING)
    left = dialogue.opinions.exclude(state__in=DialogueOpinion.ENDED).count()
    if left:
        raise WrongState(
            ngettext("%(n)d opinion is still open.", "%(n)d opinions are still open.", left) % {"n": left}
        )
    dialogue.state, dialogue.closed_at = State.CLOSED, at
    save(dialogue, "state", "closed_at")
    tell(dialogue, "closed", by=by, at=at)
    return dialogue


def unfit(dialogue: DialogueConference) -> list[int]:
    """Numbers of opinions whose public wording or answer holds what looks like personal data."""
    rows = dialogue.opinions.order_by("number")
    return [opinion.number for opinion in rows if personal.scan(opinion.shown_text, opinion.answer)]


def may_issue(actor: Actor, dialogue: DialogueConference) -> bool:
    return policy.can(actor, "issue", "dialogue", dialogue.unit_id)


def _no_contacts(*texts: str) -> None:
    found = personal.scan(*texts)
    if found.contacts:
        raise PersonalData(" ".join(personal.Found(found.contacts).words()), found=found.contacts)
