"""Small things the pages share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.audit.posted import once_posted
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.evaluation import permissions
from danvan.evaluation.models import UnitEvaluation
from danvan.organizations import permissions as policy
from danvan.organizations.queries import UnitName, last_names

T = TypeVar("T")
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
    """(code, name) of units of the person's posts in which they may do `action`."""
    actor = request.actor
    open_ = [pk for pk in actor.unit_ids() if policy.can(actor, action, permissions.TYPE, pk)]
    return [(name.code, name.name) for name in last_names(open_, clock.today()).values()] if open_ else []


def tabs(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    shown = [("board", _("Evaluations")), ("rounds", _("Evaluation rounds")), ("sets", _("Criteria"))]
    return [
        {"label": label, "href": reverse(f"evaluation:{name}"), "current": name == here}
        for name, label in shown
    ]


def attempt(form: Form, work: Callable[[], T]) -> T | None:
    """Do the work; a refusal stands beside the form. Out of sight and not allowed get their own page."""
    try:
        return work()
    except DomainError as refusal:
        if refusal.status in {403, 404}:
            raise
        form.add_error(None, refusal.message)
        return None


def once(request: HttpRequest, work: Callable[[], Any]) -> Any:
    """What `work` returned (a plain value) for this form, however often it is sent."""
    with once_posted(request) as tried:
        if tried.fresh:
            tried.result = work()
    return tried.result


def status(form: Form) -> int:
    return 422 if form.errors else 200


def page_of(request: HttpRequest, rows: Any) -> Page:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))


def version_of(request: HttpRequest) -> int:
    """The version the page showed; -1, which none has, when it is missing."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def chosen_ids(request: HttpRequest) -> list[int]:
    """Ticked rows; whatever is no number of a row is left out."""
    found = [text for text in request.POST.getlist("don-vi") if text.isascii() and text.isdecimal()]
    return [int(text) for text in found if len(text) < 10][:1000]
