"""The pages: who gets them, what they refuse, that they work as plain forms, and how many queries they take."""

from __future__ import annotations

import secrets
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from python_calamine import CalamineWorkbook

from danvan.oversight.models import (
    CriticismOpinion,
    OversightSession,
    SupervisionRecommendation,
    YearPlan,
)
from tests.oversight.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def client(client_for, stage):
    return client_for(stage.cast["consolidator"])


def get(client, name, *args, **query):
    return client.get(reverse(f"oversight:{name}", args=args), query)


def post(client, name, *args, **fields):
    return client.post(reverse(f"oversight:{name}", args=args), {"once": secrets.token_urlsafe(18), **fields})


def table(response) -> list[list]:
    return CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()


def text(response) -> str:
    return response.content.decode()


PLAN = {
    "unit": "HN-01", "title": "Công khai ngân sách phường", "form": "team", "topic": "budget", "target_unit": "HN-01-01",
    "target_units": "HN-01-02", "target_bodies": "Ban Quản lý chợ", "plan_year": "2019", "plan_quarter": "4",
    "scheduled_on": "25/11/2019", "content": "Thu, chi quý", "led_by": "", "host_units": "", "host_bodies": "HĐND quận",
}  # fmt: skip


def test_a_supervision_by_plain_forms_from_plan_to_recommendations(client, stage):
    once = secrets.token_urlsafe(18)
    made = post(client, "new", "giam-sat", **PLAN, once=once)
    again = post(client, "new", "giam-sat", **PLAN, once=once)
    session = OversightSession.unscoped.get()
    assert made.url == again.url == reverse("oversight:session", args=[session.pk])
    assert session.targets.count() == 3 and session.level == "district"
    days = iter(
        ("10/11/2019", "11/11/2019", "12/11/2019", "25/11/2019", "27/11/2019", "29/11/2019", "02/12/2019")
    )
    given = {
        "phe-duyet": {}, "lap-doan": {"team_people": 5, "team_bodies": 2},
        "thong-bao": {"scheduled_on": "25/11/2019"}, "lam-viec": {}, "bao-cao": {"findings": "Niêm yết chậm"},
        "ket-luan": {"number": "9-KL/MTTQ", "signer": "Chủ tịch", "conclusion": "Cơ bản tốt", "findings": ""},
    }  # fmt: skip
    for slug, fields in given.items():
        session.refresh_from_db()
        answer = post(client, "step", session.pk, slug, on=next(days), version=session.version, **fields)
        assert answer.status_code == 302, (slug, text(answer))
    asked = post(client, "recommend", session.pk, text="Niêm yết đúng kỳ", to_unit="HN-01-01", finding="Chậm")
    assert asked.status_code == 302
    session.refresh_from_db()
    preview = text(get(client, "step", session.pk, "gui-kien-nghi"))
    assert "Niêm yết đúng kỳ" in preview and "Phường Phúc Xá" in preview
    post(client, "step", session.pk, "gui-kien-nghi", on=next(days), version=session.version)
    one = SupervisionRecommendation.unscoped.get()
    assert one.commitment is not None and one.is_open
    page = text(get(client, "session", session.pk))
    assert reverse("commitments:story", args=[one.commitment_id]) in page and "Niêm yết chậm" not in page
    story = client.get(reverse("commitments:story", args=[one.commitment_id]))
    assert reverse("oversight:session", args=[session.pk]) in text(story)


def test_what_is_wrong_stands_beside_the_form_and_nothing_typed_is_lost(client, stage):
    answer = post(
        client, "new", "giam-sat", **{**PLAN, "target_units": "HN-99", "title": "ông Nguyễn Văn An"}
    )
    assert answer.status_code == 422 and "HN-99" in text(answer) and "ông Nguyễn Văn An" in text(answer)
    answer = post(client, "new", "giam-sat", **{**PLAN, "title": "Giám sát ông Nguyễn Văn An"})
    assert answer.status_code == 422 and not OversightSession.unscoped.exists()
    session = stage.plan()
    late = post(client, "step", session.pk, "phe-duyet", on="10/09/2019", version=7)
    assert late.status_code == 422
    assert post(client, "step", session.pk, "ket-luan", on="10/09/2019", version=0).status_code == 422
    assert get(client, "step", session.pk, "da-tra-loi").status_code == 404


