"""Programs in front of the doors: the cast with a round open for the first quarter of 2020."""

import json
import secrets

import pytest
from django.core.cache import cache
from django.test import Client

from tests.reporting.conftest import (  # noqa: F401
    _fresh_forms,
    actors,
    filled,
    first_quarter,
    form,
    layout,
    now,
    sent,
    submission_of,
)

CELL = "supervision.form.team"
ROOT = "/api/v1/"


@pytest.fixture(autouse=True)
def _cold_cache():
    cache.clear()
    yield
    cache.clear()


class Caller:
    """A program with somebody's session. Answers are (status, JSON)."""

    def __init__(self, client: Client):
        self.client = client

    def get(self, path: str, **query):
        return self._read(self.client.get(ROOT + path, query))

    def post(self, path: str, body: object, key: str | None = None, **headers):
        headers = {"Idempotency-Key": key or secrets.token_urlsafe(16), **headers}
        text = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return self._read(
            self.client.post(ROOT + path, text, content_type="application/json", headers=headers)
        )

    def _read(self, response):
        self.response = response
        kind = response["Content-Type"].split(";")[0]
        assert kind in {"application/json", "application/problem+json"}, response.content[:300]
        assert (kind == "application/json") == (response.status_code == 200)
        return response.status_code, json.loads(response.content)


@pytest.fixture
def call(cast, client_for, now):  # noqa: F811
    """``call("officer")`` is a program with this person's session, on the day of the test."""
    return lambda who: Caller(client_for(cast[who]))


@pytest.fixture
def mine(first_quarter, submission_of):  # noqa: F811
    """The officer's submission, not begun."""
    return submission_of(first_quarter)
