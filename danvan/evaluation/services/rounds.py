"""Opening a round for the units of a branch, and what is done with many of them at once: reminding, telling, closing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.common.errors import Conflict, Incomplete, OutOfSight
from danvan.common.periods import Period
from danvan.evaluation.models import (
    CriteriaSet,
    Criterion,
    CriterionScore,
    EvaluationRound,
    UnitEvaluation,
)
from danvan.evaluation.queries import rounds
from danvan.notifications import services as notifications
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import log, save
from danvan.organizations.models import OrgUnit
from danvan.reference.calendar import add_working_days
from danvan.reference.queries import calendar

State = UnitEvaluation.State
AT_ONCE = 1000


@transaction.atomic
def open_round(
    *, unit: OrgUnit, criteria: CriteriaSet, period: Period, title: str, self_due_on: date, review_due_on: date,
    by: Actor | None, at: datetime,
) -> EvaluationRound:  # fmt: skip
    """
    Open a set for a period: one evaluation, with a line for each criterion, for every unit of the set's level that stands
    below `unit` on that day. `by` is None only for building the demo city.

    :raises Incomplete: for a set not in use in that period, days in the wrong order, or no unit to evaluate
    :raises Conflict: when the set is open for the period already
    """
    grant = policy.require(by, "manage", "evaluation", unit.pk) if by else None
    OrgUnit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    day = timezone.localtime(at).date()
    _check(unit, criteria, period, self_due_on, review_due_on, day)
    names = rounds.expected(unit.pk, criteria.level, day)
    if not names:
        raise Incomplete(_("No unit of this level stands below on that day. Choose another set."))
    made = EvaluationRound.unscoped.create(
        unit=unit, criteria=criteria, period_name=str(period), title=title, opened_at=at, self_due_on=self_due_on,
        review_due_on=review_due_on,
    )  # fmt: skip
    rows = UnitEvaluation.unscoped.bulk_create(
        [UnitEvaluation(round=made, unit_id=name.id, level=name.level) for name in names], batch_size=AT_ONCE
    )
    lines = list(Criterion.objects.filter(group__criteria=criteria))
    CriterionScore.objects.bulk_create(
        [CriterionScore(evaluation=row, criterion=line) for row in rows for line in lines], batch_size=AT_ONCE
    )
    made.on_behalf_of = grant.for_user if grant else None  # type: ignore[attr-defined]
    log(made, "round_opened", by=by, at=at, after={"period": str(period), "units": len(rows)})
    if by is not None:
        for row in rows:
            _tell(row, made, "evaluation.opened", _("%(title)s: self-score by %(day)s") % {
                "title": title, "day": f"{self_due_on:%d/%m/%Y}"}, "", at)  # fmt: skip
    return made


def _check(
    unit: OrgUnit, criteria: CriteriaSet, period: Period, self_due_on: date, review_due_on: date, day: date
) -> None:
    if criteria.unit_id != unit.pk or criteria.state != CriteriaSet.State.ISSUED:
        raise Incomplete(_("Choose a set in use that your unit issued."))
    if criteria.starts_on > period.ends_on or (criteria.ends_on and criteria.ends_on < period.ends_on):
        raise Incomplete(_("This set is not the one in use at the end of that period."))
    if not day <= self_due_on <= review_due_on:
        raise Incomplete(_("Self-scores are due from today on, reviews not before them."))
    if EvaluationRound.unscoped.filter(unit=unit, criteria=criteria, period_name=str(period)).exists():
        raise Conflict(_("This set is already open for this period."))


@transaction.atomic
def remind(*, round_id: int, evaluation_ids: Collection[int], text: str, by: Actor, at: datetime) -> int:
    """Ask units that have not sent theirs; returns how many people were told. Once a day for each unit."""
    made, rows = _chosen(round_id, evaluation_ids, by, (State.OPEN, State.SELF_SCORED))
    told = 0
    for row in rows:
        title = _("%(title)s: the self-score is due on %(day)s") % {
            "title": made.title, "day": f"{made.self_due_on:%d/%m/%Y}",
        }  # fmt: skip
        told += _tell(row, made, "evaluation.reminded", title, text.strip()[:500], at)
    log(made, "units_reminded", by=by, at=at, after={"units": len(rows)})
    return told


@transaction.atomic
def publish(*, round_id: int, evaluation_ids: Collection[int], by: Actor, at: datetime) -> int:
    """Tell units their reviewed scores; from the next working day on the days for an appeal run. Returns how many."""
    made, rows = _chosen(round_id, evaluation_ids, by, (State.REVIEWED,))
    day = timezone.localtime(at).date()
    until = add_working_days(day, made.criteria.appeal_days, calendar())
    for row in rows:
        row.state, row.published_at, row.appeal_until = State.PUBLISHED, at, until
        save(row, "state", "published_at", "appeal_until")
        log(row, "published", by=by, at=at, after={"total": str(row.total), "band": row.band})
        title = _("%(title)s: your score was reviewed") % {"title": made.title}
        text = _("An appeal is open until %(day)s.") % {"day": f"{until:%d/%m/%Y}"}
        _tell(row, made, "evaluation.published", title, text, at)
    return len(rows)


@transaction.atomic
def finalise(*, round_id: int, evaluation_ids: Collection[int], by: Actor, at: datetime) -> int:
    """
    Close evaluations whose appeal was decided or whose days for one are over; returns how many.

    :raises Incomplete: naming the day until which one of them may still be appealed against
    """
    made, rows = _chosen(round_id, evaluation_ids, by, (State.PUBLISHED, State.DECIDED))
    day = timezone.localtime(at).date()
    waiting = [
        row for row in rows if row.appeal_until and row.state == State.PUBLISHED and row.appeal_until >= day
    ]
    if waiting:
        raise Incomplete(
            _("%(unit)s may appeal until %(day)s. Leave it out, or wait until then.")
            % {"unit": waiting[0].unit.code, "day": f"{waiting[0].appeal_until:%d/%m/%Y}"}
        )
    for row in rows:
        row.state, row.final_at = State.FINAL, at
        save(row, "state", "final_at")
        log(row, "finalised", by=by, at=at, after={"total": str(row.total), "band": row.band})
    return len(rows)


def _chosen(
    round_id: int, evaluation_ids: Collection[int], by: Actor, states: tuple[str, ...]
) -> tuple[EvaluationRound, list[UnitEvaluation]]:
    """The round, and the chosen rows of it that still are in one of the states, all locked."""
    made = EvaluationRound.locked(round_id, "unit", "criteria")
    if made is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    grant = policy.require(by, "manage", "evaluation", made.unit_id)
    made.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    rows = UnitEvaluation.unscoped.select_for_update(of=("self",)).filter(
        round=made, pk__in=evaluation_ids, state__in=states
    )
    found = list(rows.select_related("unit").order_by("pk"))
    if not found:
        raise Incomplete(_("None of the chosen units is at this step any more. Load the page again."))
    return made, found


def _tell(row: UnitEvaluation, made: EvaluationRound, kind: str, title: str, text: str, at: datetime) -> int:
    day = timezone.localtime(at).date()
    once = f"{kind}:{row.pk}:{row.version}" + (f":{day}" if kind == "evaluation.reminded" else "")
    return notifications.notify_unit(
        event=once, kind=kind, unit_id=row.unit_id, title=title[:200], text=text,
        url=reverse("evaluation:evaluation", args=[row.pk]), at=at,
    )  # fmt: skip