def test_lists_are_narrowed_searched_and_taken_away(client, stage):
    stage.plan(title="Giám sát đất đai", topic="land")
    stage.plan(title="Giám sát chợ", topic="prices", form="document")
    for query, found in (
        ({"q": "dat dai"}, 1), ({"chu-de": "prices"}, 1), ({"hinh-thuc": "document"}, 1), ({"trang-thai": "late"}, 2),
        ({"quy": "4"}, 2), ({"quy": "1"}, 0), ({"cap": "district"}, 2), ({"don-vi": "HN-01"}, 2), ({"q": "phuc xa"}, 2),
        ({"noi": "HN-01-01"}, 2), ({"noi": "HN-01-02"}, 0), ({"trang-thai": "lạ", "quy": "9"}, 2),
    ):  # fmt: skip
        page = text(get(client, "board", "giam-sat", nam="2019", **query))
        assert page.count('class="session__title"') == found, query
    answer = get(client, "download", "giam-sat", "xlsx", nam="2019", q="dat dai")
    rows = table(answer)
    assert len(rows) == 2 and "Giám sát đất đai" in rows[1]
    assert b"Gi" in b"".join(get(client, "download", "giam-sat", "csv", nam="2019").streaming_content)
    assert get(client, "download", "giam-sat", "pdf").status_code == 404


def test_the_plan_page_counts_what_is_planned_and_done(client, stage):
    session = stage.walk(stage.supervised(), "ket-luan")
    stage.plan(title="Chưa làm", plan_quarter=3)
    stage.plan("survey", title="Ngoài kế hoạch", plan_quarter=None)
    page = text(get(client, "plan", nam="2019"))
    assert "1 / 2" in page or "1 trên 2" in page or "1 of 2" in page or "1/2" in page
    assert session.title in page
    agree = get(client, "agree", "HN-01", nam="2019")
    assert "Chưa làm" in text(agree)
    ids = OversightSession.unscoped.filter(title="Chưa làm").values_list("pk", flat=True)
    url = f"{reverse('oversight:agree', args=['HN-01'])}?nam=2019"
    fields = {"number": "01-KH", "signer": "Chủ tịch", "agreed_on": "01/12/2019", "agreed_with": ""}
    assert client.post(url, fields).status_code == 422  # not what was shown
    assert client.post(url, {**fields, "cuoc": list(ids)}).status_code == 302
    assert YearPlan.unscoped.get().number == "01-KH"
    assert get(client, "plan", **{"don-vi": "HN-02"}).status_code == 404


def test_the_ledger_drills_down_and_reminds_after_a_preview(client, stage):
    session = stage.supervised()
    stage.ask(session)
    stage.ask(session, body="Công ty Điện lực")
    stage.walk(session, "ket-luan", "gui-kien-nghi")
    page = text(get(client, "ledger"))
    assert "Công ty Điện lực" in page and "tuoi=0-30" in page
    for query, found in (({"don-vi": "HN-01-01"}, 1), ({"co-quan": "Công ty Điện lực"}, 1), ({"tuoi": "90+"}, 0), ({"tre": "1"}, 0),
                         ({"q": "dien luc"}, 1), ({"loai": "kiem-tra"}, 0)):  # fmt: skip
        assert text(get(client, "ledger", **query)).count('name="kn"') == found, query
    ids = list(SupervisionRecommendation.unscoped.order_by("number").values_list("pk", flat=True))
    preview = text(client.get(reverse("oversight:remind"), {"kn": ids}))
    assert reverse("briefings:reminder_letter", args=[ids[1], "state"]) in preview
    assert not SupervisionRecommendation.unscoped.filter(reminders__gt=0).exists()
    assert post(client, "remind", kn=ids, text="Đề nghị trả lời sớm").status_code == 302
    assert SupervisionRecommendation.unscoped.filter(reminders=1, reminded_on=NOW).count() == 2
    letter = client.get(reverse("briefings:reminder_letter", args=[ids[1], "party"]))
    assert "Công ty Điện lực" in "\n".join(p.text for p in Document(BytesIO(letter.content)).paragraphs)
    assert len(table(get(client, "ledger_download", "xlsx"))) == 3


def test_another_bodys_answer_is_entered_and_what_the_commune_may_not_do(client, client_for, stage):
    session = stage.supervised()
    ours, theirs = stage.ask(session), stage.ask(session, body="Công ty Điện lực")
    stage.walk(session, "ket-luan", "gui-kien-nghi")
    ours.refresh_from_db()
    theirs.refresh_from_db()
    answer = {"answer_class": "partly", "words": "Thay hai trạm", "number": "12/CV", "on": "01/12/2019"}
    assert post(client, "recommendation", ours.pk, version=ours.version, **answer).status_code == 422
    officer = client_for(stage.cast["officer"])
    assert get(officer, "session", session.pk).status_code == 200
    assert post(officer, "recommendation", ours.pk, version=ours.version, **answer).status_code == 404
    assert get(client_for(stage.cast["outsider"]), "session", session.pk).status_code == 404
    assert post(client, "recommendation", theirs.pk, version=theirs.version, **answer).status_code == 302
    theirs.refresh_from_db()
    assert theirs.answer_class == "partly"


