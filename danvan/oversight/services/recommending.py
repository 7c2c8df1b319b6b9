"""What is asked after a supervision or an inspection: written, sent, answered, followed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.commitments import services as commitments
from danvan.common.errors import Incomplete, OutOfSight, WrongState
from danvan.common.vietnamese import fold
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save
from danvan.organizations.models import OrgUnit
from danvan.oversight import duties, personal
from danvan.oversight.kinds import Kind
from danvan.oversight.models import OversightSession, SupervisionRecommendation
from danvan.oversight.services.holding import held, keep, tell

State = OversightSession.State
Answer = SupervisionRecommendation.Answer
FIELDS = ("finding", "text", "to_unit", "to_body", "due_on")
WORD = "oversight.SupervisionRecommendation"
# How a commitment ended, as an answer to the recommendation it came from. What was promised for later is no answer yet.
OUTCOMES = {
    "solved": Answer.ACCEPTED,
    "partly": Answer.PARTLY,
    "explained": Answer.REFUSED,
    "refused": Answer.REFUSED,
    "not_competent": Answer.REFUSED,
}


def may_write(session: OversightSession) -> bool:
    """From the event on until they are sent."""
    after = (State.WORKING, State.REPORTED, State.CONCLUDED, State.CONCLUSION)
    document = session.form == "document" and session.state in (State.NOTIFIED, State.REPORT_RECEIVED)
    return session.kind in (Kind.SUPERVISION, Kind.INSPECTION) and (session.state in after or document)


@transaction.atomic
def recommend(
    *, session_id: int, values: Mapping[str, Any], by: Actor, at: datetime
) -> SupervisionRecommendation:
    """
    Write down what is asked of a unit or another body, with the finding it rests on. `due_on` may stay empty: the rule.

    :raises WrongState: before the event, or when the recommendations are sent
    :raises Incomplete, PersonalData: when words or the one asked are missing, or a person is named
    """
    session = held(session_id, action="edit", by=by)
    _expect_writing(session)
    numbers = session.recommendations.order_by("-number").values_list("number", flat=True)
    made = SupervisionRecommendation(session=session, unit=session.unit, number=(numbers.first() or 0) + 1)
    _fill(made, values)
    made.save()
    log(made, "recommendation_written", by=by, at=at)
    return made


@transaction.atomic
def change(
    *, recommendation_id: int, version: int, values: Mapping[str, Any], by: Actor, at: datetime
) -> SupervisionRecommendation:
    found = _held(recommendation_id, version, by)
    _expect_writing(found.session)
    _fill(found, values)
    save(found, *FIELDS, "words")
    log(found, "recommendation_changed", by=by, at=at)
    return found


@transaction.atomic
def take_out(*, recommendation_id: int, version: int, by: Actor, at: datetime) -> int:
    """Take one out before it is sent; returns the session's id."""
    found = _held(recommendation_id, version, by)
    _expect_writing(found.session)
    log(found, "recommendation_taken_out", by=by, at=at)
    session_id = found.session_id
    found.delete()
    return session_id


def send(session: OversightSession, *, on: date, by: Actor, at: datetime) -> None:
    """
    Send them all, from inside the session's own step: units get commitments with a day, other bodies a letter.

    :raises Incomplete: when there is none
    """
    found = list(
        session.recommendations.filter(sent_on__isnull=True).select_related("to_unit").order_by("number")
    )
    if not found:
        raise Incomplete(
            _("Nothing is recommended yet. Write the recommendations first, or close the session.")
        )
    today = timezone.localtime(at).date()
    for one in found:
        one.sent_on = on
        one.due_on = max(one.due_on or duties.answer_due(session.kind, on), on)
        if one.to_unit is not None:
            one.due_on = max(one.due_on, today)
            one.commitment = commitments.give(
                text=one.text, unit=one.to_unit, asked_by=session.unit, origin=session.kind, origin_ref=one.ref,
                origin_label=f"{session.title}, {session.number}"[:200], due_on=one.due_on, topic=session.topic or None,
                by=by, at=at,
            )  # fmt: skip
        save(one, "sent_on", "due_on", "commitment")


