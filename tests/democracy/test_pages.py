"""The pages: plain forms to the end, lists with their filters, what they refuse, and how many queries they take."""

from __future__ import annotations

import secrets
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from python_calamine import CalamineWorkbook

from danvan.democracy.models import (
    CommunityDecision,
    Consultation,
    ConsultationOpinion,
    DisclosureItem,
    DisclosurePlan,
)
from danvan.democracy.services import grouping
from danvan.notifications.models import Message
from tests.democracy.conftest import DAY
from tests.democracy.test_registers import add, supervise

pytestmark = pytest.mark.one_engine
NEW = {
    "unit": "HN-01-01", "title": "Dự thảo đề án chợ", "drafter": "UBND phường", "summary": "Toàn văn kèm theo",
    "channels": ["written", "online"], "how": "Gửi phiếu", "opens_on": "02/03/2026", "closes_on": "22/03/2026",
}  # fmt: skip


@pytest.fixture
def officer(client_for, hall):
    return client_for(hall.cast["officer"])


@pytest.fixture
def above(client_for, hall):
    return client_for(hall.cast["consolidator"])


def get(client, name, *args, **query):
    return client.get(reverse(f"democracy:{name}", args=args), query)


def post(client, name, *args, **fields):
    return client.post(reverse(f"democracy:{name}", args=args), {"once": secrets.token_urlsafe(18), **fields})


def test_a_draft_by_plain_forms_from_preparation_to_publication(officer, hall, at):
    short = post(officer, "consultation_new", **{**NEW, "closes_on": "10/03/2026"})
    assert short.status_code == 422 and "Điều 28" in short.content.decode()
    key = secrets.token_urlsafe(18)
    for _again in range(2):
        assert post(officer, "consultation_new", **NEW, once=key).status_code == 302
    draft = Consultation.unscoped.get()
    step = ("consultation_step", draft.pk)
    assert post(officer, *step, "mo", version=0).status_code == 302
    entry = {"channel": "written", "received_on": "02/03/2026", "clause": "Điều 3", "topic": "", "count": "4"}
    for text in ("Giữ chợ cũ", "Giữ chợ cũ", "Thêm bãi xe"):
        kept = post(officer, "opinion_add", draft.pk, **entry, text=text)
        assert kept.status_code == 302 and "clause=" in kept.url
    assert "Thêm bãi xe" in get(officer, "opinion_add", draft.pk).content.decode()
    wrong = ConsultationOpinion.unscoped.latest("pk")
    assert post(officer, "opinion", wrong.pk, version=0, **entry, text="Thêm bãi xe máy").status_code == 302
    at("2026-03-22")
    assert post(officer, *step, "dong", version=1, conferences=0).status_code == 302
    assert post(officer, *step, "tong-hop", version=2).status_code == 422
    assert post(officer, "groups", draft.pk, rest="1").status_code == 302
    assert post(officer, *step, "tong-hop", version=2).status_code == 302
    for group in draft.groups.all():
        answered = post(officer, "group", group.pk, version=0, verdict="accepted", reason="Tiếp thu")
        assert answered.status_code == 302
    assert post(officer, *step, "tra-loi", version=3, response="").status_code == 302
    told = post(officer, *step, "cong-khai", version=4, published_on="22/03/2026", ways="Niêm yết")
    assert told.status_code == 302
    page = get(officer, "consultation", draft.pk).content.decode()
    assert "Thêm bãi xe máy" in page and "22/03/2026, Niêm yết" in page


def test_the_table_of_answers_as_excel_and_in_both_official_formats(officer, hall):
    draft = hall.grouped()
    one = draft.groups.get(number=1)
    grouping.answer(
        group_id=one.pk, version=0, verdict="not", reason="=1+1 không", **hall.by(draft.closes_on)
    )
    content = BytesIO(get(officer, "matrix", draft.pk).content)
    rows = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    said = "đã giải trình, không tiếp thu"
    assert rows[1][:9] == [1, "Điều 3", "Mở cửa buổi tối", 5, 7, 0, 12, said, "=1+1 không"]
    for fmt, number in (("party", "Số …-BC/ĐU"), ("state", "Số: …/BC-UBND")):
        answer = officer.get(reverse("briefings:consultation_paper", args=[draft.pk, fmt]))
        document = Document(BytesIO(answer.content))
        words = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
        assert "=1+1 không" in words and "Chưa trả lời" in words and "Mở cửa buổi tối" in words
        assert number in words + "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert officer.get(reverse("briefings:consultation_paper", args=[draft.pk, "x"])).status_code == 404


def test_the_years_list_is_shown_opened_as_ticked_and_taken_back(officer, hall):
    page = get(officer, "disclosure_plan", nam="2026").content.decode()
    assert page.count('name="noi-dung"') == 25 and not DisclosureItem.unscoped.exists()
    ticked = ["budget:3", "plan:12"]
    made = post(officer, "disclosure_plan", **{"don-vi": "HN-01-01", "nam": "2026", "noi-dung": ticked})
    assert made.status_code == 302
    assert {(one.item, one.planned_on.month) for one in DisclosureItem.unscoped.all()} == {
        ("budget", 3),
        ("plan", 12),
    }
    again = post(officer, "disclosure_plan", **{"don-vi": "HN-01-01", "nam": "2026", "noi-dung": ticked})
    assert again.status_code == 422
    plan = DisclosurePlan.unscoped.get()
    back = post(officer, "disclosure_plan", **{"don-vi": "HN-01-01", "nam": "2026", "undo": plan.pk})
    assert back.status_code == 302 and not DisclosureItem.unscoped.exists()


