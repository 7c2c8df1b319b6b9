"""What the residents' own boards look into: planned, supervised, recommended, answered, closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from danvan.commitments import services as commitments
from danvan.commitments.models import Origin
from danvan.democracy import limits as law
from danvan.democracy.models import CommunitySupervision
from danvan.democracy.services import shared
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit

State = CommunitySupervision.State
FIELDS = ("body", "title", "planned_on")


@transaction.atomic
def plan(*, unit: OrgUnit, values: Mapping[str, Any], by: Actor, at: datetime) -> CommunitySupervision:
    chosen = {field: values[field] for field in FIELDS}
    return shared.create(
        CommunitySupervision,
        "supervision_planned",
        unit=unit,
        day=chosen["planned_on"],
        values=chosen,
        by=by,
        at=at,
    )


@transaction.atomic
def edit(
    *, supervision_id: int, version: int, values: Mapping[str, Any], by: Actor, at: datetime
) -> CommunitySupervision:
    record = shared.held(CommunitySupervision, supervision_id, version, by, states=(State.PLANNED,))
    shared.change(record, {field: values[field] for field in FIELDS}, "supervision_edited", by=by, at=at)
    return record


@transaction.atomic
def find(
    *, supervision_id: int, version: int, supervised_on: date, findings: str, by: Actor, at: datetime
) -> CommunitySupervision:
    """What was found, of the unit's or the project's work; never of persons."""
    record = shared.held(
        CommunitySupervision, supervision_id, version, by, states=(State.PLANNED, State.FOUND)
    )
    values = {
        "state": State.FOUND, "supervised_on": shared.behind(supervised_on, at), "findings": shared.needed(findings),
    }  # fmt: skip
    shared.change(record, values, "supervision_found", by=by, at=at)
    return record


@transaction.atomic
def recommend(
    *, supervision_id: int, version: int, recommended_on: date, recommendation: str, addressee: str,
    promise: bool = False, by: Actor, at: datetime,
) -> CommunitySupervision:  # fmt: skip
    """Due for an answer by the law's limit. With `promise` the unit enters it in the ledger of commitments."""
    record = shared.held(CommunitySupervision, supervision_id, version, by, states=(State.FOUND,))
    shared.ordered(record.supervised_on, shared.behind(recommended_on, at))
    due = law.Limits().after(law.BOARD_ANSWER, recommended_on)
    values: dict[str, Any] = {
        "state": State.RECOMMENDED, "recommended_on": recommended_on, "recommendation": shared.needed(recommendation),
        "addressee": shared.needed(addressee, 200), "answer_due_on": due,
    }  # fmt: skip
    if promise:
        given = commitments.give(
            text=values["recommendation"][:1000], unit=record.unit, asked_by=record.unit, origin=Origin.SUPERVISION,
            origin_ref=record.ref, origin_label=record.title[:200], due_on=max(due, shared.day_of(at)), by=by, at=at,
        )  # fmt: skip
        values["promise_ref"] = given.reference
    shared.change(record, values, "supervision_recommended", by=by, at=at)
    return record


@transaction.atomic
def answer(
    *, supervision_id: int, version: int, answered_on: date, answer: str, by: Actor, at: datetime
) -> CommunitySupervision:
    record = shared.held(CommunitySupervision, supervision_id, version, by, states=(State.RECOMMENDED,))
    shared.ordered(record.recommended_on, shared.behind(answered_on, at))
    values = {"state": State.ANSWERED, "answered_on": answered_on, "answer": shared.needed(answer)}
    shared.change(record, values, "supervision_answered", by=by, at=at)
    return record


@transaction.atomic
def close(*, supervision_id: int, version: int, by: Actor, at: datetime) -> CommunitySupervision:
    """Nothing more is owed: answered, or nothing was recommended."""
    record = shared.held(
        CommunitySupervision, supervision_id, version, by, states=(State.FOUND, State.ANSWERED)
    )
    shared.change(record, {"state": State.CLOSED}, "supervision_closed", by=by, at=at)
    return record
