"""
Hostile requests made from the API's own schema: no server error, no answer the schema does not promise (R-83, R-84).

A few per operation in the suite, five hundred per operation and role in `make test-long`.
"""

import secrets
from contextlib import contextmanager

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from danvan.api.house import house
from danvan.reporting.services import reviewing
from tests.api.conftest import CELL

pytestmark = pytest.mark.one_engine

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ROLES = ["officer", "consolidator", "leader", "administrator"]
FEW, MANY = 16, 500
BODIES = {
    "save_cells": {
        "cells": [{"indicator": CELL, "value": "1.250"}, {"indicator": "reception.persons", "value": None}]
    },
    "explain": {"indicator": CELL, "reasons": {"jump": "x"}, "note": "x", "follow": True},
    "submit": {"late_reason": "x"},
    "accept": {"version": 1},
    "send_back": {"version": 1, "reason": "x", "cells": [{"indicator": CELL, "reason": "x"}]},
    "supplement": {"changes": {CELL: 13}, "reason": "x"},
    "remind": {"text": "x"},
    "extend": {"due_on": "2020-06-01", "reason": "x"},
    "close": {"unit": "HN-01", "reason": "x"},
}
# What only a few of the records and roles drawn here allow is proven in test_writing.py.
RARE = {"save_cells", "explain", "submit", "accept", "send_back", "supplement", "remind", "extend", "close"}
OPERATIONS = [
    (operation["operationId"], method, path)
    for path, methods in house.get_openapi_schema()["paths"].items()
    for method, operation in methods.items()
]


@pytest.fixture
def world(first_quarter, submission_of, sent, actors, now, cast, client_for):
    """One report accepted, one sent, the rest not begun; a session with its token for each role."""
    for code, who in [("HN-01-01", "officer"), ("HN-02-01", "outsider")]:
        version = sent(submission_of(first_quarter, code), who, **{CELL: 12})
    first = submission_of(first_quarter)
    reviewing.accept(submission_id=first.pk, version_number=version.number, by=actors["consolidator"], at=now)
    return {
        "pk": [submission_of(first_quarter, code).pk for code in ("HN-01-01", "HN-01", "HN-02-01", "HN")],
        "round_id": [first_quarter.pk],
        "sessions": {who: _session(client_for(cast[who])) for who in ROLES},
    }


def _session(client):
    token = client.get("/api/v1/me").json()["csrf_token"]
    return {"danvan": client.cookies["danvan"].value}, {"X-CSRFToken": token}


def requests_of(operation, world):
    """Anything the schema allows, anything it forbids, and what reaches the services: real records, units, periods."""
    names = {one["name"]: one["in"] for one in operation.definition.raw.get("parameters", ())}
    path = {name: st.sampled_from(world[name]) for name in names if name in ("pk", "round_id")}
    if "code" in names:
        path["code"] = st.sampled_from(["HN", "HN-01-01"])
    query = {
        "unit": ["HN", "HN-01", "HN-01-01"],
        "period": ["2020-Q1", "2020", "2019-H1", "2019-Q5"],
        "indicator": [CELL],
        "form": ["DV-QUY"],
    }
    query |= {"from": ["2019-Q4"], "to": ["2020-Q1", "2020"]}
    known = {name: st.sampled_from(values) for name, values in query.items() if names.get(name) == "query"}
    key = {"Idempotency-Key": secrets.token_urlsafe(16)} if "Idempotency-Key" in names else None

    body = {"body": BODIES[operation.definition.raw["operationId"]]} if operation.method == "post" else {}

    def real(parts):
        return operation.as_strategy(
            GenerationMode.POSITIVE,
            path_parameters=parts[0] or None,
            query=parts[1] or None,
            headers=key,
            **parts[2],
        )

    bodies = st.sampled_from([{}, body])
    reaching = st.tuples(st.fixed_dictionaries(path), st.fixed_dictionaries(known), bodies).flatmap(real)
    allowed, forbidden = (
        operation.as_strategy(mode) for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    )
    return st.sampled_from([reaching, reaching, allowed, reaching, reaching, forbidden]).flatmap(
        lambda one: one
    )


@contextmanager
def one_connection():
    """A server gives its connection up after each request; here it holds the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def attack(operation_id, world, roles, examples):
    schema = schemathesis.openapi.from_dict(house.get_openapi_schema())
    schema.app = get_wsgi_application()
    operation = schema.find_operation_by_id(operation_id)

    # The same requests each time: what this finds once it finds again.
    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=requests_of(operation, world), who=st.sampled_from(roles))
    def strike(case, who):
        cookies, headers = world["sessions"][who]
        with transaction.atomic():
            response = case.call(cookies=cookies, headers=headers)
            transaction.set_rollback(True)
        assert response.status_code != 401, "the session was lost: nothing behind the door was tried"
        seen.append(response.status_code)
        case.validate_response(response, checks=CHECKS)

    seen = []
    # After the sessions were made: Django's test client connects the signals again.
    with one_connection():
        strike()
    return seen


@pytest.mark.slow
@pytest.mark.parametrize("operation", [one[0] for one in OPERATIONS])
def test_a_few_hostile_requests(operation, world):
    seen = attack(operation, world, ROLES, FEW)
    assert operation in RARE or 200 in seen, "nothing got past the door"


@pytest.mark.long
@pytest.mark.parametrize("operation", [one[0] for one in OPERATIONS])
@pytest.mark.parametrize("who", ROLES)
def test_many_hostile_requests(operation, who, world):
    attack(operation, world, [who], MANY)


def test_the_checks_would_notice(world, monkeypatch):
    monkeypatch.setattr("danvan.api.endpoints.units.queries.names_on", lambda day: 1 / 0)
    with pytest.raises(
        BaseException, match="Server error|ExceptionGroup|sub-exception|Undocumented|failures"
    ):
        attack("units", world, ["officer"], FEW)
