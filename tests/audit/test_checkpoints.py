"""Checkpoints witness the length and content of the log, in the table and in a file that leaves the host (R-62)."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from danvan.audit import checkpoints, keys, merkle, queries
from danvan.audit import services as audit
from danvan.audit.models import AuditEntry, Checkpoint

from .conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(settings):
    return settings.HOME / "checkpoints.jsonl"


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_checkpoint_tells_size_last_seal_and_root_and_is_signed(write, file):
    write(5)
    made = audit.checkpoint(NOON)
    bodies = [bytes(entry.body) for entry in AuditEntry.objects.order_by("seq")]
    assert made.size == 5
    assert made.last_mac == bytes(AuditEntry.objects.get(seq=5).mac)
    assert made.root == merkle.root([merkle.leaf(body) for body in bodies])
    (kept,) = checkpoints.in_table()
    assert kept.is_signed_by(keys.signing_key().public_key())
    assert not kept.is_signed_by(Ed25519PrivateKey.generate().public_key())
    (line,) = file.read_text().splitlines()
    assert json.loads(line) == {
        "size": 5, "last_mac": made.last_mac.hex(), "root": made.root.hex(), "signature": made.signature.hex(),
        "made_at": "2020-03-05T12:00:00.000000+00:00",
    }  # fmt: skip
    assert file.stat().st_mode & 0o777 == 0o600
    assert audit.verify() == []


def test_each_checkpoint_adds_a_line_and_a_still_log_keeps_its_last(write, file):
    write(3)
    first = audit.checkpoint(NOON)
    assert audit.checkpoint(NOON + timedelta(minutes=15)).pk == first.pk
    write(2)
    audit.checkpoint(NOON + timedelta(minutes=30))
    assert [json.loads(line)["size"] for line in file.read_text().splitlines()] == [3, 5]
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [3, 5]
    assert audit.verify() == []


def test_an_empty_log_can_be_witnessed(write):
    audit.checkpoint(NOON)
    assert audit.verify() == []
    write(2)
    assert audit.verify() == []


def test_two_checkpoints_are_shown_to_agree_by_a_proof_alone(write):
    write(5)
    early = audit.checkpoint(NOON)
    write(8)
    late = audit.checkpoint(NOON + timedelta(minutes=15))
    proof = queries.consistency_proof(early.size, late.size)
    assert merkle.proves_consistency(
        proof, first=5, second=13, first_root=bytes(early.root), second_root=bytes(late.root)
    )
    leaf = merkle.leaf(bytes(AuditEntry.objects.get(seq=4).body))
    steps = queries.inclusion_proof(4, late.size)
    assert merkle.proves_inclusion(steps, index=3, size=13, leaf=leaf, root=bytes(late.root))


@pytest.mark.usefixtures("without_guards")
def test_a_broken_chain_is_not_signed(write, file):
    write(4)
    run("DELETE FROM audit_entry WHERE seq = 2")
    with pytest.raises(checkpoints.BrokenChain):
        audit.checkpoint(NOON)
    assert not Checkpoint.objects.exists()
    assert not file.exists()


def test_no_row_without_its_line(write, file, monkeypatch):
    write(2)

    def full(_made):
        raise OSError("disk full")

    monkeypatch.setattr(checkpoints, "append", full)
    with pytest.raises(OSError, match="disk full"):
        audit.checkpoint(NOON)
    assert not Checkpoint.objects.exists()


@pytest.mark.usefixtures("without_guards")
@pytest.mark.parametrize("gone", ["table", "file"])
def test_a_cut_tail_is_found_even_when_one_witness_is_gone(write, file, gone):
    write(6)
    audit.checkpoint(NOON)
    if gone == "table":
        run("DELETE FROM audit_checkpoint")
    else:
        file.unlink()
    run("DELETE FROM audit_entry WHERE seq > 4")
    run("UPDATE audit_head SET seq = 4, mac = (SELECT mac FROM audit_entry WHERE seq = 4)")
    problems = audit.verify()
    assert [problem.seq for problem in problems] == [6, 5]
    assert "table" in problems[0].what or "bảng" in problems[0].what


@pytest.mark.usefixtures("without_guards")
def test_a_log_rewritten_with_the_stolen_key_disagrees_with_its_witness(write, settings):
    from danvan.audit import chain

    write(6)
    audit.checkpoint(NOON)
    key, prev = keys.sealing_key(), bytes(32)
    for entry in AuditEntry.objects.order_by("seq"):
        says = json.loads(bytes(entry.body))
        if entry.seq == 3:
            says["reason"] = "viết lại"
        body = chain.canonical(says)
        mac = chain.seal(key, entry.seq, prev, body)
        AuditEntry.objects.filter(seq=entry.seq).update(prev=prev, body=body, mac=mac)
        prev = mac
    run("UPDATE audit_head SET mac = (SELECT mac FROM audit_entry WHERE seq = 6)")
    (problem,) = audit.verify()
    assert problem.seq == 6
    assert "19:00 05/03/2020" in problem.what


@pytest.mark.usefixtures("without_guards")
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_checkpoint SET size = 5",
        "UPDATE audit_checkpoint SET size = 7",
        "UPDATE audit_checkpoint SET root = (SELECT mac FROM audit_entry WHERE seq = 1)",
        "UPDATE audit_checkpoint SET last_mac = (SELECT mac FROM audit_entry WHERE seq = 1)",
        "UPDATE audit_checkpoint SET signature = (SELECT body FROM audit_entry WHERE seq = 1)",
        "UPDATE audit_checkpoint SET made_at = '2020-01-01 00:00:00+00:00'",
        "DELETE FROM audit_checkpoint",
    ],
)
def test_an_edited_checkpoint_is_found(write, sql):
    write(6)
    audit.checkpoint(NOON)
    run(sql)
    assert audit.verify()


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "null",
        '{"size": 1}',
        '{"size": "1", "last_mac": "", "root": "", "signature": "", "made_at": ""}',
        "\udcff",
    ],
)
def test_a_spoilt_line_is_named_by_its_number(write, file, line):
    write(2)
    audit.checkpoint(NOON)
    with file.open("ab") as more:
        more.write(line.encode("utf-8", "surrogateescape") + b"\n")
    (problem,) = audit.verify()
    assert problem.seq == 0
    assert "2" in problem.what


def test_a_forged_line_is_found(write, file):
    write(2)
    audit.checkpoint(NOON)
    forged = json.loads(file.read_text()) | {"size": 1}
    with file.open("a") as more:
        more.write(json.dumps(forged) + "\n")
    assert {problem.seq for problem in audit.verify()} == {1}


def test_a_lost_signing_key_is_named_and_not_replaced(write, settings):
    write(2)
    audit.checkpoint(NOON)
    (settings.KEYS_ROOT / "audit-signing.key").unlink()
    (problem,) = audit.verify()
    assert problem.seq == 0
    assert "audit-signing.key" in problem.what
    write(1)
    with pytest.raises(keys.KeyMissing):
        audit.checkpoint(NOON)
