"""An officer records a dialogue's opinions with the connection cut in between: nothing typed is lost, nothing comes twice."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from danvan.engagement.models import DialogueConference, DialogueOpinion
from danvan.engagement.services import planning
from danvan.organizations.queries import actor_of
from tests.browser.conftest import both_screens

DAY = date(2019, 10, 17)


@pytest.fixture
def dialogue(cast, at) -> DialogueConference:
    moment = at(DAY.isoformat())
    values = {
        "kind": "periodic", "bases": ["law_2015"], "title": "Đối thoại với Nhân dân phường", "content": "Môi trường",
        "chair": "Bí thư Đảng ủy", "scheduled_at": datetime(2019, 10, 17, 8, tzinfo=timezone.get_current_timezone()),
        "place": "Nhà văn hóa", "mode": "in_person", "how_to_attend": "Tự do", "questions_until": None,
    }  # fmt: skip
    return planning.plan(unit=cast.commune, values=values, by=actor_of(cast["officer"], DAY), at=moment)


def texts() -> list[str]:
    return list(DialogueOpinion.unscoped.order_by("number").values_list("text", flat=True))


def say(page, text: str) -> None:
    page.locator("textarea[name=text]").fill(text)
    page.get_by_role("button", name="Lưu ý kiến").click()


@both_screens
def test_the_connection_is_cut_in_between(page, cast, sign_in, dialogue, assert_accessible):
    sign_in(page, cast["officer"])
    page.goto(reverse("engagement:record", args=[dialogue.pk]))
    say(page, "Đường ngập khi mưa")
    expect(page.locator("[data-recorded] li")).to_have_count(1)
    page.context.set_offline(True)
    say(page, "Thiếu chỗ đỗ xe")
    say(page, "Chợ họp dưới lòng đường")
    waiting = page.locator("[data-outbox] li")
    expect(waiting).to_have_count(2)
    expect(page.get_by_role("heading", name="Chưa gửi")).to_be_visible()
    expect(waiting.first).to_contain_text("vừa xong")
    assert_accessible(page)
    assert texts() == ["Đường ngập khi mưa"]
    with page.expect_download() as file:
        page.get_by_role("button", name="Xuất ra tệp").click()
    assert "Chợ họp dưới lòng đường" in file.value.path().read_text("utf-8")
    page.context.set_offline(False)
    expect(page.locator("[data-recorded] li")).to_have_count(3)
    expect(page.locator("[data-outbox]")).to_be_hidden()
    assert texts() == ["Đường ngập khi mưa", "Thiếu chỗ đỗ xe", "Chợ họp dưới lòng đường"]
    assert_accessible(page)


def test_what_waits_survives_the_page_and_an_answer_that_was_lost(page, cast, sign_in, dialogue):
    sign_in(page, cast["officer"])
    address = reverse("engagement:record", args=[dialogue.pk])
    page.goto(address)
    # The server hears it, its answer never comes back.
    door = f"**{reverse('engagement:send', args=[dialogue.pk])}"

    def swallow(route):
        route.fetch()
        route.abort()

    page.route(door, swallow)
    with page.expect_event("requestfailed"):
        say(page, "Đèn đường hỏng")
    expect(page.locator("[data-outbox] li")).to_have_count(1)
    page.locator("textarea[name=text]").fill("Câu đang gõ dở")
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute(door)
    page.goto(address)
    expect(page.locator("textarea[name=text]")).to_have_value("Câu đang gõ dở")
    expect(page.locator("[data-outbox]")).to_be_hidden()
    assert texts() == ["Đèn đường hỏng"]


def test_what_is_refused_stays_and_is_corrected(page, cast, sign_in, dialogue):
    sign_in(page, cast["officer"])
    page.goto(reverse("engagement:record", args=[dialogue.pk]))
    say(page, "Bác ấy để lại số 0912 345 678 về việc đèn đường")
    expect(page.locator("[data-outbox] li")).to_contain_text("giống số giấy tờ")
    page.get_by_role("button", name="Thay đổi").or_(page.locator("[data-edit]")).first.click()
    say(page, "Đèn đường hỏng")
    expect(page.locator("[data-outbox]")).to_be_hidden()
    assert texts() == ["Đèn đường hỏng"]


def test_without_scripts_it_is_a_plain_form(window, cast, sign_in, dialogue):
    page = window(java_script_enabled=False)
    sign_in(page, cast["officer"])
    page.goto(reverse("engagement:record", args=[dialogue.pk]))
    say(page, "Đường hỏng")
    expect(page.locator("[data-recorded] li")).to_have_count(1)
    assert texts() == ["Đường hỏng"]
