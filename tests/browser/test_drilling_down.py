"""A leader asks where a number comes from, and reads totals, charts and the board without touching a mouse."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.city import SESSIONS, TEAM
from tests.browser.conftest import both_screens

TOTAL = "supervision.sessions.total"


@pytest.fixture
def reported(city):
    """Quý IV/2019: all seven units accepted; 434 + 2,054 + 6,109 sessions make 8,597."""
    round_ = city.open("2019-Q4")
    for code, sessions in SESSIONS.items():
        city.accept(city.send(round_, code, **{TEAM: sessions}))
    return round_


def sentence(page):
    return page.locator(".sentence")


@both_screens
def test_a_leader_drills_from_the_total_to_one_communes_cell(
    page, city, reported, sign_in, assert_accessible
):
    sign_in(page, city.cast["leader"])
    page.goto(reverse("reporting:board"))
    page.get_by_role("navigation", name="Chính").get_by_role("link", name="Số liệu").click()
    page.goto(f"{reverse('reporting:totals')}?ky=2019-Q4&chi-tieu={TOTAL}")
    for part in ("8.597", "434", "2.054", "6.109", "7/7"):
        expect(sentence(page)).to_contain_text(part)
    assert_accessible(page)

    page.goto(reverse("reporting:trace", args=["HN", "2019-Q4", TOTAL]))
    shown = page.locator(".traced b")
    expect(shown).to_have_text("8.597")
    for unit, value in [("Quận Ba Đình", "4.009"), ("Phường Trúc Bạch", "1.509")]:
        line = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=unit))
        expect(line).to_contain_text(value)
        line.get_by_role("link", name=unit).click()
        expect(page.get_by_role("heading", name="Cuộc giám sát")).to_be_visible()
        expect(shown).to_have_text(value)
        assert_accessible(page)

    # The last step is the unit's answer: the version that was accepted, at its cell.
    page.locator(".trace--answers").get_by_role("link").click()
    cell = page.locator(f'[id="cell-{TOTAL}"]')
    expect(cell).to_contain_text("1.509")
    assert f"cell-{TOTAL}" in page.url
    assert_accessible(page)


def test_on_a_wide_screen_the_source_opens_beside_the_totals(
    window, city, reported, sign_in, assert_accessible
):
    page = window(viewport={"width": 1500, "height": 900})
    sign_in(page, city.cast["leader"])
    page.goto(f"{reverse('reporting:totals')}?ky=2019-Q4&chi-tieu={TOTAL}")
    page.locator("a[data-trace]").filter(has_text="8.597").first.click()
    panel = page.locator("[data-panel]")
    expect(panel).to_be_focused()
    expect(panel.locator(".traced b")).to_have_text("8.597")
    assert_accessible(page)
    panel.get_by_role("link", name="Quận Hoàn Kiếm").click()
    expect(panel.locator(".traced b")).to_have_text("4.154")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_the_board_is_worked_by_keys_alone(page, city, reported, sign_in):
    """One tab stop for all cells; arrows move as the eye does, the name of the cell is said, Enter opens it."""
    sign_in(page, city.cast["consolidator"])
    page.goto(reverse("reporting:board") + "?ky=2019-Q4")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    cells = page.locator("a.cell")
    for _ in range(20):
        page.keyboard.press("Tab")
        if cells.first.evaluate("cell => cell === document.activeElement"):
            break
    expect(cells.first).to_be_focused()
    name = page.locator("[data-picture-name]")
    expect(name).to_contain_text("Quận Ba Đình")
    page.keyboard.press("ArrowDown")
    expect(name).to_contain_text("Phường Phúc Xá")
    page.keyboard.press("ArrowRight")
    expect(name).to_contain_text("Phường Trúc Bạch")
    page.keyboard.press("Home")
    expect(name).to_contain_text("Quận Ba Đình")
    page.keyboard.press("End")
    expect(name).to_contain_text("Phường Trúc Bạch")
    page.keyboard.press("Tab")
    expect(page.locator("a.cell:focus")).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    expect(cells.last).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Phường Trúc Bạch")


def test_the_language_switches_and_stays(page, city, reported, sign_in, assert_accessible):
    sign_in(page, city.cast["leader"])
    page.goto(f"{reverse('reporting:totals')}?ky=2019-Q4&chi-tieu={TOTAL}")
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert "ky=2019-Q4" in page.url, "the same page in another language"
    rail = page.get_by_role("navigation", name="Main")
    expect(rail.get_by_role("link", name="Reports")).to_be_visible()
    assert_accessible(page)
    rail.get_by_role("link", name="Reports").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    expect(page.get_by_role("navigation", name="Chính")).to_be_visible()
