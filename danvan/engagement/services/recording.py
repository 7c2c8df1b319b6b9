"""Opinions as they are raised, on whatever device and connection: recorded once, whatever is sent again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from danvan.audit.once import KEY
from danvan.common.errors import Incomplete, StaleVersion, WrongState
from danvan.common.vietnamese import nfc
from danvan.engagement import personal, topics
from danvan.engagement.models import DialogueConference, DialogueOpinion
from danvan.engagement.refusals import BadKey, PersonalData
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save

State = DialogueConference.State
# Before the conclusion is issued; a day may come when the dialogue is held without having been announced.
OPEN = (State.PLANNED, State.ANNOUNCED, State.COLLECTING, State.HELD, State.MINUTES)
LONGEST = 4000


@dataclass(frozen=True)
class Said:
    """
    An opinion as it was typed. `key` was made at random where it was typed; `typed_at` is that device's clock, None when
    it was typed into the page itself. An `answer` means that it was answered at the event.
    """

    key: str
    text: str
    topic: str = ""
    answer: str = ""
    typed_at: datetime | None = None


@transaction.atomic
def record(*, dialogue_id: int, said: Said, by: Actor, at: datetime) -> tuple[DialogueOpinion, bool]:
    """
    Record an opinion; the second value is False for one that was recorded before under the same key.

    :raises WrongState: before the day, or after the conclusion was issued
    :raises PersonalData: when it holds an identity or telephone number or an e-mail address
    :raises BadKey: for a key that is not random, or that belongs to another dialogue
    """
    dialogue = hold(DialogueConference, dialogue_id, action="edit", by=by)
    if not KEY.fullmatch(said.key):
        raise BadKey(_("This opinion has no valid key. Reload the page and enter it again."))
    known = DialogueOpinion.unscoped.filter(client_key=said.key).first()
    if known is not None:
        if known.dialogue_id != dialogue.pk:
            raise BadKey(_("This key belongs to an opinion of another dialogue."))
        return _repeated(known, said), False
    text, answer = nfc(said.text).strip(), nfc(said.answer).strip()
    _check(dialogue, said, text, answer, at)
    recorded_at = min(said.typed_at or at, at)
    opinion = DialogueOpinion(
        dialogue=dialogue, unit=dialogue.unit, number=next_number(dialogue), client_key=said.key,
        topic=said.topic, text=text, recorded_at=recorded_at, recorded_by_id=by.user_id,
    )  # fmt: skip
    if answer:
        opinion.state, opinion.answer, opinion.decided_at = (
            DialogueOpinion.State.ANSWERED_AT_EVENT,
            answer,
            at,
        )
        opinion.resolved_on = opinion.ended_on = dialogue.day
    opinion.save()
    opinion.on_behalf_of = getattr(dialogue, "on_behalf_of", None)  # type: ignore[attr-defined]
    log(opinion, "opinion_recorded", by=by, at=at, after={"dialogue": dialogue.pk, "number": opinion.number})
    return opinion, True


@transaction.atomic
def correct(
    *, opinion_id: int, version: int, text: str, public_text: str, topic: str, by: Actor, at: datetime
) -> DialogueOpinion:
    """Mend the wording, or give a wording for publication. :raises WrongState: after the result was published"""
    opinion = hold(DialogueOpinion, opinion_id, action="edit", by=by, version=version)
    expect(opinion.dialogue, *OPEN, State.CONCLUDED)
    text, public_text = nfc(text).strip(), nfc(public_text).strip()
    _check_words(text, topic, at)
    _no_contacts(text, public_text)
    opinion.text, opinion.public_text, opinion.topic = text, public_text, topic
    save(opinion, "text", "public_text", "topic")
    log(opinion, "opinion_corrected", by=by, at=at)
    return opinion


def next_number(dialogue: DialogueConference) -> int:
    """The number of the next opinion; the dialogue is locked by the caller."""
    return (dialogue.opinions.aggregate(last=Max("number"))["last"] or 0) + 1


def _repeated(known: DialogueOpinion, said: Said) -> DialogueOpinion:
    """The opinion recorded before, unless what came now says something else: then nothing may be lost silently."""
    if nfc(said.text).strip() != known.text and known.version == 0:
        raise StaleVersion(
            _("It is recorded already as opinion %(number)d, in other words. Correct it there.")
            % {"number": known.number}
        )
    return known


def _check(dialogue: DialogueConference, said: Said, text: str, answer: str, at: datetime) -> None:
    expect(dialogue, *OPEN)
    if dialogue.day > at.date():
        raise WrongState(
            _("The dialogue is on %(day)s; opinions are recorded from that day on.")
            % {"day": f"{dialogue.day:%d/%m/%Y}"}
        )
    _check_words(text, said.topic, at)
    if len(answer) > LONGEST:
        raise Incomplete(_("The answer is too long: at most %(most)d signs.") % {"most": LONGEST})
    _no_contacts(text, answer)


def _check_words(text: str, topic: str, at: datetime) -> None:
    if not text:
        raise Incomplete(_("Write what was raised."))
    if len(text) > LONGEST:
        raise Incomplete(
            _("The opinion has %(length)d signs; %(most)d fit. Split it into two.")
            % {"length": len(text), "most": LONGEST}
        )
    if topic and not topics.known(topic, at.date()):
        raise Incomplete(_("Choose a topic of the list."))


def _no_contacts(*texts: str) -> None:
    found = personal.scan(*texts)
    if found.contacts:
        raise PersonalData(
            " ".join(personal.Found(found.contacts).words())
            + " "
            + _("Take it out: the record keeps the matter, not who raised it."),
            found=found.contacts,
        )