def test_reminders_show_whom_before_they_go(above, officer, hall, at):
    item = add(hall)
    at("2026-03-20")
    page = get(above, "disclosures", **{"trang-thai": "late"}).content.decode()
    assert f'name="muc" value="{item.pk}"' in page
    preview = get(above, "disclosure_remind", muc=item.pk).content.decode()
    assert "Phường Phúc Xá" in preview and not Message.objects.filter(kind="democracy.remind").exists()
    key = secrets.token_urlsafe(18)
    for _again in range(2):
        assert (
            post(above, "disclosure_remind", muc=item.pk, text="Xin khẩn trương", once=key).status_code == 302
        )
    assert Message.objects.filter(kind="democracy.remind").count() == 1
    assert get(officer, "disclosure_remind").status_code == 403


@pytest.mark.parametrize(
    "register", ["consultations", "disclosures", "regulations", "decisions", "supervisions"]
)
def test_an_empty_list_says_what_to_do_and_odd_filters_do_nothing(officer, register):
    assert "empty__title" in get(officer, register).content.decode()
    odd = {
        "q": "\0%_",
        "nam": "٢٠٢٦",
        "trang-thai": "x",
        "loai": "'",
        "cap": "y",
        "don-vi": "\0",
        "trang": "-1",
    }
    assert get(officer, register, **odd).status_code == 200


def test_lists_find_with_and_without_marks_by_year_state_and_unit(above, officer, hall):
    hall.opened(title="Dự thảo đề án chợ Long Biên")
    hall.opened(title="Dự thảo quy chế nhà văn hóa")

    def count(**query):
        return get(above, "consultations", **query).content.decode().count('class="event__title"')

    assert (count(), count(q="cho long"), count(q="chợ LONG"), count(q="không có")) == (2, 1, 1, 0)
    assert (
        count(nam="2026"),
        count(nam="2025"),
        count(**{"trang-thai": "open"}),
        count(**{"don-vi": "HN-01"}),
    ) == (2, 0, 2, 2)
    csv = b"".join(get(above, "export", "consultations", "csv", q="cho long").streaming_content).decode()
    assert "Long Biên" in csv and "nhà văn hóa" not in csv
    assert get(officer, "export", "consultations", "csv").status_code == 403
    assert get(above, "export", "x", "csv").status_code == 404


def test_lists_take_the_same_queries_however_long(above, hall, django_assert_max_num_queries):
    for _n in range(12):
        hall.opened()
        add(hall)
        supervise(hall)
    for register in ("consultations", "disclosures", "supervisions"):
        with django_assert_max_num_queries(22):
            get(above, register)


def test_a_matter_by_plain_forms_and_what_is_typed_stays(officer, hall, at):
    at("2026-03-20")
    values = {"unit": "HN-01-01", "community": "Tổ 3", "title": "Đóng góp làm ngõ", "kind": "contribution", "way": "ballot",
              "proposed_on": "02/03/2026"}  # fmt: skip
    post(officer, "decision_new", **values)
    made = CommunityDecision.unscoped.get()
    step = ("decision_step", made.pk)
    post(officer, *step, "ban", version=0, discussed_on="05/03/2026", announced_on="06/03/2026")
    counts = {
        "voted_on": "09/03/2026",
        "households_for": 66,
        "households_against": 4,
        "households_absent": 30,
    }
    stale = post(officer, *step, "bieu-quyet", version=0, **counts)
    assert stale.status_code == 422 and 'value="66"' in stale.content.decode()
    post(officer, *step, "bieu-quyet", version=1, **counts)
    assert "67" in get(officer, "decision", made.pk).content.decode()  # needed
    post(officer, *step, "ket-qua", version=2, on="09/03/2026", number="")
    made.refresh_from_db()
    assert made.state == "not_adopted"


def test_this_week_tells_what_is_due_and_what_waits_below(officer, above, hall, at):
    add(hall)
    at((DAY + timedelta(days=10)).isoformat())
    mine = officer.get(reverse("workspace:this_week")).content.decode()
    assert "Dự toán quý I" in mine
    theirs = above.get(reverse("workspace:this_week")).content.decode()
    assert "trang-thai=late" in theirs


def test_residents_see_what_is_open_and_answers_once_published(client, hall):
    hall.opened(title="Dự thảo đang mở")
    draft = hall.grouped()
    hall.say(Consultation.unscoped.get(title="Dự thảo đang mở"), text="Ý kiến chưa công bố")
    page = client.get(reverse("portal:drafts")).content.decode()
    assert "Dự thảo đang mở" in page
    detail = client.get(reverse("portal:draft", args=[draft.reference])).content.decode()
    assert "15" in detail and "Mở cửa buổi tối" not in detail
    hidden = Consultation.unscoped.filter(pk=draft.pk)
    hidden.update(state="prepared")
    assert client.get(reverse("portal:draft", args=[draft.reference])).status_code == 404
    hidden.update(state="published", published_on=DAY)
    assert "Mở cửa buổi tối" in client.get(reverse("portal:draft", args=[draft.reference])).content.decode()
    assert "Mở cửa buổi tối" not in client.get(reverse("portal:drafts"), {"don-vi": "HN-02"}).content.decode()
