"""
A thing asked for several times happens once (R-40): API calls by their key, forms by the rules of what they make.
"""

import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from danvan.accounts.models import User
from danvan.audit import services as audit
from danvan.audit.models import AuditEntry, OnceKey
from danvan.briefings.models import ReportDocument
from danvan.organizations.models import Post, StructureChange
from danvan.reporting.models import Reminder, Return, Round, Submission, SubmissionVersion
from tests.security import writing
from tests.support import standing as records

TIMES = 5


def together(*works):
    """Run these at the same moment where the database has several writers, one after the other where it has one."""
    if connection.vendor != "postgresql":
        return [work() for work in works]
    start = Barrier(len(works))

    def run(work):
        try:
            start.wait(timeout=60)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


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
    ("end_post", "HN-01-01", "administrator", {}),
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
@pytest.mark.parametrize(("name", "person", "state", "body"), CALLS)
def test_each_call_sent_five_times_at_once_happens_once(name, person, state, body, city):
    where = reverse(name, args=[city.submission(state).pk])
    key, before = secrets.token_urlsafe(16), shape()
    clients = [Client(raise_request_exception=False) for _ in range(TIMES)]
    for client in clients:
        client.force_login(city.cast[person])
    answers = together(*(lambda c=client: call(c, where, body, key) for client in clients))
    assert [answer.status_code for answer in answers] == [200] * TIMES
    assert len({answer.content for answer in answers}) == 1
    assert more(before, shape())["entries"] == 1
    assert OnceKey.objects.count() == 1
    # The same key for something else is refused, and happens not at all.
    settled = shape()
    other = call(
        clients[0],
        where,
        {**body, "reason": "khác", "text": "khác", "late_reason": "khác", "version": 2, "cells": []},
        key,
    )
    assert other.status_code == 422
    assert other.json()["code"] in {"key-reused", "bad-input"}
    assert more(settled, shape()) == {}
