"""Refusals and failures: the right status, in the right shape, and never more than a person should see."""

import json
import logging
import re

import pytest
from django.test import Client

pytestmark = pytest.mark.one_engine

SECRET = "The secret plan of unit X"

STATUS = {"refused": 422, "conflict": 409, "not-allowed": 403, "out-of-sight": 404}


@pytest.mark.parametrize(("kind", "status"), STATUS.items())
def test_an_uncaught_refusal_becomes_a_page_with_its_status(client, kind, status):
    response = client.get(f"/refuse/{kind}/")
    assert response.status_code == status
    page = response.content.decode()
    assert "<h1>" in page
    assert (SECRET in page) is (kind != "out-of-sight")


@pytest.mark.parametrize(("kind", "status"), STATUS.items())
def test_htmx_gets_a_sentence_above_the_page_not_a_page(client, kind, status):
    response = client.get(f"/refuse/{kind}/", headers={"HX-Request": "true"})
    assert response.status_code == status
    assert response["HX-Retarget"] == "#messages"
    assert 'role="alert"' in response.content.decode()
    assert "<html" not in response.content.decode()


def test_a_boosted_link_is_a_whole_page(client):
    response = client.get("/refuse/conflict/", headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert "<html" in response.content.decode()


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/refuse/conflict/", {"Accept": "application/json"}), ("/api/v1/refuse/conflict/", {})],
)
def test_programs_get_problem_json(client, path, headers):
    response = client.get(path, headers=headers)
    assert response["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    assert (problem["status"], problem["code"]) == (409, "conflict")
    assert SECRET in problem["title"]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}, {"Accept": "application/json"}])
def test_out_of_sight_is_answered_exactly_like_absence(client, headers):
    hidden = client.get("/refuse/out-of-sight/", headers=headers)
    absent = client.get("/no-such-page/", headers=headers)
    assert hidden.status_code == absent.status_code == 404
    same = [re.sub(r'value="[^"]*"', "", response.content.decode()) for response in (hidden, absent)]
    assert same[0] == same[1]


def test_a_crash_shows_a_reference_and_no_trace(caplog):
    client = Client(raise_request_exception=False)
    with caplog.at_level(logging.ERROR, "danvan.refusal"):
        response = client.get("/crash/")
    assert response.status_code == 500
    page = response.content.decode()
    shown = re.search(r"<b>([0-9a-f]{4}-[0-9a-f]{4})</b>", page)
    assert shown
    assert not re.search(r"hunter2|ValueError|Traceback|/crash/", page)
    (logged,) = [record for record in caplog.records if record.name == "danvan.refusal"]
    assert shown[1] in logged.getMessage()
    assert logged.exc_info[0] is ValueError


def test_each_crash_has_a_reference_of_its_own():
    client = Client(raise_request_exception=False)
    first, second = (json.loads(client.get("/api/v1/crash/").content)["reference"] for _ in range(2))
    assert first != second


def test_a_crash_told_to_a_program(client):
    response = Client(raise_request_exception=False).get("/api/v1/crash/")
    problem = json.loads(response.content)
    assert (response.status_code, problem["status"], problem["code"]) == (500, 500, "failed")
    assert "hunter2" not in response.content.decode()


def test_developers_still_see_the_error(client):
    with pytest.raises(ValueError, match="a trace"):
        client.get("/crash/")


def test_not_allowed(client):
    assert client.get("/denied/").status_code == 403


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_words():
    response = Client(enforce_csrf_checks=True).post("/form/", {"a": "1"})
    assert response.status_code == 403
    page = response.content.decode()
    assert "Biểu mẫu đã mở quá lâu" in page
    assert "CSRF" not in page


def test_a_foreign_host_gets_a_page_that_needs_no_session(client):
    response = client.get("/no-such-page", headers={"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert "<h1>" in response.content.decode()
