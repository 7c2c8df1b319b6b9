"""Opinions on a draft, and what the drafting body did with each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.common.errors import Incomplete, OutOfSight
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save
from danvan.oversight import personal
from danvan.oversight.models import CriticismOpinion, OversightSession
from danvan.oversight.services.holding import held, keep, tell

State = OversightSession.State
Verdict = CriticismOpinion.Verdict
WRITING = (State.DRAFT_RECEIVED, State.HELD, State.COLLECTED)
ANSWERING = (State.DOCUMENT_SENT, State.ANSWERED)


@transaction.atomic
def opine(*, session_id: int, values: Mapping[str, Any], by: Actor, at: datetime) -> CriticismOpinion:
    """
    Enter an opinion, from the day the draft is there until the document is sent. `values`: `part`, `text`.

    :raises WrongState, Incomplete, PersonalData: when it comes too late, says nothing, or names a person
    """
    session = held(session_id, action="edit", by=by)
    expect(session, *(WRITING if session.kind == "criticism" else ()))
    numbers = session.opinions.order_by("-number").values_list("number", flat=True)
    made = CriticismOpinion(session=session, unit=session.unit, number=(numbers.first() or 0) + 1)
    _fill(made, values)
    made.save()
    log(made, "opinion_entered", by=by, at=at)
    return made


@transaction.atomic
def change(
    *, opinion_id: int, version: int, values: Mapping[str, Any], by: Actor, at: datetime
) -> CriticismOpinion:
    found = _held(opinion_id, version, by)
    expect(found.session, *WRITING)
    _fill(found, values)
    save(found, "part", "text")
    log(found, "opinion_changed", by=by, at=at)
    return found


@transaction.atomic
def decide(
    *, opinion_id: int, version: int, verdict: str, reason: str, on: date, by: Actor, at: datetime
) -> CriticismOpinion:
    """
    Enter what the drafting body answered. With the last one the criticism is answered; it may be corrected until closed.

    :raises Incomplete: without the explanation of what was not taken up as a whole, or for a day that cannot be
    """
    found = _held(opinion_id, version, by)
    session = found.session
    expect(session, *ANSWERING)
    if verdict not in Verdict.values:
        raise Incomplete(_("Say whether it was taken up."))
    found.verdict, found.reason = verdict, personal.clean(reason)
    if verdict != Verdict.ACCEPTED and not found.reason:
        raise Incomplete(_("What is not taken up as a whole needs an explanation."))
    if on > timezone.localtime(at).date() or (session.concluded_on and on < session.concluded_on):
        raise Incomplete(_("The answer comes after the document, and not after today."))
    found.decided_on = on
    save(found, "verdict", "reason", "decided_on")
    log(found, "opinion_decided", by=by, at=at, after={"verdict": verdict})
    if session.state == State.DOCUMENT_SENT and not session.opinions.filter(verdict="").exists():
        session.state = State.ANSWERED
        keep(session, "state")
        tell(session, State.ANSWERED, on=on, by=by, at=at)
    return found


def _held(pk: int, version: int, by: Actor) -> CriticismOpinion:
    session_id = CriticismOpinion.unscoped.filter(pk=pk).values_list("session_id", flat=True).first()
    if session_id is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    session = held(session_id, action="edit", by=by)
    found = hold(CriticismOpinion, pk, action="edit", by=by, version=version)
    found.session = session
    return found


def _fill(found: CriticismOpinion, values: Mapping[str, Any]) -> None:
    found.part = personal.clean(values["part"], 200)
    found.text = personal.clean(values["text"])
    if not found.text:
        raise Incomplete(_("Write the opinion."))
