"""Questions sent before a dialogue, and a person's decision on each."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit.once import KEY
from danvan.common.errors import Incomplete, OutOfSight, WrongState
from danvan.common.vietnamese import nfc
from danvan.engagement import personal, topics
from danvan.engagement.models import AdvanceQuestion, DialogueConference, DialogueOpinion
from danvan.engagement.refusals import BadKey, PersonalData
from danvan.engagement.services import telling
from danvan.engagement.services.recording import next_number
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save

State = AdvanceQuestion.State
LONGEST, MOST_WAITING = 2000, 2000


@transaction.atomic
def ask(
    *, reference: str, text: str, topic: str, key: str, confirmed: bool, at: datetime
) -> tuple[AdvanceQuestion | None, list[str]]:
    """
    Take a question from a resident, of whom nothing is kept. The second value are warnings: then nothing was stored.

    :raises OutOfSight, WrongState, Incomplete, PersonalData, BadKey: see `danvan.engagement.public.ask`
    """
    if not KEY.fullmatch(key):
        raise BadKey(_("Reload the page and send the question again."))
    dialogue = (
        DialogueConference.unscoped.select_for_update(of=("self",))
        .select_related("unit")
        .filter(reference=reference, state__in=DialogueConference.PUBLIC)
        .first()
    )
    if dialogue is None:
        raise OutOfSight(_("There is no such dialogue."))
    repeated = AdvanceQuestion.unscoped.filter(client_key=key).first()
    if repeated is not None:
        return repeated, []
    text = _open_for(dialogue, text, topic, at)
    found = personal.scan(text)
    if found.contacts:
        raise PersonalData(
            " ".join(personal.Found(found.contacts).words())
            + " "
            + _("Take it out: what is asked will be public."),
            found=found.contacts,
        )
    if found.names and not confirmed:
        return None, [*found.words(), _("Only name somebody if it is an office holder in that office.")]
    made = AdvanceQuestion.unscoped.create(
        dialogue=dialogue, unit=dialogue.unit, client_key=key, topic=topic, text=text, sent_at=at
    )
    telling.tell_questions(made, at=at)
    log(made, "question_sent", by=None, at=at, after={"dialogue": dialogue.pk})
    return made, []


def _open_for(dialogue: DialogueConference, text: str, topic: str, at: datetime) -> str:
    today = timezone.localtime(at).date()
    until = dialogue.questions_until
    if dialogue.state != DialogueConference.State.COLLECTING or until is None or until < today:
        raise WrongState(
            _("This dialogue takes no more questions. You can still raise it there, or send a petition.")
        )
    text = nfc(text).strip()
    if not text:
        raise Incomplete(_("Write your question."))
    if len(text) > LONGEST:
        raise Incomplete(
            _("The question has %(length)d signs; %(most)d fit. Shorten it, or send a petition.")
            % {"length": len(text), "most": LONGEST}
        )
    if topic and not topics.known(topic, today):
        raise Incomplete(_("Choose a topic of the list."))
    if AdvanceQuestion.unscoped.filter(dialogue=dialogue, state=State.WAITING).count() >= MOST_WAITING:
        raise WrongState(
            _("Too many questions wait to be read. Try again tomorrow, or raise it at the dialogue.")
        )
    return text


@transaction.atomic
def take(
    *, question_id: int, version: int, text: str, topic: str, by: Actor, at: datetime
) -> DialogueOpinion:
    """Take a question to the dialogue, in wording fit for publication. :raises PersonalData: when contacts are left"""
    question = hold(AdvanceQuestion, question_id, action="edit", by=by, version=version)
    expect(question, State.WAITING)
    text = nfc(text).strip()
    found = personal.scan(text)
    if found.contacts:
        raise PersonalData(" ".join(personal.Found(found.contacts).words()), found=found.contacts)
    if not text:
        raise Incomplete(_("Write the question as it will be answered."))
    dialogue = DialogueConference.unscoped.select_for_update(of=("self",)).get(pk=question.dialogue_id)
    question.opinion = DialogueOpinion.unscoped.create(
        dialogue=dialogue, unit=question.unit, number=next_number(dialogue), client_key=f"q{question.pk:021d}",
        origin=DialogueOpinion.Origin.ADVANCE, topic=topic, text=text, recorded_at=at, recorded_by_id=by.user_id,
    )  # fmt: skip
    question.state, question.decided_at = State.TAKEN, at
    save(question, "state", "opinion", "decided_at")
    log(
        question,
        "question_taken",
        by=by,
        at=at,
        after={"dialogue": dialogue.pk, "opinion": question.opinion.number},
    )
    return question.opinion


@transaction.atomic
def refuse(
    *, question_id: int, version: int, ground: str, reason: str, by: Actor, at: datetime
) -> AdvanceQuestion:
    """Leave a question out, with ground and reason. :raises Incomplete: when one is missing"""
    question = hold(AdvanceQuestion, question_id, action="edit", by=by, version=version)
    expect(question, State.WAITING)
    if ground not in AdvanceQuestion.Ground.values or not reason.strip():
        raise Incomplete(_("Say on what ground the question is left out, and why."))
    question.state, question.ground, question.reason = State.REFUSED, ground, reason.strip()[:300]
    question.decided_at = at
    save(question, "state", "ground", "reason", "decided_at")
    log(question, "question_refused", by=by, at=at, after={"ground": ground})
    return question
