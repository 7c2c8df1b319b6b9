"""The level above: reviews line by line with a reason for each difference, answers an appeal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.common.errors import Incomplete, OutOfSight, StaleVersion, WrongState
from danvan.common.vietnamese import nfc
from danvan.evaluation import permissions
from danvan.evaluation.models import CriteriaSet, CriterionScore, UnitEvaluation
from danvan.evaluation.services.scoring import checked, lines_of
from danvan.notifications import services as notifications
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save

State = UnitEvaluation.State


@dataclass(frozen=True)
class Reviewed:
    points: Decimal
    reason: str = ""


def require_sent(evaluation: UnitEvaluation) -> None:
    """:raises WrongState: when the unit has not sent its score, or the review is over"""
    expect(evaluation, State.SUBMITTED, State.REVIEWED)


@transaction.atomic
def review(
    *, evaluation_id: int, version: int, given: Mapping[int, Reviewed], remark: str, by: Actor, at: datetime
) -> UnitEvaluation:
    """
    Say what each line is worth, by criterion id; lines left out keep the unit's points. Open until it is published.

    :raises NotAllowed: for somebody of the unit itself
    :raises Incomplete: naming the line whose points differ without a reason, or exceed what it is worth
    """
    evaluation = _hold_from_above(evaluation_id, version, by)
    require_sent(evaluation)
    lines = lines_of(evaluation)
    for line in lines:
        _judge(line, given.get(line.criterion_id))
    CriterionScore.objects.bulk_update(lines, ["review_points", "reason"])
    _sum_up(evaluation, lines)
    evaluation.state, evaluation.reviewed_at, evaluation.remark = (
        State.REVIEWED,
        at,
        nfc(remark).strip()[:1000],
    )
    save(evaluation, "state", "reviewed_at", "remark", "total", "band")
    log(evaluation, "reviewed", by=by, at=at, after={"total": str(evaluation.total)})
    return evaluation


def _judge(line: CriterionScore, said: Reviewed | None) -> None:
    points = said.points if said else line.self_points
    reason = nfc(said.reason).strip()[:500] if said else ""
    line.review_points = checked(line, points)
    if line.review_points != line.self_points and not reason:
        raise Incomplete(
            _("“%(line)s”: write why the points differ from the unit's own.") % {"line": line.criterion.title}
        )
    line.reason = reason if line.review_points != line.self_points else ""


@transaction.atomic
def appeal(*, evaluation_id: int, version: int, reason: str, by: Actor, at: datetime) -> UnitEvaluation:
    """
    The unit disagrees, once, within the days for it.

    :raises WrongState: when they are over; :raises Incomplete: without a reason
    """
    evaluation = hold(UnitEvaluation, evaluation_id, action="submit", by=by, version=version)
    expect(evaluation, State.PUBLISHED)
    until = evaluation.appeal_until
    assert until is not None
    if timezone.localtime(at).date() > until:
        raise WrongState(
            _("The days for an appeal ended on %(day)s. Speak with the level above.")
            % {"day": f"{until:%d/%m/%Y}"}
        )
    text = nfc(reason).strip()[:2000]
    if not text:
        raise Incomplete(_("Write which line you disagree with, and why."))
    evaluation.state, evaluation.appealed_at, evaluation.appeal_reason = State.APPEALED, at, text
    save(evaluation, "state", "appealed_at", "appeal_reason")
    log(evaluation, "appealed", by=by, at=at)
    _tell(evaluation, evaluation.round.unit_id, "evaluation.appealed", _("Appeal against a score"), at)
    return evaluation


@transaction.atomic
def decide(
    *, evaluation_id: int, version: int, given: Mapping[int, Decimal], answer: str, by: Actor, at: datetime
) -> UnitEvaluation:
    """
    Answer an appeal; `given` are the lines whose points change, by criterion id.

    :raises Incomplete: without an answer, or for more points than a line is worth
    """
    evaluation = _hold_from_above(evaluation_id, version, by)
    expect(evaluation, State.APPEALED)
    text = nfc(answer).strip()[:2000]
    if not text:
        raise Incomplete(_("Write the answer to the appeal."))
    lines = lines_of(evaluation)
    for line in lines:
        points = checked(line, given.get(line.criterion_id))
        line.decided_points = None if points == line.review_points else points
    CriterionScore.objects.bulk_update(lines, ["decided_points"])
    _sum_up(evaluation, lines)
    evaluation.state, evaluation.decided_at, evaluation.appeal_answer = State.DECIDED, at, text
    save(evaluation, "state", "decided_at", "appeal_answer", "total", "band")
    log(evaluation, "decided", by=by, at=at, after={"total": str(evaluation.total)})
    _tell(evaluation, evaluation.unit_id, "evaluation.decided", _("Your appeal was answered"), at)
    return evaluation


def band_of(criteria: CriteriaSet, total: Decimal) -> str:
    """The name of the highest band the points reach; the lowest starts at 0."""
    return next(band.name for band in criteria.bands.order_by("-at_least") if total >= band.at_least)


def _sum_up(evaluation: UnitEvaluation, lines: list[CriterionScore]) -> None:
    evaluation.total = sum((line.points or Decimal(0) for line in lines), Decimal(0))
    evaluation.band = band_of(evaluation.round.criteria, evaluation.total)


def _hold_from_above(evaluation_id: int, version: int, by: Actor) -> UnitEvaluation:
    evaluation = UnitEvaluation.locked(evaluation_id, "unit", "round__criteria")
    if evaluation is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    grant = permissions.require_review(by, evaluation.unit_id)
    evaluation.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    if version != evaluation.version:
        raise StaleVersion(
            _(
                "Somebody changed this while you were writing. What you typed is still here: compare, then save again."
            )
        )
    return evaluation


def _tell(evaluation: UnitEvaluation, unit_id: int, kind: str, title: str, at: datetime) -> None:
    notifications.notify_unit(
        event=f"{kind}:{evaluation.pk}:{evaluation.version}", kind=kind, unit_id=unit_id, title=title,
        text=evaluation.round.title, url=reverse("evaluation:evaluation", args=[evaluation.pk]), at=at,
    )  # fmt: skip
