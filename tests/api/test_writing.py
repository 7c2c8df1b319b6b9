"""Writes through the doors: the services' rules, told as problems, and nothing half-written."""

import json

import pytest
from django.test import Client

from danvan.audit.models import AuditEntry, OnceKey
from danvan.reporting.models import Draft, Reminder, RoundClosing, Submission
from danvan.reporting.services import entry
from danvan.reporting.services.entry import Typed
from tests.api.conftest import CELL, Caller
from tests.support.factories import PostFactory, UserFactory

KEY = "0123456789abcdef0123456789abcdef"


def cells(value, seen=0):
    return {"cells": [{"indicator": CELL, "value": value, "seen": seen}]}


def state(row):
    return Submission.unscoped.get(pk=row.pk).state


def test_from_typing_to_acceptance(call, mine, filled):
    officer, superior = call("officer"), call("consolidator")
    typed = filled("commune", **{CELL: "1.250", "dialogue.participants": 5})
    body = {"cells": [{"indicator": code, "value": one.text} for code, one in typed.items()]}
    status, saved = officer.post(f"submissions/{mine.pk}/cells", body)
    assert (status, saved["state"], saved["revision"], saved["cells"][CELL]) == (200, "draft", 1, 1)
    status, problem = officer.post(f"submissions/{mine.pk}/submit", {})
    assert (status, problem["code"]) == (422, "not-valid")
    (finding,) = problem["findings"]
    assert (finding["indicator"], finding["severity"], finding["needs_reason"]) == (
        "dialogue.participants",
        "warning",
        True,
    )
    why = {"indicator": finding["indicator"], "reasons": {finding["rule"]: "Dự hội nghị của quận."}}
    assert officer.post(f"submissions/{mine.pk}/explain", why) == (
        200,
        {"submission": mine.pk, "revision": 2},
    )
    assert officer.post(f"submissions/{mine.pk}/submit", {"revision": 1})[1]["code"] == "stale-version"
    status, sent = officer.post(f"submissions/{mine.pk}/submit", {"revision": 2})
    assert (status, sent["version"], sent["late"]) == (200, 1, False)
    status, decided = superior.post(f"submissions/{mine.pk}/accept", {"version": 1})
    assert (status, decided["state"], decided["accepted_version"]) == (200, "accepted", 1)
    correction = {"changes": {CELL: 1251}, "reason": "Sót một cuộc."}
    status, corrected = officer.post(f"submissions/{mine.pk}/supplement", correction)
    assert (status, corrected["accepted_version"], corrected["latest_version"]) == (200, 1, 2)
    _, told = superior.get(f"submissions/{mine.pk}", figures_of="latest")
    figures = {figure["indicator"]: figure for figure in told["figures"]}
    assert figures[CELL]["value"] == 1251
    assert figures["dialogue.participants"]["reasons"] == why["reasons"]


def test_a_repeat_gets_the_same_answer_and_does_nothing(call, mine):
    officer = call("officer")
    first = officer.post(f"submissions/{mine.pk}/cells", cells(4), key=KEY)
    entries = AuditEntry.objects.count()
    assert officer.post(f"submissions/{mine.pk}/cells", cells(4), key=KEY) == first
    assert AuditEntry.objects.count() == entries
    assert Draft.objects.get(submission=mine).revision == 1


def test_the_same_key_with_other_content_is_refused(call, mine, submission_of, first_quarter):
    officer = call("officer")
    officer.post(f"submissions/{mine.pk}/cells", cells(4), key=KEY)
    for path, body in [("cells", cells(5)), ("submit", {})]:
        status, problem = officer.post(f"submissions/{mine.pk}/{path}", body, key=KEY)
        assert (status, problem["code"]) == (422, "key-reused")
    assert Draft.objects.get(submission=mine).revision == 1


