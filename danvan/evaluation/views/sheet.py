"""One unit's evaluation: total, group, line, figures; what comes next; the years before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.common import clock
from danvan.evaluation import permissions, wording
from danvan.evaluation.models import UnitEvaluation
from danvan.evaluation.queries import sheets
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names

State = UnitEvaluation.State


@dataclass(frozen=True)
class Step:
    label: str
    href: str
    tone: str = "plain"


@require_safe
def sheet(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    evaluation = sheets.find(request.actor, evaluation_id)
    today = clock.today()
    name = last_names([evaluation.unit_id], today)[evaluation.unit_id]
    found = sheets.sheet(evaluation, name)
    shows_review = permissions.sees_review(request.actor, evaluation)
    past = [
        row for row in sheets.history(evaluation.unit_id, today) if row.pk != evaluation.pk or shows_review
    ]
    context = {
        "evaluation": evaluation, "name": name, "sheet": found, "today": today,
        "period": evaluation.round.period, "steps": steps(request, evaluation),
        "shows_own": permissions.sees_self_score(request.actor, evaluation), "shows_review": shows_review,
        "sent_since": sheets.sent_since(evaluation), "past": past, "series": series(past),
        "bands": list(evaluation.round.criteria.bands.all()),
        "parts": bars(found, shows_review),
        "sees_figures": policy.can(request.actor, "see", "total", evaluation.unit_id),
        "sees_round": policy.can(request.actor, "see", "evaluation", evaluation.round.unit_id),
        "takes_back": evaluation.state == State.SUBMITTED
        and policy.can(request.actor, "submit", "evaluation", evaluation.unit_id),
        "may_export": may_export(request, evaluation),
    }  # fmt: skip
    return render(request, "evaluation/sheet.html", context)


def may_export(request: HttpRequest, evaluation: UnitEvaluation) -> bool:
    """Whoever may take lists away, and the unit its own sheet."""
    return evaluation.unit_id in request.actor.unit_ids() or policy.can(
        request.actor, "export", "evaluation", evaluation.unit_id
    )


def steps(request: HttpRequest, evaluation: UnitEvaluation) -> list[Step]:
    """What this person can do next; each asks what the service asks."""
    actor, unit_id = request.actor, evaluation.unit_id

    def to(name: str) -> str:
        return reverse(f"evaluation:{name}", args=[evaluation.pk])

    found = []
    if evaluation.state in (State.OPEN, State.SELF_SCORED) and policy.can(
        actor, "edit", "evaluation", unit_id
    ):
        tone = "primary" if evaluation.state == State.OPEN else "plain"
        found.append(Step(_("Score the unit"), to("score"), tone))
    if evaluation.state == State.SELF_SCORED and policy.can(actor, "submit", "evaluation", unit_id):
        found.append(Step(_("Send for review"), to("submit"), "primary"))
    if evaluation.state in (State.SUBMITTED, State.REVIEWED) and permissions.can_review(actor, unit_id):
        found.append(Step(_("Score review"), to("review"), "primary"))
    if (
        evaluation.state == State.PUBLISHED
        and evaluation.appeal_until >= clock.today()
        and policy.can(actor, "submit", "evaluation", unit_id)
    ):
        found.append(Step(_("Appeal"), to("appeal")))
    if evaluation.state == State.APPEALED and permissions.can_review(actor, unit_id):
        found.append(Step(_("Answer the appeal"), to("decide"), "primary"))
    return found


def series(past: list[UnitEvaluation]) -> list[dict[str, Any]]:
    """Scores of all years; a line breaks where another set judged."""
    points = []
    before = None
    for row in past:
        points.append(
            {
                "label": row.round.period_name, "value": float(row.total), "shown": wording.number(row.total),
                "break": before is not None and before != row.round.criteria_id,
            }
        )  # fmt: skip
        before = row.round.criteria_id
    return points


def bars(found: sheets.Sheet, shows_review: bool) -> list[dict[str, Any]]:
    """Points of each group, of those it is worth."""
    rows = []
    for part in found.parts:
        points = part.total if shows_review else part.own
        if points is None:
            return []
        shown = f"{wording.number(points)}/{wording.number(part.most)}"
        rows.append(
            {
                "label": part.title, "value": float(points), "of": float(part.most), "shown": shown, "tone": "total",
                "href": "",
            }
        )  # fmt: skip
    return rows
