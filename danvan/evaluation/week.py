"""What "This week" says about evaluations: self-scores that are owed, reviews and appeals that wait."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.evaluation.models import EvaluationRound, UnitEvaluation
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names
from danvan.ui.week import Line, More

SHOWN = 5
State = UnitEvaluation.State


def owed(request: HttpRequest) -> More | None:
    """Self-scores of the own units not sent yet, and days for an appeal that run. Two queries, one where there is none."""
    actor = request.actor  # type: ignore[attr-defined]
    if not policy.holds(actor, "submit", "evaluation"):
        return None
    rows = UnitEvaluation.unscoped.filter(unit_id__in=actor.unit_ids("officer", "consolidator")).filter(
        Q(state__in=(State.OPEN, State.SELF_SCORED)) | Q(state=State.PUBLISHED, appeal_until__gte=actor.on)
    )
    found = list(rows.select_related("round").order_by("round__self_due_on", "pk")[: SHOWN + 1])
    if not found:
        return None
    names = last_names({row.unit_id for row in found}, actor.on)
    lines = tuple(_owed(row, names[row.unit_id].name) for row in found)
    return More(lines[:SHOWN], len(lines), reverse("evaluation:board"))


def _owed(row: UnitEvaluation, unit: str) -> Line:
    href = reverse("evaluation:evaluation", args=[row.pk])
    if row.state == State.PUBLISHED:
        due = row.appeal_until
        return Line(row.round.title, unit, _("Read your score"), href, _("an appeal is open"), "neutral", due)
    verb = _("Send for review") if row.state == State.SELF_SCORED else _("Score the unit")
    return Line(
        row.round.title, unit, verb, href, str(row.get_state_display()), "neutral", row.round.self_due_on
    )


def waits(request: HttpRequest) -> More | None:
    """A line for each round of the own units in which reviews, tellings or appeals wait. One query."""
    actor = request.actor  # type: ignore[attr-defined]
    if not policy.holds(actor, "manage", "evaluation"):
        return None
    counts = {
        state: Count("evaluations", filter=Q(evaluations__state=state))
        for state in (State.SUBMITTED, State.REVIEWED, State.APPEALED)
    }
    rows = EvaluationRound.unscoped.filter(unit_id__in=actor.unit_ids("consolidator")).annotate(
        to_review=counts[State.SUBMITTED], to_tell=counts[State.REVIEWED], appeals=counts[State.APPEALED]
    )
    rows = rows.filter(Q(to_review__gt=0) | Q(to_tell__gt=0) | Q(appeals__gt=0)).order_by(
        "review_due_on", "pk"
    )
    lines = [_waiting(row) for row in rows[: SHOWN + 1]]
    return More(tuple(lines[:SHOWN]), len(lines), reverse("evaluation:rounds")) if lines else None


def _waiting(row) -> Line:
    """`row` is a round with its three counts."""
    said = []
    if row.appeals:
        said.append(ngettext("%(n)d appeal", "%(n)d appeals", row.appeals) % {"n": row.appeals})
    if row.to_review:
        said.append(ngettext("%(n)d to review", "%(n)d to review", row.to_review) % {"n": row.to_review})
    if row.to_tell:
        said.append(ngettext("%(n)d to be told", "%(n)d to be told", row.to_tell) % {"n": row.to_tell})
    href = reverse("evaluation:round", args=[row.pk])
    tone = "warn" if row.appeals else "neutral"
    return Line(
        row.title,
        row.period.label(),
        _("See the evaluation round"),
        href,
        ", ".join(said),
        tone,
        row.review_due_on,
    )
