"""Evaluations as workbooks: the list with its filters, and one unit's sheet line by line."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.common import clock
from danvan.common.errors import NotAllowed
from danvan.common.sheets import Cell
from danvan.evaluation import permissions
from danvan.evaluation.queries import lists, sheets
from danvan.evaluation.views import shared
from danvan.evaluation.views.board import wanted
from danvan.evaluation.views.sheet import may_export
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names
from danvan.ui import downloads


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What the list shows, all pages; scores not told yet are left empty."""
    policy.require_somewhere(request.actor, "export", "evaluation")
    rows = list(lists.chosen(request.actor, wanted(request), clock.today()))
    return downloads.excel(
        "danh-gia", _("Evaluations"), _listed(request, rows), wide={0: 36, 1: 14, 2: 40, 3: 12, 4: 22, 7: 18}
    )


def _listed(request: HttpRequest, rows: list) -> Iterator[list[Cell]]:
    yield [
        _("Unit"), _("Code"), _("Evaluation round"), _("Period"), _("State"), _("Self-score"), _("Score"), _("Band"),
        _("Reports accepted"), _("Reports expected"),
    ]  # fmt: skip
    for row in shared.rows_for(request, rows):
        one = row.evaluation
        mark = one.figures_mark if row.shows_own else {}
        yield [
            row.unit.name, row.unit.code, one.round.title, one.round.period_name, one.get_state_display(),
            _number(one.self_total if row.shows_own else None), _number(one.total if row.shows_total else None),
            one.band if row.shows_total else None, mark.get("accepted"), mark.get("expected"),
        ]  # fmt: skip


@require_safe
def sheet(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    evaluation = sheets.find(request.actor, evaluation_id)
    if not may_export(request, evaluation):
        raise NotAllowed(_("Your post does not open this. Ask the administrator of your unit if it should."))
    name = last_names([evaluation.unit_id], clock.today())[evaluation.unit_id]
    found = sheets.sheet(evaluation, name)
    rows = _lines(
        found,
        permissions.sees_self_score(request.actor, evaluation),
        permissions.sees_review(request.actor, evaluation),
    )
    return downloads.excel(
        f"danh-gia-{name.code}-{evaluation.round.period_name}", name.name, rows,
        wide={0: 30, 1: 50, 3: 20, 4: 30, 5: 40, 7: 30, 9: 40},
    )  # fmt: skip


def _lines(found: sheets.Sheet, shows_own: bool, shows_review: bool) -> Iterator[list[Cell]]:
    yield [
        _("Heading"), _("Criterion"), _("Maximum points"), _("Value"), _("Scoring rule"), _("Figures"), _("Self-score"),
        _("Note"), _("Score review"), _("Reason of the difference"), _("After the appeal"),
    ]  # fmt: skip
    for part in found.parts:
        for line in part.lines:
            score = line.score
            figures = "; ".join(f"{one.name}: {one.shown}" for one in line.figures)
            own = score.self_points if score.self_points is not None else line.measured
            yield [
                part.title, line.criterion.title, _number(line.criterion.points), line.value or None, line.rule or None,
                figures or None, _number(own if shows_own or line.criterion.is_measured else None),
                (score.note or None) if shows_own else None, _number(score.review_points if shows_review else None),
                (score.reason or None) if shows_review else None, _number(score.decided_points if shows_review else None),
            ]  # fmt: skip


def _number(points: Decimal | None) -> float | None:
    return None if points is None else float(points)
