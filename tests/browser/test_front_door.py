"""The door itself: what everybody meets first."""

from django.urls import reverse

from tests.browser.conftest import both_screens


@both_screens
def test_the_sign_in_page_stands_on_every_screen(page, assert_accessible):
    page.goto(reverse("workspace:this_week"))
    assert reverse("accounts:sign_in") in page.url
    assert_accessible(page)


def test_a_person_signs_in_with_the_keyboard_alone(page, cast):
    from tests.support.factories import PASSWORD

    page.goto(reverse("accounts:sign_in"))
    page.locator("input[name=username]").focus()
    page.keyboard.type(cast["officer"].username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: reverse("accounts:sign_in") not in url)
    assert cast["officer"].full_name in page.content()


@both_screens
def test_home_is_accessible(page, cast, sign_in, assert_accessible):
    sign_in(page, cast["officer"])
    page.goto(reverse("workspace:this_week"))
    assert_accessible(page)
