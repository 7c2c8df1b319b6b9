"""Open clocks follow the calendar, the hours of units and transition clauses; every move leaves a trace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.organizations.actors import Actor
from danvan.reference import queries
from danvan.reference.models import Clock, ClockEvent, DeadlineRule
from danvan.reference.moves import Move, batches, look
from danvan.reference.queries.rules import chosen
from danvan.reference.reckoner import Reckoner

FIELDS = ["rule", "due_at", "reckoning", "edition"]


@dataclass(frozen=True)
class Recomputed:
    """How many open clocks were looked at, got another due moment, and follow another version of their rule."""

    looked_at: int
    moved: int
    other_rule: int


@transaction.atomic
def recompute_clocks(*, at: datetime, by: Actor | None = None) -> Recomputed:
    """
    Reckon every open clock again that was counted by an older edition of the calendar, or whose rule has a version in
    force at `at` that takes it over. What has ended keeps the reckoning it ended with.

    Safe to repeat: a second run finds nothing to do. Calendar and hours call it themselves; a daily task calls it for
    transition clauses. 100,000 clocks take seconds (docs/explanation/deadlines.md).
    """
    newest = queries.calendar()
    rules = _Rules(at)
    clocks = (
        Clock.unscoped.select_for_update()
        .open()
        .filter(Q(edition__lt=newest.edition) | Q(rule_id__in=rules.superseded()))
    )
    looked_at = moved = other_rule = 0
    for batch in batches(clocks):
        reckoner = Reckoner.today({clock.unit_id for clock in batch}, newest)
        moves = [look(clock, rules.now(clock), reckoner) for clock in batch]
        # Counted before writing: what is written is no longer a move.
        looked_at += len(batch)
        moved += sum(move.moved for move in moves)
        other_rule += sum(move.other_rule for move in moves)
        _write(moves, newest.edition, at, by)
    if moved or other_rule:
        audit.record(
            "reference.clocks_recomputed",
            actor=by.user_id if by else None,
            at=at,
            target=("calendar", newest.edition),
            after={"looked_at": looked_at, "moved": moved, "other_rule": other_rule},
        )
    return Recomputed(looked_at, moved, other_rule)


class _Rules:
    """All versions, with the one an open clock follows at a moment."""

    def __init__(self, at: datetime):
        self.day = timezone.localtime(at).date()
        self.by_id = {rule.pk: rule for rule in DeadlineRule.objects.order_by("-valid_from")}
        self.by_code: dict[str, list[DeadlineRule]] = {}
        for rule in self.by_id.values():
            self.by_code.setdefault(rule.code, []).append(rule)

    def superseded(self) -> list[int]:
        """Versions of which open clocks may have been taken over by a newer one."""
        return [
            rule.pk
            for rule in self.by_id.values()
            if any(
                newer.valid_from > rule.valid_from
                and newer.valid_from <= self.day
                and newer.transition == DeadlineRule.Transition.TAKE_OVER
                for newer in self.by_code[rule.code]
            )
        ]

    def now(self, clock: Clock) -> DeadlineRule:
        mine = self.by_id[clock.rule_id]
        newer = [
            v for v in self.by_code[mine.code] if v.valid_from > mine.valid_from and v.valid_from <= self.day
        ]
        newest = chosen(newer, case_on=clock.case_on, step_on=self.day)
        takes_over = newest is not None and newest.transition == DeadlineRule.Transition.TAKE_OVER
        return newest if newest is not None and takes_over else mine


def _write(moves: list[Move], edition: int, at: datetime, by: Actor | None) -> None:
    changed, events, same = [], [], []
    for move in moves:
        clock, told = move.clock, move.told
        if not (move.moved or move.other_rule) and clock.reckoning == told.stored:
            same.append(clock.pk)
            continue
        if move.moved or move.other_rule:
            events.append(_event(move, edition, at, by))
        clock.rule, clock.due_at, clock.reckoning, clock.edition = (
            move.rule,
            told.due_at,
            told.stored,
            edition,
        )
        changed.append(clock)
    Clock.unscoped.filter(pk__in=same).update(edition=edition)
    # By upsert, many times as fast as `bulk_update`. Every row is there and locked, so nothing is ever inserted.
    Clock.unscoped.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=FIELDS, batch_size=500
    )
    ClockEvent.objects.bulk_create(events)


def _event(move: Move, edition: int, at: datetime, by: Actor | None) -> ClockEvent:
    what = ClockEvent.What.RULE if move.other_rule else ClockEvent.What.RECKONED
    reason = (
        _("%(source)s: %(clause)s") % {"source": move.rule.source, "clause": move.rule.transition_source}
        if move.other_rule
        else _("The calendar or the working hours changed.")
    )
    return ClockEvent(
        clock=move.clock,
        what=what,
        at=at,
        by_id=by.user_id if by else None,
        due_before=move.clock.due_at,
        due_after=move.told.due_at,
        reason=reason,
        edition=edition,
    )
