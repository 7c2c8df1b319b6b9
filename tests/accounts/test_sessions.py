"""R-04: new ids at every step up, idle and absolute limits, and revocation that works by the next request."""

import re
from contextlib import contextmanager

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from danvan.accounts import services, sessions
from danvan.accounts.models import LiveSession
from danvan.accounts.services import people, second_factor

from .conftest import PASSWORD

NEW = "bốn mùa thay lá vườn sau"


def key(client):
    return client.cookies["danvan"].value


def test_an_id_from_before_sign_in_is_worth_nothing_after(client, person, sign_in, is_in):
    client.get("/dang-nhap/")
    planted = LiveSession.objects.create(
        session_key="p" * 32,
        session_data="",
        expire_date=timezone.now(),
        began_at=timezone.now(),
        seen_at=timezone.now(),
    )
    client.cookies["danvan"] = planted.session_key
    sign_in(client)
    assert is_in(client)
    assert key(client) != planted.session_key
    attacker = Client()
    attacker.cookies["danvan"] = planted.session_key
    assert not is_in(attacker)


def test_an_anonymous_session_of_an_attacker_is_replaced_at_sign_in(person, sign_in, is_in):
    attacker, victim = Client(), Client()
    attacker.get("/dang-nhap/")
    victim.cookies["danvan"] = key(attacker)
    sign_in(victim)
    assert is_in(victim)
    assert not is_in(attacker)


def test_the_code_step_gives_another_id(client, enrolled, sign_in, code_of, is_in):
    sign_in(client)
    half = key(client)
    client.post(reverse("accounts:code"), {"code": code_of(enrolled.device)})
    assert is_in(client)
    assert key(client) != half
    assert not LiveSession.objects.filter(session_key=half).exists()


def test_signing_in_as_somebody_else_leaves_nothing_of_the_first(client, person, make, sign_in):
    make("hoa.tv", "Trần Văn Hòa")
    sign_in(client)
    session = client.session
    session["left"] = "behind"
    session.save()
    client.post(reverse("accounts:sign_out"))
    sign_in(client, "hoa.tv")
    assert "left" not in client.session


def test_idle_for_half_an_hour_is_the_end(client, person, sign_in, is_in, later):
    sign_in(client)
    later(minutes=29)
    assert is_in(client)
    later(minutes=58)
    assert is_in(client), "work moves the limit on"
    later(minutes=89)
    assert not is_in(client)


def test_twelve_hours_are_the_end_however_busy(client, person, sign_in, is_in, later):
    sign_in(client)
    for minutes in range(20, 12 * 60, 20):
        later(minutes=minutes)
        assert is_in(client), minutes
    later(hours=12, seconds=1)
    assert not is_in(client)


def test_time_on_the_sign_in_page_does_not_count(client, person, sign_in, is_in, later):
    client.get("/dang-nhap/")
    later(minutes=25)
    sign_in(client)
    later(minutes=50)
    assert is_in(client)


def test_a_busy_person_costs_one_write_a_minute(
    client, person, sign_in, is_in, later, django_assert_num_queries
):
    sign_in(client)
    seen = LiveSession.objects.get(user=person).seen_at
    for seconds in (1, 20, 55):
        later(seconds=seconds)
        assert is_in(client)
    assert LiveSession.objects.get(user=person).seen_at == seen
    later(seconds=70)
    assert is_in(client)
    assert LiveSession.objects.get(user=person).seen_at > seen


def change_password(person):
    people.change_password(user=person, old=PASSWORD, new=NEW, at=timezone.now())


def disable(person):
    services.disable(user=person, by=None, at=timezone.now())


def reset(person):
    issued = services.start_reset(user=person, by=None, at=timezone.now())
    Client().post(issued.path, {"new": NEW, "again": NEW})


def drop_factor(person):
    second_factor.remove(user=person, at=timezone.now())


REVOCATIONS = [services.end_sessions, change_password, disable, reset, drop_factor]


@pytest.mark.parametrize("revoke", REVOCATIONS, ids=lambda revoke: revoke.__name__)
def test_revocation_ends_every_session_by_the_next_request(person, sign_in, is_in, revoke):
    browsers = [Client() for _number in range(3)]
    for browser in browsers:
        sign_in(browser)
        assert is_in(browser)
    revoke(person)
    assert [is_in(browser) for browser in browsers] == [False] * 3
    assert not LiveSession.objects.filter(user=person).exists()


def test_a_session_copied_before_revocation_is_refused_even_if_its_row_comes_back(
    client, person, sign_in, is_in
):
    sign_in(client)
    row = LiveSession.objects.get(user=person)
    services.end_sessions(person)
    row.save(force_insert=True)
    assert not is_in(client)


def test_a_request_under_way_does_not_bring_an_ended_session_back(client, person, sign_in):
    sign_in(client)
    store = sessions.SessionStore(key(client))
    store["typed"] = "something"
    services.end_sessions(person)
    with pytest.raises(UpdateError):
        store.save()
    store.touch()
    assert not LiveSession.objects.filter(user=person).exists()


def test_others_are_not_signed_out(person, make, sign_in, is_in):
    make("hoa.tv", "Trần Văn Hòa")
    other = Client()
    sign_in(other, "hoa.tv")
    services.end_sessions(person)
    assert is_in(other)


