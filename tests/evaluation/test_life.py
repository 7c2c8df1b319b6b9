"""An evaluation from its opening to its end, who may take each step, and what stays as it was."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from danvan.audit.models import AuditEntry
from danvan.common.errors import Conflict, Incomplete, NotAllowed, OutOfSight, StaleVersion, WrongState
from danvan.common.periods import Period
from danvan.evaluation import permissions
from danvan.evaluation.models import CriteriaSet, Criterion, CriterionScore, EvaluationRound, UnitEvaluation
from danvan.evaluation.queries import rounds as reads
from danvan.evaluation.queries import sheets
from danvan.evaluation.services import criteria, reviewing, rounds, scoring, starter
from danvan.organizations.queries import names_on
from tests.evaluation.conftest import PERIOD
from tests.support.rooms.evaluation import JUDGED, MEASURED


def sheet_of(house):
    row = house.row()
    return sheets.sheet(row, names_on(house.at.date(), [row.unit_id])[row.unit_id])


def test_a_round_expects_the_units_of_the_day(house, round_):
    expected = UnitEvaluation.unscoped.filter(round=round_).order_by("unit__code")
    assert [row.unit.code for row in expected] == ["HN-01-01", "HN-01-02"]
    assert CriterionScore.objects.filter(evaluation__round=round_).count() == 4
    assert reads.progress([round_.pk])[round_.pk].waiting == 2
    with pytest.raises(Conflict):
        house.open(round_.criteria)


def test_from_open_to_final_by_an_appeal(house, round_):
    house.report(3)
    scored = house.scored()
    assert scored.state == "self_scored"
    row = house.sent() if False else scoring.submit(**house.same("officer"))
    # 3 of a target of 4 are worth 30 of 40 points; 50 judged.
    assert (row.state, row.self_total) == ("submitted", 80)
    measured = house.line("measured")
    assert (measured.value, measured.outcome, measured.figures[0]["value"]) == (3, "counted", "3")
    said = reviewing.Reviewed(Decimal(40), "Thiếu minh chứng")
    row = reviewing.review(given={house.line().criterion_id: said}, remark="", **house.same("consolidator"))
    assert (row.total, row.band) == (70, "Chưa hoàn thành")
    rounds.publish(round_id=round_.pk, evaluation_ids=[row.pk], by=house.by("consolidator"), at=house.at)
    assert house.row().appeal_until == date(2020, 3, 19)
    reviewing.appeal(reason="Có biên bản", **house.same("officer"))
    row = reviewing.decide(
        given={house.line().criterion_id: Decimal(46)},
        answer="Chấp nhận một phần",
        **house.same("consolidator"),
    )
    assert (row.state, row.total, row.band) == ("decided", 76, "Tốt")
    rounds.finalise(round_id=round_.pk, evaluation_ids=[row.pk], by=house.by("consolidator"), at=house.at)
    assert house.row().state == "final"
    told = AuditEntry.objects.filter(target_type="unitevaluation").values_list("action", flat=True)
    steps = ["self_scored", "submitted", "reviewed", "published", "appealed", "decided", "finalised"]
    assert sorted(told) == sorted(f"evaluation.{step}" for step in steps)


def test_figures_are_frozen_and_a_later_change_is_shown(house, round_):
    house.report(3)
    house.sent()
    before = house.row().figures_mark
    assert before["accepted"] == 1 and before["expected"] == 1
    assert sheet_of(house).drifted == [] and not sheets.sent_since(house.row())
    house.report(4)
    (line,) = sheet_of(house).drifted
    assert (line.drift.then, line.drift.now) == ("3", "4")
    assert (line.drift.points_then, line.drift.points_now) == (30, 40)
    assert house.line("measured").self_points == 30 and sheets.sent_since(house.row())
    scoring.take_back(**house.same("officer"))
    scoring.submit(**house.same("officer"))
    assert (house.row().self_total, sheet_of(house).drifted) == (90, [])


def test_what_is_not_reported_gives_no_points(house, round_):
    house.sent()
    line = house.line("measured")
    assert (line.self_points, line.outcome, line.value) == (0, "not_reported", None)
    assert house.row().figures_mark == {"expected": 1, "accepted": 0, "newest": 0, "supplements": 0}


@pytest.mark.parametrize(("points", "reason"), [("45", ""), ("45", "   "), ("61", "x"), ("-1", "x")])
def test_a_review_needs_a_reason_and_stays_within(house, round_, points, reason):
    house.sent()
    said = {house.line().criterion_id: reviewing.Reviewed(Decimal(points), reason)}
    with pytest.raises(Incomplete):
        reviewing.review(given=said, remark="", **house.same("consolidator"))
    assert house.row().state == "submitted" and house.line().review_points is None


def test_the_database_keeps_the_reason_too(house, round_):
    house.sent()
    with pytest.raises(IntegrityError), transaction.atomic():
        CriterionScore.objects.filter(pk=house.line().pk).update(review_points=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitEvaluation.unscoped.filter(pk=house.row().pk).update(state="published")
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitEvaluation.unscoped.create(round=round_, unit=house.cast.commune, level="commune")


def test_nobody_reviews_the_own_unit_nor_scores_another(house, round_):
    house.scored()
    for name, refusal in (("consolidator", NotAllowed), ("outsider", OutOfSight)):
        with pytest.raises(refusal):
            scoring.score(given={}, **house.same(name))
        with pytest.raises(refusal):
            scoring.submit(**house.same(name))
    scoring.submit(**house.same("officer"))
    for name, refusal in (("officer", NotAllowed), ("administrator", NotAllowed), ("outsider", OutOfSight)):
        with pytest.raises(refusal):
            reviewing.review(given={}, remark="", **house.same(name))
    # Also who could accept below: in the own unit it is no review from above.
    assert not permissions.can_review(house.by("consolidator"), house.cast.district.pk)
    with pytest.raises(NotAllowed):
        rounds.publish(
            round_id=round_.pk, evaluation_ids=[house.row().pk], by=house.by("leader"), at=house.at
        )
    assert house.row().state == "submitted"


def test_steps_out_of_turn_and_stale_pages_are_refused(house, round_):
    with pytest.raises(WrongState):
        scoring.submit(**house.same("officer"))
    with pytest.raises(WrongState):
        reviewing.review(given={}, remark="", **house.same("consolidator"))
    house.scored()
    with pytest.raises(StaleVersion):
        scoring.submit(**house.same("officer", version=0))
    with pytest.raises(Incomplete):
        house.scored(points="60.01")
    house.reviewed()
    with pytest.raises(WrongState):
        scoring.take_back(**house.same("officer"))
    with pytest.raises(StaleVersion):
        reviewing.review(given={}, remark="", **house.same("consolidator", version=1))


def test_the_days_for_an_appeal(house, round_):
    row = house.told()
    late = house.at + timedelta(days=4)
    same = {"round_id": round_.pk, "evaluation_ids": [row.pk], "by": house.by("consolidator")}
    with pytest.raises(Incomplete):
        rounds.finalise(at=house.at, **same)
    with pytest.raises(WrongState):
        reviewing.appeal(reason="Muộn", **house.same("officer", at=late))
    with pytest.raises(Incomplete):
        reviewing.appeal(reason=" ", **house.same("officer"))
    assert rounds.finalise(at=late, **same) == 1


def test_the_unit_knows_first(house, round_):
    house.scored()
    above, below = house.by("city_consolidator"), house.by("officer")
    assert permissions.sees_self_score(below, house.row()) and not permissions.sees_self_score(
        above, house.row()
    )
    scoring.submit(**house.same("officer"))
    assert permissions.sees_self_score(above, house.row())
    reviewing.review(given={}, remark="", **house.same("consolidator"))
    assert permissions.sees_review(above, house.row()) and not permissions.sees_review(below, house.row())
    assert sum(band.count for band in reads.bands(round_, reads.rows_of(round_, house.at.date()))) == 0
    rounds.publish(
        round_id=round_.pk, evaluation_ids=[house.row().pk], by=house.by("consolidator"), at=house.at
    )
    assert permissions.sees_review(below, house.row())
    (good, _low) = reads.bands(round_, reads.rows_of(round_, house.at.date()))
    assert (good.told, good.expected) == (1, 2)


def test_a_set_in_use_never_changes(house):
    made = house.set()
    line = Criterion.objects.filter(group__criteria=made).first()
    same = {"set_id": made.pk, "version": made.version, "by": house.by("consolidator"), "at": house.at}
    for work in (
        lambda: criteria.put_group(title="Thêm", **same),
        lambda: criteria.remove_criterion(criterion_id=line.pk, **same),
        lambda: criteria.put_criterion(group_id=line.group_id, values={"title": "x", **JUDGED}, **same),
        lambda: criteria.issue(**same),
    ):
        with pytest.raises(WrongState):
            work()
    later = house.set(starts_on=date(2020, 1, 1))
    made.refresh_from_db()
    assert (made.ends_on, later.replaces_id) == (date(2019, 12, 31), made.pk)
    with pytest.raises(Conflict):
        house.set(starts_on=date(2020, 1, 1))
    # A year that ended under the first set is judged by it.
    with pytest.raises(Incomplete):
        house.open(later, PERIOD)
    assert house.open(made, PERIOD).criteria == made


@pytest.mark.parametrize(
    "wrong",
    [{"indicator": "khong.co"}, {"rule": ""}, {"target": None}, {"reading": "ratio", "divisor": ""},
     {"rule": "steps", "steps": []}, {"scope": ""}],
)  # fmt: skip
def test_a_measured_line_is_whole_or_refused(house, wrong):
    with pytest.raises(Incomplete):
        house.set(lines=(JUDGED, {**MEASURED, **wrong}))


def test_a_set_makes_a_hundred_points(house):
    with pytest.raises(Incomplete):
        house.set(lines=(JUDGED,))
    assert CriteriaSet.unscoped.get().state == "draft"


@pytest.mark.parametrize("level", ["district", "commune"])
def test_the_starter_sets_make_a_hundred_points_and_read_known_figures(house, level):
    values = {"name": "x", "level": level, "basis": "", "starts_on": date(2019, 1, 1), "appeal_days": 7}
    bands = [criteria.Band(name, Decimal(limit)) for name, limit in starter.BANDS]
    unit = house.cast.city
    made = criteria.draft(
        unit=unit,
        values=values,
        bands=bands,
        from_starter=True,
        by=house.by("city_consolidator"),
        at=house.at,
    )
    issued = criteria.issue(set_id=made.pk, version=0, by=house.by("city_consolidator"), at=house.at)
    opened = rounds.open_round(
        unit=unit, criteria=issued, period=Period.parse("2019"), title="x", self_due_on=house.at.date(),
        review_due_on=house.at.date(), by=house.by("city_consolidator"), at=house.at,
    )  # fmt: skip
    assert EvaluationRound.unscoped.get() == opened
    assert opened.evaluations.count() == {"district": 2, "commune": 4}[level]
    for line in Criterion.objects.filter(group__criteria=made, kind="measured"):
        values = {field: getattr(line, field) for field in criteria.LINE}
        criteria._check_measured(values)
