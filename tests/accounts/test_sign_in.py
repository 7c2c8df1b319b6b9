"""R-01, R-02: in by name and password, out again; the same answer whoever asks."""

import pytest
from django.test import Client
from django.urls import reverse

from danvan.accounts.models import User
from danvan.audit.models import AuditEntry

SIGN_IN = "/dang-nhap/"


def test_the_door_is_open_to_newcomers(client, db):
    page = client.get(SIGN_IN)
    assert page.status_code == 200
    assert 'autocomplete="username"' in page.content.decode()
    assert 'autocomplete="current-password"' in page.content.decode()


@pytest.mark.parametrize(("day", "hint"), [("", False), ("2020-03-27", True)])
def test_only_the_demo_city_says_where_its_names_are(client, db, settings, day, hint):
    settings.TODAY = day
    assert ("door__demo" in client.get(SIGN_IN).content.decode()) is hint


def test_the_right_password_leads_to_the_wanted_page(client, person, sign_in, is_in):
    wanted = reverse("accounts:security")
    answer = client.post(
        f"{SIGN_IN}?next={wanted}", {"username": " Lan.NT ", "password": "con mèo trèo cây cau hỏi thăm"}
    )
    assert (answer.status_code, answer["Location"]) == (302, wanted)
    assert is_in(client)


@pytest.mark.parametrize(
    "evil", ["https://example.org/", "//example.org", "javascript:alert(1)", "\\\\example.org"]
)
def test_nobody_is_sent_to_another_house(client, person, evil, settings):
    answer = client.post(
        f"{SIGN_IN}?next={evil}", {"username": "lan.nt", "password": "con mèo trèo cây cau hỏi thăm"}
    )
    assert answer.status_code == 302
    assert answer["Location"] == reverse(settings.LOGIN_REDIRECT_URL)


def test_wrong_unknown_and_disabled_look_and_cost_the_same(
    client, make, sign_in, hashes, django_assert_num_queries
):
    make()
    off = make("tat.roi", "Đã Tắt")
    User.objects.filter(pk=off.pk).update(is_active=False)
    make("chua.nhan", "Chưa Nhận", password=None)
    answers, work = set(), set()
    for name, password in [
        ("lan.nt", "sai"), ("khong.ai", "sai"), ("tat.roi", "con mèo trèo cây cau hỏi thăm"), ("chua.nhan", "sai"),
    ]:  # fmt: skip
        hashes.clear()
        answer = sign_in(Client(), name, password)
        text = answer.content.decode().replace(name, "")
        csrf = answer.context["csrf_token"]
        answers.add((answer.status_code, text.replace(str(csrf), "")))
        work.add(len(hashes))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 422
    assert work == {1}


def test_what_was_typed_stays_but_never_the_password(client, person, sign_in):
    page = sign_in(client, password="mật khẩu sai").content.decode()
    assert "lan.nt" in page
    assert "mật khẩu sai" not in page


def test_out_by_post_only_and_a_kept_cookie_is_worthless(client, person, sign_in, is_in):
    sign_in(client)
    stolen = client.cookies["danvan"].value
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    assert is_in(client)
    assert client.post(reverse("accounts:sign_out")).status_code == 302
    thief = Client()
    thief.cookies["danvan"] = stolen
    assert not is_in(thief)
    assert not is_in(client)


def test_a_fragment_asked_for_too_late_reloads_the_whole_page(client, db):
    answer = client.get(
        SIGN_IN, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/bao-cao/?ky=2019"}
    )
    assert answer["HX-Redirect"] == f"{SIGN_IN}?next=%2Fbao-cao%2F%3Fky%3D2019"


def test_the_form_needs_its_token(person):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(SIGN_IN, {"username": "lan.nt", "password": "x"}).status_code == 403


def test_the_log_tells_of_in_and_out_and_failures_without_flood(client, person, sign_in):
    for _try in range(8):
        sign_in(client, password="sai")
        sign_in(client, "khong.ai", "sai")
    sign_in(Client(), "lan.nt")
    told = AuditEntry.objects.order_by("seq").values_list("action", "target_type")
    failed = [target for action, target in told if action == "accounts.sign_in_failed"]
    assert sorted(failed) == ["sign_in_name"] * 2 + ["user"] * 2
    bodies = b"".join(bytes(body) for body in AuditEntry.objects.values_list("body", flat=True))
    assert b"khong.ai" not in bodies


def test_in_and_out_are_in_the_log(client, person, sign_in):
    sign_in(client)
    client.post(reverse("accounts:sign_out"))
    told = list(AuditEntry.objects.order_by("seq").values_list("action", "actor_id"))
    assert told[-2:] == [("accounts.signed_in", person.pk), ("accounts.signed_out", person.pk)]
