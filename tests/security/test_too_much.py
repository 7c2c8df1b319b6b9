"""Ten megabytes in one request are refused with words, wherever they are pasted."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.architecture import access
from tests.security.crawling import knocker
from tests.support.standing import CELL

pytestmark = pytest.mark.one_engine

TEN_MEGABYTES = "8\n" * (5 * 1024 * 1024)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "reporting:entry",
        "reporting:supplement",
        "reporting:send_back",
        "briefings:narrative",
        "organizations:change",
        "reporting:remark",
    ],
)
def test_a_paste_of_ten_megabytes_is_refused_with_words(name, standing):
    """413 or 400 with a page that says so; the session goes on, and nothing was written."""
    from tests.security.writing import contents

    client = Client()
    client.force_login(standing.cast[knocker(name)])
    before = contents()
    response = client.post(
        access.address(name, standing),
        {"reason": TEN_MEGABYTES, f"o-{CELL}": TEN_MEGABYTES, "text": TEN_MEGABYTES, "version": 1},
    )
    assert response.status_code in {400, 413}
    assert len(response.content) < 100_000
    assert "Traceback" not in response.content.decode()
    assert re.search(r"<h1|role=\"alert\"", response.content.decode())
    assert contents() == before
    assert client.get(reverse("workspace:this_week")).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("name", ["api:save_cells", "api:send_back"])
def test_ten_megabytes_to_the_api_are_a_problem_and_no_crash(name, standing):
    client = Client()
    client.force_login(standing.cast["officer"])
    body = json.dumps({"cells": [], "reason": TEN_MEGABYTES, "version": 1})
    response = client.post(
        access.address(name, standing),
        body,
        content_type="application/json",
        headers={"Idempotency-Key": "k" * 22},
    )
    assert (response.status_code, response.json()["code"]) == (413, "too-much")


@pytest.mark.slow
def test_ten_megabytes_to_the_script_door_are_refused_with_words(standing):
    client = Client()
    client.force_login(standing.cast["officer"])
    where = reverse("reporting:cells", args=[standing.submission("draft").pk])
    response = client.post(where, json.dumps({"cells": TEN_MEGABYTES}), content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (413, "too-much")
