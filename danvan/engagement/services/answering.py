"""How every opinion ends: answered at the event, promised, handed on, or explained."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.commitments import services as commitments
from danvan.common.errors import Incomplete
from danvan.common.vietnamese import nfc
from danvan.engagement import duties, personal
from danvan.engagement.models import DialogueConference, DialogueOpinion
from danvan.engagement.refusals import PersonalData
from danvan.engagement.services import telling
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save
from danvan.organizations.models import OrgUnit

State = DialogueOpinion.State
# An answer may still be given after the conclusion, and whatever was decided may be decided anew before it.
UNDECIDED = (State.RECORDED, State.ANSWERED)
BEFORE_CONCLUSION = (State.ANSWERED_AT_EVENT, State.EXPLAINED, State.TRANSFERRED)
OUTCOMES_RESOLVED = ("solved", "partly")
OUTCOMES_EXPLAINED = ("explained", "refused", "not_competent")


@transaction.atomic
def answer_at_event(
    *, opinion_id: int, version: int, answer: str, by: Actor, at: datetime
) -> DialogueOpinion:
    """It was answered there and then. :raises Incomplete: without the words of the answer"""
    opinion = _open(opinion_id, version, by)
    opinion.answer = _words(answer, _("Write what was answered."))
    return _ended(opinion, State.ANSWERED_AT_EVENT, opinion.dialogue.day, by, at, resolved=True)


@transaction.atomic
def explain(*, opinion_id: int, version: int, answer: str, by: Actor, at: datetime) -> DialogueOpinion:
    """It is not taken up, with the reason and its basis."""
    opinion = _open(opinion_id, version, by)
    opinion.answer = _words(answer, _("Explain why it is not taken up, and on what basis."))
    return _ended(opinion, State.EXPLAINED, timezone.localtime(at).date(), by, at)


@transaction.atomic
def hand_on(
    *, opinion_id: int, version: int, to: str, unit: OrgUnit | None, reason: str, by: Actor, at: datetime
) -> DialogueOpinion:
    """Outside the host's powers: it goes to a unit of the tree or another body, named for everybody."""
    opinion = _open(opinion_id, version, by)
    if unit is None and not to.strip():
        raise Incomplete(_("Name the unit or body that takes it over."))
    opinion.responsible, opinion.handed_to = unit, "" if unit else to.strip()[:200]
    opinion.answer = _words(reason, _("Say why it is handed on."))
    ended = _ended(opinion, State.TRANSFERRED, timezone.localtime(at).date(), by, at)
    telling.tell_handed_on(ended, by=by, at=at)
    return ended


@transaction.atomic
def promise(
    *, opinion_id: int, version: int, unit: OrgUnit, text: str, due_on: date | None, by: Actor, at: datetime
) -> DialogueOpinion:
    """
    Somebody undertakes to do something by a day: it enters the ledger of commitments, public from now on.

    Without a day it is the one of the conclusion notice, or 30 days after the event.
    """
    opinion = _open(opinion_id, version, by)
    text = _words(text, _("Write what is promised."))
    found = personal.scan(text)
    if found:
        raise PersonalData(
            " ".join(found.words()) + " " + _("A promise is public: name the unit, not the person.")
        )
    dialogue = opinion.dialogue
    due = due_on or _named_day(dialogue) or duties.answer_due(dialogue.day)
    commitments.give(
        text=text, unit=unit, asked_by=dialogue.unit, origin="dialogue", origin_ref=opinion.ref,
        origin_label=_("Dialogue of %(day)s, opinion %(number)d")
        % {"day": f"{dialogue.day:%d/%m/%Y}", "number": opinion.number},
        due_on=due, topic=opinion.topic or None, by=by, at=at,
    )  # fmt: skip
    opinion.state, opinion.responsible, opinion.due_on, opinion.decided_at = State.ASSIGNED, unit, due, at
    opinion.resolved_on = opinion.ended_on = None
    save(opinion, "state", "responsible", "due_on", "decided_at", "resolved_on", "ended_on")
    log(opinion, "opinion_promised", by=by, at=at, after={"unit": unit.code, "due_on": due.isoformat()})
    return opinion


