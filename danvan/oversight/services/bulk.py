"""
Many sessions at once, as they were: for taking over history and for the demo city.

The rules of single steps hold as database constraints; the log gets one entry per call. Recommendations of the past that
were answered are rows without a commitment: nobody owes anything on them any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain

from django.db import transaction
from django.utils import timezone

from danvan.audit import services as audit
from danvan.common.vietnamese import fold
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import last_names
from danvan.oversight.models import (
    CoHost,
    CriticismOpinion,
    OversightSession,
    SessionEvent,
    SupervisionRecommendation,
    Target,
)

AT_ONCE = 1000
State = OversightSession.State
ENDS = {
    "supervision": (State.CONCLUDED, State.CLOSED),
    "criticism": (State.DOCUMENT_SENT, State.CLOSED),
    "inspection": (State.CONCLUSION, State.CLOSED),
    "survey": (State.VISITED, State.NOTE),
}


@dataclass(frozen=True)
class PastRecommendation:
    """What was asked. Without `answered_on` it is still open; `to_unit_id` or `to_body` was asked."""

    text: str
    sent_on: date
    due_on: date
    to_unit_id: int | None = None
    to_body: str = ""
    finding: str = ""
    answered_on: date | None = None
    answer_class: str = ""
    answer: str = ""


@dataclass(frozen=True)
class PastOpinion:
    text: str
    part: str = ""
    verdict: str = ""
    reason: str = ""
    decided_on: date | None = None


@dataclass(frozen=True)
class PastSession:
    """
    A session that was held and, but for a survey, concluded. `targets` and `hosts` are (unit id or None, name of a body);
    `level` is the unit's on that day. `closed`: nothing of it is open any more.
    """

    kind: str
    unit_id: int
    level: str
    title: str
    held_on: date
    concluded_on: date | None
    form: str = ""
    topic: str = ""
    content: str = ""
    number: str = ""
    signer: str = ""
    findings: str = ""
    conclusion: str = ""
    notified_on: date | None = None
    plan_quarter: int | None = None
    team_people: int | None = None
    team_bodies: int | None = None
    targets: Sequence[tuple[int | None, str]] = ()
    hosts: Sequence[tuple[int | None, str]] = ()
    recommendations: Sequence[PastRecommendation] = field(default_factory=tuple)
    opinions: Sequence[PastOpinion] = field(default_factory=tuple)


@transaction.atomic
def take_over(
    *, sessions: Iterable[PastSession], unit: OrgUnit, by: Actor | None, at: datetime
) -> list[OversightSession]:
    """
    Write sessions with all that came of them; returns them in the order given. `unit` is the unit at whose wish it is done.
    `by` is None only for building the demo city.

    :raises NotAllowed: unless every unit's records are open to `by`
    """
    given = list(sessions)
    if by is not None:
        codes = OrgUnit.objects.filter(pk__in={one.unit_id for one in given}).values_list("pk", "code")
        for kind in {one.kind for one in given}:
            policy.require(by, "edit", kind, unit.pk)
            policy.require_all(by, "see", kind, dict(codes))
    made = OversightSession.unscoped.bulk_create([_session(one, at) for one in given], batch_size=AT_ONCE)
    pairs = list(zip(given, made, strict=True))
    names = {pk: fold(name.name) for pk, name in last_names(_targets(given), at.date()).items()}
    Target.objects.bulk_create(
        [
            Target(session=row, unit_id=pk, body=body, words=names[pk] if pk else fold(body))
            for one, row in pairs
            for pk, body in one.targets
        ],
        batch_size=AT_ONCE,
    )
    CoHost.objects.bulk_create(
        [CoHost(session=row, unit_id=pk, body=body) for one, row in pairs for pk, body in one.hosts],
        batch_size=AT_ONCE,
    )
    asked = list(chain.from_iterable(_recommendations(one, row) for one, row in pairs))
    SupervisionRecommendation.unscoped.bulk_create(asked, batch_size=AT_ONCE)
    said = list(chain.from_iterable(_opinions(one, row) for one, row in pairs))
    CriticismOpinion.unscoped.bulk_create(said, batch_size=AT_ONCE)
    SessionEvent.objects.bulk_create(
        chain.from_iterable(_story(one, row) for one, row in pairs), batch_size=AT_ONCE
    )
    audit.record(
        "oversight.sessions_taken_over", actor=by.user_id if by else None, at=at, target=("orgunit", str(unit.pk)),
        unit=unit.code, after={"sessions": len(made), "recommendations": len(asked), "opinions": len(said)},
    )  # fmt: skip
    return made


def _targets(given: list[PastSession]) -> set[int]:
    return {pk for one in given for pk, _body in one.targets if pk}


def _moment(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_current_timezone())


def _is_open(one: PastSession) -> bool:
    asked = any(said.answered_on is None for said in one.recommendations)
    return asked or any(not said.verdict for said in one.opinions)


def _state(one: PastSession) -> str:
    if not _is_open(one):
        return ENDS[one.kind][1]
    return {
        "supervision": State.SENT,
        "criticism": State.DOCUMENT_SENT,
        "inspection": State.REMEDYING,
    }[one.kind]


def _session(one: PastSession, at: datetime) -> OversightSession:
    open_days = [said.due_on for said in one.recommendations if said.answered_on is None]
    return OversightSession(
        kind=one.kind, unit_id=one.unit_id, level=one.level, form=one.form, title=one.title, content=one.content,
        topic=one.topic, state=_state(one), plan_year=one.held_on.year, plan_quarter=one.plan_quarter,
        scheduled_on=one.held_on, held_on=one.held_on, concluded_on=one.concluded_on, number=one.number,
        signer=one.signer, findings=one.findings, conclusion=one.conclusion, team_people=one.team_people,
        team_bodies=one.team_bodies, told=True, due_on=min(open_days, default=None), words=fold(one.title)[:700],
        created_at=at,
    )  # fmt: skip


def _recommendations(one: PastSession, row: OversightSession) -> list[SupervisionRecommendation]:
    return [
        SupervisionRecommendation(
            session=row, unit_id=row.unit_id, number=number, finding=said.finding, text=said.text,
            to_unit_id=said.to_unit_id, to_body=said.to_body, sent_on=said.sent_on, due_on=said.due_on,
            answer_class=said.answer_class, answer=said.answer, answered_on=said.answered_on,
            words=fold(f"{said.text} {said.to_body}")[:1000],
        )
        for number, said in enumerate(one.recommendations, start=1)
    ]  # fmt: skip


def _opinions(one: PastSession, row: OversightSession) -> list[CriticismOpinion]:
    return [
        CriticismOpinion(
            session=row, unit_id=row.unit_id, number=number, part=said.part, text=said.text, verdict=said.verdict,
            reason=said.reason, decided_on=said.decided_on,
        )
        for number, said in enumerate(one.opinions, start=1)
    ]  # fmt: skip


def _story(one: PastSession, row: OversightSession) -> list[SessionEvent]:
    told = [(State.NOTIFIED, one.notified_on), (ENDS[one.kind][0], one.concluded_on or one.held_on)]
    return [
        SessionEvent(session=row, what=what, on=day, at=_moment(day, 9))
        for what, day in told
        if day is not None
    ]