def test_the_page_lists_my_sessions_and_nobody_elses(person, make, sign_in, django_assert_max_num_queries):
    make("hoa.tv", "Trần Văn Hòa")
    here, there, other = Client(), Client(), Client()
    sign_in(here)
    sign_in(there)
    sign_in(other, "hoa.tv")
    with django_assert_max_num_queries(9):
        page = here.get(reverse("accounts:security"))
    assert [row["here"] for row in page.context["rows"]].count(True) == 1
    assert len(page.context["rows"]) == 2


def test_no_address_and_no_browser_name_are_kept(client, person, sign_in):
    sign_in(client, REMOTE_ADDR="203.0.113.77", headers={"User-Agent": "Mozilla/Marker"})
    row = LiveSession.objects.get(user=person)
    stored = f"{row.__dict__} {row.session_data} {sessions.SessionStore().decode(row.session_data)}"
    assert "203.0.113.77" not in stored
    assert "Marker" not in stored


def test_sign_out_everywhere_is_a_post_and_ends_this_browser_too(person, sign_in, is_in):
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    assert here.get(reverse("accounts:end_sessions")).status_code == 405
    assert is_in(there)
    here.post(reverse("accounts:end_sessions"))
    assert not is_in(here)
    assert not is_in(there)


def test_after_a_new_password_this_browser_stays_under_a_new_id(person, sign_in, is_in):
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    before = key(here)
    form = {"old": PASSWORD, "new": NEW, "again": NEW}
    assert here.post(reverse("accounts:change_password"), form).status_code == 302
    assert is_in(here)
    assert key(here) != before
    assert not is_in(there)
    person.refresh_from_db()
    assert person.check_password(NEW)


@pytest.mark.parametrize(
    "typed",
    [
        {"old": "sai", "new": NEW, "again": NEW},
        {"old": PASSWORD, "new": "ngắn", "again": "ngắn"},
        {"old": PASSWORD, "new": NEW, "again": NEW + "x"},
        {"old": PASSWORD, "new": "matkhauhanoi2026", "again": "matkhauhanoi2026"},
    ],
)
def test_a_refused_change_changes_nothing(client, person, sign_in, is_in, typed):
    sign_in(client)
    assert client.post(reverse("accounts:change_password"), typed).status_code == 422
    assert is_in(client)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_borrowed_screen_cannot_guess_the_old_password_for_long(client, person, sign_in, hashes, stopped):
    sign_in(client)
    hashes.clear()
    answers = [
        client.post(reverse("accounts:change_password"), {"old": "sai", "new": NEW, "again": NEW}).status_code
        for _number in range(20)
    ]
    assert answers.count(422) == 2
    assert answers.count(429) == 18
    assert len(hashes) == 2


def test_cookies_are_closed_to_scripts(client, person, sign_in):
    sign_in(client)
    for name in ("danvan", "danvan-browser"):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


def test_production_cookies_are_bound_to_the_host():
    from config.settings import base

    assert base.SESSION_COOKIE_NAME.startswith("__Host-")
    assert base.SESSION_COOKIE_SECURE
    assert base.SESSION_COOKIE_HTTPONLY
    assert base.CSRF_USE_SESSIONS


def test_the_browser_cookie_is_bound_to_the_host_where_cookies_are_secure(client, person, sign_in, settings):
    settings.SESSION_COOKIE_SECURE = True
    answer = sign_in(client, secure=True)
    cookie = answer.cookies["__Host-danvan-browser"]
    assert cookie["secure"]
    assert cookie["path"] == "/"
    assert not cookie["domain"]


# --- a GET writes nothing, with two exceptions that docs/decisions/0006-sign-in.md names ---


@pytest.fixture
def writes():
    """``with writes() as told: …``: the tables that statements changed meanwhile."""

    @contextmanager
    def watching():
        told = []

        def note(execute, sql, params, many, context):
            if found := re.match(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', sql):
                told.append(found[1])
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            yield told

    return watching


def test_the_first_pages_after_signing_in_write_nothing(client, person, sign_in, writes):
    """The CSRF token of the session (R-04) was kept by the POST that opened it."""
    sign_in(client)
    with writes() as told:
        for name in ("workspace:this_week", "accounts:security", "organizations:tree"):
            assert client.get(reverse(name)).status_code == 200
    assert told == []


def test_a_strangers_form_costs_one_session_and_only_the_first_time(client, db, writes):
    with writes() as told:
        page = client.get(reverse("accounts:sign_in"))
    assert 'name="csrfmiddlewaretoken"' in page.content.decode()
    assert set(told) == {LiveSession._meta.db_table}
    assert [row.user_id for row in LiveSession.objects.all()] == [None]
    with writes() as told:
        client.get(reverse("accounts:sign_in"))
    assert told == []


def test_a_stranger_who_is_sent_to_the_door_costs_nothing(client, db, writes):
    with writes() as told:
        assert client.get(reverse("workspace:this_week")).status_code == 302
        assert client.get(reverse("ui:healthz")).status_code == 200
        assert client.get("/khong-co-trang-nay/").status_code in {302, 404}
    assert told == []
