"""The unit's own score: judged lines by the unit, measured ones by the figures, frozen when it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.common.errors import Incomplete
from danvan.common.vietnamese import nfc
from danvan.evaluation.models import CriterionScore, UnitEvaluation
from danvan.evaluation.queries import measured
from danvan.files.models import StoredFile
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save
from danvan.organizations.queries import last_names

State = UnitEvaluation.State


@dataclass(frozen=True)
class Own:
    """What a unit says of a line. `points` of a measured line are ignored; a `file` of None leaves the one there."""

    points: Decimal | None = None
    note: str = ""
    file: StoredFile | None = None


@transaction.atomic
def score(
    *, evaluation_id: int, version: int, given: Mapping[int, Own], by: Actor, at: datetime
) -> UnitEvaluation:
    """
    Save the unit's own points and notes by criterion id; lines left out stay as they are.

    :raises Incomplete: for more points than a line is worth, or a file of another unit
    """
    evaluation = hold(UnitEvaluation, evaluation_id, action="edit", by=by, version=version)
    expect(evaluation, State.OPEN, State.SELF_SCORED)
    lines = lines_of(evaluation)
    for line in lines:
        own = given.get(line.criterion_id)
        if own is None:
            continue
        line.note = nfc(own.note).strip()[:1000]
        if own.file is not None:
            if own.file.unit_id != evaluation.unit_id:
                raise Incomplete(_("Attach a file of your own unit."))
            line.file = own.file
        if not line.criterion.is_measured:
            line.self_points = checked(line, own.points)
    CriterionScore.objects.bulk_update(lines, ["note", "file", "self_points"])
    done = all(line.criterion.is_measured or line.self_points is not None for line in lines)
    evaluation.state = State.SELF_SCORED if done else State.OPEN
    save(evaluation, "state")
    log(evaluation, "self_scored", by=by, at=at, after={"complete": done})
    return evaluation


@transaction.atomic
def submit(*, evaluation_id: int, version: int, by: Actor, at: datetime) -> UnitEvaluation:
    """
    Send it for review. What the figures say now is kept with it, and of which reports.

    :raises Incomplete: naming the first line that needs a file
    """
    evaluation = hold(UnitEvaluation, evaluation_id, action="submit", by=by, version=version)
    expect(evaluation, State.SELF_SCORED)
    lines = lines_of(evaluation)
    for line in lines:
        if line.criterion.needs_file and line.self_points and line.file_id is None:
            raise Incomplete(_("“%(line)s” needs a file as evidence.") % {"line": line.criterion.title})
    freeze(evaluation, lines, at)
    log(evaluation, "submitted", by=by, at=at, after={"total": str(evaluation.self_total)})
    return evaluation


def freeze(evaluation: UnitEvaluation, lines: list[CriterionScore], at: datetime) -> None:
    """Write measured points, their figures and the state of the reports; the sum of all lines is the unit's own score."""
    period = evaluation.round.period
    name = last_names([evaluation.unit_id], timezone.localtime(at).date())[evaluation.unit_id]
    found = measured.readings([line.criterion for line in lines], period, [name])
    for line in lines:
        if line.criterion.is_measured:
            fill(line, found[evaluation.unit_id, line.criterion_id])
    CriterionScore.objects.bulk_update(lines, ["value", "outcome", "figures", "self_points"])
    evaluation.figures_mark = measured.marks(period, [evaluation.unit_id])[evaluation.unit_id]
    evaluation.self_total = sum((line.self_points or Decimal(0) for line in lines), Decimal(0))
    evaluation.state, evaluation.submitted_at = State.SUBMITTED, at
    save(evaluation, "state", "submitted_at", "self_total", "figures_mark")


def fill(line: CriterionScore, reading: measured.Reading) -> None:
    line.value, line.outcome = reading.result.value, reading.result.outcome
    line.self_points = reading.result.points
    line.figures = [figure.stored() for figure in reading.figures]


@transaction.atomic
def take_back(*, evaluation_id: int, version: int, by: Actor, at: datetime) -> UnitEvaluation:
    """Undo the sending as long as nobody has reviewed it: measured lines follow the figures again."""
    evaluation = hold(UnitEvaluation, evaluation_id, action="submit", by=by, version=version)
    expect(evaluation, State.SUBMITTED)
    lines = [line for line in lines_of(evaluation) if line.criterion.is_measured]
    for line in lines:
        line.value, line.outcome, line.self_points, line.figures = None, "", None, []
    CriterionScore.objects.bulk_update(lines, ["value", "outcome", "self_points", "figures"])
    evaluation.state, evaluation.submitted_at, evaluation.self_total = State.SELF_SCORED, None, None
    evaluation.figures_mark = {}
    save(evaluation, "state", "submitted_at", "self_total", "figures_mark")
    log(evaluation, "taken_back", by=by, at=at)
    return evaluation


def lines_of(evaluation: UnitEvaluation) -> list[CriterionScore]:
    rows = CriterionScore.objects.filter(evaluation=evaluation).select_related("criterion__group")
    return list(rows.order_by("criterion__group__position", "criterion__position", "pk"))


def checked(line: CriterionScore, points: Decimal | None) -> Decimal | None:
    """:raises Incomplete: for less than nothing or more than the line is worth"""
    if points is not None and not 0 <= points <= line.criterion.points:
        raise Incomplete(
            _("“%(line)s” is worth %(most)s points at most.")
            % {"line": line.criterion.title, "most": f"{line.criterion.points.normalize():f}"}
        )
    return points
