"""Text out of files: the right letters whatever they were written in, in their order, with places that stay right."""

import unicodedata

import pytest

from danvan.ingest.prose.reading import read
from danvan.ingest.sources import Unreadable, text_of
from danvan.ingest.sources.legacy import converted
from tests.ingest import made

REPORT = (
    "Năm 2019, các cấp ủy đã tổ chức 8.597 cuộc giám sát, trong đó cấp huyện 585 cuộc.\n"
    "Người dân và chính quyền đã được đối thoại 1.205 cuộc với sự tham gia của các tổ chức.\n"
)
# Fonts of TCVN3 had capitals of their own.
SMALL = REPORT.replace("Năm", "năm").replace("Người", "người")
# The order of the standard TCVN 5712:1993, from 0xA8 and 0xB5 on; gaps are signs that these fonts do not have.
TCVN = {
    **dict(zip("ăâêôơưđ", range(0xA8, 0xAF), strict=True)),
    **{
        letter: place
        for place, letter in enumerate(
            "àảãáạ_ằẳẵắ_______ặầẩẫấậè_ẻẽéẹềểễếệìỉ___ĩíịò_ỏõóọồổỗốộờởỡớợù_ủũúụừửữứựỳỷỹýỵ", start=0xB5
        )
        if letter != "_"
    },
}
TONES = "\u0301\u0300\u0309\u0303\u0323"
VNI_HATS = {"\u0302": "âáàåãä", "\u0306": "êéèúüë"}
VNI_ALONE = {"ơ": "ô", "ư": "ö", "đ": "ñ", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "í": "í", "ì": "ì"}
IN_VISCII = (
    b"C\xe1c c\xa4p \xfcy \xf0\xe3 t\xb1 ch\xd1c 585 cu\xb5c gi\xe1m s\xe1t, v\xbei s\xf1 tham gia c\xfca ng\xdf\xb6i d\xe2n v\xe0"
    b" ch\xednh quy\xabn trong n\xe5m.\n"
)


def in_tcvn3(text: str) -> str:
    return "".join(chr(TCVN[sign]) if sign in TCVN else sign for sign in text)


def in_vni(text: str) -> str:
    """As that font has it, from the letters taken apart."""
    out = []
    for sign in text:
        if sign in VNI_ALONE:
            out.append(VNI_ALONE[sign])
            continue
        base, *marks = unicodedata.normalize("NFD", sign)
        tone = next((TONES.index(mark) + 1 for mark in marks if mark in TONES), 0)
        hat = next((VNI_HATS[mark] for mark in marks if mark in VNI_HATS), "")
        horned = {"o": "ô", "u": "ö"}[base] if "\u031b" in marks else base
        out.append(base + hat[tone] if hat else horned + ("", *"ùøûõï")[tone])
    return "".join(out)


def in_windows_1258(text: str) -> bytes:
    """Tones as signs of their own, hats together with their letters: what that code page can hold."""
    out = b""
    for sign in text:
        parts = unicodedata.normalize("NFD", sign)
        tone = "".join(mark for mark in parts if mark in TONES)
        rest = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in TONES))
        out += (rest + tone).encode("cp1258")
    return out


def taken_for_western(text: str) -> str:
    return "".join(
        chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
        for byte in text.encode()
    )


