"""
Starting, extending, pausing, moving and ending clocks.

These are called by the contexts above, inside the transaction of what they tell of. Starting and ending ask no right
and write no audit entry: both belong to the act that causes them, and the caller has checked and records it. Extending,
pausing, resuming and moving are acts of their own: they ask the policy table (`clock`) and record themselves. `by` is
None only for the house itself.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.reference import queries
from danvan.reference.models import Clock, ClockEvent, DeadlineRule
from danvan.reference.reckoner import Reckoner
from danvan.reference.refusals import (
    AlreadyLate,
    AlreadyRunning,
    ClockEnded,
    NotInOrder,
    NotReckonable,
    ReasonMissing,
    WrongState,
)
from danvan.reference.services import extending
from danvan.reference.services.recomputing import recompute_clocks

__all__ = [
    "extend_clock",
    "move_clock",
    "pause_clock",
    "recompute_clocks",
    "resume_clock",
    "start_clock",
    "stop_clock",
]
What = ClockEvent.What


@transaction.atomic
def start_clock(
    *,
    kind: str,
    owner: object,
    unit: OrgUnit,
    rule_code: str,
    started_at: datetime,
    by: Actor | None,
    at: datetime,
    case_on: date | None = None,
    agreed_on: date | None = None,
    reckoner: Reckoner | None = None,
) -> Clock:
    """
    Start the clock of a record: `kind` is what is owed (``petitions.answer``), `owner` the record's id or code.

    `started_at` is the moment of the event the rule counts from (for a rule that counts back: the event to come).
    `case_on` is the day the whole case began (else the day of `started_at`): it decides which version of the rule holds.
    `agreed_on` is the day named in a document, for rules of the kind *agreed* only, and needed there.
    `reckoner` is for whoever starts several clocks of one unit at once: it asks for calendar and hours once.

    :raises NoSuchRule: when no version of the rule fits the days
    :raises NotReckonable: for a duty or statement, or a day given or missing against the kind of the rule
    :raises AlreadyRunning: when the record's clock of this kind is open already
    """
    started_on = timezone.localtime(started_at).date()
    rule = queries.rule_for(rule_code, case_on=case_on or started_on, step_on=started_on)
    _check_kind(rule, agreed_on)
    reckoner = reckoner or Reckoner.today([unit.pk])
    remote = reckoner.is_remote(unit.pk, started_on)
    told = reckoner.reckon(rule, started_at, unit.pk, remote=remote, agreed_on=agreed_on)
    clock = Clock(
        kind=kind,
        owner=str(owner),
        unit=unit,
        rule=rule,
        case_on=case_on or started_on,
        remote=remote,
        started_at=started_at,
        agreed_on=agreed_on,
        due_at=told.due_at,
        reckoning=told.as_json(),
        edition=told.edition,
    )
    try:
        # A savepoint: the caller's transaction must be able to go on after a refusal.
        with transaction.atomic():
            clock.save(force_insert=True)
    except IntegrityError:
        raise AlreadyRunning(
            _("This is being timed already: “%(rule)s”. End that first.") % {"rule": rule.name}
        ) from None
    _tell(clock, What.STARTED, by=by, at=at)
    return clock


@transaction.atomic
def extend_clock(
    *,
    clock: Clock,
    by: Actor | None,
    at: datetime,
    reason: str,
    length: int | None = None,
    until: date | None = None,
) -> Clock:
    """
    Give a running clock more time: `length` in the rule's own units (calendar days where the day was agreed), or as many
    as it takes to reach the day `until`. Exactly one of the two.

    :raises NotAllowed: when the rule or the policy table gives this to other roles
    :raises NoExtension: when the rule allows none (any more), or none so long
    :raises AlreadyLate: after the limit has passed: an extension must come before it
    :raises ReasonMissing: without a reason
    :raises ClockEnded, WrongState: when it has ended or stands still
    """
    clock = _locked(clock)
    _refuse_without(reason)
    _refuse_unless(clock, Clock.State.RUNNING)
    extending.require_right(clock, by)
    if clock.is_late(at):
        raise AlreadyLate(
            _(
                "This was due on %(day)s; time can be extended only before that. Settle it, and say why it is late."
            )
            % {"day": f"{clock.due_on:%d/%m/%Y}"}
        )
    more = extending.checked_length(clock, length, until)
    before = clock.due_at
    clock.extensions += 1
    clock.extended += more
    _reckon_again(clock)
    clock.save(update_fields=["extensions", "extended", "due_at", "reckoning", "edition"])
    _tell(clock, What.EXTENDED, by=by, at=at, before=before, length=more, reason=reason)
    _record("reference.clock_extended", clock, by=by, at=at, before=before, reason=reason)
    return clock


@transaction.atomic
def pause_clock(
    *, clock: Clock, by: Actor | None, at: datetime, reason: str, paused_at: datetime | None = None
) -> Clock:
    """
    Let a clock stand from `paused_at` (else `at`), the moment of the decision that suspends the case.

    :raises NotAllowed, ReasonMissing, ClockEnded, WrongState: as they say
    :raises NotInOrder: when that lies before the start, before the last pause ended, or in time to come
    """
    clock = _locked(clock)
    _require(by, "edit", clock)
    _refuse_without(reason)
    _refuse_unless(clock, Clock.State.RUNNING)
    moment = paused_at or at
    earliest = max([clock.started_at, *(last for _first, last in clock.finished_pauses())])
    _refuse_outside(moment, earliest, at)
    clock.state, clock.paused_at = Clock.State.PAUSED, moment
    clock.save(update_fields=["state", "paused_at"])
    _tell(clock, What.PAUSED, by=by, at=at, before=clock.due_at, reason=reason)
    _record("reference.clock_paused", clock, by=by, at=at, before=clock.due_at, reason=reason)
    return clock


@transaction.atomic
def resume_clock(
    *, clock: Clock, by: Actor | None, at: datetime, reason: str = "", resumed_at: datetime | None = None
) -> Clock:
    """
    Let a clock run on from `resumed_at` (else `at`), the moment of the decision to go on (Decree 155/2026, art. 12). The
    days after the pause began, up to and with that day, do not count.

    :raises NotAllowed, ClockEnded, WrongState: as they say
    :raises NotInOrder: when that lies before the pause, or in time to come
    """
    clock = _locked(clock)
    _require(by, "edit", clock)
    _refuse_unless(clock, Clock.State.PAUSED)
    moment, since = resumed_at or at, clock.paused_at
    assert since is not None
    _refuse_outside(moment, since, at)
    before = clock.due_at
    clock.pauses = [*clock.pauses, [since.isoformat(), moment.isoformat()]]
    clock.state, clock.paused_at = Clock.State.RUNNING, None
    if not (clock.due_at < since):
        # What was late before it paused stays due when it was.
        _reckon_again(clock)
    clock.save(update_fields=["state", "paused_at", "pauses", "due_at", "reckoning", "edition"])
    _tell(clock, What.RESUMED, by=by, at=at, before=before, reason=reason)
    _record("reference.clock_resumed", clock, by=by, at=at, before=before, reason=reason)
    return clock


@transaction.atomic
def move_clock(*, clock: Clock, unit: OrgUnit, by: Actor | None, at: datetime, reason: str) -> Clock:
    """
    Pass a clock to another unit. It runs on by the rule it had; only one in working hours is reckoned by the hours of the
    new unit.

    :raises NotAllowed, ReasonMissing, ClockEnded: as they say
    """
    clock = _locked(clock)
    _require(by, "edit", clock)
    _refuse_without(reason)
    _refuse_unless(clock, Clock.State.RUNNING, Clock.State.PAUSED)
    before, former = clock.due_at, clock.unit.code
    clock.unit = unit
    if clock.rule.day_type == DeadlineRule.DayType.WORKING_HOUR:
        _reckon_again(clock)
    clock.save(update_fields=["unit", "due_at", "reckoning", "edition"])
    _tell(clock, What.MOVED, by=by, at=at, before=before, reason=reason)
    _record("reference.clock_moved", clock, by=by, at=at, before=before, reason=reason, unit_before=former)
    return clock


@transaction.atomic
def stop_clock(
    *,
    clock: Clock,
    by: Actor | None,
    at: datetime,
    done: bool = True,
    reason: str = "",
    ended_at: datetime | None = None,
) -> Clock:
    """
    End a clock at `ended_at` (else `at`): `done` when what was owed is there, otherwise it fell away (withdrawn, handed to
    another clock). Whether it was in time is computed from then on: `clock.is_late(at)`.

    :raises ClockEnded: when it has ended already
    :raises NotInOrder: when `ended_at` lies in time to come
    """
    clock = _locked(clock)
    _refuse_unless(clock, Clock.State.RUNNING, Clock.State.PAUSED)
    moment = ended_at or at
    if moment > at:
        raise NotInOrder(_("The moment lies in time to come. Check the day and the hour."))
    clock.state = Clock.State.DONE if done else Clock.State.STOPPED
    clock.ended_at, clock.paused_at = moment, None
    clock.save(update_fields=["state", "ended_at", "paused_at"])
    _tell(clock, What.ENDED, by=by, at=at, before=clock.due_at, reason=reason)
    return clock


def _locked(clock: Clock) -> Clock:
    found = Clock.locked(clock.pk, "rule", "unit")
    assert found is not None, "clocks are never deleted"
    return found


def _check_kind(rule: DeadlineRule, agreed_on: date | None) -> None:
    if rule.kind == DeadlineRule.Kind.LIMIT and agreed_on is None:
        return
    if rule.kind == DeadlineRule.Kind.AGREED and agreed_on is not None:
        return
    if rule.kind == DeadlineRule.Kind.AGREED:
        raise NotReckonable(_("“%(rule)s” needs the day that the document names.") % {"rule": rule.name})
    raise NotReckonable(_("“%(rule)s” cannot be timed like this.") % {"rule": rule.name})


def _reckon_again(clock: Clock) -> None:
    told = Reckoner.today([clock.unit_id]).of_clock(clock, clock.rule)
    clock.due_at, clock.reckoning, clock.edition = told.due_at, told.as_json(), told.edition


def _require(by: Actor | None, action: str, clock: Clock) -> None:
    if by is not None:
        permissions.require(by, action, "clock", clock.unit_id)


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(_("Say why: the reason stands in the story of this deadline."))


def _refuse_unless(clock: Clock, *states: str) -> None:
    if clock.state in states:
        return
    if not clock.is_open:
        raise ClockEnded(_("This deadline has ended on %(day)s.") % {"day": f"{clock.ended_at:%d/%m/%Y}"})
    if clock.state == Clock.State.PAUSED:
        raise WrongState(_("This deadline stands still. Let it run on first."))
    raise WrongState(_("This deadline is running; there is no pause to end."))


def _refuse_outside(moment: datetime, earliest: datetime, at: datetime) -> None:
    if moment > at:
        raise NotInOrder(_("The moment lies in time to come. Check the day and the hour."))
    if moment < earliest:
        raise NotInOrder(
            _("The moment lies before %(moment)s. Check the day and the hour.")
            % {"moment": f"{timezone.localtime(earliest):%H:%M %d/%m/%Y}"}
        )


def _tell(
    clock: Clock,
    what: str,
    *,
    by: Actor | None,
    at: datetime,
    before: datetime | None = None,
    length: int | None = None,
    reason: str = "",
) -> None:
    ClockEvent.objects.create(
        clock=clock,
        what=what,
        at=at,
        by_id=by.user_id if by else None,
        due_before=before,
        due_after=clock.due_at,
        length=length,
        reason=reason,
        edition=clock.edition,
    )


def _record(
    action: str, clock: Clock, *, by: Actor | None, at: datetime, before: datetime, reason: str, **also: str
) -> None:
    audit.record(
        action,
        actor=by.user_id if by else None,
        at=at,
        target=clock,
        unit=clock.unit.code,
        reason=reason,
        before={"due_at": before.isoformat()} | also,
        after={"due_at": clock.due_at.isoformat(), "state": str(clock.state)},
    )
