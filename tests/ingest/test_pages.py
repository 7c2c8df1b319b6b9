"""The pages: out and back by plain forms, what they refuse and keep, who gets them, how many queries they take."""

from __future__ import annotations

import io
import json
import secrets
import zipfile

import pytest
from django.urls import reverse

from danvan.ingest.models import HistoryFigure, Import, Learned
from danvan.ingest.workbooks import writing
from danvan.reporting.models import Draft, Submission
from tests.ingest.test_imports import figure
from tests.ingest.workshop import TEAM, book, own, sheet_of, tables, typed, upload

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
SAID = "Năm 2019, phường đã tổ chức 12 cuộc giám sát; xây dựng 5 mô hình Dân vận khéo, trong đó 2 mô hình mới và 3 mô hình cũ."


@pytest.fixture
def officer(client_for, cast, first_quarter):
    return client_for(cast["officer"])


@pytest.fixture
def district(client_for, cast, first_quarter):
    return client_for(cast["consolidator"])


def get(client, name, *args, **query):
    return client.get(reverse(f"ingest:{name}", args=args), query)


def post(client, name, *args, query="", **fields):
    return client.post(
        reverse(f"ingest:{name}", args=args) + query, {"once": secrets.token_urlsafe(18), **fields}
    )


def text(answer):
    return answer.content.decode()


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def sent(client, *contents, unit="HN-01-01"):
    files = [upload(content, f"tep-{number}.xlsx") for number, content in enumerate(contents)]
    answer = post(client, "send_back", unit=unit, files=files)
    assert answer.status_code == 302, text(answer)
    return Import.unscoped.latest("pk")


def test_a_form_out_filled_in_and_back_and_undone_by_plain_forms(officer, first_quarter):
    asked = {"round": first_quarter.pk, "unit": "HN-01-01", "whose": "own", "packed": "files"}
    out = get(officer, "forms_out", **asked)
    assert 'filename="DV-QUY-2020-Q1-HN-01-01.xlsx"' in out.headers["Content-Disposition"]
    assert "HN-01-01" in tables(out.content)
    made = sent(officer, book(first_quarter, {TEAM: 7}))
    page = text(get(officer, "import", made.pk))
    assert "Giám sát bằng đoàn giám sát" in page
    assert not Draft.objects.exists()
    assert post(officer, "take_in", made.pk, version=0).status_code == 302
    assert figure(first_quarter) == 7
    page = text(get(officer, "import", made.pk))
    assert reverse("reporting:entry", args=[Submission.unscoped.get(unit__code="HN-01-01").pk]) in page
    assert reverse("ingest:take_back", args=[made.pk]) in page
    assert post(officer, "take_back", made.pk, version=1).status_code == 302
    assert figure(first_quarter) is None
    assert post(officer, "take_in", made.pk, version=2).status_code == 409


def test_a_branch_goes_out_packed_and_comes_back_packed(district, first_quarter):
    asked = {"round": first_quarter.pk, "unit": "HN-01", "whose": "branch", "packed": "files"}
    packed = body(get(district, "forms_out", **asked))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert sorted(name[15:-5] for name in archive.namelist()) == ["HN-01", "HN-01-01", "HN-01-02"]
    answer = post(district, "send_back", unit="HN-01", files=[upload(packed, "ca-nhanh.zip")])
    assert answer.status_code == 302
    assert set(Import.unscoped.get().sheets.values_list("state", flat=True)) == {"same"}
    one = get(district, "forms_out", **{**asked, "packed": "sheets"})
    assert list(tables(one.content)) == [writing.GUIDE, "HN-01", "HN-01-01", "HN-01-02"]


def test_a_press_repeated_makes_one_import(officer, first_quarter):
    content = book(first_quarter, {TEAM: 7})
    key = secrets.token_urlsafe(18)
    ways = {
        post(officer, "send_back", unit="HN-01-01", files=[upload(content)], once=key).url
        for _again in range(2)
    }
    assert len(ways) == Import.unscoped.count() == 1


