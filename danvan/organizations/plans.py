"""
What a change of the tree would do, as plain data.

Nothing here reads or writes the database: `Facts` come in, a `Plan` comes out, and the service writes
exactly what the
person saw. A `Draft` is the tree being changed in memory, step by step.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from danvan.common.vietnamese import nfc

RANK = {
    "nation": 0,
    "city": 1,
    "district": 2,
    "commune": 3,
    "village": 4,
}  # An agency may stand under any level.


@dataclass(frozen=True, slots=True)
class State:
    """A unit as one version describes it."""

    code: str
    name: str
    level: str
    kind: str = "party_committee"
    parent: str | None = None
    position: int = 0
    territory_code: str = ""
    latitude: str | None = None
    longitude: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A post in effect on the day or later."""

    id: int
    unit: str
    title: str
    holder_id: int
    holder: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Facts:
    """The tree on a day and all that a change on that day has to know."""

    day: date
    units: dict[str, State]
    names: dict[str, str]  # every unit there ever was or is planned
    first_days: dict[str, date]
    next_days: dict[str, date]  # first version after the day
    same_day: frozenset[str]  # units whose version starts on this very day
    ending: frozenset[str] = frozenset()  # units whose next change is their end
    posts: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a plan cannot be applied (``blocking``) or what to look at first (``warning``)."""

    severity: str
    text: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One version to be written. No `before`: the unit is new. No `after`: it is closed."""

    code: str
    before: State | None
    after: State | None

    @property
    def kind(self) -> str:
        if self.before is None:
            return "opened"
        if self.after is None:
            return "closed"
        if self.before.parent != self.after.parent:
            return "moved"
        return "renamed" if self.before.name != self.after.name else "changed"

    @property
    def state(self) -> State:
        state = self.after or self.before
        assert state is not None
        return state


@dataclass(frozen=True, slots=True)
class Passing:
    """`old` passes into `new`, whole or in part."""

    old: str
    new: str
    share: str
    kind: str


@dataclass(frozen=True)
class Plan:
    """Every consequence of a change of the tree, before anything is written."""

    kind: str
    day: date
    legal_basis: str
    changes: tuple[Change, ...]
    passings: tuple[Passing, ...]
    ended_posts: tuple[Held, ...]
    without_unit: tuple[str, ...]
    findings: tuple[Finding, ...]
    names: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "blocking"]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "warning"]

    @property
    def touched(self) -> set[str]:
        return {change.code for change in self.changes} | {
            code for row in self.passings for code in (row.old, row.new)
        }

    def by_kind(self, kind: str) -> list[Change]:
        return [change for change in self.changes if change.kind == kind]

    def as_json(self) -> dict[str, Any]:
        """Plain values for the record of the change; dates as text."""
        return json.loads(json.dumps(asdict(self), default=str))

    @property
    def digest(self) -> str:
        """Two plans with the same digest write the same rows."""
        text = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


