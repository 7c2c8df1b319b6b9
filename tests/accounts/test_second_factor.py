"""R-01: a code from the phone, accepted once; ten codes on paper; nobody passes half way in."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from danvan.accounts import services
from danvan.accounts.errors import TooSoon, WrongCode
from danvan.accounts.services import second_factor
from danvan.accounts.services import sign_in as doors

from .conftest import PASSWORD

CODE, ENROL, SECURITY = "/dang-nhap/ma-xac-thuc/", "/bao-mat/xac-thuc/", "/bao-mat/"


def test_with_an_app_the_password_alone_opens_nothing(client, enrolled, sign_in, is_in):
    answer = sign_in(client)
    assert answer["Location"] == CODE
    assert not is_in(client)
    assert client.get(SECURITY)["Location"] == f"/dang-nhap/?next={SECURITY}"
    assert client.get(f"/dang-nhap/?next={SECURITY}")["Location"] == f"{CODE}?next=%2Fbao-mat%2F"
    page = client.get(CODE)
    assert page.status_code == 200
    assert not page.context["user"].is_authenticated


def test_the_code_opens_and_leads_on(client, enrolled, sign_in, code_of, is_in):
    sign_in(client)
    answer = client.post(f"{CODE}?next={SECURITY}", {"code": code_of(enrolled.device)})
    assert answer["Location"] == SECURITY
    assert is_in(client)


@pytest.mark.parametrize("bad", ["000000", "12345", "abcdef", "", "١٢٣٤٥٦", "9" * 40])
def test_a_wrong_code_opens_nothing(client, enrolled, sign_in, is_in, bad):
    sign_in(client)
    assert client.post(CODE, {"code": bad}).status_code == 422
    assert not is_in(client)


@pytest.mark.slow
def test_a_code_is_accepted_once_and_500_replays_are_refused(enrolled, code_of):
    code, now = code_of(enrolled.device), timezone.now()
    doors.check_code(user=enrolled, code=code, at=now)
    accepted = 0
    for number in range(500):
        try:
            doors.check_code(user=enrolled, code=code, at=now + number * timedelta(minutes=15))
            accepted += 1
        except WrongCode:
            pass
    assert accepted == 0


def test_a_code_used_in_one_browser_is_refused_in_another(enrolled, sign_in, code_of, is_in):
    first, second = Client(), Client()
    code = code_of(enrolled.device)
    for browser in (first, second):
        sign_in(browser)
        browser.post(CODE, {"code": code})
    assert is_in(first)
    assert not is_in(second)


def test_the_code_of_another_person_is_refused(enrolled, make, code_of):
    other = make("hoa.tv", "Trần Văn Hòa")
    device = second_factor.begin(user=other)
    second_factor.confirm(user=other, device_id=device.pk, code=code_of(device, -1), at=timezone.now())
    with pytest.raises(WrongCode):
        doors.check_code(user=enrolled, code=code_of(device), at=timezone.now())


@pytest.mark.slow
def test_guessing_codes_is_slowed_like_passwords(enrolled):
    now, checked = timezone.now(), 0
    for minute in range(1440):
        try:
            doors.check_code(user=enrolled, code="000000", at=now + timedelta(minutes=minute))
        except WrongCode:
            checked += 1
        except TooSoon:
            pass
    assert 90 <= checked <= 100


def test_a_code_from_the_paper_opens_once(enrolled, sign_in, is_in):
    first, second = Client(), Client()
    typed = enrolled.codes[3].upper().replace("-", " ")
    for browser in (first, second):
        sign_in(browser)
        browser.post(CODE, {"code": typed})
    assert is_in(first)
    assert not is_in(second)
    assert StaticToken.objects.filter(device__user=enrolled).count() == 9


def test_paper_codes_are_stored_as_digests(enrolled):
    stored = set(StaticToken.objects.values_list("token", flat=True))
    shown = {code for typed in enrolled.codes for code in (typed, typed.replace("-", ""))}
    assert len(set(enrolled.codes)) == len(stored) == 10
    assert not stored & shown


def test_new_paper_voids_the_old(client, enrolled, sign_in, code_of):
    sign_in(client)
    client.post(CODE, {"code": code_of(enrolled.device)})
    assert client.post("/bao-mat/ma-du-phong/", {"password": "sai"}).status_code == 422
    page = client.post("/bao-mat/ma-du-phong/", {"password": PASSWORD})
    assert len(page.context["codes"]) == 10
    with pytest.raises(WrongCode):
        doors.check_code(user=enrolled, code=enrolled.codes[0], at=timezone.now())
    doors.check_code(user=enrolled, code=page.context["codes"][0], at=timezone.now())


def test_the_paper_is_shown_in_one_answer_only(client, person, sign_in, code_of):
    sign_in(client)
    client.post(ENROL, {"begin": "1", "password": PASSWORD})
    device = TOTPDevice.objects.get(user=person)
    shown = client.post(ENROL, {"code": code_of(device)})
    codes = shown.context["codes"]
    assert all(code in shown.content.decode() for code in codes)
    assert shown["Cache-Control"] == "no-store"
    for address in (ENROL, SECURITY, "/bao-mat/ma-du-phong/"):
        text = client.get(address).content.decode()
        assert not any(code in text for code in codes)


def test_setting_up_from_the_own_page(person, sign_in, code_of, is_in):
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    assert here.post(ENROL, {"begin": "1", "password": "sai"}).status_code == 422
    assert not TOTPDevice.objects.exists()
    here.post(ENROL, {"begin": "1", "password": PASSWORD})
    device = TOTPDevice.objects.get(user=person)
    page = here.get(ENROL).content.decode()
    assert 'src="data:image/svg+xml' in page
    assert "style=" not in page.replace("data-", "")
    assert here.post(ENROL, {"code": "000000"}).status_code == 422
    assert sign_in(Client())["Location"] != CODE, "an unconfirmed app is not asked for yet"
    assert here.post(ENROL, {"code": code_of(device)}).status_code == 200
    assert is_in(here)
    assert not is_in(there)
    assert sign_in(Client())["Location"] == CODE


def test_a_secret_begun_in_another_browser_is_not_confirmed_here(person, sign_in, code_of):
    attacker, owner = Client(), Client()
    sign_in(attacker)
    attacker.post(ENROL, {"begin": "1", "password": PASSWORD})
    device = TOTPDevice.objects.get(user=person)
    sign_in(owner)
    assert "qr" not in (owner.get(ENROL).context or {})
    owner.post(ENROL, {"code": code_of(device)})
    assert not TOTPDevice.objects.filter(confirmed=True).exists()


def test_another_phone_replaces_the_first(client, enrolled, sign_in, code_of, is_in):
    sign_in(client)
    client.post(CODE, {"code": code_of(enrolled.device)})
    client.post(ENROL, {"begin": "1", "password": PASSWORD})
    fresh = TOTPDevice.objects.get(user=enrolled, confirmed=False)
    client.post(ENROL, {"code": code_of(fresh)})
    assert is_in(client)
    assert list(TOTPDevice.objects.filter(user=enrolled)) == [fresh]


def test_half_way_in_nobody_replaces_an_app_or_reads_a_page(client, enrolled, sign_in, is_in):
    sign_in(client)
    for method in (client.get, client.post):
        assert method(ENROL, {"begin": "1", "password": PASSWORD})["Location"] == CODE
        for name in ("security", "change_password", "recovery_codes", "remove_second_factor", "end_sessions"):
            assert method(reverse(f"accounts:{name}")).status_code == 302
    assert TOTPDevice.objects.get().confirmed
    assert StaticToken.objects.count() == 10


def test_half_way_in_one_may_leave(client, enrolled, sign_in):
    sign_in(client)
    client.post("/dang-xuat/")
    assert client.get(CODE)["Location"] == "/dang-nhap/"


def test_where_it_is_required_a_newcomer_is_led_to_set_it_up_first(
    client, person, sign_in, code_of, is_in, settings
):
    settings.REQUIRE_SECOND_FACTOR = True
    answer = client.post(f"/dang-nhap/?next={SECURITY}", {"username": "lan.nt", "password": PASSWORD})
    assert not is_in(client)
    page = client.get(answer["Location"], follow=True)
    assert page.redirect_chain[-1][0] == f"{ENROL}?next=%2Fbao-mat%2F"
    client.post(f"{ENROL}?next={SECURITY}", {"begin": "1"})
    assert not is_in(client)
    shown = client.post(f"{ENROL}?next={SECURITY}", {"code": code_of(TOTPDevice.objects.get())})
    assert shown.context["onward"] == SECURITY
    assert is_in(client)
    assert client.get("/bao-mat/xac-thuc/bo/")["Location"] == SECURITY
    client.post("/bao-mat/xac-thuc/bo/", {"password": PASSWORD})
    assert TOTPDevice.objects.filter(confirmed=True).exists()


def test_where_it_is_required_a_session_without_it_counts_for_nobody(client, person, is_in, settings):
    client.force_login(person)
    assert is_in(client)
    settings.REQUIRE_SECOND_FACTOR = True
    assert not is_in(client)


def test_it_can_be_switched_off_with_the_password_where_allowed(client, enrolled, sign_in, code_of, is_in):
    sign_in(client)
    client.post(CODE, {"code": code_of(enrolled.device)})
    assert client.post("/bao-mat/xac-thuc/bo/", {"password": "sai"}).status_code == 422
    assert client.post("/bao-mat/xac-thuc/bo/", {"password": PASSWORD}).status_code == 302
    assert is_in(client)
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()


def test_an_administrator_takes_it_away_when_phone_and_paper_are_lost(
    client, enrolled, administrator, sign_in, is_in
):
    services.remove_second_factor(user=enrolled, by=administrator, at=timezone.now(), reason="mất điện thoại")
    sign_in(client)
    assert is_in(client)


def test_a_remembered_browser_is_not_slowed_at_the_code_either(client, enrolled, sign_in, code_of, is_in):
    sign_in(client)
    client.post(CODE, {"code": code_of(enrolled.device)})
    client.post("/dang-xuat/")
    for _number in range(3):
        with suppress(WrongCode, TooSoon):
            doors.check_code(user=enrolled, code="000000", at=timezone.now())
    with pytest.raises(TooSoon):
        doors.check_code(user=enrolled, code=enrolled.codes[0], at=timezone.now())
    sign_in(client)
    client.post(CODE, {"code": enrolled.codes[0]})
    assert is_in(client)