def test_a_refused_request_leaves_its_key_free(call, mine):
    officer = call("officer")
    assert officer.post(f"submissions/{mine.pk}/cells", cells("bốn"), key=KEY)[0] == 422
    assert OnceKey.objects.count() == 0
    assert officer.post(f"submissions/{mine.pk}/cells", cells(4), key=KEY)[0] == 200


def test_keys_of_different_people_do_not_meet(call, first_quarter, submission_of):
    one, two = submission_of(first_quarter), submission_of(first_quarter, "HN-02-01")
    assert call("officer").post(f"submissions/{one.pk}/cells", cells(4), key=KEY)[0] == 200
    assert call("outsider").post(f"submissions/{two.pk}/cells", cells(4), key=KEY)[0] == 200


@pytest.mark.parametrize("key", ["", "short", "0" * 21, "ôôôôôôôôôôôôôôôôôôôôôôô", "x" * 65])
def test_a_write_needs_a_random_key(call, mine, key):
    headers = {"Idempotency-Key": key} if key else {}
    officer = call("officer")
    response = officer.client.post(
        f"/api/v1/submissions/{mine.pk}/cells",
        json.dumps(cells(4)),
        content_type="application/json",
        headers=headers,
    )
    assert response.status_code == 422
    assert not Draft.objects.exists()


def test_a_conflict_holds_both_values_and_who(call, mine, cast):
    second = UserFactory(full_name="Lê Văn Hai")
    PostFactory(unit=cast.commune, holder=second)
    call("officer").post(f"submissions/{mine.pk}/cells", cells(4))
    client = Client()
    client.force_login(second)
    status, problem = Caller(client).post(f"submissions/{mine.pk}/cells", cells(5))
    assert (status, problem["code"]) == (409, "cell-conflict")
    assert problem["fields"]["cells"][CELL] == {
        "yours": "5",
        "theirs": "4",
        "by": "Nguyễn Thị An",
        "revision": 1,
    }
    status, _ = Caller(client).post(f"submissions/{mine.pk}/cells", cells(5, seen=1))
    assert status == 200


@pytest.mark.parametrize(
    ("value", "code"),
    [(-1, "bad-number"), ("1,5", "bad-number"), ("nhiều", "bad-number"), (10**16, "bad-number")],
)
def test_a_bad_number_is_refused_and_nothing_is_written(call, mine, value, code):
    good = {"indicator": "reception.persons", "value": 3}
    body = {"cells": [good, {"indicator": CELL, "value": value}]}
    status, problem = call("officer").post(f"submissions/{mine.pk}/cells", body)
    assert (status, problem["code"]) == (422, code)
    assert problem["fields"]["cell"] == CELL
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "{", b"\xff\xfe", "[]", "null", {"cells": []}, {"cells": [{"indicator": CELL}]}, {"cells": [{"value": 1}]},
        {"cells": [{"indicator": CELL, "value": 1.5}]}, {"cells": [{"indicator": CELL, "value": True}]},
        {"cells": [{"indicator": CELL, "value": 1, "unread": 1}]}, {"cells": [{"indicator": "\x00", "value": 1}]},
        '{"cells": [{"indicator": "\\ud800", "value": 1}]}', {"cells": [{"indicator": CELL, "value": 1, "seen": -1}]},
    ],
)  # fmt: skip
def test_a_body_of_another_form_is_refused(call, mine, body):
    status, _ = call("officer").post(f"submissions/{mine.pk}/cells", body)
    assert status in {400, 422}
    assert not Draft.objects.exists()


def test_ten_megabytes_are_refused_with_words(call, mine):
    status, problem = call("officer").post(f"submissions/{mine.pk}/cells", "[" + "1," * 5_000_000 + "1]")
    assert (status, problem["code"]) == (413, "too-much")


def test_a_stale_version_is_refused(call, mine, sent):
    sent(mine)
    status, problem = call("consolidator").post(f"submissions/{mine.pk}/accept", {"version": 2})
    assert (status, problem["code"]) == (409, "stale-version")
    assert state(mine) == "submitted"


