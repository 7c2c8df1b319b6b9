"""The pages: lists and search, giving with a preview, the picture, what a unit has to do."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from danvan.audit.once import new_key
from danvan.directives.models import Directive, DirectiveAssignment
from danvan.directives.services import relations
from tests.directives.city import DAY, Office

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def office(cast, at) -> Office:
    return Office(cast, at(2020, 3, 5))


@pytest.fixture
def city(office, client_for):
    return client_for(office.cast["city_consolidator"])


def body(response) -> str:
    return response.content.decode()


def test_the_list_finds_with_and_without_marks_and_is_taken_away(office, city, django_assert_max_num_queries):
    office.register("HN", "290-QĐ/TW", DAY.replace(year=2010), title="Quy chế công tác dân vận")
    office.issue(office.draft("HN", title="Kế hoạch đối thoại"))
    address = reverse("directives:board")
    for words, found in (
        ("dan van", 1),
        ("Dân Vận", 1),
        ("290", 1),
        ("qd/tw", 1),
        ("doi thoai", 1),
        ("kế hoạch dân vận x", 0),
    ):
        told = body(city.get(address, {"q": words}))
        assert told.count('class="paper"') == found, words
    with django_assert_max_num_queries(20):
        assert (
            body(
                city.get(address, {"nam": "2020", "loai": "KH", "trang-thai": "open", "nguon": "own"})
            ).count('class="paper"')
            == 1
        )
    sheet = city.get(reverse("directives:export", args=["xlsx"]), {"q": "dan van"})
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["290-QĐ/TW"]
    assert (
        "290-QĐ/TW"
        in b"".join(city.get(reverse("directives:export", args=["csv"])).streaming_content).decode()
    )


def test_a_document_goes_from_draft_to_its_number_by_its_forms(office, city):
    told = {
        "once": new_key(), "unit": "HN", "kind": "HD", "style": "party", "body": "BDVTU", "title": "Hướng dẫn đối thoại",
    }  # fmt: skip
    address = reverse("directives:draft")
    for _time in range(2):
        assert city.post(address, told).status_code == 302
    paper = Directive.unscoped.get()
    step = lambda slug, **more: city.post(  # noqa: E731
        reverse("directives:step", args=[paper.pk, slug]),
        {"version": Directive.unscoped.get(pk=paper.pk).version, **more},
    )
    assert step("ban-hanh", issued_on="05/03/2020").status_code == 422
    assert step("ky", signer="Trưởng Ban", signed_on="05/03/2020").status_code == 302
    assert step("ban-hanh", issued_on="06/03/2020").status_code == 422
    assert step("ban-hanh", issued_on="05/03/2020").status_code == 302
    paper.refresh_from_db()
    assert paper.symbol == "01-HD/BDVTU"
    page = body(city.get(reverse("directives:directive", args=[paper.pk])))
    assert "01-HD/BDVTU" in page
    assert reverse("directives:give", args=[paper.pk]) in page


def test_a_bad_symbol_stands_beside_what_was_typed(office, city):
    told = {
        "once": new_key(), "unit": "HN", "symbol": "QĐ/TW", "issuer": "Bộ Chính trị", "issued_on": "25/02/2010", "title": "Quy chế",
    }  # fmt: skip
    answer = city.post(reverse("directives:register"), told)
    assert answer.status_code == 422
    assert "Bộ Chính trị" in body(answer)
    assert "12/QĐ-UBND" in body(answer)


def test_giving_shows_first_who_gets_it(office, city):
    paper = office.issue(office.draft("HN"))
    office.give(paper, ["HN-01-01"])
    address = reverse("directives:give", args=[paper.pk])
    chosen = {"giver": "HN", "levels": ["commune"], "plan_due_on": "20/03/2020", "buoc": "xem"}
    shown = body(city.post(address, chosen))
    assert "Phường Trúc Bạch" in shown
    assert "Phường Phúc Xá" not in shown.split("<details>")[1].split("</details>")[0]
    assert DirectiveAssignment.unscoped.count() == 1, "a preview gives nothing"
    mark = re.search(r'name="dau" value="(\w+)"', shown)[1]
    key = re.search(r'name="once" value="([\w-]+)"', shown)[1]
    deed = chosen | {"buoc": "giao", "dau": mark, "once": key}
    assert city.post(address, deed | {"levels": ["district"]}).status_code == 422
    for _time in range(2):
        assert city.post(address, deed | {"once": key}).status_code in {302, 422}
    assert DirectiveAssignment.unscoped.count() == 4
    back = city.post(reverse("directives:take_back", args=[paper.pk]), {"giver": "HN"})
    assert back.status_code == 302
    assert not DirectiveAssignment.unscoped.exists()


def test_the_picture_drills_down_and_reminds_with_a_preview(office, city, django_assert_max_num_queries):
    paper = office.issue(office.draft("HN"))
    office.give(paper, ["HN-01", "HN-02", "HN-01-01", "HN-01-02", "HN-02-01"])
    address = reverse("directives:cascade", args=[paper.pk])
    with django_assert_max_num_queries(26):
        page = body(city.get(address))
    assert "?don-vi=HN-01" in page
    assert 'class="bars' in page
    below = body(city.get(address, {"don-vi": "HN-01"}))
    assert "Phường Trúc Bạch" in below
    assert "Phường Hàng Bạc" not in below
    remind = reverse("directives:remind", args=[paper.pk])
    shown = body(city.get(remind, {"don-vi": "HN-01"}))
    mark, key = (re.search(rf'name="{name}" value="([\w-]+)"', shown)[1] for name in ("dau", "once"))
    assert city.post(f"{remind}?don-vi=HN-01", {"dau": mark, "once": key, "text": "Nhắc"}).status_code == 302
    assert DirectiveAssignment.unscoped.filter(reminders=1).count() == 3
    sheet = city.get(reverse("directives:cascade_export", args=[paper.pk]))
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 6


def test_a_commune_sees_what_it_has_to_do_and_does_it(office, client_for, at):
    paper = office.issue(office.draft("HN", title="Kế hoạch năm"))
    office.give(paper, ["HN-01-01"])
    client = client_for(office.cast["officer"])
    assert "Kế hoạch năm" in body(client.get(reverse("workspace:this_week")))
    assert client.get(reverse("directives:directive", args=[paper.pk])).status_code == 200
    listed = body(client.get(reverse("directives:acknowledge")))
    row = DirectiveAssignment.unscoped.get()
    assert f'value="{row.pk}"' in listed
    assert client.post(reverse("directives:acknowledge"), {"giao": [row.pk]}).status_code == 302
    step = reverse("directives:assignment_step", args=[row.pk, "ke-hoach"])
    assert (
        client.post(step, {"version": 0, "symbol": "5-KH/ĐU", "issued_on": "05/03/2020"}).status_code == 422
    )
    assert (
        client.post(step, {"version": 1, "symbol": "5-KH/ĐU", "issued_on": "05/03/2020"}).status_code == 302
    )
    task = reverse("directives:assignment_step", args=[row.pk, "nhiem-vu"])
    told = {"version": 2, "text": "Đối thoại", "unit": "HN-01-01", "due_on": "20/03/2020", "once": new_key()}
    assert client.post(task, told).status_code == 302
    page = body(client.get(reverse("directives:assignment", args=[row.pk])))
    assert "05-KH/ĐU" in page
    assert "Đối thoại" in page
    at(2020, 7, 1)
    assert "badge--danger" in body(client.get(reverse("directives:given")))
    for words, found in (("khong co gi nhu vay", 0), (row.directive.symbol, 1)):
        sheet = client.get(reverse("directives:given_excel"), {"q": words})
        rows = CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
        assert [line[0] for line in rows[1:]] == [row.directive.symbol] * found


def test_the_graph_is_a_picture_with_a_table(office, city):
    old = office.register("HN", "290-QĐ/TW", DAY.replace(year=2010))
    new = office.draft("HN")
    address = reverse("directives:graph", args=[new.pk])
    assert f'value="{old.pk}"' in body(city.get(address, {"q": "290"}))
    assert city.post(address, {"kind": "implements", "target": old.pk}).status_code == 302
    page = body(city.get(address))
    assert 'role="group"' in page
    assert page.count('<rect class="graph__box') == 2
    assert "<table" in page
    answer = city.post(reverse("directives:graph", args=[old.pk]), {"kind": "implements", "target": new.pk})
    assert answer.status_code == 422
    relation = new.leads_to.get()
    assert city.post(reverse("directives:unrelate", args=[relation.pk])).status_code == 302
    relations.relate(source_id=new.pk, target_id=old.pk, kind="continues", by=office.city, at=office.at)


def test_a_theme_year_groups_its_documents(office, city):
    told = {
        "once": new_key(), "unit": "HN", "kind": "theme_year", "name": "Năm dân vận chính quyền 2020", "first_year": 2020,
        "last_year": 2020,
    }  # fmt: skip
    assert city.post(reverse("directives:programme_new"), told | {"last_year": 2019}).status_code == 422
    answer = city.post(reverse("directives:programme_new"), told)
    assert answer.status_code == 302
    number = int(answer.url.rstrip("/").split("/")[-1])
    office.draft("HN", title="Kế hoạch trong năm chủ đề", programmes=[number])
    assert "Kế hoạch trong năm chủ đề" in body(city.get(answer.url))
    assert body(city.get(reverse("directives:board"), {"chuong-trinh": number})).count('class="paper"') == 1
