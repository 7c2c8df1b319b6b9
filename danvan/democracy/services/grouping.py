"""Contributions that say the same, put together, and the answer to each group."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from danvan.commitments import services as commitments
from danvan.commitments.models import Origin
from danvan.common.errors import Incomplete, OutOfSight
from danvan.common.vietnamese import fold
from danvan.democracy.models import Consultation, ConsultationOpinion, OpinionGroup
from danvan.democracy.services import shared
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save

State = Consultation.State


@transaction.atomic
def group(
    *, consultation_id: int, opinion_ids: Collection[int], clause: str, gist: str, into: int | None = None,
    by: Actor, at: datetime,
) -> OpinionGroup:  # fmt: skip
    """
    Put contributions into a new group, or into the one numbered `into`.

    :raises Incomplete: when none of them is there, or the number is not known
    """
    record = shared.held_for_adding(consultation_id, by)
    rows = ConsultationOpinion.unscoped.filter(consultation=record, pk__in=opinion_ids)
    if not rows.exists():
        raise Incomplete(_("Tick the contributions that say the same."))
    if into is not None:
        found = record.groups.filter(number=into).first()
        if found is None:
            raise Incomplete(_("There is no group with this number."))
    else:
        shared.plain(clause, gist)
        found = _new(record, shared.needed(clause, 120), shared.needed(gist, 2000))
    count = rows.update(group=found)
    _swept(record)
    log(found, "opinions_grouped", by=by, at=at, after={"group": found.number, "contributions": count})
    return found


@transaction.atomic
def group_rest(*, consultation_id: int, by: Actor, at: datetime) -> int:
    """Everything still without a group: one group for each clause and text. Returns how many groups were made."""
    record = shared.held_for_adding(consultation_id, by)
    made: dict[tuple[str, str], OpinionGroup] = {}
    rows = list(record.opinions.filter(group=None).order_by("clause", "pk"))
    for row in rows:
        key = fold(row.clause.strip()), fold(row.text.strip())
        if key not in made:
            made[key] = _new(record, row.clause or _("general"), row.text[:2000])
        row.group = made[key]
    ConsultationOpinion.unscoped.bulk_update(rows, ["group"], batch_size=500)
    log(record, "opinions_grouped", by=by, at=at, after={"groups": len(made), "contributions": len(rows)})
    return len(made)


@transaction.atomic
def dissolve(*, group_id: int, version: int, by: Actor, at: datetime) -> Consultation:
    """Its contributions stand without a group again."""
    found = _held(group_id, version, by)
    record = shared.held_for_adding(found.consultation_id, by)
    log(found, "group_dissolved", by=by, at=at, after={"group": found.number})
    found.opinions.update(group=None)
    found.delete()
    return record


@transaction.atomic
def answer(
    *, group_id: int, version: int, verdict: str, reason: str, promise: str = "", due_on: date | None = None,
    by: Actor, at: datetime,
) -> OpinionGroup:  # fmt: skip
    """
    Accepted, in part or not, with the reason. A `promise` is entered in the ledger of commitments, due on `due_on`.

    :raises Incomplete: without a reason, or when something was promised for this group already
    """
    found = _held(group_id, version, by)
    record = found.consultation
    expect(record, State.SYNTHESISED)
    if verdict not in OpinionGroup.Verdict.values or not verdict:
        raise Incomplete(_("Choose one of the three answers."))
    found.verdict, found.reason = verdict, shared.needed(reason, 2000)
    shared.plain(found.reason)
    if promise.strip():
        if found.promise_ref:
            raise Incomplete(_("Something is promised for this group already; it stands in the ledger."))
        given = commitments.give(
            text=promise, unit=record.unit, asked_by=record.unit, origin=Origin.CONSULTATION,
            origin_ref=found.ref, origin_label=record.title[:200], due_on=due_on, by=by, at=at,
        )  # fmt: skip
        found.promise_ref = given.reference
    save(found, "verdict", "reason", "promise_ref")
    log(found, "group_answered", by=by, at=at, after={"group": found.number, "verdict": verdict})
    return found


def _held(group_id: int, version: int, by: Actor) -> OpinionGroup:
    where = OpinionGroup.unscoped.filter(pk=group_id).values_list("consultation_id", flat=True).first()
    if where is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    # The draft first: everything about it is written in one order.
    hold(Consultation, where, action="edit", by=by)
    return hold(OpinionGroup, group_id, action="edit", by=by, version=version)


def _new(record: Consultation, clause: str, gist: str) -> OpinionGroup:
    last = record.groups.aggregate(last=Max("number"))["last"] or 0
    return OpinionGroup.unscoped.create(
        consultation=record, unit=record.unit, number=last + 1, clause=clause[:120], gist=gist
    )


def _swept(record: Consultation) -> None:
    """A group that lost its last contribution goes."""
    record.groups.filter(opinions=None).delete()
