"""A matter of the residents: proposed, discussed, voted, adopted or not, sent, recognised or refused, carried out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.common.errors import Incomplete
from danvan.democracy import thresholds
from danvan.democracy.models import CommunityDecision
from danvan.democracy.services import shared
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit

State = CommunityDecision.State
FIELDS = ("community", "title", "kind", "way", "proposed_on")


@transaction.atomic
def propose(*, unit: OrgUnit, values: Mapping[str, Any], by: Actor, at: datetime) -> CommunityDecision:
    chosen = {field: values[field] for field in FIELDS}
    day = shared.behind(chosen["proposed_on"], at)
    return shared.create(
        CommunityDecision, "decision_proposed", unit=unit, day=day, values=chosen, by=by, at=at
    )


@transaction.atomic
def edit(
    *, decision_id: int, version: int, values: Mapping[str, Any], by: Actor, at: datetime
) -> CommunityDecision:
    record = shared.held(
        CommunityDecision, decision_id, version, by, states=(State.PROPOSED, State.DISCUSSED)
    )
    shared.behind(values["proposed_on"], at)
    shared.change(record, {field: values[field] for field in FIELDS}, "decision_edited", by=by, at=at)
    return record


@transaction.atomic
def discuss(
    *, decision_id: int, version: int, discussed_on: date, announced_on: date | None, by: Actor, at: datetime
) -> CommunityDecision:
    """`announced_on`: the day the ballot was announced, where there is one."""
    record = shared.held(
        CommunityDecision, decision_id, version, by, states=(State.PROPOSED, State.DISCUSSED)
    )
    shared.ordered(record.proposed_on, shared.behind(discussed_on, at))
    if announced_on is not None:
        shared.ordered(record.proposed_on, shared.behind(announced_on, at))
    values = {"state": State.DISCUSSED, "discussed_on": discussed_on, "announced_on": announced_on}
    shared.change(record, values, "decision_discussed", by=by, at=at)
    return record


@transaction.atomic
def vote(
    *, decision_id: int, version: int, voted_on: date, households_for: int, households_against: int,
    households_absent: int, by: Actor, at: datetime,
) -> CommunityDecision:  # fmt: skip
    """
    Record the counts of household representatives; they can be corrected until the result is declared.

    :raises Incomplete: without any household, or for a ballot nobody announced
    """
    record = shared.held(CommunityDecision, decision_id, version, by, states=(State.DISCUSSED, State.VOTED))
    shared.ordered(record.discussed_on, shared.behind(voted_on, at))
    shared.ordered(record.announced_on, voted_on)
    if not households_for + households_against + households_absent:
        raise Incomplete(_("Write how many households there are."))
    values = {
        "state": State.VOTED, "voted_on": voted_on, "households_for": households_for,
        "households_against": households_against, "households_absent": households_absent,
    }  # fmt: skip
    shared.change(record, values, "decision_voted", by=by, at=at)
    return record


@transaction.atomic
def declare(
    *, decision_id: int, version: int, declared_on: date, number: str, by: Actor, at: datetime
) -> CommunityDecision:
    """Adopted or not as the counts and the law's share say; an adopted one has a number."""
    record = shared.held(CommunityDecision, decision_id, version, by, states=(State.VOTED,))
    shared.ordered(record.voted_on, shared.behind(declared_on, at))
    values: dict[str, Any] = {"state": State.NOT_ADOPTED}
    if thresholds.adopted(record):
        values = {"state": State.ADOPTED, "adopted_on": declared_on, "number": shared.needed(number, 60)}
    shared.change(record, values, "decision_declared", by=by, at=at)
    return record


@transaction.atomic
def send(*, decision_id: int, version: int, sent_on: date, by: Actor, at: datetime) -> CommunityDecision:
    record = shared.held(CommunityDecision, decision_id, version, by, states=(State.ADOPTED,))
    shared.ordered(record.adopted_on, shared.behind(sent_on, at))
    shared.change(record, {"state": State.SENT, "sent_on": sent_on}, "decision_sent", by=by, at=at)
    return record


@transaction.atomic
def recognise(
    *, decision_id: int, version: int, answered_on: date, symbol: str, by: Actor, at: datetime
) -> CommunityDecision:
    """The commune's written recognition, entered by whoever publishes for it."""
    record = shared.held(CommunityDecision, decision_id, version, by, "publish", (State.SENT,))
    shared.ordered(record.sent_on, shared.behind(answered_on, at))
    values = {
        "state": State.RECOGNISED,
        "answered_on": answered_on,
        "answer_symbol": shared.needed(symbol, 60),
    }
    shared.change(record, values, "decision_recognised", by=by, at=at)
    return record


@transaction.atomic
def refuse(
    *, decision_id: int, version: int, answered_on: date, symbol: str, reason: str, by: Actor, at: datetime
) -> CommunityDecision:
    """The commune's written refusal with its reason."""
    record = shared.held(CommunityDecision, decision_id, version, by, "publish", (State.SENT,))
    shared.ordered(record.sent_on, shared.behind(answered_on, at))
    values = {
        "state": State.REFUSED, "answered_on": answered_on, "answer_symbol": symbol.strip(),
        "refused_reason": shared.needed(reason, 500),
    }  # fmt: skip
    shared.change(record, values, "decision_refused", by=by, at=at)
    return record


@transaction.atomic
def execute(
    *, decision_id: int, version: int, executed_on: date, result: str, by: Actor, at: datetime
) -> CommunityDecision:
    record = shared.held(CommunityDecision, decision_id, version, by, states=(State.RECOGNISED,))
    shared.ordered(record.answered_on, shared.behind(executed_on, at))
    values = {"state": State.EXECUTED, "executed_on": executed_on, "result": shared.needed(result, 2000)}
    shared.change(record, values, "decision_executed", by=by, at=at)
    return record
