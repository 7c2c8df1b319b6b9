"""
Every door of the house, and who gets what there: `access.csv`, a row per URL name and method.

A cell is the status a person gets: a number, or ``login`` for the way to the sign-in page. To add a page, write its two
rows by hand (GET and POST; 405 when it does not take one) from what the policy says, and say here which record stands
in its address and what is posted. Never copy into the table what a run found: it says what should be.
docs/reference/access.md explains the people and the records.
"""

from __future__ import annotations

import csv
import json
import re
import secrets
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.support.rooms import ROOMS
from tests.support.standing import CELL, Standing

TABLE = Path(__file__).with_name("access.csv")
METHODS = ("GET", "POST")
PEOPLE = (
    "anonymous", "officer", "outsider", "consolidator", "city_consolidator", "leader", "administrator", "auditor",
    "local_administrator", "nobody",
)  # fmt: skip

Row = dict[str, str]
Values = dict[str, object]

# What stands in a URL, by the name of its argument. The record is always one of the officer's commune HN-01-01 or its
# district (so `outsider`, of another district, must not see it), in the state in which the door does something.
ARGUMENTS: dict[str, Callable[[Standing], object]] = {
    "code": lambda here: here.cast.commune.code,
    "unit": lambda here: here.cast.commune.code,
    "period": lambda here: "2019-Q3",
    "indicator": lambda here: CELL,
    "secret": lambda here: "khong-co-ma-nay",
    "day": lambda here: here.day.day,
    "file_id": lambda here: here.files["HN-01-01"].pk,
    "round_id": lambda here: here.rounds["draft"].pk,
    "submission_id": lambda here: here.submission("draft").pk,
    "kind": lambda here: "quarterly",
    "fmt": lambda here: "party",
    "key": lambda here: "situation",
    "output": lambda here: "docx",
    "number": lambda here: 2,
    "verb": lambda here: "khoa",
    "form_code": lambda here: "DV-QUY",
    "paper": lambda here: "chuong-trinh",
    "step": lambda here: "huy",
    "format": lambda here: "json",
    "reference": lambda here: here.voices["petition"].reference,
    "token": lambda here: "x",
    **{
        name: lambda here, name=name: here.engagement[name]
        for name in ("dialogue_id", "opinion_id", "question_id", "training_id", "note_id", "topic_id")
    },
}


def _sent(here: Standing) -> Values:
    return {"submission_id": here.submission("sent").pk}


def _accepted(here: Standing) -> Values:
    return {"submission_id": here.submission("accepted").pk}


def _template(here: Standing) -> Values:
    return {"pk": here.template.pk}


def _document(here: Standing) -> Values:
    return {"pk": here.documents["HN-01"].pk}


def _post(here: Standing) -> Values:
    return {"pk": here.posts["HN-01-01"].pk}


def _proposal(here: Standing) -> Values:
    return {"pk": here.proposals["HN-01-01"].pk}


def _of(state: str) -> Callable[[Standing], Values]:
    return lambda here: {"pk": here.submission(state).pk}


def _case(here: Standing) -> Values:
    return {"reference": here.voices["petition"].reference}


