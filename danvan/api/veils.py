"""Reports and lineage for one reader: small numbers of other units stay hidden, as on the pages."""

from __future__ import annotations

from typing import Any

from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.reporting.catalogue import Spec
from danvan.reporting.figures import Node, Report, plain
from danvan.reporting.layouts import Layout
from danvan.reporting.queries import masking


def report(actor: Actor, layout: Layout, unit: OrgUnit, found: Report) -> dict[str, Any]:
    """`as_json` to the letter where nothing is hidden."""
    told = found.as_json()
    codes = masking.hidden_codes(actor, layout, unit.pk, found.by_code)
    veiled = set(codes)
    for row, figure in zip(told["figures"], found.figures, strict=True):
        levels = (
            set(figure.levels)
            if figure.indicator.code in codes
            else masking.hidden_levels(actor, unit.pk, figure)
        )
        for level in levels:
            row["levels"][level] = None
        if figure.indicator.code in codes:
            row["all"] = None
        if levels:
            veiled.add(figure.indicator.code)
    return told | {"hidden": sorted(veiled)} if veiled else told


def node(actor: Actor, spec: Spec, found: Node) -> dict[str, Any]:
    """`as_json` to the letter where nothing is hidden."""
    mine = {grant.unit_code for grant in actor.grants}
    if not spec.small_cells_below:
        return found.as_json()
    return _node(spec, found, mine, veiled=found.unit not in mine and masking.is_small(spec, found.value))


def _node(spec: Spec, found: Node, mine: set[str], *, veiled: bool) -> dict[str, Any]:
    told = {"kind": found.kind, "label": found.label, "unit": found.unit, "source": found.source}
    if veiled:
        return told | {"value": None, "children": [], "hidden": True}
    others = [place for place, child in enumerate(found.children) if child.unit not in mine]
    values = {place: child.value for place, child in enumerate(found.children)}
    small = {place for place in others if masking.is_small(spec, values[place])}
    hidden = masking.with_one_more(small, values, others)
    children = [
        _node(spec, child, mine, veiled=place in hidden) for place, child in enumerate(found.children)
    ]
    return told | {"value": plain(found.value), "children": children}
