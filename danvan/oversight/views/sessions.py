"""One session with all that belongs to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from danvan.common import clock
from danvan.organizations import permissions as policy
from danvan.oversight import duties, hooks, lives, phrases
from danvan.oversight.kinds import OF_KIND
from danvan.oversight.models import OversightSession
from danvan.oversight.queries import ledger, outcomes, overlap, sessions
from danvan.oversight.services import opining, recommending, stepping
from danvan.oversight.views import shared, steps


@require_safe
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    """What it is about, what comes next and by when, what was found and asked, the papers, the story."""
    found, today, actor = sessions.find(request.actor, session_id), clock.today(), request.actor
    may_edit = policy.can(actor, "edit", found.kind, found.unit_id)
    # The body a session is about reads what was found once it is concluded; the lead's side reads it as it grows.
    inside = policy.can(actor, "see", found.kind, found.unit_id)
    done = sessions.done_on(found)
    told = [(duty, duty.late(today)) for duty in duties.of(found, done)]
    context = {
        "session": found, "line": sessions.lines(actor, [found], today)[0], "today": today,
        "door": OF_KIND[found.kind], "tabs": shared.tabs(request, OF_KIND[found.kind].slug),
        "topic": sessions.topic_name(found.topic), "steps": steps.open_to(request, found), "may_edit": may_edit,
        "may_change": may_edit and found.state in lives.AHEAD, "shows": inside or found.concluded_on is not None,
        "path": _path(found, done), "duties": told,
        "overlaps": [_overlap(request, one) for one in overlap.of(found)] if may_edit and _is_ahead(found) else [],
        "proposals": sessions.proposals(found) if may_edit else [],
        "recommendations": outcomes.recommendations(found, today, sent_only=not inside),
        "may_recommend": may_edit and recommending.may_write(found), "opinions": list(found.opinions.all()),
        "may_opine": may_edit and found.kind == "criticism" and found.state in opining.WRITING,
        "may_decide": may_edit and found.state in opining.ANSWERING, "tally": outcomes.tally(found),
        "papers": hooks.papers_of(request, found) if inside else [], "may_take_back": _may_take_back(request, found),
        "story": [(phrases.STEPS.get(one.what, one.what), one) for one in found.events.select_related("by")],
        "ages": ledger.AGES,
    }  # fmt: skip
    return render(request, "oversight/session.html", context)


def _is_ahead(found: OversightSession) -> bool:
    return found.state in lives.AHEAD


def _path(found: OversightSession, done: dict[str, Any]) -> list[dict[str, Any]]:
    """The way of this kind and form, with the day each step was taken."""
    reached = lives.place(found.kind, found.form, found.state)
    names = dict(OversightSession.State.choices)
    return [
        {"label": names[step.to], "on": done.get(step.to), "reached": n <= reached, "here": n == reached}
        for n, step in enumerate(lives.steps(found.kind, found.form), start=1)
    ]


def _overlap(request: HttpRequest, other: OversightSession) -> dict[str, Any]:
    """Another unit's session: its unit, kind and day; its page only where it is in sight."""
    seen = OversightSession.scoped(request.actor, "see").filter(pk=other.pk).exists()
    return {
        "session": other, "unit": sessions.name_of(other.unit_id, clock.today()),
        "href": reverse("oversight:session", args=[other.pk]) if seen else "", "ahead": _is_ahead(other),
    }  # fmt: skip


def _may_take_back(request: HttpRequest, found: OversightSession) -> bool:
    event = stepping.last_step(found)
    if event is None or not policy.can(request.actor, "edit", found.kind, found.unit_id):
        return False
    return stepping.can_take_back(found, event, request.actor, clock.now())
