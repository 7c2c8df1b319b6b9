"""The files themselves: Word, PDF and Excel read back."""

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree

import pypdfium2
import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from danvan.briefings import excel, issuers, pdf
from danvan.briefings.bundle import build
from danvan.briefings.layout import checker, word
from danvan.briefings.layout.builder import default_template
from danvan.common.vietnamese import nfc
from danvan.directives import terms
from tests.briefings import fakes

pytestmark = pytest.mark.one_engine

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
FORMS = [("annual", "party"), ("annual", "state"), ("quarterly", "party"), ("quarterly", "state")]


def bundle(kind="annual", fmt="party", values=None, narratives=None, **changes):
    period = "2019" if kind == "annual" else "2019-Q2"
    given = {"number": 5, "signed_on": date(2020, 2, 5), "signatory": "Nguyễn Văn A", **changes}
    return build(fakes.sources(values, period), kind=kind, fmt=fmt, narratives=narratives or {}, **given)


def words_of(content):
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "fmt"), FORMS)
def test_every_default_document_follows_the_rules_of_its_format(kind, fmt):
    assert checker.check_format(word.render(bundle(kind, fmt)), fmt) == []


@pytest.mark.slow
def test_the_checker_sees_what_breaks_the_rules():
    document = Document(BytesIO(word.render(bundle())))
    document.sections[0].left_margin = document.sections[0].left_margin // 2
    document.sections[0].different_first_page_header_footer = False
    document.styles["DV Text"].font.name = "Arial"
    subject = next(p for p in document.paragraphs if p.style.name == "DV Subject")
    subject.runs[0].font.size = 200000
    held = BytesIO()
    document.save(held)
    found = {(one.where, one.message) for one in checker.check_format(held.getvalue(), "party")}
    assert len(found) == 4
    assert {where for where, _message in found} >= {"Nội dung", "Trích yếu"}


@pytest.mark.slow
def test_word_says_the_published_figures():
    text = words_of(word.render(bundle()))
    for expected in (
        "8.597 cuộc (434 cuộc cấp Thành phố; 2.054 cuộc cấp quận, huyện, thị xã; 6.109 cuộc cấp xã, phường, thị trấn)",
        "1.588 cuộc",
        "9.931 mô hình",
        "30/30 quận, huyện, thị xã đã tổ chức 145 hội nghị",
        "tăng 120 cuộc (1,4\u00a0%) so với cùng kỳ năm 2018",
        "615/615 đơn vị gửi báo cáo",
        "Số 05-BC/BDVTU",
        "Hà Nội, ngày 05 tháng 02 năm 2020",
        "T/M BAN DÂN VẬN",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "chưa báo cáo",
    ):
        assert expected in text
    assert text == nfc(text)


@pytest.mark.slow
def test_the_state_format_has_its_own_words():
    text = words_of(word.render(bundle(fmt="state")))
    for expected in (
        "Số: 05/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TM. ỦY BAN NHÂN DÂN",
        "Lưu: VT.",
    ):
        assert expected in text


@pytest.mark.slow
def test_what_people_type_is_text():
    typed = 'A & B <b>đậm</b> {{ seal }} {% for %} "ngoặc" \x07 =1+1'
    text = words_of(word.render(bundle(narratives={"situation": typed}, signatory="{{ 7*7 }}")))
    assert 'A & B <b>đậm</b> {{ seal }} {% for %} "ngoặc"  =1+1' in text
    assert "{{ 7*7 }}" in text


@pytest.mark.slow
def test_each_number_in_word_is_bookmarked_and_explained_in_the_file():
    made = bundle()
    with zipfile.ZipFile(BytesIO(word.render(made))) as packed:
        figures = ElementTree.fromstring(packed.read("customXml/danvanFigures.xml"))
        body = packed.read("word/document.xml").decode()
    rows = {row.get("bookmark"): row for row in figures}
    assert len(rows) == len(made.bound)
    assert all(f'w:name="{name}"' in body for name in rows)
    total = [row for row in rows.values() if row.get("indicator") == "supervision.sessions.total"]
    assert {(row.get("level"), row.get("text")) for row in total} >= {("all", "8.597"), ("commune", "6.109")}


