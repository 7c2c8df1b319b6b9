"""From any number down to the submissions and records that make it."""

import pytest

from danvan.common.periods import Period
from danvan.reporting import queries
from danvan.reporting.catalogue import UnknownIndicator
from danvan.reporting.queries.reports import NoReport
from danvan.reporting.services import reviewing, rounds

TEAM, TOTAL = "supervision.form.team", "supervision.sessions.total"
CITY_WHO = {"HN-02-01": ("outsider", "city_consolidator"), "HN-01": ("consolidator", "city_consolidator")}


@pytest.fixture
def accepted(sent, submission_of, actors, now):
    """``accepted(round_, code, **values)``: typed, sent and accepted."""

    def run(round_, code="HN-01-01", **values):
        who, reviewer = CITY_WHO.get(code, ("officer", "consolidator"))
        submission = submission_of(round_, code)
        version = sent(submission, who, **values)
        reviewing.accept(
            submission_id=submission.pk, version_number=version.number, by=actors[reviewer], at=now
        )
        return submission

    return run


@pytest.fixture
def two_quarters(cast, form, first_quarter, accepted, now):
    second = rounds.open_round(form=form, period=Period.parse("2020-Q2"), unit=cast.city, by=None, at=now)
    for round_, held in ((first_quarter, 3), (second, 4)):
        dialogue = {"dialogue.held.periodic": 1, "dialogue.units.held": 1, "dialogue.conclusions.issued": 1}
        accepted(round_, "HN-01-01", **{TEAM: held, "model.active.collective": 10 * held}, **dialogue)
        accepted(round_, "HN-02-01", **{TEAM: 1})
        accepted(round_, "HN-01", **{TEAM: 5})
    return first_quarter


@pytest.mark.parametrize("unit", ["HN", "HN-01", "HN-01-01"])
@pytest.mark.parametrize("period", ["2020", "2020-H1", "2020-Q1"])
def test_leaves_add_up_to_every_printed_number(cast, two_quarters, unit, period):
    report = queries.report(cast.units[unit], Period.parse(period))
    checked = 0
    for figure in report.figures:
        if figure.indicator.kind == "ratio" or figure.all is None:
            continue
        node = queries.trace(cast.units[unit], Period.parse(period), figure.indicator.code)
        assert node.value == figure.all, figure.indicator.code
        assert sum(leaf.value or 0 for leaf in node.leaves()) == figure.all, figure.indicator.code
        checked += 1
    assert checked > 60


def test_the_tree_goes_total_unit_figure_record(cast, two_quarters):
    top = queries.trace(cast.city, Period.parse("2020-Q1"), "dialogue.units.expected")
    district = next(child for child in top.children if child.unit == "HN-01" and child.kind == "total")
    unit = next(child for child in district.children if child.unit == "HN-01-01")
    figure = unit.children[0]
    assert [node.kind for node in (top, district, unit, figure, figure.children[0])] == [
        "total", "total", "unit", "figure", "record",
    ]  # fmt: skip
    assert figure.source == "measured"
    assert figure.children[0].reference.startswith("organizations.OrgUnitVersion:")


def test_a_stock_is_decided_by_the_last_round_and_says_so(cast, two_quarters):
    node = queries.trace(cast.commune, Period.parse("2020"), "model.active.collective")
    figures = [(leaf.period, leaf.value) for leaf in node.leaves()]
    assert figures == [("2020-Q1", 0), ("2020-Q2", 40)]


def test_coverage_is_contributed_once(cast, two_quarters):
    node = queries.trace(cast.commune, Period.parse("2020"), "dialogue.units.held")
    assert [leaf.value for leaf in node.leaves()] == [1, 0]


def test_a_ratio_opens_into_its_parts(cast, two_quarters):
    node = queries.trace(cast.city, Period.parse("2020-Q1"), "dialogue.units.coverage")
    assert [child.value for child in node.children] == [1, 3]
    report = queries.report(cast.city, Period.parse("2020-Q1"))
    assert node.value == report.by_code["dialogue.units.coverage"].all


def test_what_does_not_exist_is_named(cast, two_quarters):
    with pytest.raises(UnknownIndicator):
        queries.trace(cast.city, Period.parse("2020"), "nope")
    with pytest.raises(NoReport):
        queries.trace(cast.city, Period.parse("2017"), TOTAL)


def test_a_supplement_is_named_in_the_lineage(cast, two_quarters, submission_of, actors, now):
    from danvan.reporting.services import supplements

    submission = submission_of(two_quarters)
    version = supplements.supplement(
        submission_id=submission.pk, changes={TEAM: "9"}, reason="Bỏ sót", by=actors["officer"], at=now
    )
    reviewing.accept(
        submission_id=submission.pk, version_number=version.number, by=actors["consolidator"], at=now
    )
    node = queries.trace(cast.commune, Period.parse("2020-Q1"), TEAM)
    assert node.value == 9
    assert "1" in node.leaves()[0].label


def test_rows_by_child_add_up_to_the_total(cast, two_quarters):
    rows = queries.by_child(cast.city, Period.parse("2020"), [TOTAL])
    assert [row.unit.code for row in rows] == ["HN", "HN-01", "HN-02"]
    total = queries.report(cast.city, Period.parse("2020")).by_code[TOTAL].all
    assert sum(row.figures[TOTAL].all or 0 for row in rows) == total == 19


def test_a_series_leaves_out_what_nobody_was_asked(cast, two_quarters):
    periods = [Period.parse(f"2020-Q{n}") for n in range(1, 5)]
    points = queries.series(cast.city, TOTAL, periods)
    assert [(str(point.period), point.value) for point in points] == [("2020-Q1", 9), ("2020-Q2", 10)]
