"""A contest from its rules to its entries."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.common.errors import Conflict, Incomplete, OutOfSight, WrongState
from danvan.exemplars.models import Contest, ContestRound, Criterion, Entry, Seat, Standing
from danvan.exemplars.services.story import needed
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids, names_on

State = Contest.State
FIELDS = ("title", "about", "entries_until")
# Letters and digits that nobody mistakes for one another.
SIGNS = "ABCDEFGHKLMNPQRTUVXY346789"


@dataclass(frozen=True)
class Shape:
    """
    How it is judged: (criterion, points at most); (name of the round, how many go on; None in the last); user ids of the
    jury, None for a seat whose sheet is entered from paper.
    """

    criteria: Sequence[tuple[str, int]]
    rounds: Sequence[tuple[str, int | None]]
    jury: Sequence[int | None]


@transaction.atomic
def plan(*, unit: OrgUnit, values: Mapping[str, Any], shape: Shape, by: Actor, at: datetime) -> Contest:
    """:raises Incomplete: when the shape has no criterion, seat or last round"""
    grant = policy.require(by, "manage", "contest", unit.pk)
    name = names_on(timezone.localtime(at).date(), [unit.pk]).get(unit.pk)
    if name is None:
        raise Incomplete(_("The unit is not in force any more."))
    contest = Contest.unscoped.create(
        unit=unit, level=name.level, created_at=at, **{field: values[field] for field in FIELDS}
    )
    contest.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    _shape(contest, shape)
    log(contest, "contest_planned", by=by, at=at)
    return contest


@transaction.atomic
def edit(
    *, contest_id: int, version: int, values: Mapping[str, Any], shape: Shape, by: Actor, at: datetime
) -> Contest:
    """Rules may change until the contest is open for entries."""
    contest = hold(Contest, contest_id, action="manage", by=by, version=version)
    expect(contest, State.PLANNED)
    for field in FIELDS:
        setattr(contest, field, values[field])
    save(contest, *FIELDS)
    _shape(contest, shape)
    log(contest, "contest_edited", by=by, at=at)
    return contest


def _shape(contest: Contest, shape: Shape) -> None:
    if not shape.criteria or not shape.jury or not shape.rounds:
        raise Incomplete(_("A contest needs at least one criterion, one round and one seat in the jury."))
    if any(more is None for _name, more in shape.rounds[:-1]) or shape.rounds[-1][1] is not None:
        raise Incomplete(_("Say for every round but the last how many go on to the next one."))
    if len({user for user in shape.jury if user}) < len([user for user in shape.jury if user]):
        raise Incomplete(_("The same person sits in the jury twice."))
    for rows in (contest.criteria, contest.rounds, contest.seats):
        rows.all().delete()
    Criterion.objects.bulk_create(
        Criterion(contest=contest, name=name, most=most) for name, most in shape.criteria
    )
    ContestRound.objects.bulk_create(
        ContestRound(contest=contest, number=number, name=name, advance=advance)
        for number, (name, advance) in enumerate(shape.rounds, start=1)
    )
    Seat.objects.bulk_create(
        Seat(contest=contest, number=number, user_id=user) for number, user in enumerate(shape.jury, start=1)
    )


@transaction.atomic
def open_entries(*, contest_id: int, version: int, by: Actor, at: datetime) -> Contest:
    contest = hold(Contest, contest_id, action="manage", by=by, version=version)
    expect(contest, State.PLANNED)
    if contest.entries_until < timezone.localtime(at).date():
        raise Incomplete(_("The last day for entries has passed. Change it first."))
    contest.state = State.OPEN
    save(contest, "state")
    log(contest, "contest_opened", by=by, at=at)
    return contest


@transaction.atomic
def cancel(*, contest_id: int, version: int, reason: str, by: Actor, at: datetime) -> Contest:
    contest = hold(Contest, contest_id, action="manage", by=by, version=version)
    expect(contest, State.PLANNED, State.OPEN, State.JUDGING)
    contest.state, contest.dropped_reason = State.CANCELLED, needed(reason, _("Reason"))
    save(contest, "state", "dropped_reason")
    log(contest, "contest_cancelled", by=by, at=at, reason=contest.dropped_reason)
    return contest


@transaction.atomic
def enter(*, contest_id: int, unit: OrgUnit, title: str, text: str, by: Actor, at: datetime) -> Entry:
    """
    A unit's entry; the jury gets it under a random code.

    :raises OutOfSight: for a contest that is not open to the unit
    :raises WrongState: when no entries are taken (any more)
    :raises Conflict: when the unit has sent one in already
    """
    grant = policy.require(by, "submit", "contest", unit.pk)
    contest = Contest.locked(contest_id, "unit")
    today = timezone.localtime(at).date()
    if contest is None or not descendant_ids(contest.unit_id, today).filter(descendant_id=unit.pk).exists():
        raise OutOfSight(_("There is no such contest for your unit."))
    if contest.state != State.OPEN or today > contest.entries_until:
        raise WrongState(_("This contest takes no entries now. Ask the organiser."))
    if contest.entries.filter(unit=unit, state=Entry.State.SUBMITTED).exists():
        raise Conflict(_("Your unit has sent in an entry already. Withdraw it first to send another."))
    used = set(contest.entries.values_list("code", flat=True))
    code = _code()
    while code in used:
        code = _code()
    entry = Entry.unscoped.create(
        contest=contest, unit=unit, code=code, title=needed(title, _("Title")),
        text=needed(text, _("What the jury reads")), submitted_at=at,
    )  # fmt: skip
    entry.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    log(entry, "entry_sent", by=by, at=at)
    return entry


def _code() -> str:
    return "".join(secrets.choice(SIGNS) for _place in range(4))


@transaction.atomic
def withdraw(*, entry_id: int, by: Actor, at: datetime) -> Entry:
    """Take one's entry back, until judging begins."""
    entry = hold(Entry, entry_id, action="submit", by=by)
    contest = Contest.locked(entry.contest_id)
    assert contest is not None
    if contest.state != State.OPEN or entry.state != Entry.State.SUBMITTED:
        raise WrongState(_("Entries can be withdrawn until judging begins."))
    entry.state = Entry.State.WITHDRAWN
    save(entry, "state")
    log(entry, "entry_withdrawn", by=by, at=at)
    return entry


@transaction.atomic
def begin(*, contest_id: int, version: int, by: Actor, at: datetime) -> Contest:
    """No more entries: the first round opens. :raises Incomplete: without any entry"""
    contest = hold(Contest, contest_id, action="manage", by=by, version=version)
    expect(contest, State.OPEN)
    entries = list(contest.entries.filter(state=Entry.State.SUBMITTED))
    if not entries:
        raise Incomplete(_("No unit has sent in an entry yet."))
    first = contest.rounds.get(number=1)
    open_round(first, [entry.pk for entry in entries])
    contest.state = State.JUDGING
    save(contest, "state")
    log(contest, "contest_judging", by=by, at=at, after={"entries": len(entries)})
    return contest


def open_round(round_: ContestRound, entry_ids: Sequence[int]) -> None:
    """The entries stand in the round, and it takes scores."""
    Standing.objects.bulk_create(Standing(round=round_, entry_id=pk) for pk in entry_ids)
    round_.state = ContestRound.State.OPEN
    round_.save(update_fields=["state"])