def test_a_return_pins_reasons(call, mine, sent):
    sent(mine)
    body = {
        "version": 1,
        "reason": "Rà soát",
        "cells": [{"indicator": CELL, "reason": "Chưa khớp", "suggested": "3"}],
    }
    status, decided = call("consolidator").post(f"submissions/{mine.pk}/return", body)
    assert (status, decided["state"]) == (200, "returned")
    _, told = call("officer").get(f"submissions/{mine.pk}")
    assert told["versions"][0]["returned"]["cells"] == [
        {"indicator": CELL, "reason": "Chưa khớp", "suggested": "3"}
    ]


def test_remind_and_extend(call, mine):
    superior = call("consolidator")
    assert superior.post(f"submissions/{mine.pk}/remind", {"text": "Gửi nhé"})[1]["reminded"]
    assert Reminder.objects.get().text == "Gửi nhé"
    later = {"due_on": "2020-05-01", "reason": "Bão"}
    assert superior.post(f"submissions/{mine.pk}/extend", later)[1]["due_on"] == "2020-05-01"
    assert superior.post(f"submissions/{mine.pk}/extend", later)[0] == 409


def test_closing_names_the_missing(call, first_quarter):
    superior = call("consolidator")
    address = f"rounds/{first_quarter.pk}/close"
    assert superior.post(address, {"unit": "HN-01"})[1]["code"] == "reason-missing"
    assert not RoundClosing.objects.exists()
    status, closed = superior.post(address, {"unit": "HN-01", "reason": "Đã đến hạn"})
    assert status == 200
    assert [one["unit"] for one in closed["missing"]] == ["HN-01", "HN-01-01", "HN-01-02"]
    assert superior.post(address, {"unit": "HN-02", "reason": "x"})[0] in {403, 404}


WRITES = {
    "cells": cells(4), "submit": {}, "accept": {"version": 1}, "return": {"version": 1, "reason": "x"},
    "supplement": {"changes": {CELL: 1}, "reason": "x"}, "explain": {"indicator": CELL, "note": "x"}, "remind": {"text": "x"},
    "extend": {"due_on": "2020-06-01", "reason": "x"},
}  # fmt: skip


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize(
    ("who", "status"), [("outsider", 404), ("leader", 403), ("auditor", 403), ("administrator", 403)]
)
def test_who_may_not_write(call, mine, path, who, status):
    entries = AuditEntry.objects.count()
    assert call(who).post(f"submissions/{mine.pk}/{path}", WRITES[path])[0] == status
    assert AuditEntry.objects.count() == entries
    assert state(mine) == "expected"
    assert OnceKey.objects.count() == 0


@pytest.mark.parametrize("path", ["accept", "return", "remind", "extend"])
def test_an_officer_does_not_decide_on_the_own_report(call, mine, sent, path):
    sent(mine)
    assert call("officer").post(f"submissions/{mine.pk}/{path}", WRITES[path])[0] == 403
    assert state(mine) == "submitted"


def test_a_write_needs_the_token_of_its_session(client_for, cast, mine):
    client = client_for(cast["officer"], enforce_csrf_checks=True)
    path, headers = f"/api/v1/submissions/{mine.pk}/cells", {"Idempotency-Key": KEY}

    def post(**more):
        return client.post(
            path, json.dumps(cells(4)), content_type="application/json", headers=headers | more
        )

    refused = post()
    assert refused.status_code == 403
    assert json.loads(refused.content)["code"] == "stale-form"
    assert not Draft.objects.exists()
    token = client.get("/api/v1/me").json()["csrf_token"]
    assert post(**{"X-CSRFToken": token}).status_code == 200


def test_typing_over_an_older_revision_of_the_own_cell_is_no_conflict(call, mine, actors, now):
    entry.save_cells(submission_id=mine.pk, typed={CELL: Typed("1", 0)}, by=actors["officer"], at=now)
    assert call("officer").post(f"submissions/{mine.pk}/cells", cells(2))[0] == 200
