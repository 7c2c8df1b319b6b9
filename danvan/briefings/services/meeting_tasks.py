"""Tasks of a meeting: drafted, chosen and changed, given as commitments, taken back while nobody has undertaken them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.briefings.meetings.models import BriefingMeeting, MeetingTask
from danvan.commitments import services as commitments
from danvan.commitments.models import Origin
from danvan.commitments.models import State as Promise
from danvan.common.errors import Incomplete, WrongState
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import scope_descendants

State = BriefingMeeting.State
OPEN = (*BriefingMeeting.TO_COME, State.HELD, State.MINUTES)


@dataclass(frozen=True)
class Drafted:
    """One line of the form: `task_id` None for a new task; an empty text takes a draft out, and needs nothing else."""

    task_id: int | None
    text: str
    unit: OrgUnit | None = None
    due_on: date | None = None
    chosen: bool = False


@transaction.atomic
def save_drafts(
    *, meeting_id: int, version: int, drafts: Sequence[Drafted], by: Actor, at: datetime
) -> list[MeetingTask]:
    """
    Keep what was ticked and changed; returns the tasks ticked. What was given already stays as it is.

    :raises Incomplete: for a unit outside the branch of the meeting's unit, or a task without unit or day
    """
    meeting = hold(BriefingMeeting, meeting_id, action="edit", by=by, version=version)
    expect(meeting, *OPEN)
    _require_branch(meeting, {draft.unit.pk for draft in drafts if draft.unit}, timezone.localdate(at))
    known = {task.pk: task for task in meeting.tasks.filter(commitment__isnull=True)}
    for draft in drafts:
        task = known.get(draft.task_id) if draft.task_id else MeetingTask(meeting=meeting, source="own")
        if task is None:
            continue
        if not draft.text.strip():
            if task.pk:
                task.delete()
            continue
        if draft.unit is None or draft.due_on is None:
            raise Incomplete(
                _("A task needs a unit and a day: “%(text)s”.") % {"text": draft.text.strip()[:60]}
            )
        task.text, task.unit, task.due_on, task.chosen = (
            draft.text.strip()[:1000],
            draft.unit,
            draft.due_on,
            draft.chosen,
        )
        task.save()
    save(meeting)
    log(meeting, "tasks_drafted", by=by, at=at, after={"chosen": meeting.tasks.filter(chosen=True).count()})
    return waiting(meeting)


def _require_branch(meeting: BriefingMeeting, unit_ids: set[int], on: date) -> None:
    below = set(scope_descendants([meeting.unit_id], on).values_list("descendant_id", flat=True))
    if unit_ids - below - {meeting.unit_id}:
        raise Incomplete(_("A meeting gives tasks to its own unit and those below. Choose one of them."))


def waiting(meeting: BriefingMeeting) -> list[MeetingTask]:
    """Tasks that are ticked and not given yet."""
    rows = meeting.tasks.filter(chosen=True, commitment__isnull=True).select_related("unit")
    return list(rows.order_by("due_on", "pk"))


@transaction.atomic
def give(*, meeting_id: int, version: int, by: Actor, at: datetime) -> list[MeetingTask]:
    """
    Give every ticked task as a commitment asked by the meeting's unit.

    :raises Incomplete: when none is ticked; :raises BadDay: for a day that has passed; otherwise as `commitments.give`
    """
    meeting = hold(BriefingMeeting, meeting_id, action="issue", by=by, version=version)
    expect(meeting, *OPEN)
    tasks = waiting(meeting)
    if not tasks:
        raise Incomplete(
            _("No task is ticked. Tick those that are to be given, then look at them once more.")
        )
    label = f"{meeting.title}, {meeting.day:%d/%m/%Y}"
    for task in tasks:
        task.commitment = commitments.give(
            text=task.text, unit=task.unit, asked_by=meeting.unit, origin=Origin.OTHER, origin_ref=task.ref,
            origin_label=label, due_on=task.due_on, is_public=False, by=by, at=at,
        )  # fmt: skip
        task.save(update_fields=["commitment"])
    save(meeting)
    given = [task.commitment.reference for task in tasks if task.commitment]
    log(meeting, "tasks_given", by=by, at=at, after={"commitments": given})
    return tasks


@transaction.atomic
def take_back(*, task_id: int, meeting_id: int, reason: str, by: Actor, at: datetime) -> MeetingTask:
    """
    Take a given task back while its unit has not answered; it stands among the drafts again.

    :raises WrongState: when it was not given, or the unit has undertaken or declined it
    """
    meeting = hold(BriefingMeeting, meeting_id, action="issue", by=by)
    expect(meeting, *OPEN)
    task = meeting.tasks.select_related("commitment", "unit").filter(pk=task_id).first()
    if task is None or task.commitment is None or task.commitment.state != Promise.GIVEN:
        raise WrongState(_("Only a task that its unit has not answered yet is taken back."))
    commitments.withdraw(commitment_id=task.commitment.pk, reason=reason, by=by, at=at)
    task.commitment, task.chosen = None, False
    task.save(update_fields=["commitment", "chosen"])
    save(meeting)
    log(meeting, "task_taken_back", by=by, at=at, reason=reason.strip()[:300], after={"task": task.pk})
    return task