def test_faults_come_back_in_the_same_workbook_several_files_packed(officer, first_quarter):
    made = sent(officer, book(first_quarter, {TEAM: "bảy"}))
    page = text(get(officer, "import", made.pk))
    assert "bảy" in page
    assert reverse("ingest:take_in", args=[made.pk]) not in page, "nothing is ready"
    one = get(officer, "faults", made.pk)
    assert list(tables(one.content))[0] == writing.FAULTS
    two = sent(officer, book(first_quarter, {TEAM: "bảy"}), b"no workbook")
    with zipfile.ZipFile(io.BytesIO(body(get(officer, "faults", two.pk)))) as archive:
        assert archive.namelist() == ["can-sua-tep-0.xlsx", "can-sua-tep-1.xlsx"]
    whole = sent(officer, book(first_quarter, {TEAM: 7}))
    assert get(officer, "faults", whole.pk).status_code == 404


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("send_back", {"unit": "HN-01-01"}),
        ("send_back", {"unit": "HN-02-01", "files": "x"}),
        ("foreign", {"unit": "HN-01-01", "round": "99"}),
        ("prose", {"unit": "HN-01-01"}),
    ],
)
def test_what_is_missing_is_told_beside_its_field(officer, name, fields):
    answer = post(officer, name, **fields)
    assert answer.status_code == 422
    assert "field__error" in text(answer) or "form-errors" in text(answer)
    assert not Import.unscoped.exists()


def test_lists_filter_page_and_teach_when_empty(officer, first_quarter):
    assert "Chưa" in text(get(officer, "imports"))
    assert get(officer, "history").status_code == get(officer, "words").status_code == 200
    sent(officer, book(first_quarter, {TEAM: 7}))
    assert "tep-0.xlsx" in text(
        get(officer, "imports", q="TEP-0", loai="workbook", **{"trang-thai": "tried"})
    )
    assert "tep-0.xlsx" not in text(get(officer, "imports", loai="prose"))
    assert "tep-0.xlsx" in text(get(officer, "imports", loai="no-such", trang="zz"))


def test_a_table_of_its_own_is_mapped_on_the_page_and_taken_in(officer, first_quarter):
    rows = [["Nội dung", "Năm trước", "Kết quả"], ["Giám sát bằng đoàn giám sát", 5, 6], ["Lạ", 1, 2]]
    answer = post(officer, "foreign", unit="HN-01-01", round=first_quarter.pk, files=[upload(own(rows))])
    made = Import.unscoped.get()
    assert answer.url == reverse("ingest:import", args=[made.pk])
    sheet = made.sheets.get()
    way = reverse("ingest:mapping", args=[made.pk, sheet.pk])
    assert way in text(get(officer, "import", made.pk))
    page = text(officer.get(way))
    assert 'value="Giám sát bằng đoàn giám sát"' in page
    place = sheet.mapping["matches"][0]["place"]
    column = sheet.mapping["series"][1]["place"]
    wrong = officer.post(
        way, {"version": 0, f"ma-{place}": "Không có chỉ tiêu này", f"cot-{column}": "HN-01-01"}
    )
    assert wrong.status_code == 422
    assert text(wrong).count("Không có chỉ tiêu này") >= 2, "told, and kept as typed"
    right = {f"ma-{place}": "Giám sát bằng đoàn giám sát", f"cot-{column}": "Phường Phúc Xá"}
    assert officer.post(way, {"version": 0, **right}).status_code == 302
    assert post(officer, "take_in", made.pk, version=1).status_code == 302
    assert figure(first_quarter) == 6


@pytest.fixture
def read(officer):
    def read_(said=SAID):
        answer = post(officer, "prose", unit="HN-01-01", text=said)
        assert answer.status_code == 302, text(answer)
        return Import.unscoped.latest("pk")

    return read_


def said_of(made, **codes):
    """What is posted when each figure of a value is said to be an indicator."""
    rows = {str(row.value.normalize()): row for row in made.figures.all()}
    found = {}
    for value, (name, level) in codes.items():
        row = rows[value.removeprefix("v")]
        found |= {f"ma-{row.pk}": name, f"cap-{row.pk}": level, f"so-{row.pk}": value.removeprefix("v")}
    return found


