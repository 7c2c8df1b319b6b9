"""Situation notes and followed topics of the past, many at once: for taking over history and for the demo city."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from danvan.audit import services as audit
from danvan.engagement import personal
from danvan.engagement.models import SituationNote, SituationTopic
from danvan.engagement.refusals import PersonalData
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit

AT_ONCE = 1000


@dataclass(frozen=True)
class PastNote:
    """A note that was sent. `reviewed_at` is None where nobody has read it yet."""

    unit_id: int
    topic: str
    period_name: str
    extent: str
    count: int
    text: str
    submitted_at: datetime
    reviewed_at: datetime | None = None


@dataclass(frozen=True)
class PastTopic:
    unit_id: int
    topic: str
    opened_on: date


@transaction.atomic
def take_over(
    *, notes: Iterable[PastNote], topics: Iterable[PastTopic] = (), closed: Collection[tuple[int, date]] = (),
    unit: OrgUnit, by: Actor | None, at: datetime,
) -> None:  # fmt: skip
    """
    Write notes, open topics, and close topics by id on a day. `by` is None only for building the demo city.

    :raises PersonalData: when a text holds what looks like a person; nothing is stored then
    """
    sent, opened = list(notes), list(topics)
    if by is not None:
        policy.require(by, "edit", "situation", unit.pk)
        touched = {one.unit_id for one in sent} | {one.unit_id for one in opened}
        codes = OrgUnit.objects.filter(pk__in=touched).values_list("pk", "code")
        policy.require_all(by, "see", "situation", dict(codes))
    for text in {one.text for one in sent}:
        if found := personal.scan(text):
            raise PersonalData(" ".join(found.words()), found=(*found.contacts, *found.names))
    states = SituationNote.State
    SituationNote.unscoped.bulk_create(
        [
            SituationNote(
                **vars(one), created_at=one.submitted_at, state=states.REVIEWED if one.reviewed_at else states.SUBMITTED
            )
            for one in sent
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    SituationTopic.unscoped.bulk_create(
        [SituationTopic(**vars(one), state=SituationTopic.State.FOLLOWED) for one in opened],
        batch_size=AT_ONCE,
    )
    for day in {day for _pk, day in closed}:
        ids = [pk for pk, on in closed if on == day]
        SituationTopic.unscoped.filter(pk__in=ids).update(state=SituationTopic.State.CLOSED, closed_on=day)
    audit.record(
        "engagement.situation_taken_over", actor=by.user_id if by else None, at=at, target=("orgunit", str(unit.pk)),
        unit=unit.code, after={"notes": len(sent), "topics": len(opened), "closed": len(closed)},
    )  # fmt: skip