class Draft:
    """
    The tree of a day while it is being changed; a step that makes no sense becomes a finding, not an
    exception.
    """

    def __init__(self, facts: Facts):
        self.facts = facts
        self.units = dict(facts.units)
        self.passings: dict[tuple[str, str], Passing] = {}
        self.findings: list[Finding] = []
        self.names = dict(facts.names)

    def block(self, text: str, unit: str = "") -> None:
        self.findings.append(Finding("blocking", text, unit))

    def warn(self, text: str, unit: str = "") -> None:
        self.findings.append(Finding("warning", text, unit))

    def name(self, code: str) -> str:
        return self.names.get(code, code)

    def children(self, code: str) -> list[State]:
        return [unit for unit in self.units.values() if unit.parent == code]

    # --- steps ---

    def find(self, code: str) -> State | None:
        """The unit in force on the day; otherwise says which of three things is wrong."""
        if code in self.units:
            return self.units[code]
        day = self.facts.day.strftime("%d/%m/%Y")
        if code not in self.names:
            self.block(_("There is no unit with the code “%(code)s”. Check the code.") % {"code": code}, code)
        elif code in self.facts.units:
            self.block(_("“%(unit)s” is named twice in this change.") % {"unit": self.name(code)}, code)
        elif self.facts.first_days[code] > self.facts.day:
            self.block(
                _("“%(unit)s” begins on %(first)s only. Choose a day from then on.")
                % {"unit": self.name(code), "first": self.facts.first_days[code].strftime("%d/%m/%Y")},
                code,
            )
        else:
            self.block(
                _("“%(unit)s” is closed on %(day)s already.") % {"unit": self.name(code), "day": day}, code
            )
        return None

    def open(self, state: State) -> None:
        if state.code in self.names:
            self.block(
                _("The code “%(code)s” belongs to “%(unit)s”; codes are never used again. Choose another.")
                % {"code": state.code, "unit": self.name(state.code)},
                state.code,
            )
            return
        siblings = [unit.position for unit in self.children(state.parent or "")]
        self.names[state.code] = state.name
        self.units[state.code] = replace(
            state, name=nfc(state.name.strip()), position=max(siblings, default=0) + 1
        )

    def close(self, code: str) -> None:
        if self.find(code):
            del self.units[code]

    def rename(self, code: str, name: str) -> None:
        name = nfc(name.strip())
        unit = self.find(code)
        if unit and unit.name == name:
            self.block(_("“%(unit)s” has this name already.") % {"unit": name}, code)
        elif unit:
            self.units[code] = replace(unit, name=name)

    def move(self, code: str, parent: str) -> None:
        unit = self.find(code)
        if not unit or not self.find(parent):
            return
        if unit.parent == parent:
            self.block(_("“%(unit)s” stands there already.") % {"unit": unit.name}, code)
            return
        position = max((sibling.position for sibling in self.children(parent)), default=0) + 1
        self.units[code] = replace(unit, parent=parent, position=position)

    def move_children(self, code: str, parent: str) -> None:
        for child in self.children(code):
            self.move(child.code, parent)

    def pass_on(self, old: str, new: str, share: str, kind: str) -> None:
        if (old, new) in self.passings:
            self.block(
                _("“%(old)s” → “%(new)s” is said twice.") % {"old": self.name(old), "new": self.name(new)},
                old,
            )
        elif old != new:
            self.passings[old, new] = Passing(old, new, share, kind)

    # --- the whole ---

    def plan(self, kind: str, legal_basis: str) -> Plan:
        """Check the tree that would stand and write down what leads there."""
        changes = tuple(self._changes())
        for check in CHECKS:
            check(self, changes)
        if not changes and not self.passings and not self.findings:
            self.block(_("Nothing would change."))
        closed = {change.code for change in changes if change.after is None}
        ended = tuple(post for post in self.facts.posts if post.unit in closed)
        kept = {post.holder_id for post in self.facts.posts if post.unit not in closed}
        without = sorted({post.holder for post in ended if post.holder_id not in kept})
        return Plan(
            kind=kind,
            day=self.facts.day,
            legal_basis=legal_basis,
            changes=changes,
            passings=tuple(self.passings.values()),
            ended_posts=ended,
            without_unit=tuple(without),
            findings=tuple(dict.fromkeys(self.findings)),
            names=self.names,
        )

    def _changes(self) -> Iterator[Change]:
        before = self.facts.units
        for code in [*(code for code in before if code not in self.units), *self.units]:
            if before.get(code) != self.units.get(code):
                yield Change(code, before.get(code), self.units.get(code))


# --- checks: each looks at the tree that would stand ---


