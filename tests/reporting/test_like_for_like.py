"""The same territory in two periods, whatever happened to the units in between."""

from datetime import date

import pytest

from danvan.common.periods import Period
from danvan.organizations import changes
from danvan.organizations.models import UnitSuccession
from danvan.organizations.services import apply_change, preview
from danvan.reporting import queries
from danvan.reporting.services import reviewing, rounds

TEAM, TOTAL = "supervision.form.team", "supervision.sessions.total"
RATE = "petition.resolved.rate"
NOW, THEN = Period.parse("2020-Q1"), Period.parse("2019-Q1")


@pytest.fixture
def held(cast, form, sent, submission_of, actors, now):
    """``held({"HN-01-01": 5}, {…})``: sessions accepted in the first quarters of 2019 and 2020, by the same people."""

    def build(then, today, change=None):
        for period, figures in ((THEN, then), (NOW, today)):
            if period == NOW and change:
                change()
            round_ = rounds.open_round(form=form, period=period, unit=cast.city, by=None, at=now)
            for code, number in figures.items():
                submission = round_.submissions.get(unit__code=code)
                who = {"HN-01-01": "officer", "HN-02-01": "outsider", "HN-01": "consolidator"}[code]
                version = sent(
                    submission,
                    who,
                    **{
                        TEAM: number,
                        "petition.within_authority": 10,
                        "petition.resolved": number,
                        "petition.pending": 10 - number,
                    },
                )
                reviewing.accept(
                    submission_id=submission.pk,
                    version_number=version.number,
                    by=actors["city_consolidator"],
                    at=now,
                )

    return build


def alike(cast, code=TOTAL, unit="HN"):
    found = queries.like_for_like(cast.units[unit], code, NOW, THEN)
    return sorted(
        (
            sorted(name.code for name in one.units_then),
            sorted(name.code for name in one.units_now),
            one.then,
            one.now,
        )
        for one in found
    )


def apply(actors, now, **asked):
    ask = changes.Ask(day=date(2019, 7, 1), legal_basis="Nghị quyết 1", **asked)
    plan, _told = preview(ask=ask, by=actors["administrator"])
    return apply_change(ask=ask, digest=plan.digest, by=actors["administrator"], at=now)


def test_without_a_reform_every_child_stands_alone(cast, held):
    held({"HN-01-01": 5, "HN-02-01": 2}, {"HN-01-01": 6, "HN-02-01": 3})
    assert alike(cast) == [(["HN-01"], ["HN-01"], 5, 6), (["HN-02"], ["HN-02"], 2, 3)]


def test_a_unit_that_moved_ties_both_districts_and_no_figure_moves(cast, held, actors, now):
    held(
        {"HN-01-01": 5, "HN-02-01": 2},
        {"HN-01-01": 6, "HN-02-01": 3},
        lambda: apply(actors, now, kind="move", unit="HN-01-01", parent="HN-02"),
    )
    assert alike(cast) == [(["HN-01", "HN-02"], ["HN-01", "HN-02"], 7, 9)]
    report = {period: queries.report(cast.city, period).by_code[TOTAL].all for period in (NOW, THEN)}
    assert report == {THEN: 7, NOW: 9}, "nothing is lost and nothing is counted twice"


def test_a_part_given_away_makes_neither_side_comparable_alone(cast, held, now):
    """The units keep their names and numbers; only the ledger of successions knows that the territory differs."""

    def part():
        UnitSuccession.objects.create(
            old=cast.units["HN-01-02"],
            new=cast.units["HN-02-01"],
            on=date(2019, 7, 1),
            share="part",
            kind="split",
        )

    held({"HN-01-01": 5, "HN-02-01": 2}, {"HN-01-01": 6, "HN-02-01": 3}, part)
    assert alike(cast) == [(["HN-01", "HN-02"], ["HN-01", "HN-02"], 7, 9)]
    below = alike(cast, unit="HN-01")
    assert (["HN-01-01"], ["HN-01-01"], 5, 6) in below, "what the change did not touch stays comparable"


def test_a_merger_inside_a_district_leaves_the_district_comparable(cast, held, now):
    def merged():
        UnitSuccession.objects.create(
            old=cast.units["HN-01-02"],
            new=cast.units["HN-01-01"],
            on=date(2019, 7, 1),
            share="whole",
            kind="merge",
        )

    held({"HN-01-01": 5, "HN-02-01": 2}, {"HN-01-01": 6, "HN-02-01": 3}, merged)
    assert alike(cast) == [(["HN-01"], ["HN-01"], 5, 6), (["HN-02"], ["HN-02"], 2, 3)]
    assert alike(cast, unit="HN-01") == [(["HN-01-01", "HN-01-02"], ["HN-01-01", "HN-01-02"], 5, 6)]


def test_what_passed_to_the_unit_above_ties_nobody(cast, held, now):
    def raised():
        UnitSuccession.objects.create(
            old=cast.units["HN-01-02"],
            new=cast.units["HN"],
            on=date(2019, 7, 1),
            share="whole",
            kind="abolished",
        )
        UnitSuccession.objects.create(
            old=cast.units["HN-02-02"],
            new=cast.units["HN"],
            on=date(2019, 7, 1),
            share="whole",
            kind="abolished",
        )

    held({"HN-01-01": 5, "HN-02-01": 2}, {"HN-01-01": 6, "HN-02-01": 3}, raised)
    assert len(alike(cast)) == 2


def test_a_share_is_computed_from_added_parts_never_averaged(cast, held, actors, now):
    held(
        {"HN-01-01": 5, "HN-02-01": 10},
        {"HN-01-01": 5, "HN-02-01": 10},
        lambda: apply(actors, now, kind="move", unit="HN-01-01", parent="HN-02"),
    )
    ((_then, _now, before, after),) = alike(cast, RATE)
    assert before == after == 75, "15 of 20"


def test_nothing_is_compared_with_a_period_nobody_was_asked_in(cast, first_quarter):
    assert queries.like_for_like(cast.city, TOTAL, NOW, THEN) == []


def test_the_page_shows_territories_and_who_held_them(cast, held, actors, now, client_for):
    from django.urls import reverse

    held(
        {"HN-01-01": 5, "HN-02-01": 2},
        {"HN-01-01": 6, "HN-02-01": 3},
        lambda: UnitSuccession.objects.create(
            old=cast.units["HN-01-02"],
            new=cast.units["HN-02-01"],
            on=date(2019, 7, 1),
            share="part",
            kind="split",
        ),
    )
    page = client_for(cast["leader"]).get(f"{reverse('reporting:totals')}?ky=2020-Q1&chi-tieu={TOTAL}")
    html = " ".join(page.content.decode().split())
    assert "sắp xếp ngày 01/07/2019" in html
    assert "1 địa bàn" in html
    assert "9 / 7" in html
