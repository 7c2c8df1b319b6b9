"""New, kept, lapsed; and who copied what from whom: lineage, map, table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from danvan.common import clock
from danvan.common.numbers import format_number
from danvan.exemplars.forms.skilled import SpanForm
from danvan.exemplars.models import SkilledModel
from danvan.exemplars.queries import lineage, skilled, turnover
from danvan.exemplars.views import shared
from danvan.exemplars.views.skilled import unit_name
from danvan.organizations import permissions as policy

MOST = 400


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What is new, what was kept, what lapsed, by level and field."""
    policy.require_somewhere(request.actor, "see", "model")
    unit, form = shared.unit_of(request), SpanForm(request.GET)
    starts_on, ends_on = form.span(clock.today())
    found = turnover.of(request.actor, starts_on, ends_on, unit)
    bars = [
        {
            "label": row.label,
            "value": row.active,
            "shown": format_number(row.active),
            "tone": row.value,
            "href": "",
        }
        for row in found.by_level
    ]
    context = {"turnover": found, "starts_on": starts_on, "ends_on": ends_on, "unit": unit, "unit_name": unit_name(unit),
               "bars": bars}  # fmt: skip
    return render(request, "exemplars/changes.html", context)


@require_safe
def spread(request: HttpRequest) -> HttpResponse:
    """All copies: those copied most, the map, the table."""
    actor, today = request.actor, clock.today()
    policy.require_somewhere(actor, "see", "model")
    rows = lineage.copies(actor)
    page = shared.page_of(request, rows)
    drawn = list(rows[:MOST])
    names = {line.model.pk: line.unit for line in skilled.lines(page.object_list, today)}
    sources = {
        line.model.pk: line.unit for line in skilled.lines([row.source for row in page.object_list], today)
    }
    most = skilled.lines(lineage.most_copied(actor)[:8], today)
    seen = _seen(request, [row.pk for row in page.object_list] + [line.model.pk for line in most])
    context = {
        "page": page, "rows": [(row, names[row.pk], sources[row.source_id]) for row in page.object_list], "seen": seen,
        "most": most, "drawing": _drawing(drawn, today),
        "drawn": len(drawn), "today": today,
    }  # fmt: skip
    return render(request, "exemplars/spread.html", context)


def _seen(request: HttpRequest, ids: list[int]) -> set[int]:
    return set(SkilledModel.scoped(request.actor, "see").filter(pk__in=ids).values_list("pk", flat=True))


def _drawing(copies: list[SkilledModel], today) -> lineage.Spread:
    sizes: dict[str, int] = {}
    for row in copies:
        sizes[row.unit.code] = sizes.get(row.unit.code, 0) + 1
    return lineage.spread([(row.source.unit.code, row.unit.code) for row in copies], sizes, today)


@require_safe
def tree(request: HttpRequest, model_id: int) -> HttpResponse:
    """Where one model came from, and everywhere it went."""
    found, today = skilled.find(request.actor, model_id), clock.today()
    nodes = lineage.tree(request.actor, found, today)
    by_pk = {node.model.pk: node for node in nodes}
    lines = [
        (by_pk[node.model.source_id].model.unit.code, node.model.unit.code)
        for node in nodes
        if node.model.source_id in by_pk
    ]
    sizes: dict[str, int] = {}
    for node in nodes:
        sizes[node.model.unit.code] = sizes.get(node.model.unit.code, 0) + 1
    context = {
        "model": found, "unit_name": unit_name(found.unit), "nodes": nodes, "drawing": lineage.spread(lines, sizes, today),
    }  # fmt: skip
    return render(request, "exemplars/tree.html", context)
