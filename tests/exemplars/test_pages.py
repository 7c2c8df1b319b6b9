"""The pages: as plain forms from the first to the last step, who gets them, what they refuse, how many queries they take."""

from __future__ import annotations

import secrets
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from danvan.exemplars.models import Award, Contest, Entry, SkilledModel, Standing
from danvan.exemplars.services import commending
from tests.exemplars.conftest import DAY
from tests.exemplars.test_awards import draft, steps

pytestmark = pytest.mark.one_engine
TODAY = f"{DAY:%d/%m/%Y}"


@pytest.fixture
def officer(client_for, stage):
    return client_for(stage.cast["officer"])


@pytest.fixture
def district(client_for, stage):
    return client_for(stage.cast["consolidator"])


@pytest.fixture
def city(client_for, stage):
    return client_for(stage.cast["city_consolidator"])


def get(client, name, *args, **query):
    return client.get(reverse(f"exemplars:{name}", args=args), query)


def post(client, name, *args, **fields):
    return client.post(reverse(f"exemplars:{name}", args=args), {"once": secrets.token_urlsafe(18), **fields})


def text(answer):
    return answer.content.decode()


MODEL = {
    "unit": "HN-01-01", "title": "Tuyến phố không rác", "field": "culture_society", "holder": "individual",
    "registered_on": TODAY, "summary": "Mỗi hộ một đoạn phố", "conditions": "",
}  # fmt: skip
CHECK = {"on": TODAY, "verdict": "good", "findings": "Tốt", "residents": "Hài lòng"}


def test_a_model_by_plain_forms_from_registration_to_its_copy(officer, district, client_for, stage):
    assert post(officer, "register", **MODEL).status_code == 302
    model = SkilledModel.unscoped.get()
    assert post(officer, "step", model.pk, "hoat-dong", version=0, on=TODAY).status_code == 302
    effect = {"what": "Hộ phân loại rác", "measure": "hộ", "before": "85", "after": "640"}
    assert post(officer, "step", model.pk, "hieu-qua", version=1, **effect).status_code == 302
    assert post(officer, "step", model.pk, "kiem-tra", version=2, **CHECK).status_code == 403
    assert post(district, "step", model.pk, "kiem-tra", version=2, **CHECK).status_code == 302
    decision = {"grade": "district", "number": "12-QĐ/BCĐ", "on": TODAY}
    assert post(district, "step", model.pk, "cong-nhan", version=3, **decision).status_code == 302
    page = text(get(officer, "model", model.pk))
    assert "640" in page and "12-QĐ/BCĐ" in page and "Hài lòng" in page
    outsider = client_for(stage.cast["outsider"])
    assert get(outsider, "model", model.pk).status_code == 404
    assert "Tuyến phố không rác" in text(get(outsider, "library"))
    copy = {**MODEL, "unit": "HN-02-01", "adapted": "Đổi lịch buổi tối"}
    address = reverse("exemplars:register") + f"?nguon={model.pk}"
    assert "Phường Phúc Xá" in text(outsider.get(address))
    assert outsider.post(address, {**copy, "adapted": "", "once": "x" * 24}).status_code == 422
    assert outsider.post(address, {**copy, "once": "y" * 24}).status_code == 302
    assert SkilledModel.unscoped.get(source=model).adapted == "Đổi lịch buổi tối"
    assert "Đổi lịch buổi tối" in text(get(outsider, "spread"))
    tree = text(get(outsider, "tree", SkilledModel.unscoped.get(source=model).pk))
    assert tree.count("Tuyến phố không rác") >= 2 and f"/dien-hinh/{model.pk}/" not in tree


def test_double_sending_registers_once_and_a_refused_form_keeps_what_was_typed(officer):
    key = secrets.token_urlsafe(18)
    for _time in range(2):
        assert post(officer, "register", **MODEL, **{"once": key}).status_code == 302
    assert SkilledModel.unscoped.count() == 1
    answer = post(officer, "register", **{**MODEL, "registered_on": "30/10/2019"})
    assert answer.status_code == 422 and "Mỗi hộ một đoạn phố" in text(answer)