def test_text_on_the_left_and_proposals_on_the_right(officer, read):
    made = read()
    page = text(get(officer, "import", made.pk))
    assert "xây dựng" in page.split('class="read__found"')[0]
    right = page.split('class="read__found"')[1]
    for row in made.figures.all():
        assert f'id="so-{row.pk}"' in page, "a mark in the text"
        assert f'href="#so-{row.pk}"' in right, "and a line that leads to it"
    assert "cộng đúng" in right or "khớp" in right


def test_confirmed_figures_become_a_draft_with_their_place_as_evidence(officer, read, first_quarter):
    made = read()
    draft = Submission.unscoped.get(unit__code="HN-01-01")
    said = said_of(made, v12=("Giám sát bằng đoàn giám sát", "commune"))
    answer = post(officer, "decide", made.pk, version=0, viec="bao-cao", report=draft.pk, **said)
    assert answer.url == reverse("reporting:entry", args=[draft.pk])
    assert figure(first_quarter) == 12
    (note,) = [one for one in Draft.objects.get().notes.values() if one.get("evidence")]
    assert note["source"] == "imported"
    assert note["evidence"] == [str(made.files.get().file_id)]
    assert Learned.objects.filter(kind="phrase", code=TEAM).exists()


def test_confirmed_figures_become_history_that_opens_its_place_and_can_be_taken_back(officer, read):
    made = read()
    said = said_of(made, v12=("Giám sát bằng đoàn giám sát", "commune"))
    answer = post(
        officer, "decide", made.pk, version=0, viec="lich-su", unit="HN-01-01", period="2019", **said
    )
    assert answer.url == reverse("ingest:history_of", args=["HN-01-01", "2019"])
    row = HistoryFigure.unscoped.get()
    page = text(officer.get(answer.url))
    way = f"{reverse('ingest:import', args=[made.pk])}?tep={row.file_id}&amp;tai={row.start}#cho"
    assert way in page
    assert 'id="cho"' in text(officer.get(way.replace("&amp;", "&")))
    told = json.loads(get(officer, "history_file", "HN-01-01", "2019").content)
    assert told["totals"] == {TEAM: {"commune": 12}}
    # A second confirmation stands in its place until it is taken back.
    later = read(SAID.replace("12 cuộc", "14 cuộc"))
    said = said_of(later, v14=("Giám sát bằng đoàn giám sát", "commune"))
    post(officer, "decide", later.pk, version=0, viec="lich-su", unit="HN-01-01", period="2019", **said)
    assert HistoryFigure.unscoped.get(replaced_at=None).value == 14
    assert post(officer, "history_back", "HN-01-01", "2019").status_code == 302
    assert HistoryFigure.unscoped.get(replaced_at=None).value == 12
    assert post(officer, "history_back", "HN-01-01", "2019").status_code == 302
    assert post(officer, "history_back", "HN-01-01", "2019").status_code == 404


@pytest.mark.parametrize(
    ("name", "value", "more"),
    [
        ("Không có chỉ tiêu này", "12", {}),
        ("Giám sát bằng đoàn giám sát", "mười hai", {}),
        ("Giám sát bằng đoàn giám sát", "12", {"viec": "lich-su", "unit": "HN-01-01", "period": "năm ngoái"}),
        ("", "12", {"viec": "lich-su", "unit": "HN-01-01", "period": "2019"}),
        ("Giám sát bằng đoàn giám sát", "12", {"viec": "bao-cao", "report": "9999"}),
    ],
)
def test_a_refusal_keeps_what_was_typed(officer, read, name, value, more):
    made = read()
    row = made.figures.get(value=12)
    fields = {f"ma-{row.pk}": name, f"so-{row.pk}": value, f"cap-{row.pk}": "commune", **more}
    answer = post(officer, "decide", made.pk, version=0, **fields)
    assert answer.status_code == 422
    assert f'value="{value}"' in text(answer)
    if name:
        assert f'value="{name}"' in text(answer)
    assert not HistoryFigure.unscoped.exists()


