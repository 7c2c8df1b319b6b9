"""
Every write to the days of the calendar. Each makes a new edition, so that a deadline can name the one that gave it, and
reckons all open clocks again in the same transaction.
"""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import Conflict, DomainError
from danvan.organizations.actors import Actor
from danvan.reference import permissions, queries
from danvan.reference.calendar import SATURDAY
from danvan.reference.models import CalendarDay
from danvan.reference.services.clocks import recompute_clocks
from danvan.reference.services.editions import lock, new_edition
from danvan.reference.services.rules import load_rules

SEED = Path(__file__).parent.parent / "seed" / "days-off.csv"
Kind = CalendarDay.Kind


class AlreadyThere(Conflict):
    code = "day-already-there"


class NothingToExchange(DomainError):
    code = "nothing-to-exchange"


class ChangedMeanwhile(Conflict):
    code = "day-changed-meanwhile"


@transaction.atomic
def load_calendar(*, at: datetime, by: Actor | None = None) -> int:
    """
    Add the days of the project's own list that are not there yet, and return how many; the rules of time come along.

    Safe to repeat: a day that exists stays as it is. No permission is asked: the command line loads before
    anybody holds a post.
    """
    load_rules(at=at, by=by)
    with SEED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = set(CalendarDay.objects.order_by().values_list("day", flat=True))
    missing = [
        CalendarDay(
            day=date.fromisoformat(row["day"]), kind=row["kind"], name=row["name"], source=row["source"]
        )
        for row in rows
        if date.fromisoformat(row["day"]) not in known
    ]
    if missing:
        CalendarDay.objects.bulk_create(missing)
        edition = new_edition(at)
        audit.record(
            "reference.calendar_loaded",
            actor=by.user_id if by else None,
            at=at,
            target=("calendar", edition),
            after={"days": len(missing), "edition": edition},
        )
    return len(missing)


@transaction.atomic
def add_day(*, day: date, kind: str, name: str, source: str, by: Actor, at: datetime) -> CalendarDay:
    """
    Put a day on the list: off, or worked in exchange.

    :raises NotAllowed: if `by` may not change the calendar
    :raises AlreadyThere: if the day is on the list
    :raises NothingToExchange: if it is to be worked, but is a working day anyhow
    """
    permissions.require(by, "manage")
    lock()
    if CalendarDay.objects.filter(day=day).exists():
        raise AlreadyThere(
            _("%(day)s is in the list already. Open it there to change it.") % {"day": f"{day:%d/%m/%Y}"}
        )
    _check_exchange(day, kind)
    added = CalendarDay.objects.create(day=day, kind=kind, name=name, source=source)
    _record("reference.day_added", added, by=by, at=at, after=_facts(added))
    return added


@transaction.atomic
def change_day(
    *, day: date, kind: str, name: str, source: str, version: int, by: Actor, at: datetime
) -> CalendarDay:
    """
    Change what the list says about a day. `version` is the one the person had before their eyes.

    :raises NotAllowed: if `by` may not change the calendar
    :raises OutOfSight: if the day is not on the list (any more)
    :raises ChangedMeanwhile: if somebody else changed the same day in the meantime
    :raises NothingToExchange: if it is to be worked, but is a working day anyhow
    """
    permissions.require(by, "manage")
    lock()
    found = _as_seen(day, version)
    _check_exchange(day, kind)
    before = _facts(found)
    found.kind, found.name, found.source, found.version = kind, name, source, version + 1
    if _facts(found) == before:
        return found
    found.save(update_fields=["kind", "name", "source", "version"])
    _record("reference.day_changed", found, by=by, at=at, before=before, after=_facts(found))
    return found


@transaction.atomic
def remove_day(*, day: date, version: int, reason: str, by: Actor, at: datetime) -> None:
    """
    Take a day off the list: from then on it is what its weekday says.

    :raises NotAllowed: if `by` may not change the calendar
    :raises OutOfSight: if the day is not on the list (any more)
    :raises ChangedMeanwhile: if somebody else changed the same day in the meantime
    """
    permissions.require(by, "manage")
    lock()
    found = _as_seen(day, version)
    before = _facts(found)
    CalendarDay.objects.filter(pk=found.pk).delete()
    _record("reference.day_removed", found, by=by, at=at, before=before, reason=reason)


def _as_seen(day: date, version: int) -> CalendarDay:
    found = queries.day_on(day)
    if found.version != version:
        raise ChangedMeanwhile(
            _(
                "Somebody changed %(day)s in the meantime: it is now “%(name)s” (%(kind)s). "
                "Look again, then decide."
            )
            % {"day": f"{day:%d/%m/%Y}", "name": found.name, "kind": found.get_kind_display()},
            now=_facts(found),
        )
    return found


def _check_exchange(day: date, kind: str) -> None:
    if kind == Kind.WORKED and day.weekday() < SATURDAY:
        raise NothingToExchange(
            _("%(day)s is not a Saturday or Sunday: nothing is worked in exchange on it. Check the day.")
            % {"day": f"{day:%d/%m/%Y}"}
        )


def _facts(day: CalendarDay) -> dict[str, str]:
    return {"day": day.day.isoformat(), "kind": str(day.kind), "name": day.name, "source": day.source}


def _record(
    action: str,
    day: CalendarDay,
    *,
    by: Actor,
    at: datetime,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
    reason: str = "",
) -> None:
    new_edition(at)
    recompute_clocks(at=at, by=by)
    target = ("calendar_day", day.day.isoformat())
    audit.record(action, actor=by.user_id, at=at, target=target, before=before, after=after, reason=reason)
