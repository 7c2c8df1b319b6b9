"""What an entry holds, how it is sealed, and that it comes with its effect or not at all (R-60, R-61)."""

import hashlib
import hmac
import json
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy

from danvan.audit import chain, keys
from danvan.audit import services as audit
from danvan.audit.models import AuditEntry, AuditHead
from danvan.common import keyfiles

from .conftest import NOON

pytestmark = pytest.mark.django_db


def test_a_seal_is_what_the_design_says():
    key, prev, body = b"k" * 32, b"p" * 32, b'{"a":1}'
    message = b"\x00" + b"danvan-audit-v1" + (7).to_bytes(8, "big") + prev + hashlib.sha256(body).digest()
    assert chain.seal(key, 7, prev, body) == hmac.new(key, message, "sha256").digest()


def test_an_entry_says_who_what_on_what_when_where_and_why(settings):
    entry = audit.record(
        "reporting.returned", actor=4, at=NOON, target=("reporting.submission", 12), unit="HN-01", reason="Ô C12 chưa khớp",
        before={"state": "submitted"}, after={"state": "returned"}, on_behalf_of=9,
    )  # fmt: skip
    says = json.loads(entry.body)
    assert len(bytes.fromhex(says.pop("random"))) == 16
    assert says == {
        "about": {
            "action": "reporting.returned", "actor": 4, "at": "2020-03-05T12:00:00.000000Z",
            "target_id": "12", "target_type": "reporting.submission", "unit": "HN-01",
        },
        "before": {"state": "submitted"}, "after": {"state": "returned"}, "reason": "Ô C12 chưa khớp", "on_behalf_of": 9,
    }  # fmt: skip
    assert bytes(entry.body) == chain.canonical(json.loads(entry.body))
    assert "Ô C12".encode() in bytes(entry.body)
    stored = AuditEntry.objects.get()
    assert (stored.seq, bytes(stored.prev), bytes(stored.mac)) == (1, bytes(32), entry.mac)
    assert (stored.actor_id, stored.at, stored.target_id, stored.unit) == (4, NOON, "12", "HN-01")


def test_a_model_as_target_names_its_kind_and_number(write):
    (target,) = write(1)
    entry = audit.record("audit.looked_at", actor=None, at=NOON, target=target)
    assert (entry.target_type, entry.target_id) == ("audit.auditentry", "1")


def test_each_entry_follows_the_one_before(write):
    first, second = write(2)
    third = audit.record("accounts.signed_out", actor=1, at=NOON)
    assert [entry.seq for entry in (first, second, third)] == [1, 2, 3]
    assert second.prev == first.mac
    assert third.prev == second.mac
    head = AuditHead.objects.get()
    assert (head.seq, bytes(head.mac)) == (3, third.mac)


def test_two_equal_entries_have_different_bodies(write):
    one = audit.record("accounts.signed_out", actor=1, at=NOON)
    other = audit.record("accounts.signed_out", actor=1, at=NOON)
    assert bytes(one.body) != bytes(other.body)


def test_any_time_zone_is_written_as_utc():
    hanoi = datetime(2020, 3, 5, 19, 0, tzinfo=timezone(timedelta(hours=7)))
    assert (
        json.loads(audit.record("a.b", actor=1, at=hanoi).body)["about"]["at"]
        == "2020-03-05T12:00:00.000000Z"
    )


def test_plain_values():
    entry = audit.record(
        "a.b", actor=1, at=NOON, reason=gettext_lazy("No"),
        after={"rate": Decimal("12.50"), "on": date(2020, 3, 5), "names": {"b", "a"}, "pair": (1, None), "open": True},
    )  # fmt: skip
    assert json.loads(entry.body)["after"] == {
        "rate": "12.50", "on": "2020-03-05", "names": ["a", "b"], "pair": [1, None], "open": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"at": datetime(2020, 3, 5, 12)}, ValueError),
        ({"unit": "x" * 41}, ValueError),
        ({"target": ("t" * 61, 1)}, ValueError),
        ({"after": {"who": object()}}, TypeError),
        ({"actor": object()}, TypeError),
        ({"nonsense": 1}, TypeError),
    ],
)
def test_what_cannot_be_written_is_refused_and_writes_nothing(said, refusal):
    with pytest.raises(refusal):
        audit.record_many([{"action": "a.b", "actor": 1, "at": NOON} | said])
    assert not AuditEntry.objects.exists()


def test_many_take_one_lock(write, django_assert_max_num_queries):
    write(1)
    with django_assert_max_num_queries(5):  # savepoint and release among them
        write(60)
    assert audit.verify() == []


def test_none_at_all_writes_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert audit.record_many([]) == []


def test_no_entry_without_its_effect(write):
    write(1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        audit.record("a.b", actor=1, at=NOON)
        raise ZeroDivisionError
    assert AuditEntry.objects.count() == 1
    assert audit.verify() == []


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        audit.record("a.b", actor=1, at=NOON)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET unit = 'HN' WHERE seq = 2",
        "DELETE FROM audit_entry WHERE seq = 2",
        "UPDATE audit_checkpoint SET size = 1",
        "DELETE FROM audit_checkpoint",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET seq = 1",
    ],
)
def test_the_database_refuses_to_change_what_is_written(write, sql):
    write(3)
    audit.checkpoint(NOON)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert audit.verify() == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", ["audit_entry", "audit_head", "audit_checkpoint"])
def test_the_database_refuses_to_empty_the_log(write, table):
    write(3)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table}")


def test_the_key_is_a_private_file_outside_the_database(write, settings):
    write(1)
    path = settings.KEYS_ROOT / "audit.key"
    assert len(path.read_bytes()) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert [found.name for found in settings.KEYS_ROOT.iterdir()] == ["audit.key"]
    assert keys.sealing_key() == path.read_bytes()


def test_a_lost_key_is_not_replaced_in_silence(write, settings):
    write(2)
    (settings.KEYS_ROOT / "audit.key").unlink()
    with pytest.raises(keys.KeyMissing, match=r"audit\.key"):
        audit.record("a.b", actor=1, at=NOON)
    (problem,) = audit.verify()
    assert problem.seq == 0
    assert "audit.key" in problem.what
    assert not (settings.KEYS_ROOT / "audit.key").exists()


def test_a_key_of_another_house_fits_nowhere(write, settings):
    write(3)
    (settings.KEYS_ROOT / "audit.key").write_bytes(b"x" * 32)
    assert [problem.seq for problem in audit.verify()] == [1, 2, 3]
    assert len(audit.verify(limit=2)) == 2


def test_a_key_cut_short_is_refused(write, settings):
    write(1)
    (settings.KEYS_ROOT / "audit.key").write_bytes(b"x" * 31)
    with pytest.raises(keys.KeyMissing, match="31 bytes"):
        audit.record("a.b", actor=1, at=NOON)


def test_the_first_writer_makes_the_key_and_the_second_takes_it(settings):
    first = keys.sealing_key(create=True)
    keyfiles._make(settings.KEYS_ROOT / "audit.key")
    assert keys.sealing_key(create=True) == first


def test_an_empty_log_is_whole():
    assert audit.verify() == []


@pytest.mark.parametrize(
    "unit", ["HN", "Đống Đa", 'a"b', "a\\b", 'x","actor":9,"at":"y', "tab\there", "☃", "", "a\u2028b"]
)
def test_any_text_in_a_column_verifies(unit):
    audit.record("a.b", actor=3, at=NOON.replace(microsecond=120), unit=unit, target=("t", unit))
    assert audit.verify() == []
