"""Similar units (same level, same unit above) and what they had accepted in the last period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from django.db.models import QuerySet

from danvan.organizations.models import UnitLink
from danvan.reporting.layouts import Layout
from danvan.reporting.models import Round, Submission
from danvan.reporting.queries import forms
from danvan.reporting.validation import Peers
from danvan.reporting.vectors import Vector

# Of fewer, a median says more about chance, and too much about each.
FEWEST = 5
RULE = "unlike-others"
COLUMNS = ("unit_id", "level", "accepted__cells", "accepted__notes")
Answer = tuple[int, str, Any, Any]


def of_unit(submission: Submission, layout: Layout) -> Peers:
    """What one unit is compared with. One query."""
    round_ = submission.round
    siblings = _children(round_, [submission.unit_id]).values("descendant_id")
    group = list(_answers(round_).filter(unit_id__in=siblings, level=submission.level).values_list(*COLUMNS))
    return _compared(submission.unit_id, group, layout)


def of_units(round_: Round, units: Collection[tuple[int, str]], layout: Layout) -> dict[int, Peers]:
    """The same for many units of a round, as (unit, level). Two queries, however many."""
    if not units:
        return {}
    links = _children(round_, [unit_id for unit_id, _level in units])
    parent_of = dict(links.values_list("descendant_id", "ancestor_id"))
    groups: dict[tuple[int, str], list[Answer]] = defaultdict(list)
    for row in _answers(round_).filter(unit_id__in=parent_of).values_list(*COLUMNS):
        groups[parent_of[row[0]], row[1]].append(row)
    return {
        unit_id: _compared(unit_id, groups[parent_of[unit_id], level], layout)
        for unit_id, level in units
        if unit_id in parent_of
    }


def _children(round_: Round, unit_ids: Sequence[int]) -> QuerySet[UnitLink]:
    """Everybody directly below the superiors of some units, themselves included, where they stand in this round."""
    day = round_.counts_to
    direct = UnitLink.objects.filter(depth=1, starts_on__lte=day).exclude(ends_on__lte=day).order_by()
    return direct.filter(ancestor_id__in=direct.filter(descendant_id__in=unit_ids).values("ancestor_id"))


def _answers(round_: Round) -> QuerySet[Submission]:
    """What was accepted in the last period."""
    return Submission.unscoped.filter(
        round__form_id=round_.form_id,
        round__period_name=str(round_.period.previous()),
        accepted__isnull=False,
    ).order_by()


def _compared(unit_id: int, group: list[Answer], layout: Layout) -> Peers:
    others = [_fitted(Vector.unpack(row[2]), len(layout)) for row in group if row[0] != unit_id]
    if len(others) < FEWEST:
        return Peers()
    given = np.array([vector.given for vector in others])
    # What is not given sorts to the end and is not counted.
    values = np.sort(
        np.where(given, np.array([vector.values for vector in others]), np.iinfo(np.int64).max), axis=0
    )
    enough = given.sum(axis=0)
    # The median of something delicate would point at small numbers of others.
    told_of = [
        (index, spec.code)
        for index, spec in enumerate(layout.specs)
        if enough[index] >= FEWEST and not spec.small_cells_below
    ]
    medians = {code: int(values[enough[index] // 2, index]) for index, code in told_of}
    largest = {code: int(values[enough[index] - 1, index]) for index, code in told_of}
    notes = next((row[3] for row in group if row[0] == unit_id), None) or {}
    told = {
        layout.codes[int(index)]
        for index, note in notes.items()
        if index.isdecimal() and int(index) < len(layout) and note.get("waivers", {}).get(RULE)
    }
    return Peers(medians, largest, frozenset(told))


def of_waiting(round_: Round, rows: Collection[Submission]) -> dict[int, Peers]:
    """For submissions of one round."""
    layout = forms.layout(round_.form, round_.form_version.number)
    return of_units(round_, [(row.unit_id, row.level) for row in rows], layout)


def _fitted(vector: Vector, size: int) -> Vector:
    """The cells both forms have; last period's form may have been the longer one."""
    if len(vector) > size:
        return Vector(vector.values[:size], vector.presence[:size])
    return vector.resized(size)
