"""The pages: as plain forms, what they show to whom, how many queries they take."""

from __future__ import annotations

import secrets
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from danvan.evaluation.models import CriteriaSet, EvaluationRound, UnitEvaluation
from danvan.notifications.models import Message

pytestmark = pytest.mark.one_engine


@pytest.fixture
def people(client_for, cast):
    return {
        name: client_for(cast[name]) for name in ("officer", "consolidator", "city_consolidator", "outsider")
    }


def get(client, name, *args, **query):
    return client.get(reverse(f"evaluation:{name}", args=args), query)


def post(client, name, /, *args, **fields):
    return client.post(
        reverse(f"evaluation:{name}", args=args), {"once": secrets.token_urlsafe(18), **fields}
    )


def table(answer):
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_a_set_and_a_round_by_plain_forms(people, house):
    boss = people["consolidator"]
    fields = {
        "unit": "HN-01", "name": "Bộ 2019", "level": "commune", "starts_on": "01/01/2019", "appeal_days": 5,
        "bands": "Tốt: 75\nChưa hoàn thành: 0", "copy_of": "mau",
    }  # fmt: skip
    assert post(boss, "set_new", **{**fields, "bands": "Tốt"}).status_code == 422
    assert post(boss, "set_new", **{**fields, "bands": "Tốt: 75"}).status_code == 422
    assert post(boss, "set_new", **fields).status_code == 302
    made = CriteriaSet.unscoped.get()
    page = get(boss, "set", made.pk).content.decode()
    assert "100/100" in page and "Ban hành" in page
    line = made.groups.first().lines.first()
    typed = {
        "version": 0, "group": line.group_id, "title": "Việc đúng hạn", "points": "12", "kind": "measured",
        "indicator": "direction.tasks.done_on_time", "reading": "ratio", "divisor": "direction.tasks.due", "scope": "own",
        "rule": "steps", "steps": "70: 40; 90: 100",
    }  # fmt: skip
    assert post(boss, "line", made.pk, line.pk, **{**typed, "steps": "abc"}).status_code == 422
    assert post(boss, "line", made.pk, line.pk, **typed).status_code == 302
    assert post(boss, "group_new", made.pk, version=1, title="Đề mục mới").status_code == 302
    assert post(boss, "issue", made.pk, version=2).status_code == 302
    assert "Ban hành</button>" not in get(boss, "set", made.pk).content.decode()
    asked = {
        "criteria": made.pk, "period": "2019", "title": "Đánh giá 2019", "self_due_on": "20/03/2020",
        "review_due_on": "30/03/2020",
    }  # fmt: skip
    shown = post(boss, "open_round", **asked)
    assert "Phường Trúc Bạch" in shown.content.decode() and not EvaluationRound.unscoped.exists()
    key = secrets.token_urlsafe(18)
    for _time in range(2):
        assert post(boss, "open_round", **asked, buoc="mo", once=key).status_code == 302
    assert EvaluationRound.unscoped.get().evaluations.count() == 2
    assert Message.objects.filter(kind="evaluation.opened").count() == 1  # only one commune has people


def test_a_unit_scores_sends_and_takes_back(people, house, round_):
    officer, row, line = people["officer"], house.row(), house.line().criterion_id
    assert post(officer, "score", row.pk, version=0, **{f"points_{line}": "7,123"}).status_code == 422
    kept = post(officer, "score", row.pk, version=0, **{f"points_{line}": "61", f"note_{line}": "Giữ lại"})
    assert kept.status_code == 422 and "Giữ lại" in kept.content.decode()
    given = {f"points_{line}": "50,5", f"note_{line}": "Có biên bản"}
    assert post(officer, "score", row.pk, version=0, **given).status_code == 302
    assert "Có biên bản" not in get(people["consolidator"], "evaluation", row.pk).content.decode()
    assert post(officer, "submit", row.pk, version=1).status_code == 302
    assert "Có biên bản" in get(people["consolidator"], "evaluation", row.pk).content.decode()
    assert post(officer, "take_back", row.pk, version=2).status_code == 302
    assert house.row().state == "self_scored"


