"""Contests: blind scoring, what a closed round fixes, ties, and who sees which entry."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from danvan.common.errors import Conflict, Incomplete, NotAllowed, OutOfSight, WrongState
from danvan.exemplars.models import Contest, Score, Standing
from danvan.exemplars.queries import contests
from danvan.exemplars.services import contesting, judging
from danvan.organizations.actors import Actor, Grant
from tests.exemplars.conftest import DAY

UNITS = ("HN-01-01", "HN-01-02", "HN-02-01")


@pytest.fixture
def contest(stage):
    """The city's: a juror who is an officer of HN-01-01, and a seat on paper; the best one goes on."""
    shape = contesting.Shape(
        [("Hiệu quả", 60), ("Trình bày", 40)], [("Sơ khảo", 1), ("Chung khảo", None)], [stage.cast["officer"].pk, None]
    )  # fmt: skip
    values = {"title": "Hội thi", "about": "", "entries_until": DAY}
    made = contesting.plan(unit=stage.cast.city, values=values, shape=shape, by=stage.city, at=stage.at())
    return contesting.open_entries(contest_id=made.pk, version=0, by=stage.city, at=stage.at())


def enter(stage, contest, code, at=None):
    unit = stage.cast.units[code]
    by = Actor(stage.officer.user_id, "x", DAY, (Grant("officer", unit.pk, code),))
    return contesting.enter(
        contest_id=contest.pk, unit=unit, title=f"Bài {code}", text="Cách làm", by=by, at=at or stage.at()
    )


def judged(stage, contest):
    entries = {code: enter(stage, contest, code) for code in UNITS}
    contesting.begin(contest_id=contest.pk, version=1, by=stage.city, at=stage.at())
    return entries


def score(stage, contest, entry, seat, points, by=None, number=1):
    standing = Standing.objects.get(round__contest=contest, round__number=number, entry=entry)
    first, second = contest.criteria.all()
    given = {first.pk: Decimal(points[0]), second.pk: Decimal(points[1])}
    return judging.score(
        standing_id=standing.pk, seat_number=seat, points=given, by=by or stage.city, at=stage.at()
    )


def test_a_unit_enters_once_in_time_and_may_withdraw(stage, contest):
    entry = enter(stage, contest, "HN-01-01")
    with pytest.raises(Conflict):
        enter(stage, contest, "HN-01-01")
    with pytest.raises(OutOfSight):
        contesting.withdraw(entry_id=entry.pk, by=stage.actor("outsider"), at=stage.at())
    contesting.withdraw(entry_id=entry.pk, by=stage.officer, at=stage.at())
    again = enter(stage, contest, "HN-01-01")
    assert again.code != entry.code
    with pytest.raises(WrongState):
        enter(stage, contest, "HN-01-02", at=stage.at(DAY + timedelta(days=1)))
    contesting.begin(contest_id=contest.pk, version=1, by=stage.city, at=stage.at())
    with pytest.raises(WrongState):
        contesting.withdraw(entry_id=again.pk, by=stage.officer, at=stage.at())


def test_only_the_seat_scores_and_never_the_own_unit(stage, contest):
    entries = judged(stage, contest)
    with pytest.raises(NotAllowed):
        score(stage, contest, entries["HN-01-01"], 1, (1, 1), by=stage.officer)
    with pytest.raises(OutOfSight):
        score(stage, contest, entries["HN-01-02"], 1, (1, 1), by=stage.city)
    with pytest.raises(OutOfSight):
        score(stage, contest, entries["HN-01-02"], 2, (1, 1), by=stage.officer)
    with pytest.raises(Incomplete):
        score(stage, contest, entries["HN-01-02"], 1, (61, 1), by=stage.officer)
    score(stage, contest, entries["HN-01-02"], 1, (50, 30), by=stage.officer)
    score(stage, contest, entries["HN-01-02"], 1, (51, 30), by=stage.officer)
    assert sorted(Score.objects.values_list("points", flat=True)) == [30, 51]


def test_a_round_closes_whole_ranks_with_ties_and_fixes_the_scores(stage, contest):
    entries = judged(stage, contest)
    for code, first, second in (
        ("HN-01-01", None, (50, 30)),
        ("HN-01-02", (50, 30), (50, 30)),
        ("HN-02-01", (20, 10), (30, 10)),
    ):
        if first:
            score(stage, contest, entries[code], 1, first, by=stage.officer)
        if code != "HN-02-01":
            score(stage, contest, entries[code], 2, second)
    close = {"contest_id": contest.pk, "version": 2, "by": stage.city, "at": stage.at()}
    with pytest.raises(Incomplete, match="1"):
        judging.close_round(**close)
    assert contests.rounds(contest, DAY)[0].places == [], "no points before the round is closed"
    score(stage, contest, entries["HN-02-01"], 2, (30, 10))
    judging.close_round(**close)
    contest.refresh_from_db()
    first, second = contests.rounds(contest, DAY)
    told = {
        (p.title, p.standing.rank, p.standing.total, p.standing.goes_on, p.shared, p.unit)
        for p in first.places
    }
    assert told == {
        ("Bài HN-01-01", 1, Decimal(80), True, True, ""), ("Bài HN-01-02", 1, Decimal(80), True, True, ""),
        ("Bài HN-02-01", 3, Decimal(35), False, False, ""),
    }  # fmt: skip
    assert (second.entries, second.missing) == (2, 3), "both of the shared rank go on"
    with pytest.raises(WrongState):
        score(stage, contest, entries["HN-01-02"], 2, (1, 1))
    for code in ("HN-01-01", "HN-01-02"):
        score(stage, contest, entries[code], 2, (10, 10), number=2)
    score(stage, contest, entries["HN-01-02"], 1, (11, 10), by=stage.officer, number=2)
    judging.close_round(**close | {"version": 3})
    contest.refresh_from_db()
    assert (contest.state, contest.concluded_on) == ("concluded", DAY)
    assert [p.unit for p in contests.rounds(contest, DAY)[1].places] == ["Phường Trúc Bạch", "Phường Phúc Xá"]


def test_units_and_titles_stay_apart_from_codes_until_the_end(stage, contest):
    judged(stage, contest)
    own = [sent.unit for sent in contests.entries(stage.officer, contest, DAY)]
    assert own == ["Phường Phúc Xá"], "who sits in the jury reads no other unit"
    assert len(contests.entries(stage.city, contest, DAY)) == 3
    assert [sent.own for sent in contests.entries(stage.actor("outsider"), contest, DAY)] == [True]
    seat, round_ = contest.seats.get(number=1), contest.rounds.get(number=1)
    sheets = contests.sheets(seat, round_, DAY)
    assert [sheet.standing.entry.code for sheet in sheets] == sorted(
        sheet.standing.entry.code for sheet in sheets
    )
    assert sum(sheet.own_unit for sheet in sheets) == 1


@pytest.mark.parametrize(
    "shape",
    [
        contesting.Shape([], [("V", None)], [None]),
        contesting.Shape([("A", 5)], [("V", None), ("W", None)], [None]),
        contesting.Shape([("A", 5)], [("V", 3)], [None]),
        contesting.Shape([("A", 5)], [("V", None)], []),
    ],
)
def test_a_contest_without_its_parts_is_refused(stage, shape):
    values = {"title": "x", "about": "", "entries_until": date(2020, 1, 1)}
    with pytest.raises(Incomplete):
        contesting.plan(unit=stage.cast.city, values=values, shape=shape, by=stage.city, at=stage.at())
    assert not Contest.unscoped.exists()
