"""Small things the pages share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.audit.posted import done_once as done_once
from danvan.common import clock, posting
from danvan.common.posting import attempt as attempt
from danvan.common.posting import status as status
from danvan.common.posting import version_of as version_of
from danvan.evaluation import permissions
from danvan.evaluation.models import UnitEvaluation
from danvan.organizations import serving
from danvan.organizations.queries import UnitName, last_names

PER_PAGE = 50


@dataclass(frozen=True)
class Row:
    """A line of a list. Scores this person may not see yet are not shown."""

    evaluation: UnitEvaluation
    unit: UnitName
    shows_own: bool
    shows_total: bool


def rows_for(request: HttpRequest, evaluations: list[UnitEvaluation]) -> list[Row]:
    """With the units' names, in the given order; what is not to be seen yet is marked."""
    actor = request.actor
    names = last_names({row.unit_id for row in evaluations}, clock.today()) if evaluations else {}
    reviewers: dict[int, bool] = {}
    rows = []
    for row in evaluations:
        if row.state == UnitEvaluation.State.REVIEWED and row.unit_id not in reviewers:
            reviewers[row.unit_id] = permissions.can_review(actor, row.unit_id)
        shows_total = row.state in UnitEvaluation.TOLD or reviewers.get(row.unit_id, False)
        rows.append(Row(row, names[row.unit_id], permissions.sees_self_score(actor, row), shows_total))
    return rows


def own_units(request: HttpRequest, action: str) -> list[tuple[str, str]]:
    return serving.own_units(request.actor, action, permissions.TYPE)


def tabs(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    shown = [("board", _("Evaluations")), ("rounds", _("Evaluation rounds")), ("sets", _("Criteria"))]
    return [
        {"label": label, "href": reverse(f"evaluation:{name}"), "current": name == here}
        for name, label in shown
    ]


def page_of(request: HttpRequest, rows: Any) -> Page:
    return posting.page_of(request, rows, PER_PAGE)


def chosen_ids(request: HttpRequest) -> list[int]:
    """Ticked rows; whatever is no number of a row is left out."""
    found = [text for text in request.POST.getlist("don-vi") if text.isascii() and text.isdecimal()]
    return [int(text) for text in found if len(text) < 10][:1000]
