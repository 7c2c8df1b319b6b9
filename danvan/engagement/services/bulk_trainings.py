"""Many training classes at once, as they were held: for taking over history and for the demo city."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from danvan.audit import services as audit
from danvan.engagement.models import TrainingClass, TrainingCoverage, TrainingRequirement
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit

AT_ONCE = 1000


@dataclass(frozen=True)
class PastClass:
    """A class that was held. `level` is the unit's on `held_on`; `covered`: (unit id, kind of post) -> posts."""

    unit_id: int
    level: str
    title: str
    held_on: date
    attendance: int
    audiences: tuple[str, ...] = ()
    place: str = ""
    content: str = ""
    result: str = ""
    covered: Mapping[tuple[int, str], int] = field(default_factory=dict)


@dataclass(frozen=True)
class PastRequirement:
    unit_id: int
    year: int
    post_kind: str
    required: int
    appointed: int = 0
    excused: int = 0


@transaction.atomic
def take_over(
    *, classes: Iterable[PastClass], requirements: Iterable[PastRequirement] = (), unit: OrgUnit, by: Actor | None,
    at: datetime,
) -> list[TrainingClass]:  # fmt: skip
    """
    Write classes with what they covered, and the posts that must be trained; classes in the order given. `unit` is the unit
    at whose wish it is done (in whose log it stands). `by` is None only for building the demo city.
    """
    given, needed = list(classes), list(requirements)
    if by is not None:
        policy.require(by, "edit", "training", unit.pk)
        touched = (
            {one.unit_id for one in given}
            | {one.unit_id for one in needed}
            | {pk for one in given for pk, _kind in one.covered}
        )
        codes = OrgUnit.objects.filter(pk__in=touched).values_list("pk", "code")
        policy.require_all(by, "see", "training", dict(codes))
    TrainingRequirement.unscoped.bulk_create(
        [TrainingRequirement(**vars(one)) for one in needed], batch_size=AT_ONCE
    )
    made = TrainingClass.unscoped.bulk_create([_class(one, at) for one in given], batch_size=AT_ONCE)
    TrainingCoverage.objects.bulk_create(
        [
            TrainingCoverage(training=row, unit_id=unit_id, post_kind=kind, covered=count)
            for one, row in zip(given, made, strict=True)
            for (unit_id, kind), count in one.covered.items()
            if count
        ],
        batch_size=AT_ONCE,
    )
    audit.record(
        "engagement.trainings_taken_over", actor=by.user_id if by else None, at=at, target=("orgunit", str(unit.pk)),
        unit=unit.code, after={"classes": len(made), "requirements": len(needed)},
    )  # fmt: skip
    return made


def _class(one: PastClass, at: datetime) -> TrainingClass:
    day = one.held_on
    evening = datetime(day.year, day.month, day.day, 17, tzinfo=timezone.get_current_timezone())
    states = TrainingClass.State
    return TrainingClass(
        unit_id=one.unit_id, level=one.level, title=one.title, content=one.content, audiences=list(one.audiences),
        state=states.REPORTED if one.result else states.HELD, scheduled_on=day, place=one.place, held_on=day,
        attendance=one.attendance, result=one.result, reported_at=evening if one.result else None, created_at=at,
    )  # fmt: skip
