"""
Many commitments at once, as they went: for taking over history and for the demo city.

The rules of single steps hold as database constraints; the log gets one entry per call.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from danvan.audit import services as audit
from danvan.commitments.models import Commitment, Origin, Outcome, State, Step
from danvan.organizations.models import OrgUnit

AT_ONCE = 1000


@dataclass(frozen=True)
class PastCommitment:
    """
    One promise, by unit ids. `ended_on` says when it was verified and closed, None that it is still owed; `kept` and
    `outcome` then say how.
    """

    unit_id: int
    asked_by_id: int
    verifier_id: int
    text: str
    origin_ref: str
    origin_label: str
    given_on: date
    due_on: date
    topic: str = ""
    place_id: int | None = None
    origin: str = Origin.DIALOGUE
    state: str = State.ACCEPTED
    ended_on: date | None = None
    outcome: str = Outcome.SOLVED
    kept: bool = True
    is_public: bool = True


@transaction.atomic
def take_over(*, commitments: Iterable[PastCommitment], unit: OrgUnit, at: datetime) -> list[Commitment]:
    """Write promises with their stories. `unit` is whose log it stands in; nobody's right is asked: for commands only."""
    given = list(commitments)
    made = Commitment.unscoped.bulk_create([_row(one) for one in given], batch_size=AT_ONCE)
    codes = dict(OrgUnit.objects.filter(pk__in={one.unit_id for one in given}).values_list("pk", "code"))
    steps = [step for one, row in zip(given, made, strict=True) for step in _steps(one, row, codes)]
    Step.objects.bulk_create(steps, batch_size=AT_ONCE)
    audit.record(
        "commitments.taken_over", actor=None, at=at, target=("orgunit", str(unit.pk)), unit=unit.code,
        after={"commitments": len(made)},
    )  # fmt: skip
    return made


def _row(one: PastCommitment) -> Commitment:
    over = one.ended_on is not None
    return Commitment(
        unit_id=one.unit_id, asked_by_id=one.asked_by_id, verifier_id=one.verifier_id, origin=one.origin,
        origin_ref=one.origin_ref, origin_label=one.origin_label[:200], text=one.text, topic=one.topic,
        place_id=one.place_id, given_on=one.given_on, due_on=one.due_on, first_due_on=one.due_on,
        state=State.CLOSED if over else one.state, outcome=one.outcome if over else "", kept=one.kept if over else None,
        reported_on=one.ended_on, closed_on=one.ended_on, is_public=one.is_public,
    )  # fmt: skip


def _steps(one: PastCommitment, row: Commitment, codes: dict[int, str]) -> list[Step]:
    kinds = Step.Kind
    promised: dict[str, object] = {"unit": codes[one.unit_id], "due_on": one.due_on.isoformat()}
    told: list[tuple[Step.Kind, date, int, dict[str, object]]] = [
        (kinds.GIVEN, one.given_on, one.asked_by_id, promised),
        (kinds.ACCEPTED, one.given_on, one.unit_id, {}),
    ]
    if one.ended_on is not None:
        told += [
            (kinds.REPORTED, one.ended_on, one.unit_id, {"outcome": one.outcome}),
            (kinds.VERIFIED, one.ended_on, one.verifier_id, {"kept": one.kept}),
            (kinds.CLOSED, one.ended_on, one.verifier_id, {}),
        ]
    elif one.state == State.IN_PROGRESS:
        told.append((kinds.STARTED, one.given_on, one.unit_id, {}))
    return [
        Step(
            commitment=row, number=number, kind=kind, at=_moment(day, 9 + number), unit_id=unit_id, data=data
        )
        for number, (kind, day, unit_id, data) in enumerate(told, start=1)
    ]


def _moment(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_current_timezone())