def test_the_list_is_found_counted_and_taken_away(officer, district, stage):
    stage.active(title="Đường hoa nông thôn mới", field="economy")
    stage.register(title="Khác")
    page = text(get(district, "models", q="duong hoa"))
    assert "Đường hoa" in page and "Khác</a>" not in page
    assert "Khác</a>" in text(get(district, "models", **{"trang-thai": "registered"}))
    assert "Khác</a>" not in text(get(district, "models", **{"linh-vuc": "economy", "don-vi": "HN-01"}))
    assert get(officer, "models_excel").status_code == 403
    rows = CalamineWorkbook.from_filelike(BytesIO(get(district, "models_excel").content)).get_sheet_by_index(
        0
    )
    assert sorted(row[0] for row in rows.to_python()[1:]) == ["Khác", "Đường hoa nông thôn mới"]
    assert (
        "Khác"
        in b"".join(get(district, "models_csv", **{"trang-thai": "registered"}).streaming_content).decode()
    )
    assert "1" in text(get(district, "changes"))


def test_many_at_once_shows_first_what_it_does_and_is_taken_back(district, stage):
    fit, unfit = stage.active(), stage.register()
    page = text(get(district, "at_once", "kiem-tra", m=[fit.pk, unfit.pk]))
    assert f'value="{fit.pk}:1"' in page and f'value="{unfit.pk}:0"' not in page
    assert fit.checks.count() == 0
    assert post(district, "at_once", "kiem-tra", m=[f"{fit.pk}:0"], **CHECK).status_code == 422
    assert post(district, "at_once", "kiem-tra", m=[f"{fit.pk}:1"], **CHECK).status_code == 302
    page = text(get(district, "models"))
    bulk = fit.events.order_by("-pk").first().bulk
    assert reverse("exemplars:take_back", args=[bulk.pk]) in page
    assert post(district, "take_back", bulk.pk).status_code == 302
    assert post(district, "take_back", bulk.pk).status_code == 409
    fit.refresh_from_db()
    assert fit.state == "active"


CONTEST = {
    "unit": "HN", "title": "Hội thi 2019", "about": "", "entries_until": TODAY, "criteria": "Hiệu quả: 60\nTrình bày: 40",
    "rounds": "Sơ khảo: 1\nChung khảo", "jury": "leader\n-",
}  # fmt: skip


def test_a_contest_by_plain_forms(city, officer, client_for, stage):
    assert post(city, "contest_plan", **{**CONTEST, "criteria": "Hiệu quả"}).status_code == 422
    assert post(city, "contest_plan", **{**CONTEST, "jury": "khong-co"}).status_code == 422
    assert post(city, "contest_plan", **CONTEST).status_code == 302
    contest = Contest.unscoped.get()
    assert get(officer, "contest", contest.pk).status_code == 404, "it is being prepared"
    again = {**CONTEST, "version": 0, "title": "Hội thi năm 2019"}
    assert post(city, "contest_edit", contest.pk, **again).status_code == 302
    assert post(city, "contest_step", contest.pk, "mo", version=1).status_code == 302
    sent = {"unit": "HN-01-01", "title": "Cán bộ đến từng nhà", "text": "Cách làm"}
    assert post(officer, "enter", contest.pk, **sent).status_code == 302
    assert post(city, "contest_step", contest.pk, "cham", version=2).status_code == 302
    entry, standing = Entry.unscoped.get(), Standing.objects.get()
    leader = client_for(stage.cast["leader"])
    page = text(get(leader, "judge", contest.pk, 1))
    assert entry.code in page and "Phúc Xá" not in page
    assert get(city, "judge", contest.pk, 1).status_code == 404
    first, second = contest.criteria.all()
    for client, seat, number in ((leader, 1, "61"), (leader, 1, "50"), (city, 2, "40,5")):
        sheet = {
            "standing": standing.pk,
            f"p{standing.pk}-c{first.pk}": number,
            f"p{standing.pk}-c{second.pk}": "30",
        }
        assert post(client, "judge", contest.pk, seat, **sheet).status_code == (
            422 if number == "61" else 302
        )
    assert "75" not in text(get(officer, "contest", contest.pk))
    assert post(city, "contest_step", contest.pk, "dong-vong", version=3).status_code == 302
    assert "75,25" in text(get(officer, "contest", contest.pk))
    book = CalamineWorkbook.from_filelike(BytesIO(get(city, "contest_excel", contest.pk).content))
    assert book.get_sheet_by_index(0).to_python()[1][:4] == [
        "Sơ khảo",
        1.0,
        entry.code,
        "Cán bộ đến từng nhà",
    ]


