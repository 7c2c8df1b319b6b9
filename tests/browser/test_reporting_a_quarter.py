"""A quarter's report, from the first key to the acceptance: the officer types, the superior returns and accepts."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from danvan.reporting.models import Submission
from danvan.reporting.services.entry import fill_blanks_with_zero
from tests.browser.city import TEAM
from tests.browser.conftest import both_screens

DOCUMENT, JOINT = "supervision.form.document", "supervision.form.joint"


def cell(page, code):
    return page.locator(f'input[data-cell="{code}"]')


def computed(page, code):
    return page.locator(f'output[data-computed="{code}"]')


def saved(page):
    """Wait until the server has said that it holds everything."""
    expect(page.locator("p[data-state]")).to_have_text("Đã lưu")


def state_of(row):
    return Submission.unscoped.get(pk=row.pk).state


@pytest.fixture
def owed(city):
    """The officer's report of quý I/2020, not begun; the quarter before is accepted: two sessions by team, thirty joint ones."""
    before = city.open("2019-Q4")
    city.accept(city.send(before, **{TEAM: 2, JOINT: 30}))
    return city.submission(city.open("2020-Q1"))


def paste(page, text):
    """What Ctrl+V does after a column was copied in Excel."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+V")


def all_following(page, first, count):
    codes = page.locator("input[data-cell]").evaluate_all("all => all.map(one => one.dataset.cell)")
    at = codes.index(first)
    return codes[at : at + count]


@both_screens
def test_an_officer_enters_and_sends_a_quarter(page, city, owed, sign_in, assert_accessible):
    sign_in(page, city.cast["officer"])
    page.goto(reverse("reporting:board") + "?ky=2020-Q1")
    assert_accessible(page)
    page.locator("#danh-sach").get_by_role("link", name="Phường Phúc Xá").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    # Keys like a spreadsheet: Enter and the arrows go down and up, Escape takes back what was typed.
    first, second = all_following(page, DOCUMENT, 2)
    cell(page, first).click()
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(cell(page, second)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cell(page, first)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("99")
    page.keyboard.press("Escape")
    expect(cell(page, second)).to_have_value("")
    saved(page)
    expect(computed(page, "supervision.sessions.total")).to_have_text("–")  # some parts are not the whole

    # A column from Excel fills downwards; totals follow from the server.
    pasted = all_following(page, "petition.received.complaint", 3)
    cell(page, pasted[0]).focus()
    paste(page, "3\r\n1.250\r\n2\r\n")
    expect(cell(page, pasted[2])).to_have_value("2")
    expect(computed(page, "petition.received.total")).to_have_text("1.255")
    saved(page)
    assert [city.drafted(owed, code) for code in pasted] == [3, 1250, 2]

    # A warning stands under the cell as soon as it is typed; it asks for a word and is then content.
    cell(page, TEAM).fill("40")
    page.keyboard.press("Enter")
    warning = page.locator(f'tr[data-said="{TEAM}"]')
    expect(warning).to_contain_text("Cảnh báo")
    expect(page.locator("[data-missing]")).to_contain_text("cần lý do")
    warning.get_by_label("Lý do").fill("Quận giao thêm một đợt cao điểm")
    page.keyboard.press("Enter")
    expect(page.locator("[data-missing]")).not_to_contain_text("cần lý do")

    # What is no number is named under its cell and kept; the rest is saved.
    cell(page, JOINT).fill("mười")
    page.keyboard.press("Enter")
    expect(cell(page, JOINT)).to_have_attribute("aria-invalid", "true")
    expect(cell(page, JOINT)).to_have_value("mười")
    assert_accessible(page)
    cell(page, JOINT).fill("0")
    page.keyboard.press("Enter")
    expect(cell(page, JOINT)).not_to_have_attribute("aria-invalid", "true")
    saved(page)

    # Blanks become zero by a deliberate press, section by section; the other sections are filled by a colleague.
    fill = page.locator("button[data-fill]:visible")
    left = fill.count()
    fill.first.click()
    expect(fill).to_have_count(left - 1)
    fill_blanks_with_zero(submission_id=owed.pk, section=None, by=city.actor("officer"), at=city.at)
    page.reload()
    expect(fill).to_have_count(0)
    expect(page.locator("[data-missing]")).to_contain_text(re.compile("có thể gửi", re.IGNORECASE))

    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.locator("[data-message]")).to_contain_text("Đã gửi báo cáo quý I/2020")
    assert_accessible(page)
    assert state_of(owed) == "submitted"
    assert [city.sent(owed, code) for code in (first, TEAM, pasted[1])] == [4, 40, 1250]


@both_screens
def test_a_column_too_long_or_too_wide_is_refused_whole(page, city, owed, sign_in):
    sign_in(page, city.cast["officer"])
    page.goto(reverse("reporting:entry", args=[owed.pk]))
    cell(page, TEAM).focus()
    for text, why in [("1\n" * 200, "Chưa dán"), ("1\t2\n3\t4\n", "Chưa dán"), ("9" * 300_000, "Chưa dán")]:
        paste(page, text)
        expect(page.locator("p[data-state]")).to_contain_text(re.compile(why, re.IGNORECASE))
        expect(cell(page, TEAM)).to_have_value("")
    assert city.drafted(owed) is None


def test_a_cell_is_returned_with_a_reason_corrected_and_accepted(city, window, sign_in, assert_accessible):
    row = city.send(city.open("2020-Q1"), **{TEAM: 50})
    above, below = window(), window("phone")
    sign_in(above, city.cast["consolidator"])
    sign_in(below, city.cast["officer"])

    above.goto(reverse("reporting:board") + "?ky=2020-Q1&trang-thai=waiting")
    above.locator("#danh-sach").get_by_role("link", name="Phường Phúc Xá").click()
    above.wait_for_url(f"**{reverse('reporting:review', args=[row.pk])}*")
    assert_accessible(above)
    pinned = above.locator(f'[id="cell-{TEAM}"]')
    pinned.get_by_text("trả lại", exact=True).click()
    pinned.get_by_label("Sai ở đâu").fill("Đối chiếu biên bản: chỉ có 5 cuộc")
    pinned.get_by_label("Số đề nghị").fill("5")
    assert_accessible(above)
    above.get_by_role("button", name="Trả lại kèm lý do").click()
    expect(above.locator("[data-message]")).to_contain_text("đã trả lại")
    assert state_of(row) == "returned"

    below.goto(reverse("reporting:entry", args=[row.pk]))
    said = below.locator(f'tr[data-said="{TEAM}"]')
    expect(said).to_contain_text("Đối chiếu biên bản: chỉ có 5 cuộc")
    assert_accessible(below)
    cell(below, TEAM).fill("5")
    below.keyboard.press("Enter")
    saved(below)
    below.get_by_role("button", name="Gửi báo cáo").click()
    expect(below.locator("[data-message]")).to_contain_text("bản 2")

    above.goto(reverse("reporting:review", args=[row.pk]))
    expect(above.locator(f'[id="cell-{TEAM}"] + .line__said')).to_contain_text(re.compile(r"50.*5"))
    assert_accessible(above)
    above.get_by_role("button", name="Duyệt", exact=True).click()
    expect(above.locator("[data-message]")).to_contain_text("đã duyệt")
    assert state_of(row) == "accepted"

    # The figure is in the totals above at once.
    above.goto(reverse("reporting:trace", args=["HN-01", "2020-Q1", "supervision.sessions.total"]))
    expect(above.locator(".traced b")).to_have_text("5")


@pytest.fixture
def colleague(city):
    from tests.support.factories import PostFactory, UserFactory

    person = UserFactory(username="can-bo-hai", full_name="Đỗ Văn Minh")
    PostFactory(unit=city.cast.commune, holder=person)
    return person


def test_two_officers_in_one_form_see_both_values(city, owed, colleague, window, sign_in, assert_accessible):
    first, second = window(), window()
    for page, person in [(first, city.cast["officer"]), (second, colleague)]:
        sign_in(page, person)
        page.goto(reverse("reporting:entry", args=[owed.pk]))

    cell(first, TEAM).fill("5")
    first.keyboard.press("Enter")
    saved(first)
    cell(second, TEAM).fill("7")
    second.keyboard.press("Enter")
    conflict = second.locator(f'tr[data-said="{TEAM}"]')
    expect(conflict).to_contain_text(city.cast["officer"].full_name)
    expect(conflict.get_by_role("button")).to_have_text([re.compile("5"), re.compile("7")])
    expect(cell(second, TEAM)).to_have_value("7")
    assert_accessible(second)
    assert city.drafted(owed) == 5, "nobody's change is overwritten without being asked"

    conflict.get_by_role("button", name=re.compile("7")).click()
    saved(second)
    assert city.drafted(owed) == 7

    # The first one looks again and sees it, without having asked.
    first.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(cell(first, TEAM)).to_have_value("7")


@both_screens
def test_what_is_typed_without_a_connection_is_kept_and_sent_later(
    page, city, owed, sign_in, assert_accessible
):
    sign_in(page, city.cast["officer"])
    page.goto(reverse("reporting:entry", args=[owed.pk]))
    page.context.set_offline(True)
    expect(page.locator("[data-offline]")).to_be_visible()
    cell(page, TEAM).fill("6")
    page.keyboard.press("Enter")
    expect(page.locator("p[data-state]")).to_contain_text("Mất kết nối")
    assert_accessible(page)
    assert city.drafted(owed) is None
    page.context.set_offline(False)
    expect(page.locator("[data-offline]")).to_be_hidden()
    saved(page)
    assert city.drafted(owed) == 6


def test_what_was_not_sent_survives_a_closed_page(page, city, owed, sign_in):
    sign_in(page, city.cast["officer"])
    address = reverse("reporting:entry", args=[owed.pk])
    page.goto(address)
    page.context.set_offline(True)
    cell(page, TEAM).fill("8")
    page.keyboard.press("Enter")
    expect(page.locator("p[data-state]")).to_contain_text("Mất kết nối")
    again = page.context.new_page()
    page.close()
    again.context.set_offline(False)
    again.goto(address)
    expect(cell(again, TEAM)).to_have_value("8")
    saved(again)
    assert city.drafted(owed) == 8