def test_long_tables_repeat_their_heads_and_lie_across():
    document = Document(BytesIO(word.render(bundle())))
    assert [section.page_width > section.page_height for section in document.sections] == [False, True, True]
    assert document.element.xml.count("<w:tblHeader/>") == 2
    assert 'w:val="vi-VN"' in document.styles.element.xml


def test_a_part_that_may_be_left_out_is_left_out_when_empty():
    assert "Lực lượng vũ trang" not in words_of(word.render(bundle()))
    assert "Lực lượng vũ trang" in words_of(word.render(bundle(narratives={"forces": "Bộ đội giúp dân."})))


def test_templates_are_the_same_each_time():
    assert default_template("annual", "party") is default_template("annual", "party")


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "fmt"), FORMS)
def test_pdf_is_read_back_with_its_fonts_inside(kind, fmt):
    content = pdf.render(
        bundle(kind, fmt, narratives={"situation": f'{VIETNAMESE} {VIETNAMESE.upper()} #read("x") *a*'})
    )
    document = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    flat = " ".join(text.split())
    assert "8.597 cuộc (434 cuộc cấp Thành phố" in flat
    assert '#read("x") *a*' in flat
    assert set(VIETNAMESE + VIETNAMESE.upper()) <= set(nfc(text))
    assert b"pdfaid" in content
    assert content.count(b"/FontFile2") >= 3
    assert document.get_metadata_value("Title").startswith("Báo cáo ")


@pytest.mark.slow
def test_the_workbook_holds_numbers_and_text_as_they_are():
    book = CalamineWorkbook.from_filelike(BytesIO(excel.render(bundle())))
    assert book.sheet_names == ["Phụ lục 1", "Phụ lục 2"]
    rows = book.get_sheet_by_name("Phụ lục 1").to_python()
    supervision = next(row for row in rows if row[1] == "Cuộc giám sát")
    assert supervision[3:7] == [8597.0, 434.0, 2054.0, 6109.0]
    assert supervision[-1] == "615/615"
    units = book.get_sheet_by_name("Phụ lục 2").to_python()
    assert "chưa báo cáo" in next(row for row in units if row[1] == "Quận 30")


@pytest.mark.slow
@pytest.mark.parametrize(
    "payload", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "http://x.vn", "=HYPERLINK(1)"]
)
def test_no_name_becomes_a_formula(payload):
    sources = fakes.sources()
    units = [
        fakes.unit_rows()[0],
        *[type(sources.units[0])("X", payload, 1, 1, {"supervision.sessions.total": 1})],
    ]
    made = build(type(sources)(sources.report, units=units), kind="annual", fmt="party")
    content = excel.render(made)
    with zipfile.ZipFile(BytesIO(content)) as packed:
        sheets = "".join(packed.read(name).decode() for name in packed.namelist() if "worksheets/" in name)
        core = packed.read("docProps/core.xml").decode()
    assert "<f>" not in sheets
    assert "hyperlink" not in sheets
    assert "<dc:creator></dc:creator>" in core
    assert excel.render(made) == content


@pytest.mark.parametrize(
    ("fmt", "number", "expected"),
    [
        ("party", 5, "Số 05-BC/BDVTU"),
        ("party", 115, "Số 115-BC/BDVTU"),
        ("state", 9, "Số: 09/BC-UBND"),
        ("party", None, "Số …-BC/BDVTU"),
    ],
)
def test_number_lines(fmt, number, expected):
    assert issuers.number_line(fmt, number, "BDVTU" if fmt == "party" else "UBND") == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 11, 15), "ngày 15 tháng 11 năm 2026"),
        (date(2026, 3, 1), "ngày 01 tháng 3 năm 2026"),
    ],
)
def test_dates_have_their_zeros(day, expected):
    assert issuers.date_line("Hà Nội", day) == f"Hà Nội, {expected}"


