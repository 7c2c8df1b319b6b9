"""Workbooks of anybody's making: what is proposed for them, mended, remembered, and taken in like any other."""

from __future__ import annotations

import pytest

from danvan.common.errors import Incomplete, NotAllowed, OutOfSight
from danvan.ingest.models import Learned
from danvan.ingest.queries import imports
from danvan.ingest.refusals import NothingToRead
from danvan.ingest.services import learning, mapping, taking
from danvan.ingest.workbooks import foreign
from danvan.ingest.workbooks.foreign import NONE, OWN, Dictionary, Indicator
from tests.ingest.test_imports import figure, states
from tests.ingest.workshop import OTHER, TEAM, own

WORDS = Dictionary(
    [
        Indicator("a.team", "Số cuộc giám sát theo đoàn", "cuộc"),
        Indicator("a.document", "Số cuộc giám sát qua văn bản", "cuộc"),
        Indicator("b.dialogue", "Số hội nghị đối thoại của người đứng đầu", "hội nghị"),
    ],
    units={"Phường Hàng Bạc": "HN-02-01", "Phường Hàng Bồ": "HN-02-02", "Xã Hàng Bồ": "HN-09-01"},
)
ROWS = [
    ["PHỤ LỤC SỐ LIỆU"],
    ["TT", "Nội dung", "Kế hoạch", "Thực hiện", "Cùng kỳ"],
    ["I", "Giám sát", "", "", ""],
    ["1", "Giám sát theo đoàn", 10, 12, 9],
    ["2", "Giám sát qua văn bản", 4, "1.250", 3],
    ["3", "Đối thoại của người đứng đầu cấp ủy", 2, 2, 2],
]


def found(rows, sheet="Sheet1", words=WORDS):
    mapping_ = foreign.propose(sheet, rows, words)
    assert mapping_ is not None
    codes = {match.label: match.code for match in mapping_.matches if match.code}
    return mapping_, codes, {one.header: one.whose for one in mapping_.series if one.whose != NONE}


def test_labels_in_a_column_and_the_column_of_this_period():
    mapping_, codes, series = found(ROWS)
    assert codes == {
        "Giám sát theo đoàn": "a.team", "Giám sát qua văn bản": "a.document",
        "Đối thoại của người đứng đầu cấp ủy": "b.dialogue",
    }  # fmt: skip
    assert series == {"Thực hiện": OWN}
    assert [one.header for one in mapping_.series] == ["Kế hoạch", "Thực hiện", "Cùng kỳ"], (
        "the others can be chosen"
    )


def test_units_as_rows_and_indicators_as_columns():
    rows = [
        ["", "Giám sát theo đoàn", "Giám sát qua văn bản"],
        ["P. Hàng Bạc", 3, 4],
        ["Phường Hàng Bồ", 5, 6],
        ["Tổng cộng", 8, 10],
    ]
    mapping_, codes, series = found(rows)
    assert mapping_.layout == foreign.COLUMNS
    assert sorted(codes.values()) == ["a.document", "a.team"]
    assert series == {"P. Hàng Bạc": "HN-02-01", "Phường Hàng Bồ": "HN-02-02"}, "the total is nobody's"


def test_a_name_that_two_units_bear_without_their_kind_is_not_guessed():
    assert WORDS.unit("Hàng Bạc") == "HN-02-01"
    assert WORDS.unit("Hàng Bồ") == ""
    assert WORDS.unit("hn-09-01") == "HN-09-01"


def test_a_sheet_called_after_a_unit_is_that_units():
    assert found(ROWS, sheet="Hàng Bạc")[2] == {"Thực hiện": "HN-02-01"}


def test_what_people_said_of_labels_and_headers_goes_before_any_guess():
    said = Dictionary(
        WORDS.indicators,
        known={"giam sat theo doan": "b.dialogue"},
        headers={"cung ky": OWN, "thuc hien": NONE},
    )
    mapping_, codes, series = found(ROWS, words=said)
    assert codes["Giám sát theo đoàn"] == "b.dialogue"
    assert series == {"Cùng kỳ": OWN}
    assert all(one.learned for one in mapping_.series if one.header != "Kế hoạch")


@pytest.mark.parametrize("rows", [[], [[]], [["", None]], [["Họ tên", "Tuổi"], ["A", 1]], [[1, 2], [3, 4]]])
def test_nothing_is_proposed_where_nothing_is_known(rows):
    assert foreign.propose("x", rows, WORDS) is None


# --- from the file to the report -----------------------------------------------------------------------------


@pytest.fixture
def rows(layout):
    """The office's own table: two indicators of the form in its own words, of three columns one of this period."""
    name, other = layout.catalogue[TEAM].name_vi, layout.catalogue[OTHER].name_vi
    return [
        ["Chỉ tiêu", "Năm trước", "Quý này"],
        [f"1. {name}", 5, 6],
        [other, 7, 8],
        ["Việc khác hẳn mọi thứ", 1, 2],
    ]


@pytest.fixture
def tried(cast, actors, now, first_quarter):
    def try_(content, who="officer", unit=None):
        return mapping.try_foreign(
            unit=unit or cast.commune,
            round_=first_quarter,
            given=[("bang.xlsx", content)],
            by=actors[who],
            at=now,
        )

    return try_


