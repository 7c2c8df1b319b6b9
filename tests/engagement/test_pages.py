"""The pages: who gets them, what they refuse, that they work as plain forms, and how many queries they take."""

from __future__ import annotations

import json
import secrets
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from python_calamine import CalamineWorkbook

from danvan.engagement.models import (
    AdvanceQuestion,
    DialogueConference,
    DialogueOpinion,
    SituationNote,
    TrainingClass,
)
from danvan.engagement.services import situation, trainings
from tests.engagement.conftest import DAY
from tests.engagement.test_trainings_and_situation import CLASS, NOTE


@pytest.fixture
def officer(client_for, stage):
    return client_for(stage.officer_user)


@pytest.fixture
def head(client_for, stage):
    return client_for(stage.head_user)


def get(client, name, *args, **query):
    return client.get(reverse(f"engagement:{name}", args=args), query)


def post(client, name, *args, **fields):
    return client.post(
        reverse(f"engagement:{name}", args=args), {"once": secrets.token_urlsafe(18), **fields}
    )


PLAN = {
    "unit": "HN-01-01", "title": "Đối thoại quý IV", "kind": "periodic", "bases": ["law_2015", "hanoi_2200"],
    "day": "30/10/2019", "hour": "8h30", "chair": "Chủ tịch UBND phường", "mode": "in_person", "place": "Hội trường",
    "content": "Môi trường", "how_to_attend": "Tự do", "questions_until": "29/10/2019", "joint_units": "HN-01-02",
    "joint_bodies": "Mặt trận Tổ quốc phường",
}  # fmt: skip


def test_a_dialogue_by_plain_forms_from_plan_to_publication(officer, head, stage, at):
    made = post(officer, "plan", **PLAN)
    dialogue = DialogueConference.unscoped.get()
    assert made.status_code == 302 and dialogue.hosts.count() == 2
    assert "20/10" not in get(officer, "dialogue", dialogue.pk).content.decode()
    page = get(officer, "dialogue", dialogue.pk).content.decode()
    assert "23/10/2019" in page  # announce it by
    assert post(head, "step", dialogue.pk, "cong-bo", version=0).status_code == 302
    at(2019, 10, 30)
    answer = post(
        officer, "record", dialogue.pk, key="k" * 24, text="Ngập khi mưa", topic="drainage", answer=""
    )
    assert answer.status_code == 302
    post(officer, "step", dialogue.pk, "da-to-chuc", version=1, held_on="30/10/2019", attended=90, attended_online=0,
         organisations=3)  # fmt: skip
    opinion = DialogueOpinion.unscoped.get()
    ended = post(
        officer, "opinion", opinion.pk, version=0, way="promise", words="Nạo vét cống", due_on="01/12/2019"
    )
    assert ended.status_code == 302
    post(
        officer,
        "step",
        dialogue.pk,
        "bien-ban",
        version=2,
        number="01/BB",
        signed_on="30/10/2019",
        note="Tốt",
    )
    post(
        officer,
        "step",
        dialogue.pk,
        "ket-luan",
        version=3,
        regime="party",
        opening="Đạt yêu cầu",
        signer="Bí thư",
    )
    post(head, "step", dialogue.pk, "ban-hanh", version=4, number="05-TB/ĐU", issued_on="30/10/2019")
    post(head, "step", dialogue.pk, "cong-khai", version=5, ways="niêm yết")
    dialogue.refresh_from_db()
    assert dialogue.state == "following_up"
    page = get(officer, "dialogue", dialogue.pk).content.decode()
    assert "Nạo vét cống" in page and "05-TB/ĐU" in page


def test_double_sending_plans_one_dialogue(officer):
    key = secrets.token_urlsafe(18)
    for _time in range(2):
        assert post(officer, "plan", **{**PLAN, "once": key}).status_code == 302
    assert DialogueConference.unscoped.count() == 1


def test_a_refused_form_keeps_what_was_typed(officer):
    answer = post(officer, "plan", **{**PLAN, "title": "Gặp bà Lan", "content": "Chợ và vỉa hè"})
    assert answer.status_code == 422
    assert "Chợ và vỉa hè" in answer.content.decode()
    assert post(officer, "plan", **{**PLAN, "hour": "99h"}).status_code == 422


