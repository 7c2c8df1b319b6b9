"""Reception of citizens: planning and posting days, counting sessions. No name of anybody who came is asked for."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.petitions import deadlines
from danvan.petitions.duties import POST_DAYS
from danvan.petitions.errors import ChangedMeanwhile, Ended, Incomplete
from danvan.petitions.models import ReceptionSchedule, ReceptionSession
from danvan.petitions.models.reception import Head
from danvan.petitions.services.shared import text_of

State, Session = ReceptionSchedule.State, ReceptionSession


@transaction.atomic
def plan_day(
    *,
    unit: OrgUnit,
    head: str,
    day: date,
    starts_at: time,
    ends_at: time,
    place: str,
    by: Actor,
    at: datetime,
) -> ReceptionSchedule:
    """
    :raises Incomplete: naming the field
    :raises ChangedMeanwhile: when this head receives on that day already
    """
    permissions.require(by, "edit", "reception", unit.pk)
    check_day(head, starts_at, ends_at)
    where = text_of(place, "place", _("Place of reception"), longest=200)
    made = _create(unit=unit, head=head, day=day, starts_at=starts_at, ends_at=ends_at, place=where)
    _log("reception_planned", made, by, at, day=day.isoformat(), head=head)
    return made


@transaction.atomic
def post_day(*, schedule: ReceptionSchedule, version: int, by: Actor, at: datetime) -> ReceptionSchedule:
    """Say that the day is posted. Posting late is possible and stays visible: the law asks for 5 working days before."""
    row = _taken(schedule, version, by)
    if row.state != State.PLANNED:
        raise Ended(_("This day is “%(state)s” already.") % {"state": row.get_state_display()})
    row.state, row.posted_on = State.POSTED, timezone.localtime(at).date()
    _save(row, "state", "posted_on")
    _log("reception_posted", row, by, at, posted_on=row.posted_on.isoformat())
    return row


@transaction.atomic
def move_day(
    *,
    schedule: ReceptionSchedule,
    version: int,
    day: date,
    starts_at: time,
    ends_at: time,
    by: Actor,
    at: datetime,
) -> ReceptionSchedule:
    """Move a day that was not held yet to another one; the new day has to be posted again."""
    row = _taken(schedule, version, by)
    if row.state not in (State.PLANNED, State.POSTED):
        raise Ended(_("This day is “%(state)s” already.") % {"state": row.get_state_display()})
    if day == row.day:
        raise Incomplete(_("Choose another day than the one it is moved from."), field="day")
    check_day(row.head, starts_at, ends_at)
    made = _create(
        unit=row.unit, head=row.head, day=day, starts_at=starts_at, ends_at=ends_at, place=row.place
    )
    row.state, row.moved_to = State.MOVED, made
    _save(row, "state", "moved_to")
    _log("reception_moved", row, by, at, to=day.isoformat())
    return made


@transaction.atomic
def record_session(
    *, unit: OrgUnit, kind: str, host: str, head: str, on: date, visit_count: int, person_count: int, large_group_count: int,
    case_count: int, schedule: ReceptionSchedule | None = None, by: Actor, at: datetime,
) -> ReceptionSession:  # fmt: skip
    """
    Count a reception that took place. A day on the schedule is held by it when the head came.

    :raises Incomplete: naming the field: persons are not more than visits, groups come with persons
    :raises ChangedMeanwhile: when the day of the schedule has its session already
    """
    permissions.require(by, "edit", "reception", unit.pk)
    check_counts(kind, host, head, on, visit_count, person_count, large_group_count, at)
    planned = _planned(schedule, unit, by) if schedule else None
    values = {
        "unit": unit, "schedule": planned, "kind": kind, "host": host, "head": head, "on": on, "visit_count": visit_count,
        "person_count": person_count, "large_group_count": large_group_count, "case_count": case_count,
        "recorded_by_id": by.user_id, "recorded_at": at,
    }  # fmt: skip
    try:
        with transaction.atomic():
            made = Session.unscoped.create(**values)
    except IntegrityError:
        raise ChangedMeanwhile(
            _("This day has its session already. Open it to correct the counts.")
        ) from None
    if planned is not None:
        planned.state = State.HELD
        _save(planned, "state")
    _log(
        "reception_recorded",
        made,
        by,
        at,
        kind=kind,
        host=host,
        on=on.isoformat(),
        visits=visit_count,
        persons=person_count,
    )
    return made


@transaction.atomic
def correct_session(
    *, session: ReceptionSession, version: int, visit_count: int, person_count: int, large_group_count: int, case_count: int,
    by: Actor, at: datetime,
) -> ReceptionSession:  # fmt: skip
    """Correct the counts; both values stand in the log."""
    row = _session(session, version, by)
    check_counts(row.kind, row.host, row.head, row.on, visit_count, person_count, large_group_count, at)
    before = {
        "visits": row.visit_count,
        "persons": row.person_count,
        "groups": row.large_group_count,
        "matters": row.case_count,
    }
    row.visit_count, row.person_count = visit_count, person_count
    row.large_group_count, row.case_count = large_group_count, case_count
    _save(row, "visit_count", "person_count", "large_group_count", "case_count")
    after = {
        "visits": visit_count,
        "persons": person_count,
        "groups": large_group_count,
        "matters": case_count,
    }
    audit.record(
        "petitions.reception_corrected",
        actor=by.user_id,
        at=at,
        target=row,
        unit=row.unit.code,
        before=before,
        after=after,
    )
    return row


# A session is recorded, then the head's directions are put into a written conclusion (Decree 154/2026, art. 25), followed
# up and closed.
NEXT = {
    Session.State.RECORDED: (Session.State.CONCLUSION_ISSUED, Session.State.CLOSED),
    Session.State.CONCLUSION_ISSUED: (Session.State.FOLLOWING_UP, Session.State.CLOSED),
    Session.State.FOLLOWING_UP: (Session.State.CLOSED,),
    Session.State.CLOSED: (),
}


@transaction.atomic
def move_session(
    *, session: ReceptionSession, version: int, state: str, conclusion_ref: str = "", by: Actor, at: datetime
) -> ReceptionSession:
    """:raises Ended: when that step does not follow; :raises Incomplete: for a conclusion without its number"""
    row = _session(session, version, by)
    if state not in NEXT[Session.State(row.state)]:
        raise Ended(_("This session is “%(state)s” already.") % {"state": row.get_state_display()})
    if state == Session.State.CONCLUSION_ISSUED:
        row.conclusion_ref = text_of(
            conclusion_ref, "conclusion_ref", _("Number of the conclusion"), longest=60
        )
    row.state = state
    _save(row, "state", "conclusion_ref")
    _log("reception_followed", row, by, at, state=state)
    return row


def posting_day(day: date) -> date:
    """The last day to post a reception on `day`."""
    return deadlines.working_day_before(day, POST_DAYS)


def check_day(head: str, starts_at: time, ends_at: time) -> None:
    """:raises Incomplete: naming the field"""
    if head not in Head.values:
        raise Incomplete(_("Choose who receives."), field="head")
    if starts_at >= ends_at:
        raise Incomplete(_("Reception must end after it begins."), field="ends_at")


def check_counts(
    kind: str, host: str, head: str, on: date, visits: int, persons: int, groups: int, at: datetime
) -> None:
    """:raises Incomplete: naming the field"""
    if kind not in Session.Kind.values or host not in Session.Host.values:
        raise Incomplete(_("Choose the kind of reception and who received."), field="kind")
    if kind != Session.Kind.REGULAR and host == Session.Host.DUTY:
        raise Incomplete(
            _("Periodic and ad hoc reception is the head's; name the head or a deputy."), field="host"
        )
    if host == Session.Host.HEAD and head not in Head.values:
        raise Incomplete(_("Name the head who received."), field="head")
    if on > timezone.localtime(at).date():
        raise Incomplete(_("A reception to come is planned, not counted."), field="on")
    if min(visits, persons, groups) < 0:
        raise Incomplete(_("A count is zero or more."), field="visit_count")
    if visits and not persons:
        raise Incomplete(_("Where somebody came, persons were received."), field="person_count")
    if groups and persons < 5 * groups:
        raise Incomplete(
            _("A large group is five or more people about one matter (Law on Citizen Reception, art. 29)."),
            field="large_group_count",
        )


def _planned(schedule: ReceptionSchedule, unit: OrgUnit, by: Actor) -> ReceptionSchedule:
    row = _taken(schedule, None, by)
    if row.unit_id != unit.pk or row.state == State.MOVED:
        raise Ended(_("This day was moved. Open the day it was moved to."))
    return row


def _create(**values: object) -> ReceptionSchedule:
    try:
        with transaction.atomic():
            return ReceptionSchedule.unscoped.create(**values)
    except IntegrityError:
        raise ChangedMeanwhile(_("This head already receives citizens on this day.")) from None


def _taken(schedule: ReceptionSchedule, version: int | None, by: Actor) -> ReceptionSchedule:
    row = ReceptionSchedule.locked(schedule.pk, "unit")
    assert row is not None, "days are moved, never deleted"
    permissions.require(by, "edit", "reception", row.unit_id)
    _same(row.version, version)
    return row


def _session(session: ReceptionSession, version: int, by: Actor) -> ReceptionSession:
    row = Session.locked(session.pk, "unit")
    assert row is not None, "sessions are corrected, never deleted"
    permissions.require(by, "edit", "reception", row.unit_id)
    _same(row.version, version)
    return row


def _same(now: int, seen: int | None) -> None:
    if seen is not None and now != seen:
        raise ChangedMeanwhile(_("Somebody changed this in the meantime. Look again, then decide."))


def _save(row: ReceptionSchedule | ReceptionSession, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def _log(
    action: str, row: ReceptionSchedule | ReceptionSession, by: Actor, at: datetime, **after: object
) -> None:
    audit.record(f"petitions.{action}", actor=by.user_id, at=at, target=row, unit=row.unit.code, after=after)
