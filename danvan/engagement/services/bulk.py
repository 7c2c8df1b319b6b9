"""
Many dialogues at once, as they were: for taking over history and for the demo city.

The rules of single steps hold as database constraints; the log gets one entry per call. Promises are not made here: give
them one by one, or let the caller write them with the ids returned.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from danvan.audit import services as audit
from danvan.engagement.models import ConclusionNotice, DialogueConference, DialogueHost, DialogueOpinion
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit

AT_ONCE = 1000
State = DialogueOpinion.State


@dataclass(frozen=True)
class PastOpinion:
    """One matter. `ended_on` and `answer` as its state needs them; `responsible` is a unit id."""

    text: str
    topic: str = ""
    origin: str = DialogueOpinion.Origin.FLOOR
    state: str = State.ANSWERED_AT_EVENT
    answer: str = ""
    responsible: int | None = None
    handed_to: str = ""
    due_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True)
class PastDialogue:
    """
    A dialogue that was held. `level` is the unit's level on `held_on`; without a `conclusion_number` no notice is made.
    `hosts` are unit ids that held it with the host.
    """

    unit_id: int
    level: str
    held_on: date
    kind: str
    title: str
    attended: int
    chair: str
    bases: Sequence[str] = ()
    content: str = ""
    place: str = ""
    attended_online: int = 0
    organisations: int = 0
    announced_on: date | None = None
    conclusion_number: str = ""
    conclusion_opening: str = ""
    signer: str = ""
    issued_on: date | None = None
    published_on: date | None = None
    published_due_on: date | None = None
    hosts: Sequence[int] = ()
    opinions: Sequence[PastOpinion] = field(default_factory=tuple)


@transaction.atomic
def take_over(
    *, dialogues: Iterable[PastDialogue], unit: OrgUnit, by: Actor | None, at: datetime
) -> list[DialogueConference]:
    """
    Write dialogues with their opinions and notices; returns them in the order given. `unit` is the unit at whose wish it
    is done (in whose log it stands). `by` is None only for building the demo city.
    """
    given = list(dialogues)
    if by is not None:
        policy.require(by, "edit", "dialogue", unit.pk)
        codes = OrgUnit.objects.filter(pk__in={one.unit_id for one in given}).values_list("pk", "code")
        policy.require_all(by, "see", "dialogue", dict(codes))
    made = DialogueConference.unscoped.bulk_create([_dialogue(one, at) for one in given], batch_size=AT_ONCE)
    pairs = list(zip(given, made, strict=True))
    DialogueHost.objects.bulk_create(
        [DialogueHost(dialogue=row, unit_id=host) for one, row in pairs for host in one.hosts],
        batch_size=AT_ONCE,
    )
    opinions = [opinion for one, row in pairs for opinion in _opinions(one, row)]
    DialogueOpinion.unscoped.bulk_create(opinions, batch_size=AT_ONCE)
    notices = [_notice(one, row) for one, row in pairs if one.conclusion_number]
    ConclusionNotice.unscoped.bulk_create(notices, batch_size=AT_ONCE)
    audit.record(
        "engagement.dialogues_taken_over", actor=by.user_id if by else None, at=at, target=("orgunit", str(unit.pk)),
        unit=unit.code, after={"dialogues": len(made), "opinions": len(opinions), "notices": len(notices)},
    )  # fmt: skip
    return made


def _moment(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_current_timezone())


def _dialogue(one: PastDialogue, at: datetime) -> DialogueConference:
    announced = one.announced_on
    return DialogueConference(
        unit_id=one.unit_id, level=one.level, kind=one.kind, bases=list(one.bases), state=_state(one), title=one.title,
        content=one.content, chair=one.chair, scheduled_at=_moment(one.held_on, 8), place=one.place,
        announced_at=_moment(announced, 8) if announced else None, held_on=one.held_on, attended=one.attended,
        attended_online=one.attended_online, organisations=one.organisations,
        minutes_signed_on=one.held_on, created_at=at,
        closed_at=_moment(one.published_on, 17) if _state(one) == "closed" and one.published_on else None,
    )  # fmt: skip


def _state(one: PastDialogue) -> str:
    states = DialogueConference.State
    if not one.conclusion_number:
        return states.MINUTES
    if one.published_on is None:
        return states.CONCLUDED
    return (
        states.CLOSED
        if all(opinion.state in DialogueOpinion.ENDED for opinion in one.opinions)
        else states.FOLLOWING
    )


def _opinions(one: PastDialogue, row: DialogueConference) -> list[DialogueOpinion]:
    return [_opinion(number, said, row) for number, said in enumerate(one.opinions, start=1)]


def _opinion(number: int, said: PastOpinion, row: DialogueConference) -> DialogueOpinion:
    ended: Any = (said.ended_on or row.held_on) if said.state in DialogueOpinion.ENDED else None
    held = _moment(row.held_on, 9)  # type: ignore[arg-type]
    return DialogueOpinion(
        dialogue=row, unit_id=row.unit_id, number=number, client_key=secrets.token_urlsafe(16), origin=said.origin,
        topic=said.topic, text=said.text, state=said.state, answer=said.answer, responsible_id=said.responsible,
        handed_to=said.handed_to, due_on=said.due_on, recorded_at=held + timedelta(minutes=number),
        decided_at=None if said.state == State.RECORDED else held + timedelta(hours=2), ended_on=ended,
        resolved_on=ended if said.state in DialogueOpinion.RESOLVED_STATES else None,
    )  # fmt: skip


def _notice(one: PastDialogue, row: DialogueConference) -> ConclusionNotice:
    issued = one.issued_on or one.held_on
    return ConclusionNotice(
        dialogue=row, unit_id=row.unit_id, number=one.conclusion_number, opening=one.conclusion_opening,
        signer=one.signer or one.chair, due_on=one.published_due_on or one.held_on + timedelta(days=10), issued_on=issued,
        issued_at=_moment(issued, 16), published_on=one.published_on,
    )  # fmt: skip
