"""An officer takes a letter in, sorts it, answers it and counts a reception; every page on both screens, axe clean."""

import os
import secrets
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse
from playwright.sync_api import expect

from danvan.organizations.queries import actor_of
from danvan.petitions import public, services
from danvan.petitions.models import Petition, ReceptionSchedule, ReceptionSession
from danvan.reference.services import load_rules
from tests.browser.conftest import both_screens
from tests.petitions.conftest import DONE, FOUND, TEXT


@pytest.fixture
def now(cast, at):
    moment = at(2020, 3, 16)
    # A browser's database is emptied between tests, with what migrations had put there.
    load_rules(at=moment)
    import_module("danvan.reference.migrations.0006_load_topics").load(apps, None)
    return moment


@pytest.fixture
def look(assert_accessible, request):
    """Axe finds nothing; with DANVAN_LOOK a picture is kept for a person's eye."""
    folder = os.environ.get("DANVAN_LOOK")

    def at(page, name):
        assert_accessible(page)
        if folder:
            width = page.viewport_size["width"]
            page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)

    return at


def here(name, *args):
    return reverse(f"petitions:{name}", args=args)


def sent(now, text=TEXT, **given):
    said = {
        "gate": "feedback",
        "kind": "feedback",
        "topic": "drainage",
        "place": "HN-01-01",
        "wants_public": True,
    } | given
    told = public.send(
        text=text,
        key=secrets.token_urlsafe(32),
        at=now,
        contact=public.Contact(name="Lê Thị Sen", phone="0912345678"),
        **said,
    )
    return Petition.unscoped.get(reference=told.reference)


@both_screens
def test_a_letter_from_the_counter_to_its_answer(page, cast, now, sign_in, look):
    sign_in(page, cast["officer"])
    page.goto(here("inbox"))
    look(page, "inbox-empty")
    page.get_by_role("link", name="Tiếp nhận đơn").first.click()
    page.get_by_label("Nội dung sự việc").fill(TEXT)
    page.get_by_label("Lĩnh vực").select_option("drainage")
    page.get_by_label("Họ tên người gửi").fill("Lê Thị Sen")
    look(page, "enter")
    page.get_by_role("button", name="Tiếp nhận và in biên nhận").click()
    expect(page.locator(".receipt__code")).to_be_visible()
    look(page, "receipt")
    page.get_by_role("link", name="Mở đơn").click()
    expect(page.get_by_text("ba tuần nay")).to_be_visible()
    look(page, "case-new")
    page.get_by_role("link", name="Phân loại", exact=True).click()
    look(page, "classify")
    page.get_by_role("button", name="Phân loại và báo người gửi").click()
    page.get_by_role("button", name="Xem liên hệ").click()
    expect(page.get_by_text("Lê Thị Sen")).to_be_visible()
    look(page, "case-contact")
    page.get_by_role("link", name="Trả lời", exact=True).click()
    page.get_by_label("Kết quả kiểm tra").fill(
        "Đã tiếp nhận và sẽ xem xét giải quyết theo quy định của pháp luật."
    )
    page.get_by_label("Đã làm gì, hoặc vì sao không").fill(DONE)
    page.get_by_label("Kết quả", exact=True).select_option("explained")
    page.get_by_role("textbox", name="Căn cứ").fill("Kế hoạch 12/KH-UBND")
    page.get_by_role("button", name="Gửi câu trả lời").click()
    expect(page.locator("[role=alert]")).to_contain_text("đơn nào cũng dùng được")
    look(page, "answer-refused")
    page.get_by_label("Kết quả kiểm tra").fill(FOUND)
    page.get_by_role("button", name="Gửi câu trả lời").click()
    expect(page.locator("[data-message]")).to_be_visible()
    look(page, "case-answered")
    assert Petition.unscoped.get().state == "answered"


@both_screens
def test_the_other_pages_of_a_case(page, cast, now, sign_in, look):
    row, twin = sent(now), sent(now, TEXT.replace("ba tuần", "gần một tháng"), urgency="urgent")
    sent(now, "Đèn đường ngõ 45 hỏng từ tối 12/03.", topic="traffic")
    sign_in(page, cast["officer"])
    page.goto(here("inbox"))
    look(page, "inbox")
    page.goto(here("case", row.reference))
    expect(page.get_by_text("Có thể trùng nội dung")).to_be_visible()
    look(page, "case-likely")
    for name in ("hand_over", "extend", "split", "seal", "complaint"):
        page.goto(here(name, twin.reference))
        look(page, name)
    page.goto(here("register"))
    look(page, "register")
    page.goto(here("routes"))
    look(page, "routes")
    sign_in(page, cast["administrator"])
    page.goto(here("routes"))
    look(page, "routes-manage")


@both_screens
def test_reception_of_a_month(page, cast, now, sign_in, look):
    sign_in(page, cast["officer"])
    page.goto(here("reception_plan"))
    look(page, "reception-plan")
    page.get_by_label("Ngày", exact=True).fill("2020-03-16")
    page.get_by_label("Người tiếp").select_option("commune_chair")
    page.get_by_label("Từ").fill("08:00")
    page.get_by_label("Đến").fill("11:30")
    page.get_by_label("Địa điểm tiếp").fill("Trụ sở UBND phường")
    page.get_by_role("button", name="Lập lịch").click()
    expect(page.locator("[data-message]")).to_be_visible()
    look(page, "reception")
    page.goto(here("reception_day", ReceptionSchedule.unscoped.get().pk))
    page.get_by_role("button", name="Đã niêm yết hôm nay").click()
    look(page, "reception-day")
    page.get_by_role("link", name="Ghi số liệu buổi tiếp").click()
    for label, number in (("Lượt", "4"), ("Người", "9"), ("Vụ việc", "4")):
        page.get_by_label(label, exact=True).fill(number)
    look(page, "reception-record")
    page.get_by_role("button", name="Lưu số liệu").click()
    expect(page.locator("[data-message]")).to_be_visible()
    page.goto(here("reception_session", ReceptionSession.unscoped.get().pk))
    look(page, "reception-session")
    page.goto(here("reception_posting"))
    look(page, "posting")


def test_the_sealing_page_with_a_recipient_and_the_answer_of_the_superior(page, cast, now, sign_in, look):
    row = sent(now)
    officer = actor_of(cast["officer"], now.date())
    services.ask_superior(petition=row, version=1, reason="Không thuộc địa bàn", by=officer, at=now)
    sign_in(page, cast["consolidator"])
    page.goto(here("inbox") + "?state=decide")
    look(page, "inbox-decide")
    page.goto(here("decide", row.reference))
    look(page, "decide")
