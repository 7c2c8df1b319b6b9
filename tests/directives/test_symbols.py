"""Symbols as people type and copy them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.directives import symbols
from danvan.directives.kinds import KINDS

READ = [
    # typed, canonical, style, number, kind, body, year
    ("12/QĐ-UBND", "12/QĐ-UBND", "state", 12, "QĐ", "UBND", None),
    ("Số: 403/2017/NQLT-CP-UBTƯMTTQVN", "403/2017/NQLT-CP-UBTƯMTTQVN", "state", 403, "NQLT", "CP-UBTƯMTTQVN", 2017),
    ("99/2025/QH15", "99/2025/QH15", "state", 99, "QH", "QH15", 2025),
    ("155/2026/NĐ-CP", "155/2026/NĐ-CP", "state", 155, "NĐ", "CP", 2026),
    ("290-QĐ/TW", "290-QĐ/TW", "party", 290, "QĐ", "TW", None),
    ("07-CT/TU", "07-CT/TU", "party", 7, "CT", "TU", None),
    ("7-CT/TU", "07-CT/TU", "party", 7, "CT", "TU", None),
    ("15-BC/BDVTU", "15-BC/BDVTU", "party", 15, "BC", "BDVTU", None),
    ("05-CTr/BDVTU", "05-CTr/BDVTU", "party", 5, "CTr", "BDVTU", None),
    ("11-QĐi/TW", "11-QĐi/TW", "party", 11, "QĐi", "TW", None),
    ("120-KL/TƯ", "120-KL/TW", "party", 120, "KL", "TW", None),
    ("290-QÐ/TW", "290-QĐ/TW", "party", 290, "QĐ", "TW", None),
    ("290 – qd / tw", "290-QĐ/TW", "party", 290, "QĐ", "TW", None),
    ("số 12 / qđ - ubnd.", "12/QĐ-UBND", "state", 12, "QĐ", "UBND", None),
    ("123/UBND-VX", "123/UBND-VX", "state", 123, "CV", "UBND-VX", None),
    ("1207/QĐ-ТТg", "1207/QĐ-TTg", "state", 1207, "QĐ", "TTg", None),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "canonical", "style", "number", "kind", "body", "year"), READ)
def test_symbols_are_read_and_written_one_way(typed, canonical, style, number, kind, body, year):
    found = symbols.parse(typed)
    assert str(found) == canonical
    assert (found.style, found.number, found.kind, found.body, found.year) == (
        style,
        number,
        kind,
        body,
        year,
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "12/QĐ-UBND"),
        ("QĐ-UBND", "does not begin with a number"),
        ("12", "After the number"),
        ("12 QĐ-UBND", "After the number"),
        ("00-CT/TU", "begin with 01"),
        ("290-QĐ", "does not say who issued it"),
        ("290-QĐ/TW/X", "too many"),
        ("290-XY/TW", "XY"),
        ("12/QX-UBND", "QX"),
        ("12/QĐ", "lacks the kind or the body"),
        ("12/1800/QĐ-UBND", "1800"),
        ("12/QĐ/UBND", "cannot be read"),
        ("12/QĐ-<b>", "<b>"),
        ("1" * 70 + "/QĐ-UBND", "longer than any symbol"),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_what_cannot_be_read_says_what_to_mend(typed, told):
    with pytest.raises(symbols.BadSymbol) as refused:
        symbols.parse(typed)
    assert told in refused.value.message


SIGNS = st.sampled_from([sign for sign in KINDS if sign != "QH"])
BODIES = st.sampled_from(
    ["UBND", "TU", "TW", "BDVTU", "HĐND", "CP", "TTg", "ThU", "ĐU", "CP-UBTƯMTTQVN", "UBND-VX"]
)
YEARS = st.one_of(st.none(), st.integers(1945, 2100))


@given(
    style=st.sampled_from(["party", "state"]), number=st.integers(1, 99999), kind=SIGNS, body=BODIES, year=YEARS,
    spaces=st.lists(st.integers(0, 20), max_size=4), small=st.booleans(),
)  # fmt: skip
def test_what_is_written_is_read_again(style, number, kind, body, year, spaces, small):
    made = symbols.compose(
        style=style, number=number, kind=kind, body=body, year=year if style == "state" else None
    )
    text = str(made)
    for place in spaces:
        text = text[: place % len(text)] + " " + text[place % len(text) :]
    found = symbols.parse(f"Số: {text.replace('Đ', 'Ð') if small else text}")
    assert found == made
    assert symbols.parse(str(found)) == found


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_text_is_read_or_refused(text):
    try:
        found = symbols.parse(text)
    except symbols.BadSymbol:
        return
    assert str(symbols.parse(str(found))) == str(found)
    assert found.kind in KINDS
