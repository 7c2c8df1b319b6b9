"""
On a telephone, light and dark: a resident sends a matter with a picture, keeps the receipt, adds to it, rates the answer
and opens it again; a head sees the wall of promises by unit and origin with their age and opens one story.
"""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from danvan.commitments import services as commitments
from danvan.commitments.models import Commitment
from danvan.common import clock
from danvan.organizations.queries import actor_of
from danvan.petitions import services as petitions
from danvan.petitions.models import Attachment, Petition
from danvan.petitions.services import Draft
from tests.browser.conftest import faults, forget
from tests.files.samples import jpeg
from tests.petitions.conftest import DONE, FOUND
from tests.portal import city as public

SHOTS = os.environ.get("DANVAN_SHOTS", "")
light_and_dark = pytest.mark.parametrize("scheme", ["light", "dark"])


@pytest.fixture
def now(cast, at):
    forget()
    public.seeded()
    yield at(2020, 3, 16)
    forget()


@pytest.fixture
def look():
    """Axe finds nothing, nothing sticks out sideways; a picture is kept where DANVAN_SHOTS names a folder."""

    def at(page, name):
        assert faults(page) == []
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)

    return at


def answer(cast, now, row, found=FOUND):
    officer = actor_of(cast["officer"], now.date())
    draft = Draft("explained", found, DONE, basis="Kế hoạch 12/KH-UBND")
    petitions.answer(petition=row, version=row.version, draft=draft, by=officer, at=now)


