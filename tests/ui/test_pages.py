"""Language, health, the rail and the shell around every page."""

from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection

from danvan.ui import checks, context, nav, views

pytestmark = pytest.mark.one_engine


class TestLanguage:
    def test_vietnamese_whatever_the_browser_asks(self, client):
        response = client.get("/no-such-page/", headers={"Accept-Language": "en-US,en"})
        assert response["Content-Language"] == "vi"
        assert "Không tìm thấy trang" in response.content.decode()

    def test_the_switch_is_remembered(self, client):
        response = client.post("/ngon-ngu/", {"language": "en", "next": "/form/?a=1"})
        assert (response.status_code, response["Location"]) == (302, "/form/?a=1")
        cookie = response.cookies["danvan_language"]
        assert cookie.value == "en"
        assert cookie["httponly"]
        assert "Page not found" in client.get("/no-such-page/").content.decode()

    @pytest.mark.parametrize(
        "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""]
    )
    def test_it_never_leads_elsewhere(self, client, elsewhere):
        assert client.post("/ngon-ngu/", {"language": "en", "next": elsewhere})["Location"] == "/"

    def test_unknown_languages_are_refused(self, client):
        response = client.post("/ngon-ngu/", {"language": "xx"})
        assert response.status_code == 400
        assert "danvan_language" not in response.cookies

    def test_a_forged_cookie_falls_back(self, client):
        client.cookies["danvan_language"] = "../../etc"
        assert client.get("/no-such-page/")["Content-Language"] == "vi"

    def test_reading_does_not_switch(self, client):
        assert client.get("/ngon-ngu/?language=en").status_code == 405


class TestHealth:
    @pytest.mark.django_db
    def test_well(self, client):
        response = client.get("/healthz")
        assert (response.status_code, response.json()) == (200, {"status": "ok"})

    @pytest.mark.django_db
    def test_without_its_database(self, client, monkeypatch):
        def refuse():
            raise OperationalError("password of the database")

        monkeypatch.setattr(connection, "cursor", refuse)
        response = client.get("/healthz")
        assert response.status_code == 503
        assert b"password" not in response.content


class TestRail:
    @pytest.fixture(autouse=True)
    def _items(self, monkeypatch):
        addresses = {"home": "/", "board": "/bao-cao/", "late": "/bao-cao/tre/", "log": "/nhat-ky/"}

        def reverse(name):
            if name not in addresses:
                raise nav.NoReverseMatch(name)
            return addresses[name]

        monkeypatch.setattr(nav, "reverse", reverse)
        monkeypatch.setattr(checks, "reverse", reverse)
        nav.register(nav.Item("Nhật ký", "log", "log", 90, shown=lambda request: False))
        nav.register(nav.Item("Trễ", "late", "clock", 30))
        nav.register(nav.Item("Báo cáo", "board", "table", 20))
        nav.register(nav.Item("Tuần này", "home", "home", 10))

    @pytest.mark.parametrize(
        ("path", "current"),
        [
            ("/", ["Tuần này"]),
            ("/bao-cao/", ["Báo cáo"]),
            ("/bao-cao/2019-Q1/", ["Báo cáo"]),
            ("/bao-cao/tre/3/", ["Trễ"]),
            ("/bao-caothem/", []),
        ],
    )
    def test_one_word_is_current(self, request_of, path, current):
        assert [link.label for link in nav.links(request_of(path)) if link.current] == current

    def test_in_order_and_only_what_opens(self, request_of):
        assert [link.label for link in nav.links(request_of())] == ["Tuần này", "Báo cáo", "Trễ"]
        assert nav.links(request_of(signed_in=False)) == []

    def test_registering_again_replaces(self, request_of):
        nav.register(nav.Item("Đợt báo cáo", "board", "table", 20))
        assert [link.label for link in nav.links(request_of())] == ["Tuần này", "Đợt báo cáo", "Trễ"]

    def test_an_item_without_a_page_is_left_out_and_named_by_the_check(self, request_of):
        assert checks.every_navigation_item_leads_somewhere(None) == []
        nav.register(nav.Item("Hỏng", "broken", "log"))
        assert "Hỏng" not in [link.label for link in nav.links(request_of())]
        (gap,) = checks.every_navigation_item_leads_somewhere(None)
        assert "broken" in gap.msg


class TestShell:
    def test_posts_are_named_once(self, request_of):
        request = request_of()
        grants = [("Chuyên viên", "HN"), ("", "HN-QBD"), ("Chuyên viên", "HN")]
        request.actor = SimpleNamespace(grants=[SimpleNamespace(title=t, unit_code=c) for t, c in grants])
        assert context.Shell(request).posts == ["Chuyên viên", "HN-QBD"]

    def test_the_sample_city_says_its_day(self, settings, request_of):
        settings.TODAY = "2020-03-26"
        assert "26/03/2020" in views.catalogue(request_of("/giao-dien/")).content.decode()
        settings.TODAY = ""
        assert "Thành phố mẫu" not in views.catalogue(request_of("/giao-dien/")).content.decode()

    def test_a_page_stands_without_person_or_session(self, request_of):
        request = request_of()
        del request.user, request.session
        assert context.Shell(request).nav == []
        assert not context.Shell(request).signed_in

    def test_the_catalogue_is_for_those_signed_in(self, client):
        response = client.get("/giao-dien/")
        assert response.status_code == 302
        assert response["Location"].startswith("/in/")

    def test_the_token_is_there_for_scripts_of_those_signed_in_only(self, request_of, draw):
        base = "{% extends 'ui/base.html' %}"
        assert 'name="csrf-token"' in draw(base, request_of())
        assert 'name="csrf-token"' not in draw(base, request_of(signed_in=False))
