"""Several reports read at once say what each says alone."""

from datetime import date, timedelta

import pytest

from danvan.common.periods import Period
from danvan.organizations.queries import last_names, last_names_by
from danvan.reporting import queries
from danvan.reporting.models import SubmissionVersion
from danvan.reporting.queries import forms, sums
from danvan.reporting.services import reviewing, rounds

TEAM = "supervision.form.team"
PERIODS = [Period.parse(name) for name in ("2020", "2020-H1", "2020-Q1", "2020-Q2", "2020-Q3", "2019")]


@pytest.fixture
def half_told(cast, form, first_quarter, submission_of, sent, actors, now):
    """Two quarters: one commune in both, another only in the first and late."""
    second = rounds.open_round(
        form=form, period=PERIODS[3], unit=cast.city, by=None, at=now, illustrative=True
    )
    for round_, code, held, by, reviewer in (
        (first_quarter, "HN-01-01", 3, "officer", "consolidator"),
        (second, "HN-01-01", 4, "officer", "consolidator"),
        (first_quarter, "HN-02-01", 5, "outsider", "city_consolidator"),
    ):
        version = sent(submission_of(round_, code), by, **{TEAM: held})
        if code == "HN-02-01":
            SubmissionVersion.objects.filter(pk=version.pk).update(late=True)
        reviewing.accept(
            submission_id=version.submission_id, version_number=version.number, by=actors[reviewer], at=now
        )


@pytest.mark.parametrize("code", ["city", "district", "commune"])
def test_each_is_the_report_asked_alone(half_told, cast, code):
    unit = getattr(cast, code)
    many = queries.reports_of(unit, PERIODS)
    assert list(many) == [period for period in PERIODS if str(period) not in ("2020-Q3", "2019")]
    for period, one in many.items():
        assert one == queries.report(unit, period)
    assert many[PERIODS[3]].illustrative
    assert not many[PERIODS[2]].illustrative


def test_they_name_the_missing_and_the_late(half_told, cast):
    many = queries.reports_of(cast.city, PERIODS)
    first, second = many[PERIODS[2]], many[PERIODS[3]]
    assert [name.code for name in first.late] == ["HN-02-01"]
    assert "HN-02-01" in [name.code for name in second.missing]
    assert "HN-02-01" not in [name.code for name in first.missing]


def test_more_periods_ask_no_more(half_told, cast, django_assert_max_num_queries):
    queries.reports_of(cast.city, PERIODS)
    with django_assert_max_num_queries(9):
        queries.reports_of(cast.city, PERIODS)


def test_nothing_asked_is_nothing_told(cast, form):
    assert queries.reports_of(cast.city, []) == {}
    assert queries.reports_of(cast.city, PERIODS) == {}


def test_names_of_several_days_are_those_of_each_day(cast):
    ids = {cast.city.pk, cast.commune.pk}
    days = [date(1900, 1, 1), date(2020, 3, 5), date(2020, 3, 5) + timedelta(days=4000)]
    assert last_names_by(dict.fromkeys(days, ids)) == {day: last_names(ids, day) for day in days}


def test_one_indicator_is_read_as_among_all(half_told, cast, form):
    layout = forms.layout(form)
    by_level = sums.of_units(form, layout, [PERIODS[0]], [cast.city.pk])
    (told,) = by_level.values()
    for one in sums.figures(layout, told):
        assert sums.figure(layout, told, one.indicator.code) == one
