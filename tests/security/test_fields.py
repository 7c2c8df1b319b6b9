"""Forms and API take the fields they name and no other: what nobody listed is never written (R-12)."""

from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.security import writing
from tests.security.writing import OPERATIONS

# Columns of our tables that no form lists, each with what somebody would like to find there.
UNLISTED = {
    "id": 1, "pk": 1, "unit_id": 1, "state": "accepted", "accepted": 1, "accepted_id": 1, "accepted_at": "2019-01-01",
    "latest_id": 1, "by": 1, "by_id": 1, "made_by": 1, "made_by_id": 1, "made_at": "2019-01-01", "saved_by": 1,
    "issued_by": 1, "issued_at": "2019-01-01", "number": 99, "seal": "0" * 64, "sealed": "x", "book": 1, "right_until": "2019-01-01",
    "locked_at": "2019-01-01", "closed_by": 1, "illustrative": "on", "opened_at": "2019-01-01", "counts_to": "2019-01-01",
    "first_sent_at": "2019-01-01", "late": "", "on_behalf_by": 1, "supplement_number": 7, "made": 1, "at": "2019-01-01",
    "is_superuser": "on", "is_staff": "on", "is_active": "on", "password": "x", "confirmed": "on", "decided_at": "2019-01-01",
    "decided_by": 1, "asked_by": 1, "usable": "on", "active": "on", "findings": "[]", "sha256": "0", "content": "x",
    "cells_raw": "x", "notes": "{}", "cell_revisions": "{}", "submission": 1, "submission_id": 1, "round": 1, "round_id": 1,
    "level": "city", "version_id": 1, "document_id": 1, "uploaded_by": 1, "undone_at": "2019-01-01", "plan": "{}",
    "edition": 1, "user": 1, "actor": 1, "action_code": "x", "on_behalf_of": 1, "extended_by": 1, "excused_at": "2019-01-01",
}  # fmt: skip
# Operations whose forms list one of these names themselves.
LISTED = {"open_round": {"unit_id"}, "rename": {"unit_id"}}
WHO = {
    "type": "officer", "save": "officer", "send": "officer", "note": "officer", "supplement": "officer", "api_type": "officer",
    "attach": "officer", "propose": "officer", "withdraw_proposal": "officer", "api_send": "officer", "api_supplement": "officer", "open_round": "city_consolidator",
    "take_in": "officer", "read_workbook": "officer",
}  # fmt: skip
HIGH = {
    "rename", "give_post", "end_post", "deputise", "invite", "lock_out", "confirm_grant", "add_holiday", "use_template",
    "upload_template", "undo_change", "give_power", "decide_proposal",
}  # fmt: skip
UNITS = {"rename": "HN-01-02", "open_round": "HN", "draft_document": "HN-01", "narrative": "HN-01", "letterhead": "HN-01",
         "issue": "HN-01", "api_close": "HN-01", "confirm_grant": "HN-01"}  # fmt: skip
# Rows that hold chance or real time: entries' random bytes, hashes of keys and links.
CHANCE = {
    "audit_entry",
    "audit_head",
    "audit_once_key",
    "accounts_ticket",
    "accounts_user",
    "briefings_issuedfile",
}


class Stuffing(Client):
    """A browser that sends the unlisted fields with everything."""

    def post(self, path, data=None, *args, **kwargs):
        if isinstance(data, str):
            import json

            data = json.dumps({**UNLISTED, **json.loads(data)})
        else:
            data = {**UNLISTED, **(data or {})}
        return super().post(path, data, *args, **kwargs)


def lasting():
    return {table: rows for table, rows in writing.contents().items() if table not in CHANCE}


def after(client, here, operation):
    with transaction.atomic():
        response = OPERATIONS[operation](client, here, UNITS.get(operation, "HN-01-01"))
        found = lasting()
        transaction.set_rollback(True)
    return response.status_code, found


@pytest.mark.slow
@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="rows made twice get the same numbers only on SQLite"
)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_unlisted_fields_change_nothing(operation, standing, monkeypatch):
    from danvan.common import clock

    monkeypatch.setattr(clock, "now", lambda: standing.at)
    monkeypatch.setattr("danvan.files.services.uuid", SimpleNamespace(uuid4=lambda: UUID(int=1)))
    person = WHO.get(operation, "administrator" if operation in HIGH else "consolidator")
    plain, stuffed = Client(), Stuffing()
    for client in (plain, stuffed):
        client.force_login(standing.cast[person])
    before = lasting()
    status, wanted = after(plain, standing, operation)
    assert status in {200, 302}
    other, found = after(stuffed, standing, operation)
    if other == 422 and operation.startswith("api_"):
        wanted = before  # Refused as a whole is as good.
    assert {table: (wanted[table], found[table]) for table in wanted if wanted[table] != found[table]} == {}