@pytest.mark.parametrize(
    "name", ["dialogues", "watch", "trainings", "situation", "plan", "training_plan", "note_write"]
)
def test_empty_pages_teach(officer, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(32):
        assert get(officer, name).status_code == 200


def test_pages_of_others_do_not_exist(client_for, stage):
    outsider, dialogue = client_for(stage.cast["outsider"]), stage.held()
    opinion = stage.say(dialogue)
    note = situation.write(unit=stage.unit, values=NOTE, by=stage.officer, at=stage.at())
    training = trainings.plan(unit=stage.unit, values=CLASS, by=stage.officer, at=stage.at())
    for name, args in [
        ("dialogue", [dialogue.pk]), ("edit", [dialogue.pk]), ("step", [dialogue.pk, "huy"]), ("record", [dialogue.pk]),
        ("questions", [dialogue.pk]), ("opinion", [opinion.pk]), ("note", [note.pk]), ("training", [training.pk]),
        ("training_step", [training.pk, "huy"]), ("training_required", ["HN-01-01"]), ("note_edit", [note.pk]),
    ]:  # fmt: skip
        assert get(outsider, name, *args).status_code == 404, name
    paper = reverse("briefings:dialogue_paper", args=[dialogue.pk, "bien-ban", "party"])
    assert outsider.get(paper).status_code == 404
    assert post(outsider, "send", dialogue.pk, key="k" * 24, text="x").status_code == 404


def test_superiors_look_but_do_not_write(client_for, stage):
    above, dialogue = client_for(stage.cast["consolidator"]), stage.announced(DAY)
    opinion = stage.say(dialogue)
    assert get(above, "dialogue", dialogue.pk).status_code == 200
    for name, args in [("record", [dialogue.pk]), ("step", [dialogue.pk, "huy"]), ("opinion", [opinion.pk]),
                       ("questions", [dialogue.pk]), ("edit", [dialogue.pk])]:  # fmt: skip
        assert get(above, name, *args).status_code == 403, name


def test_who_holds_no_post_sees_no_dialogues(client_for, cast):
    from tests.support.factories import UserFactory

    stranger = client_for(UserFactory(username="stranger"))
    assert {get(stranger, name).status_code for name in ("dialogues", "watch", "trainings", "situation")} == {
        403
    }


def test_the_outbox_door_answers_the_same_for_the_same_key(officer, stage):
    dialogue = stage.announced()
    fields = {
        "key": "k" * 24,
        "text": "Đèn đường hỏng",
        "topic": "",
        "answer": "",
        "typed_at": "2019-10-17T01:00:00.000Z",
    }
    first, again = (post(officer, "send", dialogue.pk, **fields) for _time in range(2))
    assert (first.json(), again.json()) == ({"number": 1, "new": True}, {"number": 1, "new": False})
    refused = post(officer, "send", dialogue.pk, **{**fields, "key": "q" * 24, "text": "Gọi 0912345678"})
    assert refused.status_code == 422 and refused.json()["code"] == "personal-data"
    assert post(officer, "send", dialogue.pk, **{**fields, "key": "q" * 24, "text": ""}).status_code == 422
    assert DialogueOpinion.unscoped.count() == 1


def test_markup_in_every_field_stays_text(officer, stage):
    dialogue = stage.held(title="<script>alert(1)</script>", content="<img src=x onerror=alert(1)>")
    stage.say(dialogue, "<b>đậm</b>", answer="<i>nghiêng</i>")
    for name in ("dialogue", "record", "questions"):
        page = get(officer, name, dialogue.pk).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page and "<b>đậm" not in page


def test_the_page_opens_with_promises_and_few_queries(officer, stage, at, django_assert_max_num_queries):
    first = stage.held()
    stage.promise(stage.say(first))
    for n in range(5):
        stage.say(first, f"Ý kiến {n}", answer="Đã trả lời")
    following = stage.plan(DAY + timedelta(days=60), title="Lần sau")
    with django_assert_max_num_queries(45):
        page = get(officer, "dialogue", following.pk).content.decode()
    assert (
        page.index("Nạo vét cống") < page.index("Hội trường")
        if "Hội trường" in page
        else "Nạo vét cống" in page
    )


def test_questions_are_decided_by_plain_forms(officer, stage):
    dialogue = stage.announced(DAY + timedelta(days=10), questions_until=DAY + timedelta(days=9))
    made = [
        AdvanceQuestion.unscoped.create(
            dialogue=dialogue, unit=stage.unit, client_key=f"{n}" * 24, text=f"Hỏi {n}", sent_at=stage.at()
        )
        for n in range(2)
    ]
    assert "Hỏi 1" in get(officer, "questions", dialogue.pk).content.decode()
    assert get(officer, "question", made[0].pk).status_code == 200
    assert (
        post(officer, "question", made[0].pk, version=0, decision="take", text="Hỏi", topic="").status_code
        == 302
    )
    wrong = post(officer, "question", made[1].pk, version=0, decision="refuse", ground="off_topic", reason="")
    assert wrong.status_code == 422
    left = post(
        officer, "question", made[1].pk, version=0, decision="refuse", ground="off_topic", reason="Ngoài"
    )
    assert left.status_code == 302
    assert {one.state for one in AdvanceQuestion.unscoped.all()} == {"taken", "refused"}


@pytest.mark.parametrize("name", ["dialogues", "watch", "trainings"])
def test_years_are_no_thousands(officer, name):
    page = get(officer, name, nam="2019").content.decode()
    assert '<option value="2019" selected>2019</option>' in page and "2.019" not in page


def test_watch_drills_down_and_filters(client_for, stage, django_assert_max_num_queries):
    stage.held()
    above = client_for(stage.cast["city_consolidator"])
    with django_assert_max_num_queries(34):
        page = get(above, "watch").content.decode()
    assert "Quận Ba Đình" in page and "1/4" in page
    missing = get(above, "watch", xem="chua", **{"don-vi": "HN-01"}).content.decode()
    table = missing[missing.index('id="danh-sach"') :]
    assert "Phường Trúc Bạch" in table and "Phường Phúc Xá" not in table


def test_who_still_lacks_training_is_told_as_posts(client_for, stage, django_assert_max_num_queries):
    for code, posts in (("HN-01-01", 5), ("HN-02-01", 7)):
        name = "officer" if code == "HN-01-01" else "outsider"
        trainings.require(
            unit=stage.cast.units[code], year=2019, required={"cell_secretary": posts},
            by=stage.actor(stage.cast[name]), at=stage.at(),
        )  # fmt: skip
    above = client_for(stage.cast["city_consolidator"])
    with django_assert_max_num_queries(34):
        page = get(above, "training_coverage").content.decode()
    assert "0/12" in page and "5/5" in page and "Quận Ba Đình" in page
    branch = get(above, "training_coverage", xem="thieu", **{"don-vi": "HN-02"}).content.decode()
    assert "7/7" in branch and "Phúc Xá" not in branch
    assert "Hàng Bạc" not in get(client_for(stage.officer_user), "training_coverage").content.decode()
    outside = get(client_for(stage.officer_user), "training_coverage", **{"don-vi": "HN-02"})
    assert outside.status_code == 404
    sheet = CalamineWorkbook.from_filelike(BytesIO(get(above, "training_coverage_excel").content))
    assert len(sheet.get_sheet_by_index(0).to_python()) == 3


def test_a_class_by_plain_forms(officer):
    fields = {
        "unit": "HN-01-01",
        "title": "Tập huấn",
        "scheduled_on": "17/10/2019",
        "days": 1,
        "place": "Hội trường",
    }
    assert post(officer, "training_plan", **fields).status_code == 302
    training = TrainingClass.unscoped.get()
    required = {kind: 0 for kind in ("staff_in_charge", "union_head", "youth_head", "other")}
    assert post(officer, "training_required", "HN-01-01", cell_secretary=10, **required).status_code == 302
    held = {"version": 0, "held_on": "17/10/2019", "attendance": 30, "post_cell_secretary": 10}
    assert post(officer, "training_step", training.pk, "da-mo", **held).status_code == 302
    assert post(officer, "training_step", training.pk, "bao-cao", version=1, result="Đạt").status_code == 302
    assert "10/10" in get(officer, "trainings").content.decode()
    assert get(officer, "training", training.pk).status_code == 200
    assert get(officer, "training_step", training.pk, "khong-co").status_code == 404


def test_a_note_by_plain_forms(officer, client_for, stage):
    assert post(officer, "note_write", unit="HN-01-01", **{**NOTE, "text": "Bà Lan nói"}).status_code == 422
    assert post(officer, "note_write", unit="HN-01-01", **NOTE).status_code == 302
    note = SituationNote.unscoped.get()
    assert post(officer, "note_decide", note.pk, version=0, decision="submit").status_code == 302
    above = client_for(stage.cast["consolidator"])
    assert post(above, "note_decide", note.pk, version=1, decision="review", remark="").status_code == 302
    assert post(above, "note_decide", note.pk, version=2, decision="merge", unit="HN-01").status_code == 302
    note.refresh_from_db()
    assert get(above, "topic", note.merged_into_id).status_code == 200
    followed = post(
        above, "topic", note.merged_into_id, version=0, state="followed", responsible="", assessment="Giảm"
    )
    assert followed.status_code == 302
    assert get(above, "situation").status_code == 200


@pytest.mark.parametrize("fmt", ["party", "state"])
def test_papers_are_word_files_with_promises_and_table(officer, stage, fmt):
    first = stage.held()
    stage.promise(stage.say(first))
    stage.say(first, "Đã hỏi", answer="Đã trả lời")
    stage.conclude(first)
    following = stage.plan(DAY + timedelta(days=60), title="Lần sau")
    texts = {}
    for dialogue, kind in [(following, "chuong-trinh"), (first, "bien-ban"), (first, "thong-bao")]:
        answer = officer.get(reverse("briefings:dialogue_paper", args=[dialogue.pk, kind, fmt]))
        assert answer.status_code == 200
        document = Document(BytesIO(answer.content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        texts[kind] = " ".join([paragraph.text for paragraph in document.paragraphs] + cells)
    assert "Nạo vét cống trước mùa mưa" in texts["chuong-trinh"] and "18/11/2019" in texts["chuong-trinh"]
    assert "Đã trả lời" in texts["bien-ban"] and "120 lượt người" in texts["bien-ban"]
    assert "12-TB/ĐU" in texts["thong-bao"] and "Phường Phúc Xá" in texts["thong-bao"]
    assert "Đã hỏi" not in texts["thong-bao"]
    assert (
        officer.get(reverse("briefings:dialogue_paper", args=[following.pk, "thong-bao", fmt])).status_code
        == 404
    )


def test_this_week_and_the_unit_page_tell_of_dialogues(officer, client_for, stage):
    stage.held()
    week = officer.get("/").content.decode()
    assert "Đối thoại với Nhân dân" in week
    above = client_for(stage.cast["city_consolidator"])
    assert "chưa tổ chức đối thoại" in above.get("/").content.decode()
    unit = officer.get(reverse("organizations:unit", args=["HN-01-01"])).content.decode()
    assert "Đối thoại với Nhân dân" in unit


def test_a_change_of_the_tree_tells_what_is_open(stage):
    from types import SimpleNamespace

    from danvan.engagement import structure

    stage.say(stage.held())
    stage.plan(DAY + timedelta(days=30), title="Sắp tới")
    told = structure.consequences(SimpleNamespace(touched=["HN-01-01"], day=DAY))
    assert [one.severity for one in told] == ["warning", "warning"]
    assert structure.consequences(SimpleNamespace(touched=["HN-02"], day=DAY)) == []


def test_commitments_lead_back_to_the_opinion(stage):
    from danvan.commitments import hooks

    opinion = stage.promise(stage.say(stage.held()))
    assert hooks.origin_page(opinion.ref).endswith(f"/{opinion.dialogue_id}/#y-kien-1")


def test_texts_are_json_safe(officer, stage):
    dialogue = stage.announced()
    answer = post(officer, "send", dialogue.pk, key="ngắn", text="Có nội dung")
    assert answer.status_code == 422 and json.loads(answer.content)["code"] == "bad-key"
