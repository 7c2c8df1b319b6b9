"""Evaluations in a list: what somebody may see, filtered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from danvan.common.vietnamese import matches
from danvan.evaluation.models import UnitEvaluation
from danvan.organizations.actors import Actor
from danvan.organizations.queries import descendant_ids, last_names


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; empty: everything. `branch` is a unit's id."""

    year: str = ""
    state: str = ""
    level: str = ""
    words: str = ""
    branch: int | None = None
    round_id: int | None = None


def visible(actor: Actor) -> QuerySet[UnitEvaluation]:
    return UnitEvaluation.scoped(actor, "see").select_related("round__criteria", "unit")


def chosen(actor: Actor, wanted: Wanted, today: date) -> QuerySet[UnitEvaluation]:
    rows = visible(actor)
    if wanted.year:
        rows = rows.filter(
            Q(round__period_name=wanted.year) | Q(round__period_name__startswith=f"{wanted.year}-")
        )
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.level:
        rows = rows.filter(level=wanted.level)
    if wanted.round_id is not None:
        rows = rows.filter(round_id=wanted.round_id)
    if wanted.branch is not None:
        rows = rows.filter(unit_id__in=descendant_ids(wanted.branch, today))
    if wanted.words:
        ids = set(rows.order_by().values_list("unit_id", flat=True))
        names = last_names(ids, today) if ids else {}
        rows = rows.filter(unit_id__in=[pk for pk, name in names.items() if matches(wanted.words, name.name)])
    return rows


def years(actor: Actor) -> list[str]:
    names = visible(actor).order_by().values_list("round__period_name", flat=True).distinct()
    return sorted({name[:4] for name in names}, reverse=True)
