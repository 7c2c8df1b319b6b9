"""Periods: what is read, what is printed, and how they lie in each other."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from danvan.common.periods import InvalidPeriod, Period

COUNTS = {"month": 12, "quarter": 4, "half": 2, "nine_months": 1, "year": 1}
periods = st.sampled_from(sorted(COUNTS)).flatmap(
    lambda kind: st.builds(Period, st.just(kind), st.integers(1945, 2100), st.integers(1, COUNTS[kind]))
)


@pytest.mark.parametrize(
    ("text", "starts_on", "ends_on", "vietnamese"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31), "năm 2019"),
        ("2019-Q1", date(2019, 1, 1), date(2019, 3, 31), "quý I/2019"),
        ("2019-Q4", date(2019, 10, 1), date(2019, 12, 31), "quý IV/2019"),
        ("2019-H1", date(2019, 1, 1), date(2019, 6, 30), "6 tháng đầu năm 2019"),
        ("2019-H2", date(2019, 7, 1), date(2019, 12, 31), "6 tháng cuối năm 2019"),
        ("2019-9M", date(2019, 1, 1), date(2019, 9, 30), "9 tháng đầu năm 2019"),
        ("2020-M02", date(2020, 2, 1), date(2020, 2, 29), "tháng 2/2020"),
        ("2019-M12", date(2019, 12, 1), date(2019, 12, 31), "tháng 12/2019"),
    ],
)
def test_a_period_has_days_and_a_name(text, starts_on, ends_on, vietnamese):
    period = Period.parse(text)
    assert (period.starts_on, period.ends_on) == (starts_on, ends_on)
    assert period.label() == vietnamese
    assert str(period) == text


@pytest.mark.parametrize(
    "text",
    ["2019-Q5", "2019-Q0", "2019-H3", "2019-M13", "2019-M00", "2019-M3", "2019-6M", "19", "2019-", "2019Q1", "",
     "0000", "1944", "2101", "2019-Q1-Q2", "2019 Q1", "٢٠١٩", "２０１９", "2019-Q１", "x" * 1_000_000],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_words(text):
    with translation.override("en"), pytest.raises(InvalidPeriod) as refused:
        Period.parse(text)
    assert "is not a period. Write a year (2019)" in refused.value.message
    assert len(refused.value.message) < 300
    assert refused.value.status == 422


def test_the_refusal_speaks_vietnamese():
    with translation.override("vi"), pytest.raises(InvalidPeriod, match="“2019-Q5” không phải là kỳ báo cáo"):
        Period.parse("2019-Q5")


@given(periods)
def test_what_is_printed_is_read_back(period):
    assert Period.parse(str(period)) == period
    assert Period.parse(f" {str(period).lower()} ") == period


@given(periods)
def test_the_next_one_starts_where_this_one_ends(period):
    assert period.next().previous() == period
    assert period.previous().next() == period
    if period.kind == "nine_months":
        assert period.previous() == period.year_ago()
    else:
        assert period.next().starts_on == period.ends_on + timedelta(days=1)


@given(periods)
def test_a_year_ago_is_the_same_period(period):
    before = period.year_ago()
    assert (before.kind, before.number, before.year) == (period.kind, period.number, period.year - 1)
    assert before < period


@given(periods)
def test_wholes_are_exactly_the_longer_periods_that_contain_it(period):
    every = [
        Period(kind, year, number)
        for kind, count in COUNTS.items()
        for year in range(period.year - 1, period.year + 2)
        for number in range(1, count + 1)
    ]
    containing = {whole for whole in every if whole != period and whole.contains(period)}
    assert set(period.wholes()) == containing
    assert [whole.months for whole in period.wholes()] == sorted(whole.months for whole in containing)


def test_the_wholes_of_quarters():
    assert [str(whole) for whole in Period.parse("2019-Q1").wholes()] == ["2019-H1", "2019-9M", "2019"]
    assert [str(whole) for whole in Period.parse("2019-Q3").wholes()] == ["2019-H2", "2019-9M", "2019"]
    assert [str(whole) for whole in Period.parse("2019-Q4").wholes()] == ["2019-H2", "2019"]


@given(periods, st.sampled_from(["month", "quarter", "half"]))
def test_parts_cover_every_day_once(period, kind):
    try:
        parts = period.parts(kind)
    except ValueError:
        assert period.months % {"month": 1, "quarter": 3, "half": 6}[kind]
        return
    assert parts[0].starts_on == period.starts_on
    assert parts[-1].ends_on == period.ends_on
    for part, following in zip(parts, parts[1:], strict=False):
        assert following.starts_on == part.ends_on + timedelta(days=1)
    assert all(part == period or period in part.wholes() for part in parts)


def test_parts_of_nine_months_and_of_a_half():
    assert [str(part) for part in Period.parse("2019-9M").parts("quarter")] == [
        "2019-Q1",
        "2019-Q2",
        "2019-Q3",
    ]
    assert [str(part) for part in Period.parse("2019-H2").parts("quarter")] == ["2019-Q3", "2019-Q4"]
    assert len(Period.parse("2019-H2").parts("month")) == 6
    with pytest.raises(ValueError, match="whole periods"):
        Period.parse("2019").parts("nine_months")
    with pytest.raises(ValueError, match="whole periods"):
        Period.parse("2019-9M").parts("half")


@given(periods, periods)
def test_the_order_is_total_and_parts_come_before_their_wholes(one, other):
    assert (one < other) + (other < one) + (one == other) == 1
    if other in one.wholes():
        assert one < other


@given(st.dates(date(1945, 1, 1), date(2100, 12, 31)), st.sampled_from(["month", "quarter", "half", "year"]))
def test_every_day_lies_in_one_period_of_each_kind(day, kind):
    period = Period.of(kind, day)
    assert period.starts_on <= day <= period.ends_on


def test_only_put_together_periods_are_cumulative():
    cumulative = [text for text in ("2019-M01", "2019-Q1", "2019-H1", "2019-H2", "2019-9M", "2019")
                  if Period.parse(text).is_cumulative]  # fmt: skip
    assert cumulative == ["2019-H1", "2019-H2", "2019-9M", "2019"]


@pytest.mark.parametrize(
    ("kind", "year", "number"), [("week", 2019, 1), ("quarter", 2019, 5), ("month", 2019, 0), ("year", 1, 1)]
)
def test_no_such_period(kind, year, number):
    with pytest.raises(ValueError, match="no such period"):
        Period(kind, year, number)


@pytest.mark.parametrize(
    ("text", "english"),
    [("2019-M03", "March 2019"), ("2019-Q2", "quarter II/2019"), ("2019-H1", "first 6 months of 2019"),
     ("2019-H2", "last 6 months of 2019"), ("2019-9M", "first 9 months of 2019"), ("2019", "year 2019")],
)  # fmt: skip
def test_english_names(text, english):
    assert Period.parse(text).label("en") == english
