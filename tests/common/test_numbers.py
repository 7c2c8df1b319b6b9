"""Numbers in official style: what is printed is read back, and nothing is guessed."""

from decimal import Decimal

import pytest
from django.utils import formats, translation
from hypothesis import given
from hypothesis import strategies as st

from danvan.common.numbers import NotANumber, format_number, format_percent, parse_number

decimals = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15), max_value=10**15)


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (8597, None, "8.597"), (0, None, "0"), (-1234567, None, "-1.234.567"), (999, None, "999"),
        (Decimal("12.50"), None, "12,5"), (12.5, None, "12,5"), (0.1, None, "0,1"), (Decimal("1E+3"), None, "1.000"),
        (Decimal("2.345"), 2, "2,35"), (Decimal("-2.345"), 2, "-2,35"), (2, 1, "2,0"), (Decimal("-0.04"), 1, "0,0"),
        (Decimal("1999.96"), 1, "2.000,0"), (Decimal("2.5"), 0, "3"),
        (10**40, None, "10" + ".000" * 13), (Decimal(10) ** 40 + 1, 1, "10" + ".000" * 13 + ",0"),
    ],
)  # fmt: skip
def test_printing(value, decimals, printed):
    assert format_number(value, decimals) == printed


def test_printing_a_percentage_never_breaks_the_line():
    assert format_percent(Decimal("12.5")) == "12,5\u00a0%"
    assert format_percent(Decimal("33.333"), 1) == "33,3\u00a0%"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_number_is_not_printed(value):
    with pytest.raises(ValueError, match="cannot be printed"):
        format_number(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("8.597", "8597"), ("8597", "8597"), (" 1.234.567,89 ", "1234567.89"), ("12,5", "12.5"), ("-5", "-5"), ("−5", "-5"),
     ("+5", "5"), ("06", "6"), ("8\u00a0597", "8597"), ("8 597", "8597"), ("0,125", "0.125"), ("1,2500", "1.25"),
     ("123456789012345678901234567890123", "123456789012345678901234567890123")],
)  # fmt: skip
def test_reading(text, value):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "12.5", "1.23", "1.2345", "12..5", "1,2,3", "1.234.56", "0x10", "1e5", "٣", "１２", "--5", "-", ",5",
     "5,", ".5", "NaN", "Infinity", "1_000", "=1+1", "9" * 41, "1 2", "85 97", "8 597.000", "9" * 10_000_000],
)  # fmt: skip
def test_what_is_not_one_number_is_refused(text):
    with pytest.raises(NotANumber) as refused:
        parse_number(text)
    assert len(refused.value.message) < 250
    assert refused.value.status == 422


@pytest.mark.parametrize("text", ["1,250", "12,500", "1,250.5", "1,250,000"])
def test_a_foreign_thousand_is_flagged_and_not_guessed(text):
    with translation.override("vi"), pytest.raises(NotANumber, match="có thể hiểu theo hai cách"):
        parse_number(text)


@given(st.integers(-(10**28), 10**28))
def test_whole_numbers_are_read_back(value):
    assert parse_number(format_number(value)) == value


@given(decimals)
def test_decimals_are_read_back(value):
    assert parse_number(format_number(value)) == value


@given(decimals, st.integers(0, 6))
def test_rounding_moves_less_than_half_a_place(value, places):
    printed = format_number(value, places)
    if places == 3:
        printed += "0"  # three decimals can be read in two ways
    assert abs(parse_number(printed) - value) <= Decimal(1).scaleb(-places) / 2


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_refused(text):
    try:
        value = parse_number(text)
    except NotANumber:
        return
    assert value.is_finite()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_django_prints_the_same_signs_in_both_languages(language):
    from datetime import date

    with translation.override(language):
        assert formats.localize(8597) == "8.597"
        assert formats.localize(Decimal("12.5")) == "12,5"
        assert formats.localize(date(2026, 3, 5)) == "05/03/2026"
        assert "%d/%m/%Y" in formats.get_format("DATE_INPUT_FORMATS")
        assert "%Y-%m-%d" in formats.get_format("DATE_INPUT_FORMATS")
