"""Signing in where nobody signs in with a password alone."""

import base64
import time

from django.urls import reverse
from django_otp.oath import TOTP
from playwright.sync_api import expect

from tests.browser.conftest import both_screens
from tests.support.factories import PASSWORD


def sign_in_by_hand(page, person):
    page.goto(reverse("accounts:sign_in"))
    page.locator("input[name=username]").fill(person.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")


def digits(secret: str) -> str:
    """What the app on the phone shows now."""
    plain = secret.replace(" ", "")
    app = TOTP(base64.b32decode(plain + "=" * (-len(plain) % 8)))
    app.time = time.time()
    return f"{app.token():06d}"


@both_screens
def test_the_second_step_is_set_up_and_asked_from_then_on(page, cast, settings, assert_accessible):
    settings.REQUIRE_SECOND_FACTOR = True
    sign_in_by_hand(page, cast["officer"])
    expect(page.get_by_role("heading", name="Thiết lập xác thực bước hai")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Bắt đầu").click()
    assert_accessible(page)
    secret = page.locator(".door__secret").inner_text()

    page.locator("input[name=code]").fill("000000" if digits(secret) != "000000" else "111111")
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.locator(".form-errors")).to_be_visible()
    assert_accessible(page)
    page.locator("input[name=code]").fill(digits(secret))
    page.get_by_role("button", name="Xác nhận").click()

    codes = page.locator(".door__codes code")
    expect(codes).to_have_count(10)
    assert_accessible(page)
    spare = codes.first.inner_text()
    page.get_by_role("link", name="Tôi đã cất giữ, tiếp tục").click()
    expect(page.get_by_text(cast["officer"].full_name).first).to_be_visible()

    page.get_by_role("button", name="Đăng xuất").click()
    sign_in_by_hand(page, cast["officer"])
    code = page.locator("input[name=code]")
    expect(code).to_be_visible()
    assert_accessible(page)
    page.goto(reverse("organizations:tree"))
    assert reverse("organizations:tree") not in page.url.split("?")[0], "half signed in is not signed in"
    page.locator("input[name=code]").fill(spare)
    page.keyboard.press("Enter")
    expect(page.get_by_text(cast["officer"].full_name).first).to_be_visible()
