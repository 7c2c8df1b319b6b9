"""
Figures counted from records: the words an indicator's `derived_from` uses, and the function that counts them.

Asked for some units and a round, a measure returns the records counted per unit: the figure is their sum, the records its
proof. Record contexts stand below this one and don't know it: their measures are taken up here, by `register`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from danvan.organizations.models import OrgUnitVersion
from danvan.reporting.models import Round, Submission


@dataclass(frozen=True)
class Record:
    """One record and what it contributes. `label` is what a person sees, `reference` its address in the house."""

    reference: str
    label: str
    counts: int = 1


# None: the records do not speak for this unit, which is not the same as none.
Measured = Mapping[int, list[Record] | None]
Measure = Callable[[Round, Collection[int]], Measured]
Family = Callable[[Round, Collection[int]], Mapping[str, Measured]]

_families: dict[str, Family] = {}


def register_family(names: Collection[str], family: Family) -> None:
    """
    Say how some names are counted that one look at the records answers together.

    :raises ValueError: when a name is measured already: a programming error
    """
    for name in names:
        if _families.get(name, family) is not family:
            raise ValueError(f"{name} is measured already")
        _families[name] = family


def register(name: str, measure: Measure) -> None:
    """Say how `derived_from = name` is counted. Registering a name twice is a programming error."""
    if name in _families:
        raise ValueError(f"{name} is measured already")
    register_family([name], lambda round_, unit_ids: {name: measure(round_, unit_ids)})


def known() -> frozenset[str]:
    return frozenset(_families)


def measured(name: str, round_: Round, unit_ids: Collection[int]) -> Measured | None:
    """Records per unit: an empty list where there is none, None where they say nothing. None if nothing measures it."""
    return all_measured([name], round_, unit_ids).get(name)


def all_measured(names: Iterable[str], round_: Round, unit_ids: Collection[int]) -> dict[str, Measured]:
    """The same for many names at once; each family looks at its records once. Names nothing measures are left out."""
    wanted = [name for name in dict.fromkeys(names) if name in _families]
    found: dict[str, Measured] = {}
    for family in dict.fromkeys(_families[name] for name in wanted):
        found.update(family(round_, unit_ids))
    return {name: {unit_id: found[name].get(unit_id, []) for unit_id in unit_ids} for name in wanted}


def units_in_force(round_: Round, unit_ids: Collection[int]) -> Measured:
    """The unit itself, if it is in force on the last day counted: coverage takes its denominator from the tree."""
    rows = OrgUnitVersion.objects.on(round_.counts_to).filter(unit_id__in=unit_ids)
    return {row.unit_id: [Record(f"organizations.OrgUnitVersion:{row.pk}", row.name)] for row in rows}


def reports(round_: Round, unit_ids: Collection[int]) -> dict[str, Measured]:
    """The unit's own duty to report in this round, and its report if it was first sent by the day it was due."""
    rows = Submission.unscoped.filter(round=round_, unit_id__in=unit_ids, excused_at__isnull=True)
    due = {row: [Record(f"reporting.Submission:{row.pk}", str(round_.period))] for row in rows}
    return {
        DUE: {row.unit_id: proof for row, proof in due.items()},
        # A report being sent now counts as sent.
        ON_TIME: {row.unit_id: proof for row, proof in due.items() if row.first_sent_at and row.was_on_time},
    }


DUE, ON_TIME = "ReportAssignment", "ReportSubmission.on_time"
register("OrgUnit.active_at_period_end", units_in_force)
register_family([DUE, ON_TIME], reports)
