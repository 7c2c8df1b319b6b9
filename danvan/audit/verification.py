"""
Checking the log from its first entry to its head: recompute every seal, compare every copy, ask every
witness.
"""

import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit import checkpoints, keys, queries
from danvan.audit.chain import GENESIS, PREFIX, seal
from danvan.audit.checkpoints import Witness
from danvan.audit.merkle import Frontier
from danvan.audit.models import AuditHead

Row = tuple[Any, ...]
_COPIES = ("at", "action", "actor", "unit", "target_type", "target_id")
# A forged value may be of any type: SQLite stores what it is given.
_NONSENSE = (TypeError, ValueError, KeyError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True)
class Problem:
    """
    Something that is not as it was written: the position `seq` in the log (0: the log as a whole) and what.
    """

    seq: int
    what: str

    def __str__(self) -> str:
        return f"{self.seq}: {self.what}"


def verify(limit: int = 1_000) -> list[Problem]:
    """
    What is wrong with the log, in the order in which it is met; an empty list when all is right.

    Stops after `limit` problems: with a wrong key every entry is one. Reads in batches and keeps no writer
    waiting.
    """
    try:
        key = keys.sealing_key()
    except keys.KeyMissing as missing:
        if queries.head().seq or any(queries.raw_rows()):
            return [Problem(0, str(missing))]
        key = b""
    return list(islice(_Reading(key).problems(), limit))


class _Reading:
    """One pass over the log; `size` and `mac` are the position and the seal of the last entry met."""

    def __init__(self, key: bytes):
        self.key = key
        # HMAC written out (RFC 2104): hmac.digest costs twice as much for so short a message.
        self.inner = bytes(byte ^ 0x36 for byte in key.ljust(64, b"\0"))
        self.outer = bytes(byte ^ 0x5C for byte in key.ljust(64, b"\0"))
        self.size = 0
        self.mac: Any = GENESIS
        self.last: Any = queries.BEFORE_ALL
        self.tree = Frontier()
        self.witnesses: list[Witness] = []

    def problems(self) -> Iterator[Problem]:
        table, file = checkpoints.in_table(), list(checkpoints.in_file())
        yield from _faults_of_witnesses(table, file)
        # The smallest stands last, to be taken off when its size is reached.
        unique = {kept.facts: kept for kept in [*table, *file] if isinstance(kept, Witness)}
        self.witnesses = sorted(unique.values(), key=lambda kept: -kept.size)
        yield from self._ask_witnesses()
        head: AuditHead | None = None
        while True:
            for rows in queries.raw_rows(after=self.last):
                yield from self._entries(rows)
            # A head that was read before this round of reading and still is ahead: its entries are gone. One
            # that is ahead only now has moved while we read.
            if head and head.seq > self.size:
                break
            head = queries.head()
            if head.seq <= self.size:
                break
        yield from self._end(head)

    def _entries(self, rows: list[Row]) -> Iterator[Problem]:
        """Check one batch. A sound entry takes the short way through here; it is taken a million times."""
        prefix, inner, outer = PREFIX, self.inner, self.outer
        leaves: list[bytes] = []
        next_witness = self.witnesses[-1].size if self.witnesses else -1
        for row in rows:
            seq, prev, body, mac = row[:4]
            try:
                sealed = prefix + seq.to_bytes(8, "big") + prev + sha256(body).digest()
                sound = (
                    seq == self.size + 1
                    and prev == self.mac
                    and sha256(outer + sha256(inner + sealed).digest()).digest() == mac
                    and _tells(body, row)
                )
            except _NONSENSE:
                sound = False
            self.last = seq
            if not sound:
                yield from self._faults(row)
                if not _is_position(seq):
                    continue
            self.size, self.mac = seq, mac
            if next_witness >= 0:
                leaves.append(sha256(b"\x00" + _as_bytes(body)).digest())
                if self.size >= next_witness:
                    self.tree.extend(leaves)
                    leaves = []
                    yield from self._ask_witnesses()
                    next_witness = self.witnesses[-1].size if self.witnesses else -1
        self.tree.extend(leaves)

    def _faults(self, row: Row) -> Iterator[Problem]:
        """What exactly is wrong with an entry that is not sound."""
        seq, prev, body, mac = row[:4]
        if not _is_position(seq):
            place = seq if isinstance(seq, int) else self.size + 1
            yield Problem(place, _("an entry stands at “%(seq)s”, which is no position") % {"seq": seq})
            return
        if seq > self.size + 1:
            yield Problem(self.size + 1, _gone(self.size + 1, seq - 1))
        elif prev != self.mac:
            yield Problem(seq, _("does not follow the entry before it"))
        if not _is_sealed(self.key, row):
            yield Problem(seq, _("was changed or never written by this system: its seal does not fit"))
        try:
            about = json.loads(body)["about"]
            told = {name: about[name] for name in _COPIES}
        except _NONSENSE:
            yield Problem(seq, _("its content cannot be read"))
            return
        for name, column in zip(_COPIES, row[4:], strict=True):
            said = told[name]
            fits = _is_moment(column, said) if name == "at" else (type(column), column) == (type(said), said)
            if not fits:
                yield Problem(
                    seq,
                    _("the column “%(name)s” says “%(column)s”, what was sealed says “%(sealed)s”")
                    % {"name": name, "column": column, "sealed": told[name]},
                )

    def _ask_witnesses(self) -> Iterator[Problem]:
        """Compare with every checkpoint whose size is reached."""
        while self.witnesses and self.witnesses[-1].size <= self.size:
            kept = self.witnesses.pop()
            same_place = kept.size == self.size == self.tree.size
            if not same_place or kept.root != self.tree.root() or kept.last_mac != self.mac:
                yield Problem(
                    kept.size,
                    _("entries up to here are not those that the checkpoint of %(moment)s witnessed")
                    % {"moment": _moment(kept)},
                )

    def _end(self, head: AuditHead) -> Iterator[Problem]:
        """Compare with the head, and with the checkpoints of a log that was longer."""
        if head._state.adding and self.size:
            yield Problem(self.size, _("the head of the log is missing"))
        elif head.seq > self.size:
            yield Problem(self.size + 1, _gone(self.size + 1, head.seq))
        elif head.seq < self.size:
            yield Problem(
                head.seq + 1, _("entries go on beyond the head of the log, which stands at %d") % head.seq
            )
        elif bytes(head.mac) != self.mac:
            yield Problem(self.size, _("the head of the log does not hold the seal of the last entry"))
        for kept in reversed(self.witnesses):
            yield Problem(
                self.size + 1,
                _("entries up to %(size)d were there at the checkpoint of %(moment)s and are gone")
                % {"size": kept.size, "moment": _moment(kept)},
            )


