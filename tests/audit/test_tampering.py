"""
Whoever owns the database can change it; the check finds every change and names its place (R-60 to R-62).

The triggers are dropped first, so that only seals, links, copies and checkpoints stand in the way.
"""

import json
import random
import sqlite3
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from danvan.audit import chain
from danvan.audit import services as audit
from danvan.audit.models import AuditEntry, AuditHead

from .conftest import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_guards")]

SIZE = 1_000
COLUMNS = ["seq", "prev", "body", "mac", "at", "action", "actor_id", "unit", "target_type", "target_id"]
CHAINS = "SELECT " + ", ".join(COLUMNS) + " FROM audit_entry WHERE seq = %s"
INSERT = f"INSERT INTO audit_entry ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None


def entry(seq):
    return AuditEntry.objects.get(seq=seq)


def flipped(stored, chance):
    """The same bytes with one bit turned."""
    raw = bytearray(stored)
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return bytes(raw)


def edit_bytes(chance, seq):
    column = chance.choice(["prev", "body", "mac"])
    AuditEntry.objects.filter(seq=seq).update(**{column: flipped(getattr(entry(seq), column), chance)})
    return seq


def edit_copy(chance, seq):
    told = entry(seq)
    changed = chance.choice(
        [
            {"at": told.at + timedelta(microseconds=chance.choice([1, -1, 10**6, 10**9]))},
            {"action": chance.choice(["reporting.returned", "", told.action + " ", told.action.upper()])},
            {"actor_id": None if told.actor_id else 1},
            {"actor_id": (told.actor_id or 0) + chance.randrange(1, 99)},
            {"unit": chance.choice(["HN-02", "", "HN-01 ", 'HN-01","x":"'])},
            {"target_type": chance.choice(["reporting.round", ""])},
            {"target_id": chance.choice([told.target_id + "0", "", '1","target_type":"x'])},
        ]
    )
    AuditEntry.objects.filter(seq=seq).update(**changed)
    return seq


def edit_truth(chance, seq):
    """A whole new story, well written and with matching columns, but sealed by somebody without the key."""
    told = entry(seq)
    says = json.loads(bytes(told.body))
    says["after"] = {"state": "rejected", "n": chance.random()}
    body = chain.canonical(says)
    mac = chain.seal(chance.randbytes(32), seq, bytes(told.prev), body)
    AuditEntry.objects.filter(seq=seq).update(body=body, mac=mac)
    return seq


def delete(chance, seq):
    count = chance.choice([1, 1, 2, 7])
    run("DELETE FROM audit_entry WHERE seq >= %s AND seq < %s", seq, seq + count)
    return seq


def duplicate(chance, seq):
    """An entry once more at the end."""
    row = list(run(CHAINS, seq)[0])
    run(INSERT, SIZE + 1, *row[1:])
    return SIZE + 1


def insert(chance, seq):
    """An invented entry in the middle, all later ones moved up by one."""
    row = list(run(CHAINS, seq)[0])
    run("UPDATE audit_entry SET seq = -seq WHERE seq >= %s", seq)
    run("UPDATE audit_entry SET seq = 1 - seq WHERE seq < 0")
    row[2] = flipped(row[2], chance)
    run(INSERT, seq, *row[1:])
    return seq


def swap(chance, seq):
    other = chance.choice([place for place in (seq + 1, seq + 13, SIZE) if seq < place <= SIZE] or [1])
    for old, new in ((seq, 0), (other, seq), (0, other)):
        run("UPDATE audit_entry SET seq = %s WHERE seq = %s", new, old)
    return min(seq, other)


def move_away(chance, seq):
    place = chance.choice([0, -5, SIZE + 20])
    run("UPDATE audit_entry SET seq = %s WHERE seq = %s", place, seq)
    return min(place, seq)


def cut_tail(chance, seq):
    """The end taken off and the head moved back, as an earlier backup would look: only a checkpoint knows."""
    seq = max(seq, 2)
    run("DELETE FROM audit_entry WHERE seq >= %s", seq)
    AuditHead.objects.update(seq=seq - 1, mac=entry(seq - 1).mac)
    return seq


def recompute(chance, seq):
    """One entry changed and every seal after it made anew, with a key that isn't ours."""
    foreign, rows = chance.randbytes(32), list(AuditEntry.objects.filter(seq__gte=seq).order_by("seq"))
    prev = bytes(rows[0].prev)
    says = json.loads(bytes(rows[0].body))
    rows[0].body = chain.canonical(says | {"reason": "khác"})
    for row in rows:
        row.prev = prev
        row.mac = prev = chain.seal(foreign, row.seq, prev, bytes(row.body))
    AuditEntry.objects.bulk_update(rows, ["prev", "body", "mac"])
    AuditHead.objects.update(mac=prev)
    return seq


