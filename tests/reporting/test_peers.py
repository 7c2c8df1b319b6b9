"""A unit beside similar ones: same level, same unit above, last period."""

import pytest

from danvan.common.periods import Period
from danvan.organizations.services.links import rebuild_links
from danvan.reporting.models import Submission, SubmissionVersion
from danvan.reporting.queries import bulk, peers
from danvan.reporting.refusals import NotValid
from danvan.reporting.services import entry, rounds, sending
from danvan.reporting.validation import Context, Peers, check
from tests.support.factories import make_unit

TEAM, SMALL = "supervision.form.team", "petition.received.denunciation"
LAST, NOW = Period.parse("2019-Q4"), Period.parse("2020-Q1")


@pytest.fixture
def look(layout):
    """``look(value, median, before, explained)``: the rules that speak about one cell."""

    def run(value, median, before=None, explained=False, largest=None):
        index = layout.index[TEAM]
        context = Context(
            layout=layout, level="commune", period=NOW, vector=layout.empty("commune").replace({index: value}),
            previous=layout.empty("commune").replace({index: before}) if before is not None else None,
            peers=Peers(
                {TEAM: median}, {TEAM: median if largest is None else largest}, frozenset({TEAM} if explained else ())
            ),
        )  # fmt: skip
        return [finding.rule for finding in check(context) if finding.rule in {"unlike-others", "jump"}]

    return run


def test_far_above_the_others_is_asked_about(look):
    assert look(60, 5) == ["unlike-others"]
    assert look(25, 5) == [], "five times and not more"
    assert look(12, 1) == [], "small numbers"
    assert look(60, 0) == [], "half of them had no occasion"
    assert look(60, 5, largest=30) == [], "somebody is rightly the largest"
    assert look(60, 5, before=60) == ["unlike-others"], "no step of its own, and still unlike the others"


def test_one_word_is_enough(look):
    assert look(60, 5, before=5) == ["jump"], "asked about already"
    assert look(60, 5, before=60, explained=True) == [], "said last time"


@pytest.fixture
def village(cast, form, now):
    """Five more communes beside HN-01-01 and HN-01-02, all asked in two quarters."""
    for number in range(3, 8):
        make_unit(f"HN-01-0{number}", parent=cast.units["HN-01"], linked=False, position=number)
    rebuild_links()
    return [
        rounds.open_round(form=form, period=period, unit=cast.city, by=None, at=now) for period in (LAST, NOW)
    ]


@pytest.fixture
def last_time(village, layout, cast, now):
    """``last_time({"HN-01-02": 4, …}, notes)``: what was accepted in the last quarter, cell by cell."""

    def accepted(figures, code=TEAM, **notes):
        for unit, value in figures.items():
            row = Submission.unscoped.get(round=village[0], unit__code=unit)
            vector = layout.empty(row.level).replace({layout.index[code]: value})
            version = SubmissionVersion.objects.create(
                submission=row,
                number=1,
                cells=vector.pack(),
                notes=notes.get(unit.replace("-", "_"), {}),
                made_at=now,
            )
            Submission.unscoped.filter(pk=row.pk).update(
                accepted=version, latest=version, state="accepted", accepted_at=now, first_sent_at=now
            )

    return accepted


OTHERS = {"HN-01-02": 1, "HN-01-03": 3, "HN-01-04": 4, "HN-01-05": 5, "HN-01-06": 6}


def found(village, layout, code="HN-01-01"):
    submission = Submission.unscoped.select_related("round__form", "round__form_version").get(
        round=village[1], unit__code=code
    )
    return peers.of_unit(submission, layout)


def test_the_median_is_of_the_others_of_the_same_level_and_place(village, last_time, layout):
    last_time(OTHERS | {"HN-01-01": 80, "HN-01": 70, "HN-02-01": 60})
    assert found(village, layout).medians == {TEAM: 4}, (
        "neither its own, nor the district's, nor another district's"
    )
    assert found(village, layout, "HN-02-02").medians == {}


def test_fewer_than_five_say_nothing(village, last_time, layout):
    last_time({code: value for code, value in OTHERS.items() if code != "HN-01-06"} | {"HN-01-01": 7})
    assert found(village, layout).medians == {}


def test_the_median_of_small_numbers_is_never_told(village, last_time, layout):
    last_time(OTHERS, code=SMALL)
    assert found(village, layout).medians == {}


def test_sending_asks_the_reviewer_reads_and_next_time_it_is_known(
    village, last_time, layout, cast, actors, now, filled, submission_of
):
    last_time(OTHERS)
    mine = submission_of(village[1])
    entry.save_cells(
        submission_id=mine.pk, typed=filled("commune", **{TEAM: 60}), by=actors["officer"], at=now
    )
    with pytest.raises(NotValid, match="đơn vị tương tự") as refused:
        sending.submit(submission_id=mine.pk, by=actors["officer"], at=now)
    assert [finding.rule for finding in refused.value.findings] == ["unlike-others"]
    entry.save_note(
        submission_id=mine.pk,
        code=TEAM,
        waivers={"unlike-others": "Phường trung tâm"},
        by=actors["officer"],
        at=now,
    )
    sending.submit(submission_id=mine.pk, by=actors["officer"], at=now)
    (waiting,) = bulk.waiting(actors["consolidator"], village[1], 10)
    assert [(finding.rule, finding.reason) for finding in waiting.findings] == [
        ("unlike-others", "Phường trung tâm")
    ]


def test_what_was_explained_last_time_is_not_asked_again(village, last_time, layout):
    notes = {str(layout.index[TEAM]): {"waivers": {"unlike-others": "Phường trung tâm"}}}
    last_time(OTHERS | {"HN-01-01": 60}, HN_01_01=notes)
    assert found(village, layout).explained == {TEAM}


def test_many_units_cost_no_more_queries_than_one(village, last_time, layout, django_assert_num_queries):
    last_time(OTHERS)
    rows = list(
        Submission.unscoped.filter(round=village[1]).select_related("round__form", "round__form_version")
    )
    with django_assert_num_queries(2):
        told = peers.of_units(village[1], [(row.unit_id, row.level) for row in rows], layout)
    assert len([one for one in told.values() if one.medians]) == 2, "two have five others that answered"