@pytest.mark.parametrize(
    ("name", "level", "fmt", "upper", "body", "sign"),
    [
        ("Thành phố Hà Nội", "city", "party", "THÀNH ỦY HÀ NỘI", "BAN DÂN VẬN", "BDVTU"),
        ("Quận Ba Đình", "district", "party", "QUẬN ỦY BA ĐÌNH", "BAN DÂN VẬN", "BDVQU"),
        ("Phường Phúc Xá", "commune", "party", "", "ĐẢNG ỦY PHƯỜNG PHÚC XÁ", "ĐU"),
        ("Thành phố Hà Nội", "city", "state", "ỦY BAN NHÂN DÂN", "THÀNH PHỐ HÀ NỘI", "UBND"),
        ("Quận 1", "district", "party", "QUẬN ỦY QUẬN 1", "BAN DÂN VẬN", "BDVQU"),
    ],
)
def test_letterheads_follow_from_the_unit(name, level, fmt, upper, body, sign):
    issuer = issuers.proposed(name, level, fmt, date(2019, 12, 31))
    assert (issuer.upper_body, issuer.body, issuer.sign) == (upper, body, sign)


def test_number_books():
    assert terms.book_name("state", date(2020, 1, 6)) == "2020"
    assert terms.book_name("party", date(2020, 1, 6)) == "2015-2020"
    assert terms.book_name("party", date(2020, 11, 6)) == "2020-2025"


def test_after_the_reform_the_district_column_is_gone():
    units = {"city": 1, "commune": 126}
    sources = fakes.sources(None, "2025", day=date(2025, 12, 31), expected=units, complete=units)
    titles = [column.title for column in build(sources, kind="annual", fmt="party").tables[0].columns]
    assert "Cấp huyện" not in titles
    assert "Cấp xã" in titles


def test_table_a_has_twelve_columns_before_the_reform():
    columns = bundle("quarterly").tables[0].columns
    assert [column.title for column in columns] == [
        "TT", "Chỉ tiêu", "Đơn vị tính", "Tổng", "Cấp Thành phố", "Cấp huyện", "Cấp xã", "Cơ quan trực thuộc",
        "Cùng kỳ năm trước", "Tăng/giảm", "Lũy kế từ đầu năm", "Số đơn vị báo cáo",
    ]  # fmt: skip


def test_missing_units_and_illustrative_figures_are_told():
    missing = [fakes.Name(9, "HN.9", "Phường Chín", "commune")]
    sources = fakes.sources(None, "2019", missing=missing, illustrative=True)
    notes = " ".join(note.text for note in build(sources, kind="annual", fmt="party").notes)
    assert "Đơn vị chưa gửi báo cáo: Phường Chín." in notes
    assert "Số liệu năm 2019 là số liệu minh họa." in notes


ILLUSTRATIVE = "Số liệu năm 2018 là số liệu minh họa."


def compared_with_illustrative():
    sources = fakes.sources()
    sources = replace(sources, earlier=replace(sources.earlier, illustrative=True))
    return build(sources, kind="annual", fmt="party")


def test_an_illustrative_year_is_named_where_it_is_first_compared_with():
    texts = [
        paragraph.text
        for section in compared_with_illustrative().sections
        for paragraph in section.paragraphs
    ]
    first = next(place for place, text in enumerate(texts) if "cùng kỳ năm 2018" in text)
    assert texts[first + 1] == ILLUSTRATIVE
    assert texts.count(ILLUSTRATIVE) == 1


def test_the_table_that_compares_with_an_illustrative_year_says_so():
    table, other = compared_with_illustrative().tables
    assert table.note.endswith(ILLUSTRATIVE)
    assert ILLUSTRATIVE not in other.note


@pytest.mark.slow
def test_the_word_file_says_what_is_illustrative_and_only_then():
    assert ILLUSTRATIVE in words_of(word.render(compared_with_illustrative()))
    assert "minh họa" not in words_of(word.render(bundle()))


def test_a_rate_in_the_table_keeps_its_decimals():
    values = {"supervision.recommendations.answered.rate": {"all": Decimal("95.26")}}
    row = next(
        row
        for row in bundle(values=values).tables[0].rows
        if len(row.cells) > 1 and "sau giám sát được trả lời" in row.cells[1] and row.cells[2] == "%"
    )
    assert row.cells[3].text == "95,3"