@light_and_dark
def test_a_resident_sends_follows_rates_and_reopens(scheme, window, cast, now, look):
    page = window("phone", color_scheme=scheme)
    page.goto(f"{reverse('portal:send')}?cua=feedback")
    page.get_by_label("Kể lại sự việc").fill(
        "Rãnh thoát nước trước cổng trường bị tắc, mưa là nước tràn vào lớp học."
    )
    page.locator("select[name=topic]").select_option("environment")
    page.locator("select[name=place]").select_option("HN-01-01")
    page.locator("input[name=kind][value=feedback]").check()
    look(page, f"1-typed-{scheme}")
    page.locator("button.button--large[value=preview]").click()
    expect(page.locator("blockquote.said")).to_contain_text("nước tràn vào lớp học")
    page.locator("input[name=public][value=yes]").check()
    page.set_input_files(
        "input[name=files]", {"name": "IMG_2031.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    )
    look(page, f"2-preview-{scheme}")
    page.locator("button[value=send]").click()
    expect(page.locator(".receipt__code")).to_be_visible()
    look(page, f"3-receipt-{scheme}")
    code = " ".join(page.locator(".receipt__code span").all_inner_texts())
    row = Petition.unscoped.get()
    assert len(code.split()) == 7 and Attachment.objects.filter(petition=row).count() == 1
    _receipt_can_be_kept(page, code, f"4-printed-{scheme}")

    follow(page, code)
    look(page, f"5-followed-{scheme}")
    page.locator("form[action$='bo-sung/'] textarea").fill("Sáng nay nước lại tràn vào hai lớp.")
    page.locator("form[action$='bo-sung/'] button").click()
    expect(page.locator(".message--success")).to_be_visible()
    expect(page.locator(".story")).to_contain_text("Sáng nay nước lại tràn")

    row.refresh_from_db()
    answer(cast, clock.now(), row)
    follow(page, code)
    expect(page.locator("article.answer")).to_contain_text("tấm đan gãy")
    look(page, f"6-answered-{scheme}")
    page.locator("form[action$='danh-gia/'] input[name=settled][value=no]").check()
    page.locator("form[action$='danh-gia/'] input[name=score][value='2']").check()
    page.locator("form[action$='danh-gia/'] textarea").fill("Mới nạo vét một nửa.")
    page.locator("form[action$='danh-gia/'] button").click()
    expect(page.locator(".message--success")).to_be_visible()
    page.locator("form[action$='mo-lai/'] textarea").fill("Phía cuối rãnh vẫn tắc.")
    page.locator("form[action$='mo-lai/'] button").click()
    expect(page.locator(".message--success")).to_be_visible()
    # It can be opened again once only; the form is gone, what was said stands in the story.
    expect(page.locator("form[action$='mo-lai/']")).to_have_count(0)
    expect(page.locator(".story")).to_contain_text("Phía cuối rãnh vẫn tắc.")
    look(page, f"7-reopened-{scheme}")
    row.refresh_from_db()
    assert (row.state, row.score, row.settled) == ("reopened", 2, False)
    assert code.split()[0] not in page.url


def _receipt_can_be_kept(page, code, name):
    """The code as text and as a QR picture, on paper too; the button prints."""
    assert page.evaluate("document.querySelector('.receipt__qr').naturalWidth") > 0
    page.evaluate("window.print = () => { window.printed = true }")
    page.locator("[data-print]").click()
    assert page.evaluate("window.printed") is True
    page.emulate_media(media="print")
    expect(page.locator(".receipt__code")).to_be_visible()
    expect(page.locator(".receipt__qr")).to_be_visible()
    expect(page.locator("[data-print]")).to_be_hidden()
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    page.emulate_media(media="screen")


def follow(page, code):
    page.goto(reverse("portal:follow"))
    page.locator("input[name=code]").fill(code.lower())
    page.locator("main button[type=submit]").click()
    expect(page.locator(".followed")).to_be_visible()


@pytest.fixture
def promises(cast, now):
    """Three open promises of two communes of one district, from two origins; the oldest is overdue."""
    by, today = actor_of(cast["outsider"], now.date()), now.date()
    made = [
        commitments.give(
            text=text, unit=cast.units[code], asked_by=cast.units["HN-02-01"], origin=origin, origin_ref="",
            origin_label=label, due_on=today + timedelta(days=10), by=by, at=now,
        )
        for text, code, origin, label in (
            ("Nạo vét cống trước mùa mưa", "HN-01-01", "dialogue", "Đối thoại quý IV/2019"),
            ("Thay bóng đèn ngõ 12", "HN-01-01", "directive", "Công văn 12"),
            ("Lập lại đường dây nóng", "HN-01-02", "directive", "Công văn 12"),
        )
    ]  # fmt: skip
    Commitment.unscoped.filter(pk=made[0].pk).update(
        given_on=today - timedelta(days=100), due_on=today - timedelta(days=5)
    )
    return made


@light_and_dark
def test_a_head_sees_the_wall_and_opens_a_story(scheme, window, cast, now, sign_in, promises, look):
    page = window("phone", color_scheme=scheme)
    sign_in(page, cast["leader"])
    page.goto(reverse("commitments:wall"))
    look(page, f"8-wall-{scheme}")
    by_unit, by_origin = page.locator("main table").nth(0), page.locator("main table").nth(1)
    district = by_unit.locator("tbody tr", has_text="Quận Ba Đình")
    # Open, overdue, …, age of the oldest.
    expect(district).to_contain_text("3")
    expect(district.locator("td").nth(3)).to_have_text("100")
    # The age is in sight without scrolling the table.
    expect(district.locator("td").nth(3)).to_be_in_viewport()
    # From a dialogue: one open, more than 90 days old.
    dialogue = by_origin.locator("tbody tr").filter(has=page.locator("a[href*='nguon=dialogue']"))
    assert [int(cell) for cell in dialogue.locator("td").all_inner_texts()[:5]] == [1, 0, 0, 1, 1]
    district.get_by_role("link", name="Quận Ba Đình").click()
    expect(page.locator("main table").nth(0)).to_contain_text("Phường Trúc Bạch")
    look(page, f"9-wall-district-{scheme}")
    page.locator("main table").nth(0).locator("a.promise__late").first.click()
    expect(page.get_by_text("Nạo vét cống trước mùa mưa").first).to_be_visible()
    look(page, f"10-late-{scheme}")
    page.get_by_role("link", name=re.compile("Nạo vét cống")).first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("Đối thoại quý IV/2019")
    look(page, f"11-story-{scheme}")
