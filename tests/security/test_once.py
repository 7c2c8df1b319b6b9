"""
A thing asked for several times happens once (R-40): API calls by their key, forms by the rules of what they make.
"""

import json
import re
import secrets
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from danvan.accounts.models import User
from danvan.audit import services as audit
from danvan.audit.models import AuditEntry, OnceKey
from danvan.briefings.models import DocumentTemplate, ReportDocument
from danvan.files.models import StoredFile
from danvan.ingest.models import Import
from danvan.organizations.models import Deputising, PendingGrant, Post, ProposedChange, StructureChange
from danvan.reporting.models import Reminder, Return, Round, Submission, SubmissionVersion
from tests.security import writing
from tests.support import standing as records
from tests.support.parallel import together

TIMES = 5


def shape():
    """How many there are of everything that a form can make."""
    made = {
        model.__name__: model._base_manager.count()
        for model in (
            User,
            ReportDocument,
            Post,
            StructureChange,
            Reminder,
            Return,
            Round,
            Submission,
            SubmissionVersion,
            Deputising,
            PendingGrant,
            ProposedChange,
            DocumentTemplate,
            StoredFile,
            Import,
        )
    }
    return made | {"entries": AuditEntry.objects.count()}


def more(before, after):
    return {name: after[name] - before[name] for name in before if after[name] != before[name]}


@pytest.fixture
def city(transactional_db, at):
    """The standing records, committed, so that several connections see them."""
    from tests.support.people import assemble

    return records.build(assemble(), at("2020-03-16"))


# operation, unit, person, how many of what there are more afterwards, however often it was sent
FORMS = [
    ("open_round", "HN", "city_consolidator", {"Round": 1, "Submission": 7}),
    ("draft_document", "HN-01", "consolidator", {"ReportDocument": 1}),
    ("issue", "HN-01", "consolidator", {}),
    ("rename", "HN-01-02", "administrator", {"StructureChange": 1}),
    ("invite", "HN-01-01", "administrator", {"User": 1, "Post": 1}),
    ("give_post", "HN-01-01", "administrator", {"Post": 1}),
    ("send", "HN-01-01", "officer", {"SubmissionVersion": 1}),
    ("supplement", "HN-01-01", "officer", {"SubmissionVersion": 1}),
    ("accept", "HN-01-01", "consolidator", {}),
    ("return", "HN-01-02", "consolidator", {"Return": 1}),
    ("extend", "HN-01-01", "consolidator", {}),
    ("add_holiday", "HN", "administrator", {}),
    ("confirm_grant", "HN-01", "administrator", {"Post": 1}),
    ("propose", "HN-01-01", "officer", {"ProposedChange": 1}),
    ("decide_proposal", "HN-01-01", "administrator", {}),
    ("withdraw_proposal", "HN-01-02", "consolidator", {}),
    ("end_post", "HN-01-01", "administrator", {}),
    ("take_in", "HN-02-01", "outsider", {}),
]
# Those that would happen again each time, were it not for the key in the form; with the entries they leave.
KEYED = [
    ("note", "HN-02-01", "outsider", {"entries": 1}),
    ("attach", "HN-02-01", "outsider", {"StoredFile": 1, "entries": 2}),
    ("remind", "HN-01-02", "consolidator", {"Reminder": 1, "entries": 1}),
    ("upload_template", "HN", "administrator", {"DocumentTemplate": 1, "entries": 1}),
    ("give_power", "HN-01-02", "administrator", {"PendingGrant": 1, "entries": 1}),
    ("deputise", "HN-01-01", "administrator", {"Deputising": 1, "entries": 1}),
    ("read_workbook", "HN-02-01", "outsider", {"Import": 1, "entries": 1}),
]


@pytest.mark.slow
def test_each_form_sent_five_times_at_once_makes_one(city):
    """No key is needed where the effect itself can happen only once: one round, one draft, one number, one state."""
    wrong = []
    for operation, unit, person, made in FORMS:
        clients = [Client(raise_request_exception=False) for _ in range(TIMES)]
        for client in clients:
            client.force_login(city.cast[person])
        before = shape()
        send = writing.OPERATIONS[operation]
        works = [partial(send, client, city, unit) for client in clients]
        statuses = sorted(response.status_code for response in together(*works))
        found = more(before, shape())
        entries = found.pop("entries", 0)
        if found != made or not entries or max(statuses) >= 500:
            wrong.append(f"{operation}: {found} made, {entries} entries, answers {statuses}; expected {made}")
        # Once more, with everything settled: nothing further happens.
        settled = shape()
        late = writing.OPERATIONS[operation](clients[0], city, unit)
        if more(settled, shape()) or late.status_code >= 500:
            wrong.append(f"{operation} again: {more(settled, shape())}, {late.status_code}")
    assert not wrong, "\n".join(wrong)
    assert audit.verify() == []