def test_a_proposal_by_plain_forms_and_the_vote_on_many(city, district, officer, stage):
    fields = {
        "unit": "HN-01-01", "holder_unit": "HN-01-01", "holder": "collective", "movement": "Dân vận khéo",
        "launched_on": "01/02/2019", "year": 2019, "form": "letter", "authority": "district", "achievement": "Dẫn đầu",
    }  # fmt: skip
    assert post(officer, "award_draft", **fields, model=999).status_code == 422
    assert post(officer, "award_draft", **fields).status_code == 302
    award = Award.unscoped.get()
    page = text(get(officer, "award", award.pk))
    assert "danh sách kèm tờ trình" in page
    edited = {**fields, "version": 0, "achievement": "Dẫn đầu quận"}
    assert post(officer, "award_edit", award.pk, **edited).status_code == 302
    assert post(officer, "award_step", award.pk, "de-nghi", version=1).status_code == 302
    vote = {"on": TODAY, "council_size": 9, "votes_for": 8, "votes_against": 1}
    assert post(district, "council", **vote).status_code == 422
    assert "Dẫn đầu" not in text(get(district, "council")) and f'value="{award.pk}:2"' in text(
        get(district, "council")
    )
    assert post(district, "council", m=f"{award.pk}:2", **vote).status_code == 302
    assert (
        post(officer, "award_step", award.pk, "trinh", version=3, to_unit="HN-02", on=TODAY).status_code
        == 422
    )
    assert (
        post(officer, "award_step", award.pk, "trinh", version=3, to_unit="HN", on=TODAY).status_code == 302
    )
    assert get(officer, "award", award.pk).status_code == 200
    assert (
        post(officer, "award_step", award.pk, "quyet-dinh", version=4, number="1", on=TODAY).status_code
        == 404
    )
    assert (
        post(city, "award_step", award.pk, "quyet-dinh", version=4, number="77/QĐ", on=TODAY).status_code
        == 302
    )
    assert "77/QĐ" in text(get(officer, "awards", q="77"))
    book = CalamineWorkbook.from_filelike(BytesIO(get(city, "awards_excel").content))
    assert book.get_sheet_by_index(0).to_python()[1][6] == "77/QĐ"


def test_a_refusal_is_read_by_who_proposed_it(district, officer, stage):
    award = steps(stage, draft(stage), 1)
    refused = post(district, "award_step", award.pk, "tu-choi", version=1, reason="Chưa đủ minh chứng")
    assert refused.status_code == 302 and "Chưa đủ minh chứng" in text(get(officer, "award", award.pk))


@pytest.mark.parametrize(
    "name", ["models", "library", "changes", "spread", "contests", "awards", "register", "award_draft"]
)
def test_empty_pages_teach(officer, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        assert get(officer, name).status_code == 200


@pytest.mark.parametrize(("name", "most"), [("models", 32), ("spread", 32), ("council", 60), ("awards", 30)])
def test_pages_take_no_query_per_row(district, stage, name, most, django_assert_max_num_queries):
    source = stage.recognised()
    for number in range(8):
        stage.active(source=source.pk, title=f"Bản {number}")
        award = draft(stage, form="letter", year=2000 + number)
        commending.propose(award_id=award.pk, version=0, by=stage.officer, at=stage.at())
    with django_assert_max_num_queries(most):
        assert get(district, name).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        {"nam": "abc"}, {"nam": "99999999999999999999"}, {"trang-thai": "x"}, {"cap": "%00"}, {"trang": "-1"}, {"q": "%_'\""},
        {"tu": "31/02/2019", "den": "x"}, {"nguon": "²"}, {"m": ["x", "²", "1"]},
    ],
)  # fmt: skip
def test_odd_addresses_are_borne(district, query):
    for name in ("models", "changes", "spread", "library", "awards", "register"):
        assert get(district, name, **query).status_code == 200
    assert get(district, "at_once", "kiem-tra", **query).status_code == 200
    assert get(district, "at_once", "khong-co").status_code == 404
