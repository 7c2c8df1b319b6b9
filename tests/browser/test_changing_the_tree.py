"""An administrator merges two wards: sees everything beforehand, applies, and takes it back."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from danvan.organizations.models import StructureChange
from tests.browser.conftest import both_screens


def told(page):
    return page.locator(".preview")


@both_screens
def test_an_administrator_previews_a_merger_applies_and_undoes(page, city, sign_in, assert_accessible):
    city.open("2020-Q1")
    sign_in(page, city.cast["administrator"])
    page.goto(reverse("organizations:tree"))
    assert_accessible(page)
    page.goto(reverse("organizations:changes"))
    page.get_by_role("link", name="Sáp nhập đơn vị").click()
    page.get_by_label("Chọn trong các đơn vị thuộc").select_option("HN-01")
    page.get_by_role("button", name="Xem", exact=True).click()
    form = page.locator("#change")
    form.locator("[name=day]").fill("2020-04-01")
    form.locator("[name=legal_basis]").fill("Nghị quyết 895/NQ-UBTVQH14")
    for ward in ("Phường Phúc Xá", "Phường Trúc Bạch"):
        form.get_by_label(ward).check()
    form.locator("select[name=into]").select_option("HN-01-02")
    assert_accessible(page)
    page.get_by_role("button", name="Xem trước hệ quả").click()

    expect(told(page)).to_be_focused()
    expect(told(page)).to_contain_text("01/04/2020")
    expect(told(page)).to_contain_text("Phường Phúc Xá")
    expect(told(page)).to_contain_text(city.cast["officer"].full_name)
    assert_accessible(page)
    assert not StructureChange.objects.exists(), "a preview writes nothing"

    page.get_by_role("button", name="Áp dụng thay đổi").click()
    expect(page.locator("[data-message]")).to_be_visible()
    assert_accessible(page)
    assert StructureChange.objects.get().undone_at is None
    page.goto(reverse("organizations:tree") + "?ngay=2020-04-01")
    expect(page.locator("main").get_by_text("Phường Phúc Xá")).to_have_count(0)
    page.goto(reverse("organizations:tree") + "?ngay=2020-03-31")
    expect(page.locator("main").get_by_text("Phường Phúc Xá")).not_to_have_count(0)

    page.goto(reverse("organizations:change_made", args=[StructureChange.objects.get().pk]))
    page.get_by_role("button", name="Hoàn tác thay đổi này").click()
    expect(page.locator("[data-message]")).to_be_visible()
    assert_accessible(page)
    assert StructureChange.objects.get().undone_at is not None
    page.goto(reverse("organizations:tree") + "?ngay=2020-04-01")
    expect(page.locator("main").get_by_text("Phường Phúc Xá")).not_to_have_count(0)


@pytest.mark.parametrize("page", ["phone"], indirect=True)
def test_an_obstacle_is_named_before_anything_is_written(page, city, sign_in, assert_accessible):
    sign_in(page, city.cast["administrator"])
    page.goto(reverse("organizations:change", args=["merge"]) + "?duoi=HN-01")
    page.get_by_role("button", name="Xem trước hệ quả").click()
    expect(page.locator(".form-errors")).to_be_focused()
    assert_accessible(page)
    assert not StructureChange.objects.exists()
