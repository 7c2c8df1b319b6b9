"""Which clocks run, which are late, and what to say about one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.reference.calendar import Calendar, working_days_between
from danvan.reference.models import Clock, ClockEvent
from danvan.reference.reckoning import END_OF_DAY


@dataclass(frozen=True)
class Standing:
    """
    Where a clock stands at a moment. `days` is in working days until it is due (0 = today), and when it is late, in
    calendar days since; `words` says so in one phrase.
    """

    late: bool
    days: int
    words: str


def clock_of(kind: str, owner: object) -> Clock | None:
    """The clock of a record: the one that is open, otherwise the last there was. With its rule; no right is asked."""
    return clocks_of(kind, [owner]).get(str(owner))


def clocks_of(kind: str, owners: Iterable[object]) -> dict[str, Clock]:
    """`clock_of` for many records at once, by owner as text; one query."""
    found = Clock.unscoped.filter(kind=kind, owner__in=[str(owner) for owner in owners])
    # Only the last one of a record can be open: a new one starts after the former has ended.
    return {clock.owner: clock for clock in found.select_related("rule").order_by("pk")}


def overdue(at: datetime, unit_ids: Iterable[int] | None = None) -> QuerySet[Clock]:
    """Open clocks that are late at a moment, longest first; of some units only when they are named (ids or a query)."""
    return _of_units(Clock.unscoped.late(at), unit_ids)


def due_between(first: date, last: date, unit_ids: Iterable[int] | None = None) -> QuerySet[Clock]:
    """Running clocks due from `first` to `last`, both days included, the nearest first."""
    zone = timezone.get_current_timezone()
    return _of_units(
        Clock.unscoped.filter(
            state=Clock.State.RUNNING,
            due_at__gte=datetime.combine(first, time.min, zone),
            due_at__lte=datetime.combine(last, END_OF_DAY, zone),
        ),
        unit_ids,
    )


def standing(clock: Clock, at: datetime, calendar: Calendar) -> Standing:
    """
    What to say about a clock at a moment: "còn 3 ngày làm việc", "quá hạn 5 ngày (từ 12/02)", "đã xong đúng hạn".

    No query: `calendar` is `queries.calendar()`, read once for a whole list.
    """
    late = clock.is_late(at)
    until = timezone.localtime(clock.ended_at or clock.paused_at or at).date()
    left = working_days_between(until, clock.due_on, calendar)
    days = (until - clock.due_on).days if late else max(0, left)
    return Standing(late, days, _words(clock, late, days, at))


def events_of(clock: Clock) -> QuerySet[ClockEvent]:
    """Everything that happened to a clock, the first first."""
    return ClockEvent.objects.filter(clock=clock).select_related("by").order_by("pk")


def moved_by(edition: int) -> int:
    """How many clocks got another due moment from an edition of the calendar."""
    return ClockEvent.objects.filter(edition=edition, what=ClockEvent.What.RECKONED).count()


def _of_units(clocks: QuerySet[Clock], unit_ids: Iterable[int] | None) -> QuerySet[Clock]:
    if unit_ids is not None:
        clocks = clocks.filter(unit_id__in=unit_ids)
    return clocks.select_related("rule").order_by("due_at", "pk")


def _words(clock: Clock, late: bool, days: int, at: datetime) -> str:
    if clock.state == Clock.State.STOPPED:
        return _("fell away")
    if late:
        return _late_words(clock, days)
    if clock.state == Clock.State.DONE:
        return _("done in time")
    if clock.state == Clock.State.PAUSED:
        return _("paused")
    if clock.due_on == timezone.localtime(at).date():
        return _("due today at %(time)s") % {"time": f"{timezone.localtime(clock.due_at):%H:%M}"}
    return ngettext("%(count)s working day left", "%(count)s working days left", days) % {"count": days}


def _late_words(clock: Clock, days: int) -> str:
    """An hour clock may be late on its own day: then the hour says more than 0 days."""
    if not days:
        due = {"moment": f"{timezone.localtime(clock.due_at):%H:%M %d/%m}"}
        done = clock.state == Clock.State.DONE
        return (_("done late (due %(moment)s)") if done else _("overdue since %(moment)s")) % due
    facts = {"count": days, "day": f"{clock.due_on:%d/%m}"}
    if clock.state == Clock.State.DONE:
        text = ngettext(
            "done %(count)s day late (due %(day)s)", "done %(count)s days late (due %(day)s)", days
        )
    elif clock.state == Clock.State.PAUSED:
        text = ngettext(
            "paused, %(count)s day overdue before (since %(day)s)",
            "paused, %(count)s days overdue before (since %(day)s)",
            days,
        )
    else:
        text = ngettext(
            "%(count)s day overdue (since %(day)s)", "%(count)s days overdue (since %(day)s)", days
        )
    return text % facts
