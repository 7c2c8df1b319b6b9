"""Training classes: planned, announced, held, reported; posts covered of posts required."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import Incomplete
from danvan.engagement.models import TrainingClass, TrainingCoverage, TrainingMaterial, TrainingRequirement
from danvan.engagement.models.trainings import PostKind
from danvan.files.models import StoredFile
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids, names_on

State = TrainingClass.State
FIELDS = ("title", "content", "scheduled_on", "days", "place")
KINDS = tuple(PostKind.values)
# (unit id, kind of post, posts covered)
Covered = tuple[int, str, int]


@transaction.atomic
def plan(*, unit: OrgUnit, values: Mapping[str, Any], by: Actor, at: datetime) -> TrainingClass:
    grant = policy.require(by, "edit", "training", unit.pk)
    name = names_on(values["scheduled_on"], [unit.pk]).get(unit.pk)
    if name is None:
        raise Incomplete(_("The unit is not in force on that day. Choose another day."))
    chosen = {field: values[field] for field in FIELDS}
    made = TrainingClass.unscoped.create(
        unit=unit, level=name.level, created_at=at, audiences=_audiences(values), **chosen
    )
    made.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    log(made, "training_planned", by=by, at=at, after={"on": made.scheduled_on.isoformat()})
    return made


@transaction.atomic
def edit(
    *, training_id: int, version: int, values: Mapping[str, Any], by: Actor, at: datetime
) -> TrainingClass:
    training = hold(TrainingClass, training_id, action="edit", by=by, version=version)
    expect(training, State.PLANNED, State.ANNOUNCED)
    for field in FIELDS:
        setattr(training, field, values[field])
    training.audiences = _audiences(values)
    save(training, *FIELDS, "audiences")
    log(training, "training_edited", by=by, at=at)
    return training


@transaction.atomic
def announce(*, training_id: int, version: int, by: Actor, at: datetime) -> TrainingClass:
    """Tell the units whose posts are asked. :raises Incomplete: without a place"""
    training = hold(TrainingClass, training_id, action="edit", by=by, version=version)
    expect(training, State.PLANNED)
    if not training.place.strip():
        raise Incomplete(_("Write the place before the class is announced."))
    training.state, training.announced_at = State.ANNOUNCED, at
    save(training, "state", "announced_at")
    log(training, "training_announced", by=by, at=at)
    return training


@transaction.atomic
def hold_class(
    *, training_id: int, version: int, held_on: date, attendance: int, covered: Sequence[Covered], by: Actor,
    at: datetime,
) -> TrainingClass:  # fmt: skip
    """
    Record that it was held, with attendances and the posts trained for the first time this year, unit by unit.

    :raises Incomplete: for a day to come, more posts than attendances, or more posts than the unit must train
    """
    training = hold(TrainingClass, training_id, action="edit", by=by, version=version)
    expect(training, State.PLANNED, State.ANNOUNCED, State.HELD)
    if held_on > timezone.localtime(at).date():
        raise Incomplete(_("This day is still to come."))
    covered = [one for one in covered if one[2]]
    if sum(count for _unit, _kind, count in covered) > attendance * training.days:
        raise Incomplete(_("More posts than attendances: count each post once."))
    inside = {
        training.unit_id,
        *descendant_ids(training.unit_id, held_on),
    }
    if any(unit_id not in inside or kind not in PostKind.values for unit_id, kind, _count in covered):
        raise Incomplete(_("Posts are covered in your own unit and those below it."))
    TrainingCoverage.objects.filter(training=training).delete()
    for unit_id, kind, count in covered:
        _within_required(unit_id, kind, held_on.year, count)
    TrainingCoverage.objects.bulk_create(
        TrainingCoverage(training=training, unit_id=unit_id, post_kind=kind, covered=count)
        for unit_id, kind, count in covered
    )
    training.held_on, training.attendance, training.state = held_on, attendance, State.HELD
    save(training, "held_on", "attendance", "state")
    log(training, "training_held", by=by, at=at, after={"on": held_on.isoformat(), "attendance": attendance})
    return training


@transaction.atomic
def report(*, training_id: int, version: int, result: str, by: Actor, at: datetime) -> TrainingClass:
    training = hold(TrainingClass, training_id, action="edit", by=by, version=version)
    expect(training, State.HELD)
    if not result.strip():
        raise Incomplete(_("Write in a few words what came of it."))
    training.result, training.reported_at, training.state = result.strip()[:2000], at, State.REPORTED
    save(training, "result", "reported_at", "state")
    log(training, "training_reported", by=by, at=at)
    return training


@transaction.atomic
def cancel(*, training_id: int, version: int, reason: str, by: Actor, at: datetime) -> TrainingClass:
    training = hold(TrainingClass, training_id, action="edit", by=by, version=version)
    expect(training, State.PLANNED, State.ANNOUNCED)
    if not reason.strip():
        raise Incomplete(_("Give a reason."))
    training.state, training.dropped_reason = State.CANCELLED, reason.strip()[:300]
    save(training, "state", "dropped_reason")
    log(training, "training_cancelled", by=by, at=at, reason=training.dropped_reason)
    return training


@transaction.atomic
def add_material(
    *, training_id: int, version: int, title: str, file: StoredFile, by: Actor, at: datetime
) -> TrainingMaterial:
    """
    Attach a file that was handed out, before the class or after it.

    :raises Incomplete: without a title, or for a file of another unit; :raises WrongState: for a cancelled class
    """
    training = hold(TrainingClass, training_id, action="edit", by=by, version=version)
    expect(training, State.PLANNED, State.ANNOUNCED, State.HELD, State.REPORTED)
    if not title.strip() or file.unit_id != training.unit_id:
        raise Incomplete(_("Name the material and attach a file of the unit that holds the class."))
    made = TrainingMaterial.objects.create(
        training=training, title=title.strip()[:200], file=file, added_at=at
    )
    save(training)
    log(training, "training_material_added", by=by, at=at, after={"file": str(file.pk)})
    return made


@dataclass(frozen=True)
class Required:
    """Posts of one kind: filled when the year began, newly filled since, excused."""

    required: int
    appointed: int = 0
    excused: int = 0

    @property
    def due(self) -> int:
        return self.required + self.appointed - self.excused


@transaction.atomic
def require(
    *, unit: OrgUnit, year: int, required: Mapping[str, int | Required], by: Actor, at: datetime
) -> None:
    """
    Say how many posts of each kind the unit must have trained in a year; a kind without any is taken out. A plain number
    is of posts filled when the year began.

    :raises Incomplete: for more excused than there are, or fewer left than were trained already
    """
    grant = policy.require(by, "edit", "training", unit.pk)
    OrgUnit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    given = {kind: one if isinstance(one, Required) else Required(one) for kind, one in required.items()}
    for kind, count in given.items():
        done = _covered(unit.pk, kind, year)
        if count.excused > count.required + count.appointed:
            raise Incomplete(_("More posts are excused than there are."))
        if count.due < done:
            raise Incomplete(
                _("%(done)d of these posts were trained already; fewer cannot be required.") % {"done": done}
            )
        rows = TrainingRequirement.unscoped.filter(unit=unit, year=year, post_kind=kind)
        if not (count.required or count.appointed):
            rows.delete()
            continue
        row = rows.first() or TrainingRequirement(unit=unit, year=year, post_kind=kind)
        row.required, row.appointed, row.excused = count.required, count.appointed, count.excused
        row.version += 1
        row.save()
    audit.record(
        "engagement.training_required", actor=by.user_id, at=at, target=("orgunit", str(unit.pk)), unit=unit.code,
        after={"year": year, **{kind: count.due for kind, count in given.items()}}, on_behalf_of=grant.for_user,
    )  # fmt: skip


def _audiences(values: Mapping[str, Any]) -> list[str]:
    """The kinds of posts named, in the order of the list, each once."""
    return [kind for kind in KINDS if kind in values.get("audiences", ())]


def _covered(unit_id: int, kind: str, year: int) -> int:
    rows = TrainingCoverage.objects.filter(unit_id=unit_id, post_kind=kind, training__held_on__year=year)
    return rows.aggregate(all=Sum("covered"))["all"] or 0


def _within_required(unit_id: int, kind: str, year: int, count: int) -> None:
    row = TrainingRequirement.unscoped.filter(unit_id=unit_id, year=year, post_kind=kind).first()
    if row is not None and _covered(unit_id, kind, year) + count > row.due:
        raise Incomplete(
            _(
                "“%(kind)s”: only %(required)d posts must be trained, %(done)d were before. Count each post once a year."
            )
            % {"kind": PostKind(kind).label, "required": row.due, "done": _covered(unit_id, kind, year)}
        )