def follow_closed(commitment: Any, at: datetime) -> None:
    """A commitment made here was closed: the opinion follows its outcome (a slot of `commitments.hooks`)."""
    opinion = _of_commitment(commitment)
    if opinion is None or opinion.state != State.ASSIGNED:
        return
    day = timezone.localtime(at).date()
    if commitment.kept and commitment.outcome in OUTCOMES_RESOLVED:
        opinion.state, opinion.resolved_on, opinion.ended_on = State.RESOLVED, day, day
    elif commitment.outcome in OUTCOMES_EXPLAINED:
        opinion.state, opinion.ended_on = State.EXPLAINED, day
        opinion.answer = opinion.answer or str(commitment.get_outcome_display())
    else:
        # Promised for later, or not kept: somebody has to say anew how it ends.
        opinion.state = State.ANSWERED
        opinion.answer = opinion.answer or str(commitment.get_outcome_display())
    save(opinion, "state", "resolved_on", "ended_on", "answer")
    log(
        opinion,
        "opinion_followed",
        by=None,
        at=at,
        after={"state": opinion.state, "outcome": commitment.outcome},
    )


def follow_reopened(commitment: Any, at: datetime) -> None:
    """The same when it is opened again."""
    opinion = _of_commitment(commitment)
    if opinion is None or opinion.state not in (State.RESOLVED, State.EXPLAINED, State.ANSWERED):
        return
    opinion.state, opinion.resolved_on, opinion.ended_on = State.ASSIGNED, None, None
    save(opinion, "state", "resolved_on", "ended_on")
    log(opinion, "opinion_reopened", by=None, at=at)


def _of_commitment(commitment: Any) -> DialogueOpinion | None:
    word, _colon, number = (commitment.origin_ref or "").partition(":")
    if word != "engagement.DialogueOpinion" or not number.isdecimal():
        return None
    return DialogueOpinion.locked(int(number), "unit", "responsible")


def _open(opinion_id: int, version: int, by: Actor) -> DialogueOpinion:
    """
    The opinion, if it can be decided: until its conclusion is issued anew as well, afterwards only what is still open.

    :raises WrongState: before the event was held, or when it has ended
    """
    opinion = hold(DialogueOpinion, opinion_id, action="edit", by=by, version=version)
    dialogue = opinion.dialogue
    state = DialogueConference.State
    expect(dialogue, *DialogueConference.TOOK_PLACE, state.PLANNED, state.ANNOUNCED, state.COLLECTING)
    if dialogue.state in (state.CONCLUDED, state.FOLLOWING, state.CLOSED):
        expect(opinion, *UNDECIDED)
    else:
        expect(opinion, *UNDECIDED, *BEFORE_CONCLUSION)
    return opinion


def _ended(
    opinion: DialogueOpinion, state: str, day: date, by: Actor, at: datetime, *, resolved: bool = False
) -> DialogueOpinion:
    opinion.state, opinion.decided_at, opinion.ended_on = state, at, day
    opinion.resolved_on = day if resolved else None
    if state != State.TRANSFERRED:
        opinion.responsible, opinion.handed_to = None, ""
    save(opinion, "state", "answer", "responsible", "handed_to", "decided_at", "ended_on", "resolved_on")
    log(opinion, "opinion_ended", by=by, at=at, after={"state": state})
    return opinion


def _words(text: str, missing: str) -> str:
    text = nfc(text).strip()
    if not text:
        raise Incomplete(missing)
    found = personal.scan(text)
    if found.contacts:
        raise PersonalData(" ".join(personal.Found(found.contacts).words()), found=found.contacts)
    return text[:4000]


def _named_day(dialogue: DialogueConference) -> date | None:
    conclusion = getattr(dialogue, "conclusion", None)
    return conclusion.answer_by if conclusion else None