def move_head(chance, seq):
    if seq % 2:
        AuditHead.objects.update(seq=SIZE + seq)
        return SIZE + 1
    if seq == SIZE:
        AuditHead.objects.update(mac=flipped(AuditHead.objects.get().mac, chance))
        return SIZE
    AuditHead.objects.update(seq=seq)
    return seq + 1


CHEAP = [edit_bytes, edit_copy, edit_truth, delete, duplicate, insert, swap, move_away, cut_tail, move_head]


def found_at(tamper, chance, seq):
    """The first position the check names after this, and the one that was touched; the tamper is undone."""
    with transaction.atomic():
        touched = tamper(chance, seq)
        problems = audit.verify(limit=5)
        transaction.set_rollback(True)
    # Where the head is ahead or behind, the checkpoint's line is about the same place or a later one.
    return min((problem.seq for problem in problems), default=None), touched


@pytest.fixture
def witnessed(write):
    write(SIZE)
    audit.checkpoint(NOON)
    assert audit.verify() == []


@pytest.mark.slow
@pytest.mark.parametrize("tamper", CHEAP)
def test_every_change_is_found_at_its_place(tamper, witnessed):
    chance = random.Random(tamper.__name__)
    places = [1, 2, 3, SIZE - 1, SIZE, *chance.sample(range(4, SIZE - 1), 15)]
    missed = [
        (seq, seen) for seq in places for seen, touched in [found_at(tamper, chance, seq)] if seen != touched
    ]
    assert missed == []
    assert audit.verify() == []


@pytest.mark.slow
@pytest.mark.parametrize("seq", [1, 500, 990, 1000])
def test_seals_made_anew_without_the_key_are_found(seq, witnessed):
    seen, touched = found_at(recompute, random.Random(seq), seq)
    assert seen == touched


@pytest.mark.long
@pytest.mark.slow
def test_eight_thousand_changes_are_all_found(witnessed):
    chance = random.Random(60)
    missed = []
    for turn in range(8_200):
        tamper = recompute if turn % 100 == 99 else CHEAP[turn % len(CHEAP)]
        seq = chance.randrange(1, SIZE + 1)
        seen, touched = found_at(tamper, chance, seq)
        if seen != touched:
            missed.append((tamper.__name__, seq, seen))
    assert missed == []


def test_the_words_name_what_is_wrong(write):
    write(5)
    AuditEntry.objects.filter(seq=3).update(unit="HN-99")
    (problem,) = audit.verify()
    assert problem.seq == 3
    assert all(word in problem.what for word in ("unit", "HN-99", "HN-01"))
    run("DELETE FROM audit_entry WHERE seq = 3")
    (problem,) = audit.verify()
    assert problem.seq == 3
    run("DELETE FROM audit_head")
    assert [problem.seq for problem in audit.verify()] == [3, 5]


def test_a_cut_tail_without_checkpoint_stays_unseen(write):
    """The known limit that checkpoints exist for; when this fails, the explanation must be rewritten."""
    write(5)
    cut_tail(random.Random(1), 4)
    assert audit.verify() == []


def test_entries_on_a_log_without_head_are_refused(write):
    write(3)
    run("DELETE FROM audit_head")
    with pytest.raises(DatabaseError), transaction.atomic():
        audit.record("a.b", actor=1, at=NOON)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite stores any type in any column")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "không phải ngày"), ("at", "2020-99-99 00:00:00"), ("at", "2020-03-05T12:00:02.000002"), ("at", b"\xff\xfe"), ("at", 5),
        ("body", "chữ"), ("body", 5), ("mac", "chữ"), ("prev", 7), ("actor_id", "một"), ("unit", b"HN-01"), ("unit", 1),
    ],
)  # fmt: skip
def test_values_of_a_foreign_type_are_named_and_stop_nothing(write, column, value):
    write(4)
    run(f"UPDATE audit_entry SET {column} = %s WHERE seq = 2", value)
    problems = audit.verify()
    assert problems
    assert {problem.seq for problem in problems} <= {2, 3}
    assert problems[0].seq == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite stores any type in any column")
def test_a_position_that_is_no_number_is_named(write):
    write(4)
    try:
        run("UPDATE audit_entry SET seq = 'x' WHERE seq = 2")
    except (DatabaseError, sqlite3.Error):
        pytest.fail("the position could not be forged")
    assert [problem.seq for problem in audit.verify()][:1] == [2]