def test_pasted_and_sent_files_are_read_and_unreadable_ones_told(officer):
    answer = post(
        officer, "prose", unit="HN-01-01", files=[upload(SAID.encode(), "a.txt"), upload(b"%PDF-broken", "b.pdf")], text=SAID
    )  # fmt: skip
    assert answer.status_code == 302
    made = Import.unscoped.get()
    assert [bool(one.fault) for one in made.files.all()] == [False, True, False]
    broken = made.files.all()[1]
    assert broken.fault.split(".")[0] in text(get(officer, "import", made.pk, tep=broken.pk))
    assert post(officer, "discard", made.pk, version=0).status_code == 302


def test_what_was_learned_is_changed_at_the_top_only_and_taken_away_as_a_list(
    officer, read, client_for, cast
):
    made = read()
    said = said_of(made, v12=("Giám sát bằng đoàn giám sát", "commune"))
    post(officer, "decide", made.pk, version=0, **said)
    row = Learned.objects.get()
    assert row.said in text(get(officer, "words", q=row.said))
    assert row.said in body(get(officer, "words_file")).decode()
    assert post(officer, "word", row.pk, version=0, ma=TEAM).status_code == 403
    top = client_for(cast["administrator"])
    assert post(top, "word", row.pk, version=7, ma=TEAM).status_code == 409
    assert post(top, "word", row.pk, version=0, ma="no.such").status_code == 422
    assert post(top, "word", row.pk, version=0, ma=TEAM).status_code == 302
    row.refresh_from_db()
    assert not row.active, "the box was left empty"


def test_out_of_sight_is_404_and_not_allowed_is_403(officer, client_for, cast, first_quarter):
    made = sent(officer, book(first_quarter, {TEAM: 7}))
    outsider, leader = client_for(cast["outsider"]), client_for(cast["leader"])
    for name in ("import", "faults"):
        assert get(outsider, name, made.pk).status_code == 404
    assert post(outsider, "take_in", made.pk, version=0).status_code == 404
    assert get(leader, "import", made.pk).status_code == 200
    assert post(leader, "take_in", made.pk, version=0).status_code == 403
    assert get(leader, "send_back").status_code == 403
    assert get(outsider, "imports").status_code == 200
    assert "tep-0.xlsx" not in text(get(outsider, "imports"))
    assert not Draft.objects.exists()


def test_queries_do_not_grow_with_what_is_shown(
    district, officer, first_quarter, read, django_assert_max_num_queries
):
    sheets = [typed(one, {TEAM: 2}) for one in sheet_of(first_quarter, "HN-01", "HN-01-01", "HN-01-02")]
    made = sent(district, writing.workbook(sheets), book(first_quarter, {TEAM: "x"}), unit="HN-01")
    prose = read(SAID * 30)
    pages = [
        (district, reverse("ingest:imports"), 11), (district, reverse("ingest:import", args=[made.pk]), 14),
        (district, reverse("ingest:forms_out"), 6), (officer, reverse("ingest:import", args=[prose.pk]), 14),
        (officer, reverse("ingest:history"), 6), (officer, reverse("ingest:words"), 8),
        (district, reverse("ingest:faults", args=[made.pk]), 40),
    ]  # fmt: skip
    for client, address, most in pages:
        client.get(address)
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
    second = text(officer.get(reverse("ingest:import", args=[prose.pk]), {"trang": 2}))
    assert second.count('class="read__one') == 60, "so many figures at a time"


def test_commands_of_the_page_are_links_and_forms_that_work_without_scripts(officer, first_quarter):
    made = sent(officer, book(first_quarter, {TEAM: 7}))
    page = text(get(officer, "import", made.pk))
    assert f'formaction="{reverse("ingest:take_in", args=[made.pk])}"' in page
    assert " style=" not in page
    assert "<script>" not in page
