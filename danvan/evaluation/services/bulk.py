"""Evaluations of the past, many at once: for taking over history and for the demo city. The rules of single steps hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from danvan.evaluation.models import CriterionScore, EvaluationRound, UnitEvaluation
from danvan.evaluation.queries import measured
from danvan.evaluation.services.scoring import checked, fill
from danvan.organizations.holding import log
from danvan.organizations.queries import last_names
from danvan.reference.calendar import add_working_days
from danvan.reference.queries import calendar

State = UnitEvaluation.State
AT_ONCE = 1000
KEPT = (
    "state", "self_total", "total", "band", "figures_mark", "submitted_at", "reviewed_at", "remark", "published_at",
    "appeal_until", "appealed_at", "appeal_reason", "decided_at", "appeal_answer", "final_at", "version",
)  # fmt: skip


@dataclass(frozen=True)
class PastEvaluation:
    """
    How far one unit came: moments not reached are None. `judged` are points and notes by criterion id; `review` points and
    reasons of lines that were changed; `decided` points after an appeal.
    """

    unit_id: int
    judged: Mapping[int, tuple[Decimal, str]]
    submitted_at: datetime | None = None
    reviewed_at: datetime | None = None
    review: Mapping[int, tuple[Decimal, str]] = field(default_factory=dict)
    remark: str = ""
    published_at: datetime | None = None
    appealed_at: datetime | None = None
    appeal_reason: str = ""
    decided_at: datetime | None = None
    decided: Mapping[int, Decimal] = field(default_factory=dict)
    appeal_answer: str = ""
    final_at: datetime | None = None


@transaction.atomic
def take_over(*, round_: EvaluationRound, evaluations: Sequence[PastEvaluation], at: datetime) -> None:
    """Write them into a round that was opened; figures are read once for all units, as they stand now."""
    rows = {row.unit_id: row for row in UnitEvaluation.unscoped.filter(round=round_)}
    lines: dict[int, list[CriterionScore]] = {row.pk: [] for row in rows.values()}
    for line in CriterionScore.objects.filter(evaluation__round=round_).select_related("criterion"):
        lines[line.evaluation_id].append(line)
    names = last_names(set(rows), timezone.localtime(at).date())
    criteria = {line.criterion_id: line.criterion for some in lines.values() for line in some}
    found = measured.readings(criteria.values(), round_.period, list(names.values()))
    marks = measured.marks(round_.period, list(rows))
    ways = list(round_.criteria.bands.order_by("-at_least").values_list("name", "at_least"))
    changed: list[UnitEvaluation] = []
    for one in evaluations:
        row = rows[one.unit_id]
        _own(row, lines[row.pk], one, found, marks)
        _above(row, lines[row.pk], one, ways)
        _until_now(row, one, round_.criteria.appeal_days)
        row.version += 1
        changed.append(row)
    touched = [line for row in changed for line in lines[row.pk]]
    CriterionScore.objects.bulk_update(
        touched, ["value", "outcome", "figures", "self_points", "note", "review_points", "reason", "decided_points"],
        batch_size=AT_ONCE,
    )  # fmt: skip
    UnitEvaluation.unscoped.bulk_update(changed, KEPT, batch_size=AT_ONCE)
    log(round_, "evaluations_taken_over", by=None, at=at, after={"units": len(changed)})


def _own(
    row: UnitEvaluation, lines: list[CriterionScore], one: PastEvaluation, found: measured.Readings,
    marks: Mapping[int, dict[str, int]],
) -> None:  # fmt: skip
    for line in lines:
        if not line.criterion.is_measured and line.criterion_id in one.judged:
            points, line.note = one.judged[line.criterion_id]
            line.self_points = checked(line, points)
        elif line.criterion.is_measured and one.submitted_at:
            fill(line, found[row.unit_id, line.criterion_id])
    scored = all(line.criterion.is_measured or line.self_points is not None for line in lines)
    row.state = State.SELF_SCORED if scored else State.OPEN
    if one.submitted_at and scored:
        row.state, row.submitted_at, row.figures_mark = State.SUBMITTED, one.submitted_at, marks[row.unit_id]
        row.self_total = sum((line.self_points or Decimal(0) for line in lines), Decimal(0))


def _above(
    row: UnitEvaluation,
    lines: list[CriterionScore],
    one: PastEvaluation,
    ways: Sequence[tuple[str, Decimal]],
) -> None:
    if row.state != State.SUBMITTED or one.reviewed_at is None:
        return
    for line in lines:
        points, reason = one.review.get(line.criterion_id, (line.self_points, ""))
        line.review_points, line.reason = checked(line, points), reason
        if one.decided_at:
            line.decided_points = checked(line, one.decided.get(line.criterion_id))
    row.state, row.reviewed_at, row.remark = State.REVIEWED, one.reviewed_at, one.remark
    row.total = sum((line.points or Decimal(0) for line in lines), Decimal(0))
    row.band = next(name for name, limit in ways if row.total >= limit)


def _until_now(row: UnitEvaluation, one: PastEvaluation, appeal_days: int) -> None:
    if row.state != State.REVIEWED or one.published_at is None:
        return
    row.state, row.published_at = State.PUBLISHED, one.published_at
    row.appeal_until = add_working_days(timezone.localtime(one.published_at).date(), appeal_days, calendar())
    if one.appealed_at:
        row.state, row.appealed_at, row.appeal_reason = State.APPEALED, one.appealed_at, one.appeal_reason
    if one.decided_at:
        row.state, row.decided_at, row.appeal_answer = State.DECIDED, one.decided_at, one.appeal_answer
    if one.final_at:
        row.state, row.final_at = State.FINAL, one.final_at
