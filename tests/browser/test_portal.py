"""
The public pages as a resident meets them: on a phone and on a desk, light and dark, with a keyboard, with and without
scripts; axe finds nothing, and a matter is sent, followed and reopened.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import faults, forget
from tests.portal import city as public

SHOTS = os.environ.get("DANVAN_SHOTS", "")


@pytest.fixture
def here(cast, at):
    forget()
    yield public.build(cast, at(2020, 3, 16))
    forget()


def pages(here) -> dict[str, str]:
    return {
        "home": reverse("portal:home"),
        "gate": reverse("portal:send"),
        "door": f"{reverse('portal:send')}?cua=denunciation",
        "send": f"{reverse('portal:send')}?cua=feedback",
        "follow": reverse("portal:follow"),
        "search": f"{reverse('portal:search')}?tim=phuc+xa",
        "nothing": f"{reverse('portal:search')}?tim=zzz",
        "help": reverse("portal:help"),
        "dialogues": reverse("portal:dialogues"),
        "dialogue": reverse("portal:dialogue", args=[here.ahead.reference]),
        "result": reverse("portal:dialogue", args=[here.held.reference]),
        "wall": reverse("portal:wall"),
        "promise": reverse("portal:promise", args=[here.promise.reference]),
        "matters": reverse("portal:matters"),
        "matter": reverse("portal:matter", args=[here.matter.reference]),
        "reception": reverse("portal:reception"),
        "conduct": reverse("portal:conduct"),
        "figures": reverse("portal:figures"),
        "report": reverse("portal:report", args=["HN", "2019"]),
        "news": reverse("portal:news"),
        "notice": reverse("portal:notice", args=[here.notice.pk]),
        "gone": reverse("portal:notice", args=[here.gone.pk]),
        "missing": reverse("portal:notice", args=[999_999]),
    }


@pytest.mark.parametrize(("screen", "scheme"), [("phone", "light"), ("desktop", "dark")])
def test_every_public_page_is_accessible(screen, scheme, window, here):
    page, found = window(screen, color_scheme=scheme), []
    for name, address in pages(here).items():
        page.goto(address)
        found += faults(page)
        shot(page, f"{name}-{screen}-{scheme}")
    assert found == []


def shot(page, name: str) -> None:
    """A picture for whoever looks; only where DANVAN_SHOTS names a folder."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_resident_sends_and_follows_on_a_phone(scripts, window, here):
    page = window("phone", java_script_enabled=scripts)
    page.goto(reverse("portal:home"))
    page.locator("main a.button--primary").first.click()
    page.locator("a.door").first.click()
    page.locator("input[name=kind][value=feedback]").check()
    page.fill("textarea[name=text]", "Đèn đường ngõ 12 hỏng đã hai tuần, tối đi lại rất khó.")
    page.select_option(
        "select[name=topic]", "lighting" if page.locator("option[value=lighting]").count() else "drainage"
    )
    page.fill("input[name=find]", "truc bach")
    if not scripts:
        page.locator("button[value=find]").click()
    assert page.locator("select[name=place]").input_value() == "HN-01-02"
    shot(page, f"typed-{scripts}")
    page.locator("button.button--large[value=preview]").click()
    if scripts:
        assert faults(page) == []
    shot(page, f"preview-{scripts}")
    page.locator("input[name=public][value=yes]").check()
    page.locator("button[value=send]").click()
    code = " ".join(page.locator(".receipt__code span").all_inner_texts())
    assert len(code.split()) == 7
    if scripts:
        assert faults(page) == []
        assert page.evaluate("Object.keys(sessionStorage).length") == 0
    shot(page, f"receipt-{scripts}")
    page.goto(reverse("portal:follow"))
    page.fill("input[name=code]", code.lower())
    page.locator("main button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("ngõ 12")
    assert code.split()[0] not in page.url
    if scripts:
        assert faults(page) == []
    shot(page, f"followed-{scripts}")
    page.locator("textarea[name=text]").fill("Có thêm một bóng nữa vừa hỏng tối qua.")
    page.locator("form[action$='bo-sung/'] button").click()
    assert page.locator(".message--success").count() == 1


def test_a_draft_survives_a_closed_page(window, here):
    page = window("phone")
    page.goto(f"{reverse('portal:send')}?cua=feedback")
    page.fill("textarea[name=text]", "Viết dở")
    page.goto(reverse("portal:home"))
    page.goto(f"{reverse('portal:send')}?cua=feedback")
    assert page.locator("textarea[name=text]").input_value() == "Viết dở"
    # Nothing of it leaves the page by itself, and the other door has a draft of its own.
    page.goto(f"{reverse('portal:send')}?cua=recommendation")
    assert page.locator("textarea[name=text]").input_value() == ""


def test_a_press_on_the_map_chooses_the_commune(window, here):
    page = window("phone", java_script_enabled=False)
    page.goto(f"{reverse('portal:send')}?cua=feedback")
    page.fill("textarea[name=text]", "Viết trước khi chọn nơi")
    page.locator("details.map summary").click()
    picture = page.locator("input[name=map]")
    # Hàng Bạc lies farthest east of the four.
    picture.click(
        position={"x": picture.bounding_box()["width"] - 9, "y": picture.bounding_box()["height"] - 12}
    )
    assert page.locator("select[name=place]").input_value() == "HN-02-01"
    assert page.locator("textarea[name=text]").input_value() == "Viết trước khi chọn nơi"