# What a name alone does not say, by door.
BY_NAME: dict[str, Callable[[Standing], Values]] = {
    "commitments:story": lambda here: {"pk": here.promises["commitment"]},
    "commitments:act": lambda here: {"pk": here.promises["commitment"], "verb": "tien-do"},
    "commitments:proof": lambda here: {
        "pk": here.promises["commitment"],
        "proof_id": here.promises["proof"],
    },
    "notifications:open": lambda here: {"pk": here.promises["message"]},
    "reporting:review": _sent,
    "reporting:accept": _sent,
    "reporting:send_back": _sent,
    "reporting:take_back": _accepted,
    "reporting:supplement": _accepted,
    "reporting:version": _accepted,
    "reporting:remark": lambda here: {"code": CELL},
    "reference:rule": lambda here: {"code": "petition.notice"},
    "briefings:template": _template,
    "briefings:template_sample": _template,
    "briefings:template_activate": _template,
    "briefings:template_retire": _template,
    "briefings:document": _document,
    "briefings:narrative": _document,
    "briefings:details": _document,
    "briefings:issue": _document,
    "briefings:erratum": _document,
    "briefings:erratum_word": _document,
    "briefings:download": _document,
    "organizations:change": lambda here: {"kind": "rename"},
    "organizations:change_made": lambda here: {"pk": here.change.pk},
    "organizations:undo": lambda here: {"pk": here.change.pk},
    "organizations:decide": lambda here: {"pk": here.pending["HN-01"].pk},
    "organizations:person": lambda here: {"pk": here.cast["officer"].pk},
    "organizations:person_act": lambda here: {"pk": here.cast["officer"].pk},
    "organizations:decide_proposal": _proposal,
    "organizations:withdraw_proposal": _proposal,
    "organizations:end_post": _post,
    "organizations:deputise": _post,
    **{
        name: lambda here: {"pk": here.notice.pk}
        for name in ("portal:notice", "portal:article", "portal:publish", "portal:take_back")
    },
    "portal:open_data_release": lambda here: {"period": "2019-Q1"},
    "portal:open_data_version": lambda here: {"period": "2019-Q1", "number": 1},
    "portal:open_data_file": lambda here: {"period": "2019-Q1", "number": 1, "name": "du-lieu.csv"},
    **{
        name: lambda here: {"release_id": here.releases["prepared"].pk}
        for name in ("portal:release", "portal:release_publish", "portal:release_discard")
    },
    "portal:open311_service": lambda here: {"code": "drainage", "format": "json"},
    "petitions:answer": _case,
    "petitions:case": _case,
    "petitions:classify": _case,
    "petitions:complaint": _case,
    "petitions:contact": _case,
    "petitions:decide": _case,
    "petitions:extend": _case,
    "petitions:hand_over": _case,
    "petitions:join": _case,
    # A commune has nobody who may publish: its district's own case shows the door open.
    "petitions:publish": lambda here: {"reference": here.voices["district_petition"].reference},
    "petitions:seal": _case,
    "petitions:split": _case,
    # Nothing is sealed in the standing city; who takes what out stands in tests/petitions/test_sealing.py.
    "petitions:take_out": lambda here: {"id": here.voices["attachment"].pk},
    "petitions:write": _case,
    "petitions:attachment": lambda here: _case(here) | {"id": here.voices["attachment"].pk},
    "petitions:reception_day": lambda here: {"pk": here.voices["day"].pk},
    "petitions:reception_session": lambda here: {"pk": here.voices["session"].pk},
    "petitions:route_end": lambda here: {"pk": here.voices["route"].pk},
    "api:submission": _of("sent"),
    "api:accept": _of("sent"),
    "api:send_back": _of("sent"),
    "api:supplement": _of("accepted"),
    "api:submit": _of("draft"),
    "api:save_cells": _of("draft"),
    "api:explain": _of("draft"),
    "api:remind": _of("draft"),
    "api:extend": _of("draft"),
    **{name: door for room in ROOMS.values() for name, door in room.DOORS.items()},
}

_FIGURES = {"unit": "HN-01-01", "period": "2019-Q3"}
QUERIES: dict[str, dict[str, str]] = {
    "api:report": _FIGURES,
    "api:figures": _FIGURES,
    "api:trace": _FIGURES | {"indicator": CELL},
    "api:by_child": _FIGURES | {"indicator": CELL},
    "api:series": {"unit": "HN-01-01", "indicator": CELL, "from": "2019-Q3", "to": "2020-Q1"},
}