@transaction.atomic
def answer(
    *, recommendation_id: int, version: int, answer_class: str, words: str, number: str, on: date, by: Actor,
    at: datetime,
) -> SupervisionRecommendation:  # fmt: skip
    """
    Enter another body's answer from its document; "no reply" marks that it was asked for in vain and leaves it open.

    :raises WrongState: when a unit of the tree was asked: its commitment is the answer
    """
    found = _held(recommendation_id, version, by)
    if found.commitment_id is not None:
        raise WrongState(_("This unit answers through its commitment, which another unit verifies."))
    if not found.is_open:
        raise WrongState(_("It is not sent yet, or answered already. Reload the page."))
    if answer_class not in Answer.values:
        raise Incomplete(_("Say what the answer is."))
    if on > timezone.localtime(at).date() or (found.sent_on and on < found.sent_on):
        raise Incomplete(_("The answer comes after the recommendation, and not after today."))
    found.answer, found.answer_class = personal.clean(words), answer_class
    found.answer_number = number.strip()[:60]
    if answer_class == Answer.REFUSED and not found.answer:
        raise Incomplete(_("Write the reason of the refusal."))
    found.answered_on = on if answer_class in SupervisionRecommendation.ANSWERS else None
    save(found, "answer", "answer_class", "answer_number", "answered_on")
    log(found, "recommendation_answered", by=by, at=at, after={"class": answer_class})
    _follow_session(found, by=by, at=at)
    return found


def follow_closed(commitment: Any, at: datetime) -> None:
    """A commitment made here was closed after another unit had looked (a slot of `danvan.commitments.hooks`)."""
    found = _of_commitment(commitment)
    if found is None or found.answered_on is not None or commitment.outcome not in OUTCOMES:
        return
    found.answer_class = OUTCOMES[commitment.outcome]
    if commitment.kept is False:
        # Said to be done, and seen not to be: no answer that holds.
        found.answer_class = ""
        save(found, "answer_class")
        return
    found.answer = found.answer or str(commitment.get_outcome_display())
    found.answered_on = timezone.localtime(at).date()
    save(found, "answer_class", "answer", "answered_on")
    log(found, "recommendation_answered", by=None, at=at, after={"class": found.answer_class})
    _follow_session(found, by=None, at=at)


def follow_reopened(commitment: Any, at: datetime) -> None:
    """The same when it is opened again: the recommendation waits for an answer as before."""
    found = _of_commitment(commitment)
    if found is None or found.answered_on is None:
        return
    found.answered_on, found.answer_class = None, ""
    save(found, "answered_on", "answer_class")
    log(found, "recommendation_reopened", by=None, at=at)
    session = found.session
    if session.state == State.ANSWERED:
        session.state = State.SENT
    keep(session, "state")


def _follow_session(found: SupervisionRecommendation, *, by: Actor | None, at: datetime) -> None:
    """With the last answer a supervision is answered; an inspection stays until somebody closes it."""
    session = found.session
    left = session.recommendations.filter(answered_on__isnull=True).exists()
    if not left and session.state == State.SENT:
        session.state = State.ANSWERED
        keep(session, "state")
        tell(session, State.ANSWERED, on=found.answered_on, by=by, at=at)
    else:
        keep(session)


def _of_commitment(commitment: Any) -> SupervisionRecommendation | None:
    word, _colon, number = (commitment.origin_ref or "").partition(":")
    if word != WORD or not number.isdecimal():
        return None
    return SupervisionRecommendation.locked(int(number), "unit", "session__unit")


def _held(pk: int, version: int, by: Actor) -> SupervisionRecommendation:
    """The recommendation, locked, if `by` may edit sessions of its kind; its session is locked first."""
    session_id = SupervisionRecommendation.unscoped.filter(pk=pk).values_list("session_id", flat=True).first()
    if session_id is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    session = held(session_id, action="edit", by=by)
    found = hold(SupervisionRecommendation, pk, action="edit", by=by, version=version)
    found.session = session
    return found


def _expect_writing(session: OversightSession) -> None:
    if not may_write(session):
        expect(session)


def _fill(found: SupervisionRecommendation, values: Mapping[str, Any]) -> None:
    unit: OrgUnit | None = values["to_unit"]
    found.finding = personal.clean(values["finding"], 2000)
    found.text = personal.clean(values["text"], 2000)
    found.to_unit, found.to_body = unit, "" if unit else personal.clean(values["to_body"], 200)
    found.due_on = values["due_on"]
    if not found.text:
        raise Incomplete(_("Write what is recommended."))
    if unit is None and not found.to_body:
        raise Incomplete(_("Name the unit or body that is asked."))
    if unit is not None and unit.pk == found.unit_id:
        raise Incomplete(_("A unit does not recommend to itself."))
    found.words = fold(f"{found.text} {found.to_body}")[:1000]