def signed_in(person, times=TIMES):
    clients = [Client(raise_request_exception=False) for _ in range(times)]
    for client in clients:
        client.force_login(person)
    return clients


@pytest.mark.slow
def test_a_form_with_a_key_sent_five_times_at_once_makes_one(city):
    for operation, unit, person, made in KEYED:
        send, key = writing.OPERATIONS[operation], secrets.token_urlsafe(16)
        clients = signed_in(city.cast[person])
        for client in clients:
            client.once = key
        before = shape()
        answers = together(*(partial(send, client, city, unit) for client in clients))
        assert {(answer.status_code, answer.headers.get("Location")) for answer in answers} == {
            (302, answers[0].headers["Location"])
        }, operation
        assert more(before, shape()) == made, operation
        # Much later once more: the same answer, nothing further. With a key of its own it happens again.
        settled = shape()
        late = send(clients[0], city, unit)
        assert late.headers.get("Location") == answers[0].headers["Location"], operation
        assert more(settled, shape()) == {}, operation
        clients[0].once = secrets.token_urlsafe(16)
        assert send(clients[0], city, unit).status_code == 302, operation
        assert more(settled, shape())["entries"] >= 1, operation


@pytest.mark.slow
def test_a_form_without_its_key_is_refused_and_comes_back_with_one(standing, monkeypatch):
    wrong = []
    for key in ("", "1", "x" * 65, "ỹ" * 22):
        monkeypatch.setattr(writing, "key_of", lambda client, key=key: key)
        for operation, unit, person, _made in KEYED:
            before, (client,) = shape(), signed_in(standing.cast[person], 1)
            answer = writing.OPERATIONS[operation](client, standing, unit)
            has_key = re.search(r'name="once" value="[A-Za-z0-9_-]{22}"', answer.content.decode())
            if answer.status_code not in {200, 422} or not has_key or more(before, shape()):
                wrong.append(f"{operation} with {key!r}: {answer.status_code}, {more(before, shape())}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_a_form_changed_and_sent_again_is_told_apart(standing):
    (client,) = signed_in(standing.cast["consolidator"], 1)
    client.once = secrets.token_urlsafe(16)
    row = standing.submission("draft", "HN-01-02")
    where = reverse("reporting:remind", args=[row.round_id])
    assert client.post(where, {"id": [row.pk], "text": "x", "once": client.once}).status_code == 302
    before = shape()
    answer = client.post(where, {"id": [row.pk], "text": "khác", "once": client.once})
    assert answer.status_code == 422 and "khác" in answer.content.decode()
    assert more(before, shape()) == {}


CALLS = [
    ("api:save_cells", "officer", "draft", {"cells": [{"indicator": records.CELL, "value": 5, "seen": 1}]}),
    ("api:accept", "consolidator", "sent", {"version": 1}),
    ("api:supplement", "officer", "accepted", {"changes": {records.CELL: 4}, "reason": "x"}),
    ("api:remind", "consolidator", "draft", {"text": "x"}),
    ("api:extend", "consolidator", "draft", {"due_on": "2020-06-01", "reason": "x"}),
    ("api:submit", "officer", "draft", {"late_reason": ""}),
]


def call(client, where, body, key):
    return client.post(
        where, json.dumps(body), content_type="application/json", headers={"Idempotency-Key": key}
    )


@pytest.mark.slow
def test_each_call_sent_five_times_at_once_happens_once(city):
    for name, person, state, body in CALLS:
        where = reverse(name, args=[city.submission(state).pk])
        key, before, keys = secrets.token_urlsafe(16), shape(), OnceKey.objects.count()
        clients = signed_in(city.cast[person])
        answers = together(*(partial(call, client, where, body, key) for client in clients))
        assert [answer.status_code for answer in answers] == [200] * TIMES, name
        assert len({answer.content for answer in answers}) == 1, name
        assert more(before, shape())["entries"] == 1, name
        assert OnceKey.objects.count() == keys + 1, name
        # The same key for something else is refused, and happens not at all.
        settled = shape()
        changed = {**body, "reason": "khác", "text": "khác", "late_reason": "khác", "version": 2, "cells": []}
        other = call(clients[0], where, changed, key)
        assert other.status_code == 422, name
        assert other.json()["code"] in {"key-reused", "bad-input"}, name
        assert more(settled, shape()) == {}, name