WRITTEN = {
    "utf-8": (REPORT.encode(), REPORT, ""),
    "utf-8 with its mark": (REPORT.encode("utf-8-sig"), REPORT, ""),
    "utf-16 with its mark": (REPORT.encode("utf-16"), REPORT, ""),
    "utf-16 little": (REPORT.encode("utf-16-le"), REPORT, ""),
    "utf-16 big": (REPORT.encode("utf-16-be"), REPORT, ""),
    "utf-32": (REPORT.encode("utf-32"), REPORT, ""),
    "lines of Windows": (REPORT.replace("\n", "\r\n").encode(), REPORT.replace("\n", "\r\n"), ""),
    "Windows for Vietnam": (in_windows_1258(REPORT), REPORT, ""),
    "TCVN3": (in_tcvn3(SMALL).encode("latin-1"), SMALL, "TCVN3"),
    "TCVN3 saved as Unicode": (in_tcvn3(SMALL).encode(), SMALL, "TCVN3"),
    "VNI": (in_vni(SMALL).encode("latin-1"), SMALL, "VNI"),
    "VNI saved as Unicode": (in_vni(SMALL).encode(), SMALL, "VNI"),
    "UTF-8 taken for Western": (taken_for_western(REPORT).encode(), REPORT, "CÃ´ng"),
    "half of it in Unicode": ((REPORT + in_tcvn3(SMALL)).encode(), REPORT + SMALL, "TCVN3"),
}


@pytest.mark.parametrize("how", WRITTEN)
def test_letters_are_right_however_they_were_written(how):
    content, text, note = WRITTEN[how]
    source = text_of("a.txt", content)
    assert source.text == text
    assert any(note in told for told in source.notes) if note else source.notes == []
    figures = read(source.text).plain()["figures"]
    assert [figure["value"] for figure in figures[:3]] == [8597, 585, 1205]
    for figure in figures:
        assert source.text[figure["start"] : figure["end"]].startswith(figure["raw"])


def test_viscii_and_other_languages():
    source = text_of("a.txt", IN_VISCII)
    assert source.text.startswith("Các cấp ủy đã tổ chức 585 cuộc giám sát, với sự tham gia")
    assert "VISCII" in source.notes[0]
    for text in (
        "Le comité a tenu 585 réunions où l'élève était présent, « à côté ».",
        "Größe über alles: 585 Bücher",
        REPORT,
    ):
        assert converted(text) == (text, "")


def test_utf8_damaged_on_its_way_is_read_and_told():
    spoilt = REPORT.encode().replace("đố".encode(), "đố".encode()[:-1], 1)
    source = text_of("a.txt", spoilt)
    assert "8.597 cuộc giám sát" in source.text and "\ufffd" in source.text
    assert "2" in source.notes[0]
    assert text_of("a.txt", REPORT.encode()[:-3] + "ư".encode()[:1]).text.startswith("Năm 2019")


def test_decomposed_letters_keep_their_places():
    """Figures are found as in composed letters, and their places are those of the text as it was sent."""
    sent = unicodedata.normalize("NFD", REPORT)
    source = text_of("a.txt", sent.encode())
    assert source.text == sent
    figures = read(source.text).plain()["figures"]
    assert [(figure["value"], figure["unit"], figure["what"]) for figure in figures] == [
        (figure["value"], figure["unit"], figure["what"]) for figure in read(REPORT).plain()["figures"]
    ]
    assert [sent[figure["start"] : figure["end"]].split(" ")[0] for figure in figures] == [
        "8.597",
        "585",
        "1.205",
    ]


def test_invisible_signs_change_nothing_and_are_told():
    tricked = (
        REPORT.replace("8.597", "8.5\u200b97")
        .replace("giám", "gi\u2060á\u00adm")
        .replace("1.205", "\u200e1.205\u200e")
    )
    source = text_of("a.txt", tricked.encode())
    assert source.text == tricked
    assert "5" in source.notes[0]
    figures = read(source.text).plain()["figures"]
    assert [(figure["value"], figure["what"]) for figure in figures] == [
        (figure["value"], figure["what"]) for figure in read(REPORT).plain()["figures"]
    ]
    assert tricked[figures[0]["start"] : figures[0]["end"]].startswith("8.5\u200b97")


