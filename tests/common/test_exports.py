"""No exported cell is ever evaluated (R-82)."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.common.exports import BOM, csv_lines, safe_cell

DANGEROUS = "=+-@\t\r\n\0＝＋－＠"


@pytest.mark.parametrize("sign", DANGEROUS)
def test_a_formula_goes_out_as_text(sign):
    assert safe_cell(f"{sign}cmd|' /C calc'!A0") == f"'{sign}cmd|' /C calc'!A0"


@pytest.mark.parametrize("value", ["-5", "-8.597", "-12,5", -5, 8597, None, "Đống Đa", "", "a=1", "5-3"])
def test_figures_and_words_stay(value):
    assert safe_cell(value) == value


@pytest.mark.parametrize("value", ["-5+cmd()", "-", "--5", "-x", "-５", "-5 ", "-5\n=1+1"])
def test_only_plain_negative_figures_stay(value):
    assert safe_cell(value) == "'" + value


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=1, max_size=5
    )
)
def test_a_row_is_read_back_and_harmless(cells):
    mark, line = csv_lines([cells])
    assert mark == BOM
    (read,) = csv.reader(StringIO(line, newline=""))
    assert read == [safe_cell(cell) for cell in cells]
    assert all(
        not cell.startswith(tuple(DANGEROUS))
        or float(cell.replace(".", "").replace(",", ".", 1).replace(",", "")) <= 0
        for cell in read
    )
