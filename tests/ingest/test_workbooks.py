"""A form as it travels: what stands open in it, what is computed, and how it is known again."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from danvan.ingest.workbooks import reading, writing
from danvan.ingest.workbooks.sheets import Line, Part, Share, Sheet
from tests.ingest.workshop import altered, inside, tables


def line(code, **more):
    return Line(code=code, name=f"Chỉ tiêu {code}", unit="cuộc", **more)


SHEET = Sheet(
    form="DV-QUY", version=2, unit="HN-01-01", period="2020-Q1", form_name="Báo cáo dân vận", unit_name="Phường Phúc Xá",
    period_name="quý I/2020", due="05/04/2020",
    parts=[
        Part("I. Giám sát", [line("a.total", adds=("a.one", "a.two")), line("a.one", value=3), line("a.two", value="kad")]),
        Part("II. Tỷ lệ", [
            line("b.rate", share=Share(100, ("a.one",), ("a.one", "a.two"))), line("b.text", value="=HYPERLINK(\"http://x\")", note="=1+1"),
        ]),
    ],
)  # fmt: skip
PAGE = "xl/worksheets/sheet2.xml"


def back(content):
    (found,) = reading.returned(content)
    return found


def test_it_goes_out_and_comes_back_with_the_same_figures_and_the_same_stamp():
    found = back(writing.workbook([SHEET]))
    assert (found.stamp, found.trouble) == (SHEET.stamp, "")
    assert {code: cell.text for code, cell in found.cells.items()} == {
        "a.total": "", "a.one": "3", "a.two": "kad", "b.rate": "", "b.text": '=HYPERLINK("http://x")',
    }  # fmt: skip
    again = replace(
        SHEET, parts=[Part("x", [line(code, value=cell.text) for code, cell in found.cells.items()])]
    )
    assert back(writing.workbook([again])).cells["a.one"].text == "3", "what goes out is what comes in"


def test_input_cells_alone_are_open_and_totals_add_up_by_themselves():
    content = writing.workbook([SHEET])
    page, styles = inside(content, PAGE), inside(content, "xl/styles.xml")
    assert "<sheetProtection" in page
    forms = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.split("<cellXfs")[1].split("</cellXfs>")[0])
    open_ = {number for number, form in enumerate(forms) if 'locked="0"' in form}
    cells = {ref: int(style) for ref, style in re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', page)}
    assert sorted(ref for ref, style in cells.items() if style in open_) == [
        "D12", "D13", "D16", "E12", "E13", "E16",
    ], "figure and note of each of the three inputs, and nothing else"  # fmt: skip
    formulas = dict(re.findall(r'<c r="(D\d+)"[^>]*><f>(.*?)</f>', page))
    assert formulas["D11"] == 'IF(COUNT(D12,D13)=0,"",SUM(D12,D13))'
    assert "100*SUM(D12)/SUM(D12,D13)" in formulas["D15"]
    assert "HYPERLINK" not in "".join(formulas.values()), "what is typed never becomes a formula"


def test_each_input_is_checked_where_it_is_typed():
    page = inside(writing.workbook([SHEET]), PAGE)
    checks = re.findall(r'<dataValidation type="custom".*?sqref="(D\d+)".*?<formula1>(.*?)</formula1>', page)
    assert [where for where, _rule in checks] == ["D12", "D13", "D16"]
    assert all("INT(" in rule and "kad" in rule for _where, rule in checks)


def test_instructions_in_vietnamese_stand_before_the_sheets():
    found = tables(writing.workbook([SHEET, replace(SHEET, unit="HN-01-02")]))
    assert list(found) == [writing.GUIDE, "HN-01-01", "HN-01-02"]
    words = " ".join(cell for row in found[writing.GUIDE] for cell in row)
    assert "kad" in words
    assert "05/04/2020" in words


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("HN-01-01", "HN-01-02"),
        ("2020-Q1", "2020-Q2"),
        ("DV-QUY", "DV-NAM"),
        ("2", "3"),
        (SHEET.stamp.check, "0" * 20),
        ("a.two", "a.three"),
    ],
)
def test_a_stamp_or_row_that_was_changed_is_told(old, new):
    changed = back(altered(writing.workbook([SHEET]), old, new))
    assert changed.trouble
    assert "Download the form again" in changed.trouble or "tải lại biểu" in changed.trouble.lower()


def test_a_version_that_is_no_number_is_told():
    assert back(altered(writing.workbook([SHEET]), "2", "hai")).trouble


def test_faults_are_marked_at_their_cells_and_listed_first():
    wrong = replace(
        SHEET,
        parts=[Part("I", [line("a.one", value="ba", note="vì", fault="Không phải số. Nhập số nguyên.")])],
    )
    content = writing.workbook(
        [wrong], [writing.Fault("HN-01-01", "D11", "Chỉ tiêu a.one", "Không phải số", "Nhập số")]
    )
    found = tables(content)
    assert list(found)[0] == writing.FAULTS
    assert found[writing.FAULTS][1] == ["HN-01-01", "D11", "Chỉ tiêu a.one", "Không phải số", "Nhập số"]
    row = found["HN-01-01"][10]
    assert (row[3], row[4], row[7]) == ("ba", "vì", "Không phải số. Nhập số nguyên.")
    assert back(content).cells["a.one"].text == "ba", "the marked workbook can be mended and sent again"


def test_names_of_sheets_are_such_as_excel_takes():
    names = writing.sheet_names(["a/b", "A-B", "", "x" * 40, "x" * 40])
    assert names == ["a-b", "A-B (2)", "Biểu", "x" * 31, "x" * 27 + " (2)"]
