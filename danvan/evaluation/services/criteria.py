"""Criteria sets: drafted, filled, issued. Once issued nothing in them changes: a change is a new set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from danvan.common.errors import Conflict, Incomplete
from danvan.evaluation.models import CriteriaGroup, CriteriaSet, Criterion, RankingBand
from danvan.evaluation.services import starter
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save
from danvan.organizations.models import OrgUnit
from danvan.reporting.queries import forms

State = CriteriaSet.State
FULL = Decimal(100)
DETAILS = ("name", "level", "basis", "starts_on", "appeal_days")
LINE = (
    "title", "points", "kind", "guidance", "needs_file", "reading", "scope", "indicator", "divisor", "rule", "target",
    "steps",
)  # fmt: skip
MEASURING: dict[str, Any] = {
    "reading": "", "scope": "", "indicator": "", "divisor": "", "rule": "", "target": None, "steps": [],
}  # fmt: skip


@dataclass(frozen=True)
class Band:
    name: str
    at_least: Decimal


@transaction.atomic
def draft(
    *, unit: OrgUnit, values: Mapping[str, Any], bands: Sequence[Band], copy_of: CriteriaSet | None = None,
    from_starter: bool = False, by: Actor, at: datetime,
) -> CriteriaSet:  # fmt: skip
    """
    A new set: empty, with the lines of another one that `by` may see, or with the starter lines of its level.

    :raises Incomplete: for bands that do not fall, or none that begins at 0
    """
    grant = policy.require(by, "manage", "evaluation", unit.pk)
    chosen = {field: values[field] for field in DETAILS}
    made = CriteriaSet.unscoped.create(unit=unit, created_at=at, **chosen)
    made.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    _write_bands(made, bands)
    if copy_of is not None:
        policy.require(by, "see", "evaluation", copy_of.unit_id)
        _copy(copy_of, made)
    elif from_starter:
        starter.fill(made)
    log(made, "criteria_drafted", by=by, at=at, after={"level": made.level, "from": str(made.starts_on)})
    return made


def _write_bands(made: CriteriaSet, bands: Sequence[Band]) -> None:
    limits = [band.at_least for band in bands]
    if len(set(limits)) != len(limits) or min(limits, default=FULL) != 0 or max(limits, default=FULL) > FULL:
        raise Incomplete(
            _("Each band starts at other points, the lowest at 0 and the highest at 100 at most.")
        )
    RankingBand.objects.filter(criteria=made).delete()
    RankingBand.objects.bulk_create(
        RankingBand(criteria=made, name=band.name, at_least=band.at_least) for band in bands
    )


def _copy(source: CriteriaSet, made: CriteriaSet) -> None:
    for group in source.groups.prefetch_related("lines"):
        copied = CriteriaGroup.objects.create(criteria=made, position=group.position, title=group.title)
        Criterion.objects.bulk_create(
            Criterion(group=copied, position=one.position, **{field: getattr(one, field) for field in LINE})
            for one in group.lines.all()
        )


@transaction.atomic
def put_group(*, set_id: int, version: int, title: str, by: Actor, at: datetime) -> CriteriaGroup:
    """A further heading at the end."""
    criteria = _open(set_id, version, by)
    if criteria.groups.filter(title=title).exists():
        raise Incomplete(_("A heading with these words stands there already."))
    last = criteria.groups.aggregate(last=Max("position"))["last"] or 0
    group = CriteriaGroup.objects.create(criteria=criteria, position=last + 1, title=title)
    _touched(criteria, by, at)
    return group


@transaction.atomic
def put_criterion(
    *, set_id: int, version: int, group_id: int, values: Mapping[str, Any], criterion_id: int | None = None, by: Actor,
    at: datetime,
) -> Criterion:  # fmt: skip
    """
    Write a line of a draft, a new one unless `criterion_id` names it.

    :raises Incomplete: for an indicator nobody reports, or a measured line without what its rule needs
    """
    criteria = _open(set_id, version, by)
    group = criteria.groups.filter(pk=group_id).first()
    if group is None:
        raise Incomplete(_("Choose a heading of this set."))
    line = {field: values[field] for field in LINE}
    if line["kind"] == Criterion.Kind.JUDGED:
        line |= MEASURING
    else:
        _check_measured(line)
    if criterion_id is None:
        last = group.lines.aggregate(last=Max("position"))["last"] or 0
        made = Criterion.objects.create(group=group, position=last + 1, **line)
    else:
        made = _line(criteria, criterion_id)
        for field, value in {**line, "group": group}.items():
            setattr(made, field, value)
        made.save()
    _touched(criteria, by, at)
    return made


def _check_measured(line: dict[str, Any]) -> None:
    catalogue = forms.read_catalogue()
    ratio = line["reading"] == Criterion.Reading.RATIO
    line["divisor"] = line["divisor"] if ratio else ""
    if not line["indicator"] or line["indicator"] not in catalogue or (
        ratio and line["divisor"] not in catalogue
    ):  # fmt: skip
        raise Incomplete(_("Choose the figure it is measured by, and the second one for a share."))
    if not (line["reading"] and line["scope"] and line["rule"]):
        raise Incomplete(_("Say what is read, whose figures count, and by which rule."))
    if line["rule"] in (Criterion.Rule.STEPS, Criterion.Rule.STEPS_DOWN):
        line["target"] = None
        if not line["steps"]:
            raise Incomplete(_("Write the steps of the rule."))
    else:
        line["steps"] = []
        if not line["target"] or line["target"] <= 0:
            raise Incomplete(_("Write a target above 0."))


@transaction.atomic
def remove_criterion(*, set_id: int, version: int, criterion_id: int, by: Actor, at: datetime) -> None:
    """Take a line out of a draft; its heading goes with the last one."""
    criteria = _open(set_id, version, by)
    line = _line(criteria, criterion_id)
    group = line.group
    line.delete()
    if not group.lines.exists():
        group.delete()
    _touched(criteria, by, at)


@transaction.atomic
def issue(*, set_id: int, version: int, by: Actor, at: datetime) -> CriteriaSet:
    """
    Put a set in use from its first day on; the one before it for the level ends the day before.

    :raises Incomplete: unless it has criteria that make 100 points; :raises Conflict: for a day another set starts on
    """
    criteria = _open(set_id, version, by)
    worth = total_points(criteria)
    if worth != FULL:
        raise Incomplete(
            _("The criteria make %(points)s points; a set makes 100. Change the points of a line.")
            % {"points": f"{worth:f}"}
        )
    others = CriteriaSet.unscoped.filter(unit=criteria.unit, level=criteria.level, state=State.ISSUED)
    if others.filter(starts_on=criteria.starts_on).exists():
        raise Conflict(_("A set for this level starts on that day already."))
    before = others.filter(starts_on__lt=criteria.starts_on).order_by("-starts_on").first()
    after = others.filter(starts_on__gt=criteria.starts_on).order_by("starts_on").first()
    if before is not None:
        before.ends_on = criteria.starts_on - timedelta(days=1)
        save(before, "ends_on")
    criteria.ends_on = after.starts_on - timedelta(days=1) if after else None
    criteria.state, criteria.issued_at, criteria.replaces = State.ISSUED, at, before
    save(criteria, "state", "issued_at", "replaces", "ends_on")
    log(criteria, "criteria_issued", by=by, at=at, after={"from": str(criteria.starts_on)})
    return criteria


def total_points(criteria: CriteriaSet) -> Decimal:
    lines = Criterion.objects.filter(group__criteria=criteria)
    return lines.aggregate(all=Sum("points"))["all"] or Decimal(0)


def _open(set_id: int, version: int, by: Actor) -> CriteriaSet:
    criteria = hold(CriteriaSet, set_id, action="manage", by=by, version=version)
    expect(criteria, State.DRAFT)
    return criteria


def _line(criteria: CriteriaSet, criterion_id: int) -> Criterion:
    line = Criterion.objects.filter(pk=criterion_id, group__criteria=criteria).select_related("group").first()
    if line is None:
        raise Incomplete(_("This line is no longer part of the set. Load the page again."))
    return line


def _touched(criteria: CriteriaSet, by: Actor, at: datetime) -> None:
    save(criteria)
    log(criteria, "criteria_edited", by=by, at=at, after={"version": criteria.version})