def _faults_of_witnesses(table: list[Witness], file: list[Witness | int]) -> Iterator[Problem]:
    """Each checkpoint stands in the table and in the file, and is signed with our key."""
    filed = [kept for kept in file if isinstance(kept, Witness)]
    for line in file:
        if isinstance(line, int):
            yield Problem(0, _("line %(line)d of the checkpoint file cannot be read") % {"line": line})
    in_table, in_file = {kept.facts for kept in table}, {kept.facts for kept in filed}
    for kept in table:
        if kept.facts not in in_file:
            what = _("the checkpoint of %(moment)s stands in the table but not in the file")
            yield Problem(kept.size, what % {"moment": _moment(kept)})
    for kept in filed:
        if kept.facts not in in_table:
            what = _("the checkpoint of %(moment)s stands in the file but not in the table")
            yield Problem(kept.size, what % {"moment": _moment(kept)})
    yield from _unsigned([*table, *(kept for kept in filed if kept.facts not in in_table)])


def _unsigned(witnesses: Iterable[Witness]) -> Iterator[Problem]:
    witnesses = list(witnesses)
    if not witnesses:
        return
    try:
        public = keys.signing_key().public_key()
    except keys.KeyMissing as missing:
        yield Problem(0, str(missing))
        return
    for kept in witnesses:
        if not kept.is_signed_by(public):
            what = _("the signature of the checkpoint of %(moment)s does not fit")
            yield Problem(kept.size, what % {"moment": _moment(kept)})


def _tells(body: bytes, row: Row) -> bool:
    """
    Whether `body` begins with the facts of the columns, compared as text.

    May say no to a sound entry (signs that JSON escapes), which is then looked at in full; never yes to an
    unsound one: a quotation mark or a backslash in a column, which could shift the text, is a no.
    """
    at, action, actor, unit, target_type, target_id = row[4:]
    if len(at) == 19:  # SQLite leaves out a fraction of zero
        at += ".000000"
    about = (
        f'{{"about":{{"action":"{action}","actor":{"null" if actor is None else actor},'
        f'"at":"{at[:10]}T{at[11:]}Z",'
        f'"target_id":"{target_id}","target_type":"{target_type}","unit":"{unit}"}},'
    )
    return body.startswith(about.encode()) and about.count('"') == 24 and "\\" not in about and at[10] == " "


def _is_position(seq: Any) -> bool:
    return isinstance(seq, int) and seq > 0


def _is_sealed(key: bytes, row: Row) -> bool:
    seq, prev, body, mac = row[:4]
    try:
        return hmac.compare_digest(seal(key, seq, prev, body), mac)
    except _NONSENSE:
        return False


def _is_moment(stored: Any, said: Any) -> bool:
    """Whether a column's text is the moment of the body; SQLite leaves out a fraction of zero."""
    if not isinstance(stored, str) or not isinstance(said, str):
        return False
    return (
        said == f"{stored[:10]}T{stored[11:]}{'' if '.' in stored else '.000000'}Z" and stored[10:11] == " "
    )


def _as_bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else repr(value).encode()


def _gone(first: int, last: int) -> str:
    if first == last:
        return _("the entry is missing")
    return _("entries %(first)d to %(last)d are missing") % {"first": first, "last": last}


def _moment(kept: Witness) -> str:
    return timezone.localtime(kept.made_at).strftime("%H:%M %d/%m/%Y")
