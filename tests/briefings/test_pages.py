"""Documents through the front door."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from danvan.audit.once import new_key
from danvan.briefings.layout.builder import default_template
from danvan.briefings.models import DocumentTemplate, Narrative, ReportDocument
from danvan.common.periods import Period
from danvan.reporting.services import reviewing, rounds

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def city(cast, client_for):
    return client_for(cast["city_consolidator"])


def page(client, name, *args, **query):
    return client.get(reverse(f"briefings:{name}", args=args), query)


def test_a_document_of_a_unit_out_of_sight_is_not_found(cast, client_for, first_quarter):
    mine = client_for(cast["consolidator"])
    asked = {"period": "2020-Q1", "format": "state"}
    assert mine.post(reverse("briefings:new"), asked | {"unit": "HN-02"}).status_code == 404
    assert mine.post(reverse("briefings:new"), asked | {"unit": "HN-99"}).status_code == 422
    assert mine.post(reverse("briefings:new"), asked | {"unit": "HN-01"}).status_code == 302
    assert ReportDocument.unscoped.count() == 1


def test_an_empty_list_teaches(cast, client_for, city, now):
    assert "Chưa có văn bản nào" in page(city, "documents").content.decode()
    assert page(client_for(cast["officer"]), "documents").status_code == 403
    anonymous = page(client_for(cast["officer"]).__class__(), "documents")
    assert anonymous.status_code == 302


def test_from_list_to_draft(accepted, city):
    answer = city.post(reverse("briefings:new"), {"unit": "hn", "period": "2020-Q1", "format": "party"})
    made = ReportDocument.unscoped.get()
    assert answer.url == reverse("briefings:document", args=[made.pk])
    again = city.post(reverse("briefings:new"), {"unit": "HN", "period": "2020-Q1", "format": "party"})
    assert again.url == answer.url
    listed = page(city, "documents", state="draft", year=2020).content.decode()
    assert "quý I/2020" in listed
    assert "Không có văn bản nào" in page(city, "documents", year=2011).content.decode()
    for words, found in (("ha noi", 1), ("hà nồi", 0), ("99", 0)):
        sheet = page(city, "documents_excel", q=words, state="draft").content
        rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
        assert [row[1] for row in rows[1:]] == ["quý I/2020"] * found, words


@pytest.mark.parametrize(
    ("unit", "period", "words"),
    [("HN", "2020-Q5", "2020-Q5"), ("XX", "2020-Q1", "XX"), ("HN", "2017", "2017")],
)
def test_a_draft_that_cannot_begin_keeps_what_was_typed(accepted, city, unit, period, words):
    answer = city.post(reverse("briefings:new"), {"unit": unit, "period": period, "format": "state"})
    assert answer.status_code == 422
    assert f'value="{words}"' in answer.content.decode()
    assert not ReportDocument.unscoped.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("city_consolidator", 200), ("leader", 200), ("auditor", 200), ("consolidator", 404), ("officer", 404)],
)
def test_who_sees_a_document(draft, cast, client_for, who, status):
    assert page(client_for(cast[who]), "document", draft.pk).status_code == status


def test_the_page_is_the_document(draft, city, django_assert_max_num_queries):
    page(city, "documents")  # the first page of a session keeps a token in it
    with django_assert_max_num_queries(25):
        html = page(city, "document", draft.pk).content.decode()
    assert "Số …-BC/BDVTU" in html
    assert "Toàn Thành phố đã giám sát " in html
    assert 'class="bound"' in html
    assert html.count("data-narrative>") == 12
    assert "1/7 đơn vị" in html


def test_the_page_says_what_is_illustrative(draft, form, submission_of, sent, actors, cast, city, now):
    told = "Số liệu quý I/2019 là số liệu minh họa"
    assert told not in page(city, "document", draft.pk).content.decode()
    earlier = rounds.open_round(
        form=form, period=Period.parse("2019-Q1"), unit=cast.city, by=None, at=now, illustrative=True
    )
    version = sent(submission_of(earlier), **{"supervision.form.team": 2})
    reviewing.accept(
        submission_id=version.submission_id, version_number=version.number, by=actors["consolidator"], at=now
    )
    html = page(city, "document", draft.pk).content.decode()
    assert html.count(f"{told}.") == 2, "after the first comparison and under the table"
    assert f"{told}; văn bản có ghi rõ." in html, "on the list of what to look at before issuing"


def test_a_reader_gets_no_forms(draft, cast, client_for):
    html = page(client_for(cast["leader"]), "document", draft.pk).content.decode()
    assert "<textarea" not in html
    assert reverse("briefings:issue", args=[draft.pk]) not in html


def test_writing_with_and_without_script(draft, city):
    address = reverse("briefings:narrative", args=[draft.pk, "situation"])
    answer = city.post(address, {"text": "Nhân dân phấn khởi, có 37 ý kiến.", "version": 0})
    assert answer.url.endswith(f"/{draft.pk}/#part-situation")
    html = page(city, "document", draft.pk).content.decode()
    assert "Nhân dân phấn khởi" in html
    assert "“37” không gắn với số liệu nào" in html
    quiet = city.post(address, {"text": "Bản hai", "version": 1}, headers={"Accept": "application/json"})
    assert json.loads(quiet.content) == {"version": 2}
    stale = city.post(address, {"text": "Bản của tôi", "version": 1}, headers={"Accept": "application/json"})
    assert (stale.status_code, json.loads(stale.content)["theirs"]) == (409, "Bản hai")
    both = city.post(address, {"text": "Bản của <b>tôi</b>", "version": 1})
    assert both.status_code == 409
    assert "Bản hai" in both.content.decode()
    assert "Bản của &lt;b&gt;tôi&lt;/b&gt;" in both.content.decode()
    assert Narrative.objects.get().text == "Bản hai"


def test_a_leader_writes_nothing(draft, cast, client_for):
    address = reverse("briefings:narrative", args=[draft.pk, "situation"])
    assert client_for(cast["leader"]).post(address, {"text": "x", "version": 0}).status_code == 403
    assert client_for(cast["outsider"]).post(address, {"text": "x", "version": 0}).status_code == 404
    assert not Narrative.objects.exists()


def test_the_letterhead_and_its_conflict(draft, city):
    address = reverse("briefings:details", args=[draft.pk])
    values = {
        "body": "BAN DÂN VẬN",
        "sign": "BDVTU",
        "place": "Huế",
        "signatory_title": "TRƯỞNG BAN",
        "signatory": "A",
        "version": 2,
    }
    assert city.post(address, values).status_code == 302
    stale = city.post(address, {**values, "place": "Vinh"})
    assert stale.status_code == 409
    assert "Huế" in stale.content.decode()
    assert "Vinh" in stale.content.decode()
    draft.refresh_from_db()
    assert draft.place == "Huế"


def test_issue_then_download_what_was_signed(draft, city, now):
    refused = city.post(
        reverse("briefings:issue", args=[draft.pk]), {"signed_on": "2031-01-01", "version": draft.version}
    )
    assert refused.status_code == 422
    done = city.post(
        reverse("briefings:issue", args=[draft.pk]), {"signed_on": "2020-03-16", "version": draft.version}
    )
    assert done.status_code == 302
    html = page(city, "document", draft.pk).content.decode()
    draft.refresh_from_db()
    assert draft.seal in html
    assert "<textarea" not in html
    for output, begins in (("docx", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        first = page(city, "download", draft.pk, output)
        assert first.content.startswith(begins)
        assert first.content == page(city, "download", draft.pk, output).content
        assert first["Content-Disposition"] == f'attachment; filename="bao-cao-HN-2020-Q1-party.{output}"'
    assert page(city, "download", draft.pk, "exe").status_code == 404


def test_a_draft_downloads_as_it_stands(draft, city, cast, client_for):
    assert page(city, "download", draft.pk, "docx").content.startswith(b"PK")
    assert page(client_for(cast["auditor"]), "download", draft.pk, "docx").status_code == 403


def test_an_erratum_from_mark_to_issue(issued, corrected, city, cast, client_for):
    assert page(city, "erratum", issued.pk).status_code == 302, "nothing to correct yet"
    corrected(4)
    assert "số liệu đã thay đổi" in page(city, "documents").content.decode()
    html = page(city, "document", issued.pk).content.decode()
    assert "bound--changed" in html
    proposal = page(city, "erratum", issued.pk)
    assert "sửa thành" in proposal.content.decode()
    fingerprint = proposal.context["proposal"].fingerprint
    address = reverse("briefings:erratum", args=[issued.pk])
    assert client_for(cast["leader"]).get(address).status_code == 403
    assert city.post(address, {"reason": "", "fingerprint": fingerprint}).status_code == 422
    stale = city.post(address, {"reason": "Bổ sung", "fingerprint": "0" * 64})
    assert stale.status_code == 409
    assert "Bổ sung" in stale.content.decode()
    assert city.post(address, {"reason": "Bổ sung", "fingerprint": fingerprint}).status_code == 302
    html = page(city, "document", issued.pk).content.decode()
    assert "Đính chính số liệu tại Báo cáo số 01-BC/BDVTU" in html


# --- templates ------------------------------------------------------------------------------------------------------


def upload(client, content, name="Mẫu của Văn phòng"):
    file = SimpleUploadedFile("mau.docx", content)
    body = {"kind": "quarterly", "format": "party", "name": name, "file": file, "once": new_key()}
    return client.post(reverse("briefings:templates"), body)


def edited(change):
    from docx import Document

    document = Document(BytesIO(default_template("quarterly", "party")))
    change(document)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def test_a_good_template_is_tried_out_and_used(draft, cast, client_for, city, now):
    admin = client_for(cast["administrator"])
    mine = edited(
        lambda document: document.paragraphs[-1].insert_paragraph_before("Mẫu riêng của {{ unit_name }}")
    )
    assert upload(admin, mine).status_code == 302
    made = DocumentTemplate.objects.get()
    assert made.usable
    assert made.findings == []
    assert page(admin, "template_sample", made.pk).content.startswith(b"PK")
    assert admin.post(reverse("briefings:template_activate", args=[made.pk])).status_code == 302
    from docx import Document

    printed = Document(BytesIO(page(city, "download", draft.pk, "docx").content))
    assert any("Mẫu riêng của Thành phố Hà Nội" in paragraph.text for paragraph in printed.paragraphs)
    admin.post(reverse("briefings:template_retire", args=[made.pk]))
    made.refresh_from_db()
    assert not made.active
    assert page(admin, "templates").status_code == 200


def test_a_wrong_template_is_kept_out_with_its_place(cast, client_for, now):
    admin = client_for(cast["administrator"])
    wrong = edited(
        lambda document: document.paragraphs[1].insert_paragraph_before("Kính gửi {{ nguoi_nhan }}")
    )
    upload(admin, wrong)
    made = DocumentTemplate.objects.get()
    assert not made.usable
    html = page(admin, "template", made.pk).content.decode()
    assert "nguoi_nhan" in html
    assert "Kính gửi" in html
    admin.post(reverse("briefings:template_activate", args=[made.pk]))
    made.refresh_from_db()
    assert not made.active
    assert page(admin, "template_sample", made.pk).status_code == 404


@pytest.mark.parametrize(
    ("who", "get", "post"), [("city_consolidator", 200, 403), ("leader", 403, 403), ("officer", 403, 403)]
)
def test_only_administrators_manage_templates(cast, client_for, now, who, get, post):
    client = client_for(cast[who])
    assert page(client, "templates").status_code == get
    assert upload(client, default_template("quarterly", "party")).status_code == post
    assert not DocumentTemplate.objects.exists()
    assert page(client, "template_default", "annual", "state").status_code == get
