"""
Figures counted from records: the words an indicator's `derived_from` uses, and the function that counts them.

Asked for some units and a round, a measure returns the records counted per unit: the figure is their sum, the records its
proof. Record contexts stand below this one and don't know it: their measures are taken up here, by `register`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from danvan.organizations.models import OrgUnitVersion
from danvan.reporting.models import Round, Submission


@dataclass(frozen=True)
class Record:
    """One record and what it contributes. `label` is what a person sees, `reference` its address in the house."""

    reference: str
    label: str
    counts: int = 1


Measured = Mapping[int, list[Record]]
Measure = Callable[[Round, Collection[int]], Measured]

_measures: dict[str, Measure] = {}


def register(name: str, measure: Measure) -> None:
    """Say how `derived_from = name` is counted. Registering a name twice is a programming error."""
    if _measures.get(name, measure) is not measure:
        raise ValueError(f"{name} is measured already")
    _measures[name] = measure


def known() -> frozenset[str]:
    return frozenset(_measures)


def measured(name: str, round_: Round, unit_ids: Collection[int]) -> Measured | None:
    """Records per unit, an empty list where there is none; None when nothing measures this."""
    measure = _measures.get(name)
    if measure is None:
        return None
    found = measure(round_, unit_ids)
    return {unit_id: list(found.get(unit_id, [])) for unit_id in unit_ids}


def units_in_force(round_: Round, unit_ids: Collection[int]) -> Measured:
    """The unit itself, if it is in force on the last day counted: coverage takes its denominator from the tree."""
    rows = OrgUnitVersion.objects.on(round_.counts_to).filter(unit_id__in=unit_ids)
    return {row.unit_id: [Record(f"organizations.OrgUnitVersion:{row.pk}", row.name)] for row in rows}


def reports_due(round_: Round, unit_ids: Collection[int]) -> Measured:
    """The unit's own duty to report in this round."""
    rows = Submission.unscoped.filter(round=round_, unit_id__in=unit_ids, excused_at__isnull=True)
    return {row.unit_id: [Record(f"reporting.Submission:{row.pk}", str(round_.period))] for row in rows}


def reports_on_time(round_: Round, unit_ids: Collection[int]) -> Measured:
    """The unit's own report, if it was first sent by the day it was due; a report being sent now counts as sent."""
    rows = Submission.unscoped.filter(
        round=round_, unit_id__in=unit_ids, excused_at__isnull=True, first_sent_at__isnull=False
    )
    return {
        row.unit_id: [Record(f"reporting.Submission:{row.pk}", str(round_.period))]
        for row in rows
        if row.was_on_time
    }


register("OrgUnit.active_at_period_end", units_in_force)
register("ReportAssignment", reports_due)
register("ReportSubmission.on_time", reports_on_time)
