"""Recognised models for pages that everybody may read, and for whoever looks for one to copy. No holder is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from danvan.common.vietnamese import fold
from danvan.exemplars.models import Effect, Field, Recognition, SkilledModel
from danvan.organizations.queries import last_names

State = SkilledModel.State


@dataclass(frozen=True)
class PublicEffect:
    what: str
    measure: str
    before: Decimal | None
    after: Decimal


@dataclass(frozen=True)
class PublicModel:
    """A recognised model: `grade` is the highest level that recognised it, `copies` how many units run a copy."""

    id: int
    title: str
    field: str
    field_label: str
    unit: str
    level: str
    summary: str
    conditions: str
    grade: str
    recognised_on: date
    copies: int
    effects: tuple[PublicEffect, ...] = ()


RANK = (Recognition.Grade.COMMUNE, Recognition.Grade.DISTRICT, Recognition.Grade.CITY)


def recognised(
    on: date, *, field: str = "", level: str = "", words: str = "", start: int = 0, most: int = 24
) -> tuple[list[PublicModel], int]:
    """Recognised and still active models, those copied most first; and how many there are. Five queries."""
    rows = SkilledModel.unscoped.filter(state__in=(State.RECOGNISED, State.REPLICATED))
    if field in Field.values:
        rows = rows.filter(field=field)
    if level:
        rows = rows.filter(level=level)
    if words:
        rows = rows.filter(words__icontains=fold(words))
    counted = rows.annotate(n=Count("copies", filter=Q(copies__state__in=SkilledModel.WORKING)))
    found = list(
        counted.order_by("-n", "-registered_on", "-pk").prefetch_related("recognitions", "effects")[
            start : start + most
        ]
    )
    names = last_names({row.unit_id for row in found}, on) if found else {}
    return [_told(row, names[row.unit_id].name) for row in found], rows.count()


def _told(row: SkilledModel, unit: str) -> PublicModel:
    given = [one for one in row.recognitions.all() if not one.taken_back]
    best = max(given, key=lambda one: RANK.index(Recognition.Grade(one.grade)), default=None)
    return PublicModel(
        row.pk, row.title, row.field, str(row.get_field_display()), unit, row.level, row.summary, row.conditions,
        str(best.get_grade_display()) if best else "", best.on if best else row.registered_on, row.n,  # type: ignore[attr-defined]
        tuple(_effect(one) for one in row.effects.all()),
    )  # fmt: skip


def _effect(one: Effect) -> PublicEffect:
    return PublicEffect(one.what, one.measure, one.before, one.after)
