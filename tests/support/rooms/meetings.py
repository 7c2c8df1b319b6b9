"""What stands of meetings: one of the district HN-01 about 2020-Q1, with its package, a task drafted and one given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from danvan.briefings.services import meeting_tasks, meetings
from danvan.briefings.services.meeting_tasks import Drafted
from danvan.common.periods import Period


def _meeting(here: Any, **more: Any) -> dict[str, Any]:
    return {"meeting_id": here.rooms["meetings"]["meeting"], **more}


def _packed(here: Any, **more: Any) -> dict[str, Any]:
    return _meeting(here, number=1, **more)


# Url name -> function of the standing city that gives the arguments of its address.
DOORS: dict[str, Callable[[Any], dict[str, Any]]] = {
    **{
        f"briefings:{name}": _meeting
        for name in (
            "meeting",
            "meeting_edit",
            "meeting_slides",
            "meeting_make",
            "meeting_tasks",
            "meeting_give",
        )
    },
    "briefings:meeting_step": lambda here: _meeting(here, step="huy"),
    "briefings:meeting_package": _packed,
    "briefings:meeting_zip": _packed,
    "briefings:meeting_paper": lambda here: _packed(here, paper="bao-cao", fmt="party"),
    "briefings:meeting_take_back": lambda here: _meeting(here, task_id=here.rooms["meetings"]["task"]),
}
# Url name -> what is posted there.
BODIES: dict[str, dict[str, Any]] = {}


def stand(made: Any, text: Callable[[str, str], str]) -> dict[str, Any]:
    code, at = "HN-01", made.at
    by, unit = made.unit_itself(code), made.cast.units[code]
    values = {
        "kind": "briefing", "title": text("meeting", code), "planned_at": at + timedelta(days=9),
        "place": text("venue", code), "chair": text("chair", code),
    }  # fmt: skip
    agenda = [(text("point", code), text("presenter", code), 10)]
    meeting = meetings.plan(
        unit=unit, period=Period.parse("2020-Q1"), values=values, agenda=agenda, by=by, at=at
    )
    package = meetings.make_package(meeting_id=meeting.pk, by=by, at=at)
    due, version = at.date() + timedelta(days=40), package.meeting.version
    commune = made.cast.units["HN-01-01"]
    drafts = [
        Drafted(None, text("task", code), unit, due, False),
        Drafted(None, text("given", code), commune, due, True),
    ]
    meeting_tasks.save_drafts(meeting_id=meeting.pk, version=version, drafts=drafts, by=by, at=at)
    (given,) = meeting_tasks.give(meeting_id=meeting.pk, version=version + 1, by=by, at=at)
    return {"meeting": meeting.pk, "task": given.pk, "version": version + 2}