def _children_left(draft: Draft, changes: tuple[Change, ...]) -> None:
    changed = {change.code for change in changes}
    for unit in draft.units.values():
        if unit.parent is None or unit.parent in draft.units:
            continue
        words = {"unit": unit.name, "parent": draft.name(unit.parent)}
        if unit.parent in draft.facts.units:
            text = _(
                "“%(unit)s” would be left without a superior when “%(parent)s” is closed. Say where it goes."
            )
            draft.block(text % words, unit.code)
        elif unit.code in changed:
            text = _("“%(parent)s” is not in force on this day and cannot have “%(unit)s” under it.")
            draft.block(text % words, unit.code)
        else:
            draft.warn(_("“%(unit)s” stands without a superior already.") % words, unit.code)


def _circles(draft: Draft, changes: tuple[Change, ...]) -> None:
    for change in changes:
        seen: set[str] = set()
        here = change.code if change.after else None
        while here in draft.units and here not in seen:
            seen.add(here)
            here = draft.units[here].parent
        if here == change.code and here in seen:
            words = {"unit": draft.name(change.code)}
            draft.block(
                _("“%(unit)s” would stand above itself. Choose another superior.") % words, change.code
            )


def _same_names(draft: Draft, changes: tuple[Change, ...]) -> None:
    touched = {change.code for change in changes if change.after}
    seen: dict[tuple[str | None, str], State] = {}
    for unit in draft.units.values():
        other = seen.setdefault((unit.parent, unit.name.lower()), unit)
        if other is not unit and {other.code, unit.code} & touched:
            words = {"unit": unit.name, "one": other.code, "two": unit.code}
            text = _("Two units under one superior would be called “%(unit)s” (%(one)s, %(two)s).")
            draft.block(text % words, unit.code)


def _days(draft: Draft, changes: tuple[Change, ...]) -> None:
    for change in changes:
        words = {"unit": draft.name(change.code)}
        if change.code in draft.facts.same_day:
            text = _("“%(unit)s” changes on this day already. Undo that change first or choose another day.")
            draft.block(text % words, change.code)
        elif change.code in draft.facts.ending and change.after:
            continue  # It ends later, whatever it is called or wherever it stands until then.
        elif change.code in draft.facts.next_days:
            words["day"] = draft.facts.next_days[change.code].strftime("%d/%m/%Y")
            text = _(
                "“%(unit)s” changes again on %(day)s. Choose a day after that, or undo that change first."
            )
            draft.block(text % words, change.code)


def _shares(draft: Draft, _changes: tuple[Change, ...]) -> None:
    shares: dict[str, list[str]] = {}
    for row in draft.passings.values():
        shares.setdefault(row.old, []).append(row.share)
    for old, named in shares.items():
        if "whole" in named and len(named) > 1:
            text = _(
                "“%(unit)s” cannot pass whole into one unit and also into another. Say “part” in each row."
            )
            draft.block(text % {"unit": draft.name(old)}, old)


def _levels(draft: Draft, changes: tuple[Change, ...]) -> None:
    for change in changes:
        unit, parent = change.after, draft.units.get(change.after.parent or "") if change.after else None
        if unit and parent and RANK.get(unit.level, 9) <= RANK.get(parent.level, -1):
            text = _("“%(unit)s” would stand under “%(parent)s”, which is not of a higher level.")
            draft.warn(text % {"unit": unit.name, "parent": parent.name}, unit.code)


def _later_posts(draft: Draft, changes: tuple[Change, ...]) -> None:
    closed = {change.code for change in changes if change.after is None}
    for post in draft.facts.posts:
        if post.unit in closed and post.starts_on >= draft.facts.day:
            day = post.starts_on.strftime("%d/%m/%Y")
            words = {"holder": post.holder, "unit": draft.name(post.unit), "day": day}
            text = _(
                "%(holder)s takes up a post in “%(unit)s” on %(day)s, when it is closed. Withdraw it first."
            )
            draft.block(text % words, post.unit)


CHECKS: list[Callable[[Draft, tuple[Change, ...]], None]] = [
    _children_left,
    _circles,
    _same_names,
    _days,
    _shares,
    _levels,
    _later_posts,
]
