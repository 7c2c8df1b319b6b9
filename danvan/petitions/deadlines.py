"""The clocks of a case: taking up, answering, the stages of a complaint. The one place that asks `reference` for them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.organizations.models import OrgUnit
from danvan.petitions.models import Petition
from danvan.reference import queries, services
from danvan.reference.calendar import Calendar, add_working_days
from danvan.reference.models import Clock
from danvan.reference.queries import Standing
from danvan.reference.reckoner import Reckoner
from danvan.reference.reckoning import Reckoning

ANSWERING, TAKING = "petitions.answer", "petitions.take_up"
ANSWER = {"normal": "petition.answer", "soon": "petition.answer_soon", "urgent": "petition.answer_urgent"}
TAKE_UP = {"normal": "petition.receive", "soon": "petition.receive", "urgent": "petition.receive_urgent"}
REOPEN, REOPEN_DAYS = "petition.reopen", 15


def start(
    row: Petition, rule_code: str, started_at: datetime, at: datetime, reckoner: Reckoner | None = None
) -> None:
    """Start what is owed next on the case; a clock that still runs for it falls away."""
    stop(row, at, done=False)
    row.clock = services.start_clock(
        kind=ANSWERING, owner=row.reference, unit=row.unit, rule_code=rule_code, started_at=started_at, by=None, at=at,
        reckoner=reckoner,
    )  # fmt: skip


def start_both(row: Petition, at: datetime) -> None:
    """What is owed on a new case: the answer and, sooner, the taking up."""
    reckoner = Reckoner.today([row.unit_id])
    start(row, ANSWER[row.urgency], row.received_at, at, reckoner)
    row.taking = services.start_clock(
        kind=TAKING, owner=row.reference, unit=row.unit, rule_code=TAKE_UP[row.urgency], started_at=row.received_at, by=None,
        at=at, reckoner=reckoner,
    )  # fmt: skip


def stop(row: Petition, at: datetime, *, done: bool) -> None:
    """Nothing is owed any more: it was done, or it fell away."""
    if row.clock is not None and row.clock.is_open:
        row.clock = services.stop_clock(clock=row.clock, by=None, at=at, done=done)


def take_up(row: Petition, at: datetime, *, done: bool = True) -> None:
    """The unit has taken notice, whichever act shows it."""
    if row.taken_up_at is None and done:
        row.taken_up_at = at
    if row.taking is not None and row.taking.is_open:
        row.taking = services.stop_clock(clock=row.taking, by=None, at=at, done=done)


def move(row: Petition, unit: OrgUnit, at: datetime) -> None:
    """The clocks run on in another unit. Why stands in the story of the case, where it is sealed."""
    for name in ("clock", "taking"):
        clock = getattr(row, name)
        if clock is not None and clock.is_open:
            moved = services.move_clock(
                clock=clock, unit=unit, by=None, at=at, reason=_("the case passed to another unit")
            )
            setattr(row, name, moved)


def extend(row: Petition, at: datetime) -> Clock:
    """
    As much more time as the rule allows at once. The policy table of petitions says who enters it; the head decides it.

    :raises NoExtension, AlreadyLate: as `reference` says
    """
    assert row.clock is not None
    length = max(1, row.clock.rule.longest_extension(remote=row.clock.remote))
    row.clock = services.extend_clock(
        clock=row.clock, by=None, at=at, reason=_("told to the sender"), length=length
    )
    return row.clock


def reckon(rule_code: str, unit_id: int, started_at: datetime) -> Reckoning:
    """By when it would be owed, without starting anything."""
    rule = queries.rule_for(rule_code, case_on=timezone.localtime(started_at).date())
    return Reckoner.today([unit_id]).reckon(rule, started_at, unit_id)


def standing(clock: Clock | None, at: datetime, calendar: Calendar) -> Standing | None:
    """The words for a clock; none where nothing is timed."""
    return queries.standing(clock, at, calendar) if clock else None


def tone(clock: Clock | None, found: Standing | None) -> str:
    """The tone of the badge beside the words."""
    if clock is None or found is None or not clock.is_open:
        return "warn" if found is not None and found.late else "quiet"
    return "danger" if found.late else "warn" if found.days <= 3 else "neutral"


def reopen_until(answered_at: datetime) -> date:
    """The last day on which the sender may ask to reopen (a proposal, no law)."""
    day = timezone.localtime(answered_at).date()
    try:
        length = queries.rule_for(REOPEN, case_on=day).length
    except queries.NoSuchRule:
        length = REOPEN_DAYS
    return day + timedelta(days=length)


def working_day_before(day: date, count: int) -> date:
    return add_working_days(day, -count, queries.calendar())


def facts(clock: Clock | None) -> dict[str, Any]:
    return {"due_on": clock.due_on.isoformat()} if clock else {}