def test_word_documents_are_read_as_a_person_reads_them():
    run = "<w:r>{}<w:t>{}</w:t></w:r>".format
    seen = '<w:rPr><w:vanish w:val="0"/></w:rPr>'
    box = "<w:txbxContent><w:p><w:r><w:t>khung 3</w:t></w:r></w:p></w:txbxContent>"
    body = (
        f"<w:p>{run('', '8.59')}{run('<w:rPr><w:b/></w:rPr>', '7 cuộc')}</w:p>"
        f"<w:p><w:del><w:r><w:delText>đã xóa 1</w:delText></w:r></w:del><w:ins>{run('', 'thêm 2')}</w:ins></w:p>"
        f"<w:p><w:moveFrom>{run('', 'chuyển 4')}</w:moveFrom></w:p><w:p><w:moveTo>{run('', 'chuyển 4')}</w:moveTo></w:p>"
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:p>{run('<w:rPr><w:vanish/></w:rPr>', 'ẩn 99')}{run(seen, 'hiện 5')}</w:p>"
        "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:instrText>PAGE 77</w:instrText><w:t>a</w:t><w:br/><w:t>b</w:t>"
        "<w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('', 'ô 6')}</w:p></w:tc><w:tc><w:p>{run('', 'ô 7')}</w:p></w:tc></w:tr></w:tbl>"
    )
    notes = f'<w:footnotes xmlns:w="{made.W}"><w:footnote><w:p>{run("", "chú 8")}</w:p></w:footnote></w:footnotes>'
    source = text_of("a.docx", made.docx(body=body, parts={"word/footnotes.xml": notes}))
    lines = [line.strip() for line in source.text.split("\n") if line.strip()]
    assert lines == [
        "8.597 cuộc",
        "thêm 2",
        "chuyển 4",
        "khung 3",
        "hiện 5",
        "a",
        "b\tc-d",
        "ô 6",
        "ô 7",
        "chú 8",
    ]
    assert len(source.notes) == 1 and "5" in source.notes[0]


def test_what_is_embedded_is_neither_read_nor_in_the_way():
    with_chart = made.docx(
        made.SENTENCE, parts={"word/embeddings/a.xlsx": made.xlsx(""), "word/vbaProject.bin": b"x"}
    )
    assert text_of("a.docx", with_chart).text == made.SENTENCE


def test_pages_of_a_pdf_begin_where_they_begin():
    source = text_of(
        "a.pdf", made.pdf("Nam 2019 co 12 cuoc\ngiam sat", "", "Nam 2020 co 345 cuoc giam sat va 7 dot")
    )
    assert len(source.pages) == 3
    assert "cuoc giam sat" in source.text.split("\n")[0]
    place = source.text.index("345")
    assert [source.page_of(at) for at in (0, place)] == [1, 3]
    assert source.text[source.pages[2] :].startswith("Nam 2020")
    assert len(source.notes) == 1 and "2" in source.notes[0]


def test_web_pages_give_what_is_seen():
    page = (
        "<!DOCTYPE html><html><head><title>Trang 1</title><style>p{width:99%}</style></head><body>"
        '<p>8.597 cuộc<br>giám&nbsp;sát</p><div title="a > b 98">585 &lt; 600</div><script>var a = "<p>97</p>";</script>'
        "<table><tr><td>ô 1<td>ô 2</table><!-- 96 --><svg><text>95</text></svg>a < b <b>đậm</b></body></html>"
    )
    lines = text_of("a.html", page.encode()).text.split("\n")
    assert [line.replace("\xa0", " ") for line in lines] == [
        "8.597 cuộc",
        "giám sát",
        "585 < 600",
        "ô 1\tô 2",
        "a < b đậm",
    ]
    assert text_of("a.htm", b"<p>khong dong <b>12 cuoc").text == "khong dong 12 cuoc"


def test_what_is_inside_decides_and_not_the_name():
    assert text_of("a.txt", made.docx(made.SENTENCE)).kind == "docx"
    assert text_of("a.docx", made.pdf("Bao cao nam 2019 cua thanh pho")).kind == "pdf"
    with pytest.raises(Unreadable):
        text_of("a.csv", REPORT.encode())
