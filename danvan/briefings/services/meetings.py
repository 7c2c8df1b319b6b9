"""A briefing meeting from plan to close: plan, change, make the package, hold, write the minutes, close, cancel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.briefings.meetings import package, proposals
from danvan.briefings.meetings.models import AgendaItem, BriefingMeeting, MeetingPackage, MeetingTask
from danvan.common.errors import Incomplete
from danvan.common.periods import Period
from danvan.common.vietnamese import fold
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import last_names

State = BriefingMeeting.State
FIELDS = ("kind", "title", "planned_at", "place", "chair")
# (title, presenter, minutes)
Item = tuple[str, str, int | None]
# What the house proposes where nothing else is known; presenters are bodies.
USUAL_AGENDA: tuple[Item, ...] = (
    ("Khai mạc, nêu mục đích, yêu cầu", "Chủ trì", 10),
    ("Báo cáo kết quả, so sánh với kỳ trước và cùng kỳ; đơn vị thiếu, đơn vị chậm", "Cơ quan tham mưu công tác dân vận", 20),
    ("Cam kết quá hạn và kiến nghị chưa được trả lời", "Cơ quan tham mưu công tác dân vận", 20),
    ("Vấn đề Nhân dân quan tâm", "Mặt trận Tổ quốc và các đoàn thể", 20),
    ("Thảo luận", "Các đơn vị dự họp", 40),
    ("Kết luận, giao nhiệm vụ", "Chủ trì", 15),
)  # fmt: skip


@transaction.atomic
def plan(
    *, unit: OrgUnit, period: Period, values: Mapping[str, Any], by: Actor, at: datetime,
    agenda: Sequence[Item] = USUAL_AGENDA,
) -> BriefingMeeting:  # fmt: skip
    """
    Enter a meeting of the unit about a period. `values` has `FIELDS`.

    :raises NotAllowed, OutOfSight: as the policy table says
    """
    grant = policy.require(by, "edit", BriefingMeeting.record_type, unit.pk)
    meeting = BriefingMeeting(
        unit=unit, level=last_names([unit.pk], timezone.localdate(at))[unit.pk].level, period_name=str(period),
        made_at=at, made_by_id=by.user_id, **{name: values[name] for name in FIELDS},
    )  # fmt: skip
    meeting.words = _words(meeting)
    meeting.save()
    _write_agenda(meeting, agenda)
    meeting.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    log(meeting, "meeting_planned", by=by, at=at, after={"period": str(period), "title": meeting.title})
    return meeting


def _words(meeting: BriefingMeeting) -> str:
    return fold(f"{meeting.title} {meeting.chair} {meeting.place}")


def _write_agenda(meeting: BriefingMeeting, agenda: Sequence[Item]) -> None:
    meeting.agenda.all().delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=place, title=title[:300], presenter=presenter[:160], lasts=lasts)
        for place, (title, presenter, lasts) in enumerate(agenda, start=1)
    )


@transaction.atomic
def edit(
    *, meeting_id: int, version: int, values: Mapping[str, Any], agenda: Sequence[Item], by: Actor, at: datetime
) -> BriefingMeeting:  # fmt: skip
    """Change a meeting that is still to come, and its agenda."""
    meeting = hold(BriefingMeeting, meeting_id, action="edit", by=by, version=version)
    expect(meeting, *BriefingMeeting.TO_COME)
    for name in FIELDS:
        setattr(meeting, name, values[name])
    meeting.words = _words(meeting)
    _write_agenda(meeting, agenda)
    save(meeting, *FIELDS, "words")
    log(meeting, "meeting_changed", by=by, at=at)
    return meeting


@transaction.atomic
def make_package(*, meeting_id: int, by: Actor, at: datetime) -> MeetingPackage:
    """
    Look at the branch as it is now, seal what was found under the next number, and draft tasks from it.

    :raises WrongState: once the meeting was held; :raises NoReport: when nothing was asked in the period
    """
    meeting = hold(BriefingMeeting, meeting_id, action="edit", by=by)
    expect(meeting, *BriefingMeeting.TO_COME)
    on = timezone.localdate(at)
    content = package.build(meeting.unit, meeting.period, on)
    text = package.packed(content)
    number = (meeting.packages.aggregate(last=Max("number"))["last"] or 0) + 1
    made = MeetingPackage.objects.create(
        meeting=meeting, number=number, text=text, seal=package.seal(text), made_at=at, made_by_id=by.user_id
    )
    _draft(meeting, proposals.proposals(content, max(on, meeting.day)))
    meeting.state = State.PACKAGE_MADE
    save(meeting, "state")
    log(meeting, "package_made", by=by, at=at, after={"number": number, "seal": made.seal[:16]})
    return made


def _draft(meeting: BriefingMeeting, found: Sequence[proposals.Proposal]) -> None:
    """What the last package proposed and nobody touched gives way to what this one proposes."""
    meeting.tasks.filter(chosen=False, commitment__isnull=True).exclude(
        source=MeetingTask.Source.OWN
    ).delete()
    known = set(meeting.tasks.exclude(source_ref="").values_list("source_ref", flat=True))
    units = {unit.code: unit for unit in OrgUnit.objects.filter(code__in={one.unit for one in found})}
    MeetingTask.objects.bulk_create(
        MeetingTask(
            meeting=meeting, source=one.source, source_ref=one.ref[:120], text=one.text[:1000], unit=units[one.unit],
            due_on=one.due_on,
        )
        for one in found
        if one.ref not in known and one.unit in units
    )  # fmt: skip


@transaction.atomic
def record_held(
    *, meeting_id: int, version: int, held_on: date, attended: int | None, by: Actor, at: datetime
) -> BriefingMeeting:
    """:raises Incomplete: for a day to come"""
    meeting = hold(BriefingMeeting, meeting_id, action="edit", by=by, version=version)
    expect(meeting, *BriefingMeeting.TO_COME, State.HELD)
    if held_on > timezone.localdate(at):
        raise Incomplete(_("This day is still to come. Record the meeting once it was held."))
    meeting.state, meeting.held_on, meeting.attended = State.HELD, held_on, attended
    save(meeting, "state", "held_on", "attended")
    log(meeting, "meeting_held", by=by, at=at, after={"held_on": held_on.isoformat()})
    return meeting


@transaction.atomic
def write_minutes(
    *, meeting_id: int, version: int, minutes: str, conclusion: str, by: Actor, at: datetime
) -> BriefingMeeting:
    """:raises Incomplete: without a conclusion"""
    meeting = hold(BriefingMeeting, meeting_id, action="edit", by=by, version=version)
    expect(meeting, State.HELD, State.MINUTES)
    if not conclusion.strip():
        raise Incomplete(_("Write what the chair concluded: the tasks follow from it."))
    meeting.state, meeting.minutes, meeting.conclusion = State.MINUTES, minutes.strip(), conclusion.strip()
    save(meeting, "state", "minutes", "conclusion")
    log(meeting, "meeting_minuted", by=by, at=at)
    return meeting


@transaction.atomic
def close(*, meeting_id: int, version: int, by: Actor, at: datetime) -> BriefingMeeting:
    """Nothing is written here any more; the tasks go on in the ledger of commitments."""
    meeting = hold(BriefingMeeting, meeting_id, action="edit", by=by, version=version)
    expect(meeting, State.MINUTES)
    meeting.state = State.CLOSED
    save(meeting, "state")
    log(meeting, "meeting_closed", by=by, at=at)
    return meeting


@transaction.atomic
def cancel(*, meeting_id: int, version: int, reason: str, by: Actor, at: datetime) -> BriefingMeeting:
    """:raises Incomplete: without a reason, or when tasks were given already"""
    meeting = hold(BriefingMeeting, meeting_id, action="edit", by=by, version=version)
    expect(meeting, *BriefingMeeting.TO_COME)
    if not reason.strip():
        raise Incomplete(_("Give a reason."))
    if meeting.tasks.filter(commitment__isnull=False).exists():
        raise Incomplete(_("Tasks of this meeting were given already. Take them back first."))
    meeting.state, meeting.dropped_reason = State.CANCELLED, reason.strip()[:300]
    save(meeting, "state", "dropped_reason")
    log(meeting, "meeting_cancelled", by=by, at=at, reason=meeting.dropped_reason)
    return meeting


@transaction.atomic
def take_over(*, meetings: Sequence[BriefingMeeting], unit: OrgUnit, at: datetime) -> list[BriefingMeeting]:
    """Meetings that were held, for history and the demo city; one entry in the log of `unit`. For commands only."""
    for meeting in meetings:
        meeting.words, meeting.made_at = _words(meeting), at
    made = BriefingMeeting.unscoped.bulk_create(meetings, batch_size=1000)
    audit.record(
        "briefings.meetings_taken_over", actor=None, at=at, target=("orgunit", str(unit.pk)), unit=unit.code,
        after={"meetings": len(made)},
    )  # fmt: skip
    return made
