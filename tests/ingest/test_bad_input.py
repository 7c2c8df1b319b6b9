"""Bad input is refused in words that say what happened and what to do; it costs bounded time and memory and writes nothing."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.utils import translation

from danvan.ingest.sources import READABLE, NotFound, Unreadable, files_of, text_of
from danvan.ingest.sources.folders import File
from danvan.ingest.workbooks import reading
from danvan.ingest.workbooks.reading import NoWorkbook
from tests.ingest import made
from tests.ingest.measured import BOMBS

GOOD = made.docx(made.SENTENCE)
TURNED = "Tổ chức \u202e795.8\u202c cuộc giám sát"
DOC = made.encrypted_office().replace(
    "EncryptedPackage".encode("utf-16-le"), "WordDocument\0\0\0\0".encode("utf-16-le")
)


def picture(width: int = 400, height: int = 500) -> str:
    return f"q {width} 0 0 {height} 60 100 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"


BAD = {
    "empty": ("a.txt", b"", "empty", "Chọn lại"),
    "only zeros": ("a.docx", bytes(1000), "empty", "Chọn lại"),
    "only blanks": ("a.txt", " \n\t ".encode("utf-16"), "empty", "không có chữ"),
    "a program": ("a.exe", b"MZ", "kind", "lưu"),
    "no ending": ("bao-cao", b"abc", "kind", "lưu"),
    "a program named txt": ("a.txt", bytes(range(256)) * 20, "encoding", "UTF-8"),
    "a picture named txt": ("a.txt", b"\xff\xd8\xff\xe0" + bytes(range(200)) * 9, "encoding", "UTF-8"),
    "rtf named txt": ("a.txt", rb"{\rtf1\ansi abc}", "kind", ".docx"),
    "a code page unknown here": ("a.txt", bytes(range(0xA1, 0xF0)) * 9, "encoding", "UTF-8"),
    "text named docx": ("a.docx", b"abc", "damaged", "lưu lại"),
    "page named pdf": ("a.pdf", b"<html>abc</html>", "damaged", "lưu lại"),
    "workbook named docx": ("a.docx", made.xlsx(""), "damaged", "lưu lại"),
    "docx behind a password": ("a.docx", made.encrypted_office(), "locked", "mật khẩu"),
    "old Word": ("a.docx", DOC, "kind", ".docx"),
    "pdf behind a password": ("a.pdf", made.pdf("Bao cao", locked=True), "locked", "mật khẩu"),
    "docx cut off": ("a.docx", GOOD[: len(GOOD) // 2], "damaged", "lưu"),
    "docx with a broken part": ("a.docx", made.docx(body="<w:p><w:r>"), "damaged", "lưu"),
    "docx of another depth": ("a.docx", made.docx(body="<w:p>" * 300 + "</w:p>" * 300), "damaged", "lưu"),
    "docx in docx": ("a.docx", made.zipped({"a.docx": GOOD}), "damaged", "lưu lại"),
    "part behind a password": ("a.docx", b"", "locked", "mật khẩu"),
    "pdf cut off": ("a.pdf", made.pdf("Bao cao " * 9)[:200], "damaged", "PDF mới"),
    "pdf of nothing": ("a.pdf", b"%PDF-1.7\n" + bytes(range(256)), "damaged", "PDF mới"),
    "scanned pdf": ("a.pdf", made.pdf("", "", drawing=picture()), "scan", "vẫn được lưu"),
    "docx of a picture": ("a.docx", made.docx(body="<w:p><w:r><w:drawing/></w:r></w:p>"), "scan", "vẫn được lưu"),
    "laughs in a docx": ("a.docx", made.docx("a", before=made.LAUGHS, body="<w:p><w:r><w:t>&i;</w:t></w:r></w:p>"), "damaged", "DTD"),
    "a local file in a docx": ("a.docx", made.docx("a", before=made.XXE, body="<w:p><w:r><w:t>&f;</w:t></w:r></w:p>"), "damaged", "DTD"),
    "direction turned": ("a.txt", f"Báo cáo\n{TURNED}".encode(), "direction", "Dòng 2"),
    "direction turned in a docx": ("a.docx", made.docx("Báo cáo", "2019", TURNED), "direction", "Dòng 3"),
}  # fmt: skip


def locked_part() -> bytes:
    """The main part marked as encrypted, in its list and its head."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        offset = archive.getinfo("word/document.xml").header_offset
    content = bytearray(GOOD)
    content[offset + 6] |= 1
    at = content.rindex(b"word/document.xml") - 46
    content[at + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_says_what_to_do(what):
    name, content, code, said = BAD[what]
    with translation.override("vi"), pytest.raises(Unreadable) as refused:
        text_of(name, content or (locked_part() if code == "locked" else b""))
    assert (refused.value.code, said in refused.value.message) == (code, True), refused.value.message
    assert "root:" not in refused.value.message


def test_page_cannot_fetch_or_multiply_anything():
    laughs = f"{made.LAUGHS}<p>&i; &f; tổ chức 12 cuộc</p><script>99 cuộc</script><!-- 98 cuộc --><style>97</style>"
    text = text_of("a.html", (made.XXE + laughs).encode()).text
    assert "12 cuộc" in text
    assert len(text) < 500 and "root:" not in text and not any(n in text for n in ("99", "98", "97"))


BAD_BOOKS = {
    "empty": (b"", "bảng tính Excel"),
    "behind a password": (made.encrypted_office(), "mật khẩu"),
    "old Excel": (made.encrypted_office().replace("EncryptedPackage".encode("utf-16-le"), b"W\0" * 16), ".xlsx"),
    "a document": (GOOD, "bảng tính Excel"),
    "text": (b"a;b;c", "bảng tính Excel"),
    "cut off": (made.xlsx("")[:-40], "lưu"),
    "laughs": (made.xlsx('<row r="1"><c r="A1" t="str"><v>&i;</v></c></row>', before=made.LAUGHS), "DTD"),
    "a local file": (made.xlsx('<row r="1"><c r="A1" t="str"><v>&f;</v></c></row>', before=made.XXE), "DTD"),
    "an archive inside": (made.xlsx("", parts={"xl/media/a.png": GOOD}), "nhúng"),
    "macros": (made.xlsx("", parts={"xl/vbaProject.bin": b"abc"}), "tự chạy"),
    "a sheet that is not there": (made.xlsx("", parts={"xl/worksheets/sheet1.xml": b"<a/>"}), ""),
    "another kind of workbook": (made.xlsx("", parts={"content.xml": b"<a/>"}), "bảng tính Excel"),
    "rows without end": (made.xlsx('<row r="5001"><c r="A5001"><v>1</v></c></row>'), "5000 dòng"),
    "columns without end": (made.xlsx('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "cột thứ 16384"),
    "a far cell by another name": (made.xlsx(f'<row r="1"><x:c xmlns:x="{made.X}" r="A1048576"><x:v>1</x:v></x:c></row>'), "5000 dòng"),
    "a far cell by another quote": (made.xlsx("<row r='1'><c r='A1048576'><v>1</v></c></row>"), "5000 dòng"),
    "a far cell by an entity": (made.xlsx('<row r="1"><c r="A104857&#54;"><v>1</v></c></row>'), "5000 dòng"),
    "a far cell without a row": (made.xlsx('<c r="A1048576"><v>1</v></c>'), "5000 dòng"),
    "a place that is none": (made.xlsx('<row r="1"><c r="ZZZZZZZZ99999999999"><v>1</v></c></row>'), "lưu"),
    "a text that is not there": (made.xlsx('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "lưu"),
    "more texts than there are": (
        made.xlsx("", parts={"xl/sharedStrings.xml": f'<sst xmlns="{made.X}" uniqueCount="99999999999"/>'}),
        "lưu",
    ),
    "in wide letters": (made.xlsx("", parts={"xl/worksheets/sheet1.xml": "<worksheet/>".encode("utf-16")}), "lưu"),
    "one name for two sheets": (
        made.xlsx("", parts={"xl/workbook.xml": f'<workbook xmlns="{made.X}" xmlns:r="{made.R}"><sheets><sheet name="A" r:id="r1"/><sheet name="A" r:id="r1"/></sheets></workbook>'}),
        "lưu",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD_BOOKS)
def test_a_bad_workbook_says_what_to_do(what):
    content, said = BAD_BOOKS[what]
    with translation.override("vi"):
        if not said:
            assert [table.rows for table in reading.book(content)] == [[]]
            return
        with pytest.raises(NoWorkbook, match=said) as refused:
            reading.book(content)
    assert "root:" not in str(refused.value)


def test_cells_tell_errors_formulas_and_what_is_hidden():
    rows = (
        '<row r="1" hidden="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1"><f>SUM(C1:D1)</f></c><c r="C1"><f>1+1</f><v>2</v></c>'
        '<c r="D1" t="b"><v>1</v></c><c r="E1"><v>1e999</v></c><c r="F1"><v>NaN</v></c><c r="G1" t="str"><v>1.234,5</v></c></row>'
        '<row r="2"><c r="A2" t="d"><v>2019-05-01</v></c><c r="C2"><f>A1</f><v></v></c></row>'
    )
    spelt = rows.replace('<row r="2">', "<row r='2'>")
    for cells in (rows, spelt):
        table = reading.book(made.xlsx(cells, behind='<mergeCells><mergeCell ref="A3:B4"/></mergeCells>'))[0]
        assert [reading.text_of(cell) for cell in table.rows[0]] == [
            "#REF!",
            "",
            "2",
            "TRUE",
            "#NUM!",
            "#NUM!",
            "1.234,5",
        ]
        assert reading.text_of(table.rows[1][0]) == "2019-05-01"
        assert table.survey.formulas == {(0, 1), (0, 2), (1, 2)} and table.survey.unsaved == {(0, 1), (1, 2)}
        assert "dòng hoặc cột ẩn" in _in_vietnamese(table)
    hidden = reading.book(made.xlsx(rows, hidden=' state="veryHidden"'))[0]
    assert "bị ẩn" in _in_vietnamese(hidden)


def _in_vietnamese(table: reading.Table) -> str:
    with translation.override("vi"):
        return " ".join(table.notes)


def test_a_million_empty_rows_are_no_rows():
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>' + "".join(
        f'<row r="{n}"><c r="XFD{n}" s="0"/></row>' for n in range(1_028_576, 1_048_577)
    )
    assert [table.rows for table in reading.book(made.xlsx(rows))] == [[[1.0]]]


SMALL, FULL = 105, 200
CHEAP = ("docx that lies", "zeros in a docx", "pdf", "open tags", "marks", "corners", "every cell")


@pytest.mark.parametrize("size", [SMALL, pytest.param(FULL, marks=pytest.mark.long)])
@pytest.mark.slow
def test_bombs_stay_within_time_and_memory(size, tmp_path):
    """One process reads them all: memory of the highest moment, seconds of each."""
    expected = {}
    for number, (what, (ending, make, answer)) in enumerate(BOMBS.items()):
        if size == FULL or any(word in what for word in CHEAP):
            path = tmp_path / f"{number}.{ending}"
            path.write_bytes(make(size))
            expected[path.name] = (what, answer)
    told = subprocess.run(
        [sys.executable, "-m", "tests.ingest.measured", *(str(tmp_path / name) for name in expected)],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    *lines, memory = map(json.loads, told.stdout.splitlines())
    assert [(expected[name][0], said) for name, said, _seconds in lines] == list(expected.values())
    assert [(expected[name][0], seconds) for name, _said, seconds in lines if seconds > 20] == []
    # Django and the libraries are about 90 of these.
    assert memory["own"] < 300
    assert memory["children"] < 800


def test_folder_follows_no_links_and_opens_no_devices(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("mật 99 cuộc")
    folder = tmp_path / "báo cáo"
    (folder / "quý I").mkdir(parents=True)
    (folder / "quý I" / "b.TXT").write_text(made.SENTENCE)
    (folder / "a.txt").symlink_to(secret)
    (folder / "outside").symlink_to(tmp_path)
    (folder / "inside").symlink_to(folder)
    (folder / "~$c.docx").write_bytes(b"lock")
    os.mkfifo(folder / "d.txt")
    odd = os.fsencode(folder) + b"/\xff\xfe\n.txt"
    with open(odd, "w") as file:
        file.write("x")
    found = list(files_of([folder], READABLE))
    assert [one.name for one in found] == ["a.txt", "d.txt", "??\n.txt", "b.TXT"]
    for one in found[:2]:
        with pytest.raises(Unreadable) as refused:
            one.content()
        assert refused.value.code == "not-a-file"
    assert found[3].content().decode() == made.SENTENCE


def test_files_named_are_bounded_and_plain(tmp_path):
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(60 * 1024 * 1024)
    with pytest.raises(Unreadable) as refused:
        File(large, named=True).content()
    assert refused.value.code == "too-large"
    device = next(files_of([Path("/dev/zero")], READABLE))
    with pytest.raises(Unreadable) as refused:
        device.content()
    assert refused.value.code == "not-a-file"
    with pytest.raises(NotFound):
        list(files_of([tmp_path / "none.txt"], READABLE))
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotFound):
        list(files_of([tmp_path / "empty"], READABLE))
    link = tmp_path / "link.txt"
    link.symlink_to(large)
    assert next(files_of([link], READABLE)).named
