"""An erratum as a Word file of its own: what it names, how it looks, who gets it."""

import subprocess
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from danvan.briefings import issuers, services
from danvan.briefings.layout import checker, correction
from danvan.briefings.models import Erratum
from tests.support.programs import soffice

CHANGES = [
    ("Cuộc giám sát", "mục II.4, Phụ lục 1", "8.597", "8.601"),
    ("Số cuộc đối thoại <script>", "mục II.2", "1.024", "1.026"),
]


def paper(fmt="party", **changes):
    given = {
        "fmt": fmt,
        "issuer": issuers.proposed("Thành phố Hà Nội", "city", fmt, date(2020, 3, 16)),
        "signatory": "Phạm Văn Dũng",
        "number": 1,
        "dated": date(2020, 3, 20),
        "reference": issuers.reference(fmt, 5, "BDVTU"),
        "opening": "Đính chính số liệu tại Báo cáo số 05-BC/BDVTU, ngày 16 tháng 3 năm 2020, cụ thể như sau:",
        "reason": "Phường Phúc Xá gửi bản bổ sung số 1.",
        "changes": CHANGES,
        "seal": "0" * 64,
    }
    return correction.Correction(**given | changes)


def words_of(content):
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.slow
@pytest.mark.parametrize("fmt", ["party", "state"])
def test_it_follows_the_rules_of_its_format_and_names_old_and_new(fmt):
    content = correction.render(paper(fmt))
    assert checker.check_format(content, fmt) == []
    words = words_of(content)
    for text in ("đính chính số liệu (lần 1) tại Báo cáo số", "05-BC/BDVTU, ngày 16 tháng 3 năm 2020", "Phạm Văn Dũng",
                 "Hà Nội, ngày 20 tháng 3 năm 2020", "Lý do: Phường Phúc Xá gửi bản bổ sung số 1.\n",
                 "Các nội dung khác của Báo cáo không thay đổi."):  # fmt: skip
        assert text in words, text
    table = Document(BytesIO(content)).tables[1]
    assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [
        ["1", *CHANGES[0]], ["2", *CHANGES[1]],
    ]  # fmt: skip
    assert Document(BytesIO(content)).core_properties.comments == f"SHA-256 {'0' * 64}"


@pytest.mark.slow
@pytest.mark.parametrize("fmt", ["party", "state"])
def test_libreoffice_opens_it_on_one_page(fmt, tmp_path):
    import pypdfium2

    source = tmp_path / f"dinh-chinh-{fmt}.docx"
    source.write_bytes(correction.render(paper(fmt)))
    done = subprocess.run(
        [soffice(), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(source)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    pdf = pypdfium2.PdfDocument(source.with_suffix(".pdf").read_bytes())
    assert len(pdf) == 1, done.stderr
    text = pdf[0].get_textpage().get_text_bounded()
    assert "8.597" in text and "8.601" in text and "PHỤ LỤC" not in text


@pytest.mark.slow
def test_who_may_take_the_document_away_may_take_its_erratum(
    issued, corrected, actors, now, cast, client_for
):
    corrected(4)
    fingerprint = services.propose_erratum(issued).fingerprint
    services.issue_erratum(
        document=issued, reason="Bổ sung", fingerprint=fingerprint, by=actors["city_consolidator"], at=now
    )
    where = reverse("briefings:erratum_word", args=[issued.pk, 1])
    reader = client_for(cast["leader"])
    assert where in reader.get(reverse("briefings:document", args=[issued.pk])).content.decode()
    answer = reader.get(where)
    assert answer["Content-Disposition"] == 'attachment; filename="dinh-chinh-1-HN-2020-Q1-party.docx"'
    words = words_of(answer.content)
    assert "Cuộc giám sát" in words and "01-BC/BDVTU" in words
    assert reader.get(reverse("briefings:erratum_word", args=[issued.pk, 2])).status_code == 404
    assert client_for(cast["auditor"]).get(where).status_code == 403
    assert client_for(cast["consolidator"]).get(where).status_code == 404
    assert Erratum.objects.count() == 1