# What is posted. Where it is not said, a field that no form knows, so that the form is read and found wanting.
BODIES: dict[str, Values] = {
    "reporting:accept": {"version": 1},
    "reporting:send_back": {"version": 1, "reason": "x"},
    "reporting:take_back": {"reason": "x"},
    "reporting:remark": {"note": "x", "once": "a-key-of-22-signs-or-more"},
    "reporting:terms": {"action": "extend", "extend-due_on": "2020-06-01", "extend-reason": "x"},
    "briefings:narrative": {"text": "x", "version": 1},
    "briefings:issue": {"signed_on": "2020-03-16", "version": 2},
    "api:accept": {"version": 1},
    "api:send_back": {"version": 1, "reason": "x", "cells": []},
    "api:supplement": {"changes": {CELL: 4}, "reason": "x"},
    "api:submit": {"late_reason": ""},
    "api:save_cells": {"cells": [{"indicator": CELL, "value": 4, "seen": 1}]},
    "api:explain": {"indicator": CELL, "note": "x"},
    "api:remind": {"text": "x"},
    "api:extend": {"due_on": "2020-06-01", "reason": "x"},
    "api:close": {"unit": "HN-01", "reason": "x"},
    **{name: body for room in ROOMS.values() for name, body in room.BODIES.items()},
}


@cache
def doors() -> dict[str, list[str]]:
    """URL name with its namespaces -> the names of its arguments. Every URL must have a name."""
    return dict(_walk(get_resolver().url_patterns, "", []))


def statuses(row: Row) -> list[str]:
    """What everybody in the table gets."""
    return [row[one] for one in PEOPLE]


def _walk(patterns, space: str, above: list[str]) -> Iterator[tuple[str, list[str]]]:
    for pattern in patterns:
        needs = [*above, *pattern.pattern.regex.groupindex]
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, needs)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or f'(no name: {pattern.pattern})'}", needs


def address(name: str, here: Standing) -> str:
    """The URL with the standing record in the place of each argument."""
    own = BY_NAME[name](here) if name in BY_NAME else {}
    missing = [one for one in doors()[name] if one not in own and one not in ARGUMENTS]
    assert not missing, f"{name}: say in tests/architecture/access.py what stands for {', '.join(missing)}"
    values = {one: own[one] if one in own else ARGUMENTS[one](here) for one in doors()[name]}
    query = urlencode(QUERIES[name]) if name in QUERIES else ""
    return reverse(name, kwargs=values) + (f"?{query}" if query else "")


def ask(client: Client, name: str, method: str, here: Standing) -> HttpResponse:
    """Knock at a door as `client`, with what a form or a program would send."""
    body = BODIES.get(name, {"no-such-field": "1"}) if method == "POST" else {}
    where = address(name, here)
    if name.startswith("api:"):
        key = {"Idempotency-Key": secrets.token_urlsafe(16)}
        return client.generic(method, where, json.dumps(body), content_type="application/json", headers=key)
    return client.post(where, body) if method == "POST" else client.generic(method, where)


def any_address(name: str) -> str:
    """The URL with something of the right shape in the place of each argument; no such record need exist."""
    return reverse(name, kwargs={one: _of_shape(_converters()[name].get(one)) for one in doors()[name]})


def _of_shape(converter: object) -> object:
    candidates = [
        1,
        "khoa",
        "x",
        "2020-01-01",
        "00000000-0000-4000-8000-000000000000",
        "2019-Q1",
        "docx",
        "json",
        "party",
        "HN",
        "petition.answer",
    ]
    regex = getattr(converter, "regex", "[^/]+")
    found = [one for one in candidates if re.fullmatch(regex, str(one))]
    assert found, f"give tests/architecture/access.py an example of the shape {regex}"
    return converter.to_python(found[0]) if hasattr(converter, "to_python") else found[0]


def _converters() -> dict[str, dict[str, object]]:
    def walk(patterns, space, above):
        for pattern in patterns:
            known = above | getattr(pattern.pattern, "converters", {})
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, inner, known)
            else:
                yield f"{space}{pattern.name}", known

    return dict(walk(get_resolver().url_patterns, "", {}))


def read() -> dict[tuple[str, str], Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table = {(row["url"], row["method"]): row for row in rows}
    assert len(table) == len(rows), "a URL and method stand twice in access.csv"
    return table
