"""R-80: what every answer says to the browser, errors and static files included."""

import pytest
from django.conf import settings as live
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import FileResponse, Http404, HttpResponse
from django.test import RequestFactory

from danvan.common import middleware

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


def complete(response):
    headers = response.headers
    assert headers["Content-Security-Policy"] == CSP
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = headers["Permissions-Policy"].split(", ")
    assert {"camera=()", "geolocation=()", "microphone=()", "usb=()", "payment=()"} <= set(policy)
    assert all(part.endswith("=()") for part in policy)
    return True


def answer(response, path="/bao-cao/"):
    return middleware.security_headers(lambda request: response)(RequestFactory().get(path))


def test_it_stands_outside_all_other_middleware():
    assert live.MIDDLEWARE[0] == "danvan.common.middleware.security_headers"


@pytest.mark.parametrize(
    "path",
    ["/dang-nhap/", "/bao-mat/", "/khong-co/", "/static/khong-co.css", "/static/accounts/accounts.css"],
)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options", "head"])
def test_every_answer_of_the_house(client, db, path, method):
    assert complete(getattr(client, method)(path))


@pytest.mark.parametrize("trouble", [RuntimeError, PermissionDenied, Http404, SuspiciousOperation])
def test_errors_too(client, db, monkeypatch, trouble):
    def fail(*args, **kwargs):
        raise trouble("bí mật")

    client.raise_request_exception = False
    monkeypatch.setattr("danvan.accounts.views.doors.forms.SignInForm", fail)
    response = client.get("/dang-nhap/")
    assert response.status_code >= 400
    assert complete(response)
    assert "bí mật" not in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_a_wrong_host_too(client, db):
    response = client.get("/dang-nhap/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert complete(response)


def test_a_view_cannot_weaken_them():
    response = answer(
        HttpResponse(headers={"Content-Security-Policy": "default-src *", "X-Frame-Options": "ALLOWALL"})
    )
    house, own = response.headers["Content-Security-Policy"].split(", ")
    assert (house, own) == (CSP, "default-src *"), (
        "browsers obey every policy in the list, so the house's still holds"
    )
    response.headers["Content-Security-Policy"] = house
    assert complete(response)


@pytest.mark.parametrize("said", [None, "private, max-age=600", "max-age=3600", "no-cache", "x-public-ish"])
def test_nothing_is_kept_by_default(said):
    response = HttpResponse(headers={"Cache-Control": said} if said else {})
    assert answer(response)["Cache-Control"] == "no-store"


def test_downloads_are_not_kept_either(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    with (tmp_path / "a.pdf").open("rb") as file:
        assert answer(FileResponse(file))["Cache-Control"] == "no-store"


def test_static_files_and_what_says_public_may_be_kept():
    assert (
        answer(HttpResponse(headers={"Cache-Control": "max-age=60, public"}), "/static/x.css")[
            "Cache-Control"
        ]
        == "max-age=60, public"
    )
    assert (
        answer(HttpResponse(headers={"Cache-Control": "public, max-age=60"}))["Cache-Control"]
        == "public, max-age=60"
    )
    assert answer(HttpResponse(), "/static/x.css")["Cache-Control"] == "no-store"


def test_own_pages_are_not_kept(client, person, sign_in):
    sign_in(client)
    assert client.get("/bao-mat/")["Cache-Control"] == "no-store"


def test_pages_hold_no_inline_script_or_style(client, person, sign_in):
    pages = [client.get("/dang-nhap/")]
    sign_in(client)
    pages += [client.get(path) for path in ("/bao-mat/", "/bao-mat/mat-khau/", "/bao-mat/xac-thuc/")]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert " style=" not in text
        assert "<style" not in text
        assert " onclick=" not in text
        assert all(
            "src=" in tag.split(">")[0] or "application/json" in tag for tag in text.split("<script")[1:]
        )


def test_production_says_hsts():
    text = (live.BASE_DIR / "config/settings/production.py").read_text()
    assert "SECURE_HSTS_SECONDS = 365 * 24 * 3600" in text
    assert "SECURE_HSTS_INCLUDE_SUBDOMAINS = True" in text


def test_hsts_reaches_the_browser(client, db, settings):
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    response = client.get("/dang-nhap/", secure=True)
    assert response["Strict-Transport-Security"].startswith("max-age=31536000")