def confirm(made, actors, now, codes=None, whose=None, who="officer"):
    sheet = made.sheets.order_by("pk").first()
    made.refresh_from_db()
    proposed = {match["place"]: match["code"] for match in sheet.mapping["matches"]}
    columns = {one["place"]: one["whose"] for one in sheet.mapping["series"]}
    return mapping.confirm(
        sheet_id=sheet.pk, version=made.version, codes=proposed | (codes or {}), whose=columns | (whose or {}),
        by=actors[who], at=now,
    )  # fmt: skip


@pytest.mark.django_db
def test_proposed_confirmed_taken_in_and_known_the_next_time(tried, rows, actors, now, first_quarter):
    made = tried(own(rows))
    (sheet,) = made.sheets.all()
    assert sheet.state == "mapping"
    assert {match["code"] for match in sheet.mapping["matches"]} >= {TEAM, OTHER}
    last = next(
        match["place"] for match in sheet.mapping["matches"] if match["label"].startswith("Việc khác")
    )
    third = "supervision.form.joint"
    assert third in dict(imports.indicators_of(made))
    confirm(made, actors, now, {last: third})
    sheet.refresh_from_db()
    assert sheet.state == "ready"
    assert {(change["code"], change["new"]) for change in sheet.changes} >= {
        (TEAM, "6"),
        (OTHER, "8"),
        (third, "2"),
    }
    made.refresh_from_db()
    assert taking.take_in(import_id=made.pk, version=made.version, by=actors["officer"], at=now) == (1, 0)
    assert (figure(first_quarter), figure(first_quarter, what=OTHER)) == (6, 8)
    # The next workbook of that kind.
    again = tried(own([rows[0], ["Việc khác hẳn mọi thứ", 1, 3], rows[1]])).sheets.get()
    (match,) = [one for one in again.mapping["matches"] if one["label"].startswith("Việc khác")]
    assert (match["code"], match["learned"]) == (third, True)
    assert {one["header"] for one in again.mapping["series"] if one["learned"]} == {"Năm trước", "Quý này"}


@pytest.mark.django_db
def test_another_column_can_be_chosen_and_is_remembered(tried, rows, actors, now):
    made = tried(own(rows))
    series = {one["header"]: one["place"] for one in made.sheets.get().mapping["series"]}
    sheet = confirm(made, actors, now, whose={series["Năm trước"]: OWN, series["Quý này"]: NONE})
    assert {change["new"] for change in sheet.changes} == {"5", "7"}
    assert learning.headers() == {"nam truoc": OWN, "quy nay": NONE}
    again = tried(own(rows)).sheets.get()
    assert [one["header"] for one in again.mapping["series"] if one["whose"] == OWN] == ["Năm trước"]


@pytest.mark.django_db
def test_a_table_of_many_units_makes_a_sheet_for_each_in_sight(tried, layout, cast, actors, now):
    name = layout.catalogue[TEAM].name_vi
    made = tried(
        own([["Chỉ tiêu", "Phường Phúc Xá", "Phường Trúc Bạch"], [name, 3, 4]]), "consolidator", cast.district
    )
    confirm(made, actors, now, who="consolidator")
    assert states(made) == ["refused", "refused"], "both use the system and send themselves"
    cast.units["HN-01-02"].reports_itself = False
    cast.units["HN-01-02"].save()
    confirm(made, actors, now, who="consolidator")
    assert states(made) == ["refused", "ready"], "looked at anew, not twice"


@pytest.mark.django_db
def test_what_cannot_be_meant_is_refused_with_its_reason(tried, rows, actors, now):
    made = tried(own(rows))
    sheet = made.sheets.get()
    places = [match["place"] for match in sheet.mapping["matches"]]
    columns = [one["place"] for one in sheet.mapping["series"]]
    for codes, whose in (
        (dict.fromkeys(places, ""), {}),
        (dict.fromkeys(places, TEAM), {}),
        ({places[0]: "no.such"}, {}),
        ({}, dict.fromkeys(columns, NONE)),
        ({}, dict.fromkeys(columns, OWN)),
        ({}, {columns[0]: "HN-02-01"}),
    ):
        with pytest.raises(Incomplete):
            confirm(made, actors, now, codes, whose)
    assert not Learned.objects.exists(), "nothing is learned of a refusal"
    with pytest.raises(OutOfSight):
        confirm(made, actors, now, who="outsider")
    with pytest.raises(NotAllowed):
        confirm(made, actors, now, who="leader")
    with pytest.raises(NothingToRead):
        tried(b"no workbook")


@pytest.mark.django_db
def test_learned_words_are_looked_through_put_right_and_put_out_of_use(tried, rows, actors, now, cast):
    confirm(tried(own(rows)), actors, now)
    row = Learned.objects.get(code=TEAM)
    by = actors["administrator"]
    with pytest.raises(NotAllowed):
        learning.change(
            unit=cast.city, learned_id=row.pk, version=0, code=OTHER, active=True, by=actors["leader"], at=now
        )
    learning.change(unit=cast.city, learned_id=row.pk, version=0, code=OTHER, active=True, by=by, at=now)
    assert learning.labels()[row.said] == OTHER
    with pytest.raises(Incomplete):
        learning.change(
            unit=cast.city, learned_id=row.pk, version=1, code="no.such", active=True, by=by, at=now
        )
    header = Learned.objects.get(said="quy nay")
    learning.change(unit=cast.city, learned_id=header.pk, version=0, code="", active=False, by=by, at=now)
    assert "quy nay" not in learning.headers()
