"""The shell alone: its own doors, an empty rail, somebody signed in without a database."""

from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from danvan.ui import nav


@pytest.fixture(autouse=True)
def _own_doors(settings, monkeypatch):
    settings.ROOT_URLCONF = "tests.ui.urls"
    settings.LOGIN_URL = "/in/"
    settings.LOGIN_REDIRECT_URL = "/"
    settings.TODAY = ""
    monkeypatch.setattr(nav, "_items", {})


@pytest.fixture
def request_of():
    """A request as middleware leaves it, from somebody signed in (or not)."""

    def make(path="/", signed_in=True, **headers):
        request = RequestFactory().get(path, headers=headers)
        request.user = SimpleNamespace(
            is_authenticated=signed_in, get_full_name=lambda: "Nguyễn Thị Hoa", get_username=lambda: "hoa"
        )
        request._messages = []
        request.session = {}
        return request

    return make


@pytest.fixture
def draw(request_of):
    """Render a piece of template as a page would."""
    from django.template import engines

    def make(source, request=None, **context):
        return engines["django"].from_string(source).render(context, request or request_of())

    return make