def test_a_review_is_told_with_a_preview_and_answered(people, house, round_):
    house.report(3)
    house.sent()
    boss, row, line = people["consolidator"], house.row(), house.line().criterion_id
    fields = {"version": row.version, f"points_{line}": "45"}
    assert "lý do" in post(boss, "review", row.pk, **fields).content.decode()
    assert post(boss, "review", row.pk, **fields, **{f"reason_{line}": "Thiếu biên bản"}).status_code == 302
    assert "Thiếu biên bản" not in get(people["officer"], "evaluation", row.pk).content.decode()
    preview = get(boss, "publish", round_.pk).content.decode()
    assert "Phường Phúc Xá" in preview and "Phường Trúc Bạch" not in preview
    assert house.row().state == "reviewed"
    assert post(boss, "publish", round_.pk).status_code == 422
    assert post(boss, "publish", round_.pk, **{"don-vi": row.pk}).status_code == 302
    page = get(people["officer"], "evaluation", row.pk).content.decode()
    assert "Thiếu biên bản" in page and "Chưa hoàn thành" not in page.split("Các mức xếp loại")[0]
    assert "/nguon/HN-01-01/2019-Q3/supervision.form.team/?rieng=1" in page
    version = house.row().version
    assert post(people["officer"], "appeal", row.pk, version=version, reason="Đã gửi").status_code == 302
    decided = {"version": version + 1, "answer": "Đồng ý", f"points_{line}": "50"}
    assert post(boss, "decide", row.pk, **decided).status_code == 302
    assert post(boss, "finalise", round_.pk, **{"don-vi": row.pk}).status_code == 302
    assert (house.row().state, house.row().total) == ("final", 80)
    assert "1/1" in get(boss, "round", round_.pk).content.decode()


def test_pages_of_others_do_not_exist(people, house, round_):
    house.told()
    row = house.row()
    for name in ("evaluation", "sheet_excel", "score", "submit", "review", "appeal", "decide"):
        assert get(people["outsider"], name, row.pk).status_code == 404, name
    assert "Phúc Xá" not in get(people["outsider"], "board").content.decode()
    assert get(people["officer"], "round", round_.pk).status_code == 404


def test_lists_filter_and_export(people, house, round_, django_assert_max_num_queries):
    house.told()
    boss = people["city_consolidator"]
    with django_assert_max_num_queries(24):
        both = get(boss, "board").content.decode()
    assert "Phường Phúc Xá" in both and "Phường Trúc Bạch" in both
    for query in ({"tim": "phuc xa"}, {"trang-thai": "published"}, {"don-vi": "HN-01-01"}):
        page = get(boss, "board", **query).content.decode()
        assert "Phường Phúc Xá" in page and "Phường Trúc Bạch" not in page, query
    assert "Phường Phúc Xá" not in get(boss, "board", nam="2018").content.decode()
    rows = table(get(boss, "excel"))
    assert [row[:1] + row[5:8] for row in rows[1:]] == [
        ["Phường Phúc Xá", 50, 45, "Chưa hoàn thành"], ["Phường Trúc Bạch", "", "", ""],
    ]  # fmt: skip
    assert len(table(get(people["officer"], "sheet_excel", house.row().pk))) == 3


def test_pages_take_few_queries_however_many_units(people, house, round_, django_assert_max_num_queries):
    house.report(3)
    house.told()
    with django_assert_max_num_queries(34):
        assert get(people["officer"], "evaluation", house.row().pk).status_code == 200
    with django_assert_max_num_queries(24):
        assert get(people["consolidator"], "round", round_.pk).status_code == 200


def test_empty_pages_teach(people, house):
    for name in ("board", "rounds", "sets", "open_round", "set_new"):
        assert get(people["consolidator"], name).status_code == 200, name
    assert not UnitEvaluation.unscoped.exists()


def test_this_week_says_what_is_owed_and_what_waits(people, house, round_):
    week = reverse("workspace:this_week")
    assert "Đánh giá quý III" in people["officer"].get(week).content.decode()
    assert "Đánh giá quý III" not in people["outsider"].get(week).content.decode()
    house.sent()
    assert "chờ thẩm định" in people["consolidator"].get(week).content.decode()


def test_reminding_tells_once_a_day(people, house, round_):
    boss, row = people["consolidator"], house.row()
    for _time in range(2):
        assert post(boss, "remind", round_.pk, text="Gửi sớm", **{"don-vi": row.pk}).status_code == 302
    assert Message.objects.filter(kind="evaluation.reminded", recipient=house.cast["officer"]).count() == 1