def test_opinions_are_entered_answered_and_printed(client, stage):
    session = stage.walk(stage.plan("criticism", targets=[(None, "UBND quận")]), "nhan-du-thao", "to-chuc")
    post(client, "opine", session.pk, part="Điều 5", text="Làm rõ trách nhiệm")
    post(client, "opine", session.pk, part="Điều 9", text="Bỏ khoản 2")
    stage.take(session, "gui-van-ban")
    first, second = CriticismOpinion.unscoped.order_by("number")
    post(client, "opinion", first.pk, version=0, verdict="accepted", reason="", on="01/12/2019")
    refused = {"version": 0, "verdict": "not", "on": "01/12/2019"}
    assert post(client, "opinion", second.pk, reason="", **refused).status_code == 422
    post(client, "opinion", second.pk, reason="Trái luật", **refused)
    session.refresh_from_db()
    assert session.state == "answered"
    word = client.get(reverse("briefings:oversight_paper", args=[session.pk, "tiep-thu", "state"]))
    cells = [
        cell.text
        for table in Document(BytesIO(word.content)).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert {"Tiếp thu", "Không tiếp thu", "Trái luật", "Làm rõ trách nhiệm"} <= set(cells)


@pytest.mark.parametrize("fmt", ["party", "state"])
def test_every_paper_is_printed(client, stage, fmt):
    supervision = stage.supervised()
    stage.ask(supervision)
    stage.walk(supervision, "ket-luan")
    inspection = stage.walk(stage.plan("inspection"), "quyet-dinh", "thong-bao", "lam-viec", "ket-luan")
    criticism = stage.walk(stage.plan("criticism"), "nhan-du-thao", "to-chuc")
    stage.opine(criticism)
    stage.take(criticism, "gui-van-ban")
    for session, papers in (
        (supervision, ("thong-bao", "bao-cao", "ket-luan")), (inspection, ("thong-bao", "ket-luan")),
        (criticism, ("phan-bien", "tiep-thu")),
    ):  # fmt: skip
        page = text(get(client, "session", session.pk))
        for paper in papers:
            url = reverse("briefings:oversight_paper", args=[session.pk, paper, fmt])
            assert url in page
            answer = client.get(url)
            words = "\n".join(p.text for p in Document(BytesIO(answer.content)).paragraphs)
            assert answer.status_code == 200 and session.title in words
    assert (
        client.get(reverse("briefings:oversight_paper", args=[criticism.pk, "ket-luan", fmt])).status_code
        == 404
    )


def test_two_visits_are_warned_of_proposed_and_joined_on_the_pages(client, client_for, stage):
    mine = stage.plan()
    city = stage.actor("city_consolidator")
    other = stage.plan("inspection", unit=stage.cast.city, by=city)
    page = text(get(client, "session", mine.pk))
    assert reverse("oversight:propose_joint", args=[mine.pk, other.pk]) in page
    assert post(client, "propose_joint", mine.pk, other.pk).status_code == 302
    there = client_for(stage.cast["city_consolidator"])
    proposal = other.proposals_got.get()
    assert reverse("oversight:answer_joint", args=[proposal.pk]) in text(get(there, "session", other.pk))
    post(there, "answer_joint", proposal.pk, decision="together")
    mine.refresh_from_db()
    assert mine.hosts.get().unit == stage.cast.city
    assert (
        post(there, "answer_joint", proposal.pk, decision="apart").status_code == 302
    )  # told, nothing changes
    proposal.refresh_from_db()
    assert proposal.taken_up is True


def test_pages_take_few_queries(client, stage, django_assert_max_num_queries):
    sessions = [stage.supervised(title=f"Giám sát {n}") for n in range(4)]
    for session in sessions:
        stage.ask(session)
    stage.walk(sessions[0], "ket-luan", "gui-kien-nghi")
    for name, args, most in (
        ("board", ("giam-sat",), 22),
        ("session", (sessions[0].pk,), 42),
        ("ledger", (), 16),
        ("plan", (), 40),
    ):
        get(client, name, *args, nam="2019")
        with django_assert_max_num_queries(most):
            assert get(client, name, *args, nam="2019").status_code == 200


def test_this_week_and_the_unit_page_tell_of_it(client, stage):
    session = stage.plan()
    page = text(client.get(reverse("workspace:this_week")))
    assert reverse("oversight:step", args=[session.pk, "phe-duyet"]) in page
    unit = text(client.get(reverse("organizations:unit", args=["HN-01-01"])))
    assert reverse("oversight:session", args=[session.pk]) in unit
