"""
Records that changed after their figure was accepted: measured now against reported then.

Only cells whose accepted value was taken from records are compared; a typed figure is what somebody said, and stays so.
Nothing is changed here: the unit sends a supplement, or leaves it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import UnitName, descendant_ids, last_names, names_on
from danvan.reporting import measures
from danvan.reporting.layouts import Layout
from danvan.reporting.models import Round, Submission
from danvan.reporting.queries import forms
from danvan.reporting.queries.submissions import small_cells
from danvan.reporting.vectors import Vector

COLUMNS = (
    "pk", "unit_id", "level", "accepted_id", "latest_id", "accepted__number", "accepted__cells", "accepted__notes",
)  # fmt: skip
# How far back a unit is told of by itself: what is older changes totals nobody works with any more.
RECENT = timedelta(days=200)


@dataclass(frozen=True)
class Change:
    """One record: `what` is added, removed or changed; `label` says which, `counts` what it contributes now."""

    what: str
    reference: str
    label: str
    counts: int


@dataclass(frozen=True)
class Difference:
    """
    One figure. `reported` and `now` are scaled as cells are; `waits` tells that a supplement waits for the unit above. A
    total that is the sum of its parts is never one: its parts are.
    """

    submission_id: int
    version: int
    unit_id: int
    code: str
    name: str
    unit_of_count: str
    reported: int
    now: int
    changes: tuple[Change, ...]
    waits: bool

    def number_of(self, what: str) -> int:
        return sum(change.what == what for change in self.changes)

    @property
    def added(self) -> int:
        return self.number_of("added")

    @property
    def removed(self) -> int:
        return self.number_of("removed")

    @property
    def changed(self) -> int:
        return self.number_of("changed")

    @property
    def delta(self) -> int:
        return self.now - self.reported


def of_submission(submission: Submission) -> list[Difference]:
    """Of one submission, whose round, form and form version should be loaded; none without an accepted version."""
    rows = Submission.unscoped.filter(pk=submission.pk, accepted__isnull=False).values_list(*COLUMNS)
    return _compared(submission.round, list(rows))


def of_units(round_: Round, unit_ids: Iterable[int] | Any) -> list[Difference]:
    """Of some units' accepted reports in a round, by unit. A handful of queries, however many units there are."""
    rows = Submission.unscoped.filter(round=round_, unit_id__in=unit_ids, accepted__isnull=False).order_by(
        "unit_id"
    )
    return _compared(round_, list(rows.values_list(*COLUMNS)))


def in_sight(actor: Actor, round_: Round, unit: OrgUnit | None = None) -> list[Difference]:
    """The same for what this person may see of a round, or of one branch of it."""
    rows = Submission.scoped(actor, "see").filter(round=round_, accepted__isnull=False).order_by("unit_id")
    if unit is not None:
        rows = rows.filter(unit_id__in=descendant_ids(unit.pk, round_.counts_to))
    return _compared(round_, list(rows.values_list(*COLUMNS)))


def recent(unit_ids: Collection[int], on: date) -> dict[int, list[Difference]]:
    """By submission: what differs in the reports of some units for periods that ended not long ago."""
    rounds = Round.objects.filter(ends_on__gte=on - RECENT, counts_from__lte=on).select_related(
        "form", "form_version"
    )
    wanted = Submission.unscoped.filter(round__in=rounds, unit_id__in=unit_ids, accepted__isnull=False)
    by_round: dict[int, list[Any]] = {}
    for round_id, *row in wanted.order_by("pk").values_list("round_id", *COLUMNS):
        by_round.setdefault(round_id, []).append(tuple(row))
    found: dict[int, list[Difference]] = {}
    for round_ in rounds.filter(pk__in=by_round) if by_round else ():
        for one in _compared(round_, by_round[round_.pk]):
            found.setdefault(one.submission_id, []).append(one)
    return found


def count(unit: OrgUnit, period: Any) -> dict[str, int]:
    """How many units of a branch, and how many figures, differ in the rounds of a period."""
    form = forms.default_form()
    rounds = Round.objects.filter(
        form=form, starts_on__gte=period.starts_on, ends_on__lte=period.ends_on
    ).select_related("form", "form_version")
    found = [one for round_ in rounds for one in of_units(round_, descendant_ids(unit.pk, round_.counts_to))]
    return {"units": len({one.unit_id for one in found}), "figures": len(found)}


def named(rows: Iterable[Difference], round_: Round) -> dict[int, UnitName]:
    return last_names({row.unit_id for row in rows}, round_.counts_to)


def hidden(actor: Actor, rows: Sequence[Difference], round_: Round) -> frozenset[tuple[int, str]]:
    """(unit, indicator) pairs whose small numbers this reader may not see. One query."""
    layout = forms.layout(round_.form, round_.form_version.number)
    open_ = set(
        OrgUnit.objects.filter(policy.units_open(actor, "accept", "submission", path="pk"))
        .filter(pk__in={row.unit_id for row in rows})
        .values_list("pk", flat=True)
    ) | set(actor.unit_ids())
    by_unit: dict[int, list[Difference]] = {}
    for row in rows:
        if row.unit_id not in open_:
            by_unit.setdefault(row.unit_id, []).append(row)
    return frozenset(
        (unit_id, code)
        for unit_id, some in by_unit.items()
        for values in ({one.code: one.reported for one in some}, {one.code: one.now for one in some})
        for code in small_cells(layout, values)
    )


def branches(actor: Actor, round_: Round) -> list[tuple[str, str]]:
    """(code, name) of units with others below them whose reports this person may see. Two queries."""
    names = names_on(round_.counts_to)
    heads = [name.parent_id for name in names.values() if name.parent_id]
    open_ = OrgUnit.objects.filter(
        policy.units_open(actor, "see", "submission", path="pk"), pk__in=set(heads)
    )
    found = [names[pk] for pk in open_.values_list("pk", flat=True) if pk in names]
    found.sort(key=lambda name: (name.parent_id or 0, name.position, name.code))
    return [(name.code, name.name) for name in found]


def proposed(rows: Iterable[Difference]) -> dict[str, int]:
    """What a supplement would say: the value now by indicator."""
    return {row.code: row.now for row in rows}


def _compared(round_: Round, rows: Sequence[tuple[Any, ...]]) -> list[Difference]:
    layout = forms.layout(round_.form, round_.form_version.number)
    taken = {row[0]: _taken(row[7], len(layout)) for row in rows}
    rows = [row for row in rows if taken[row[0]]]
    if not rows:
        return []
    names = {layout.specs[index].derived_from for cells in taken.values() for index in cells} - {""}
    measured = measures.all_measured(sorted(names), round_, [row[1] for row in rows])
    return [one for row in rows for one in _of_row(row, taken[row[0]], layout, measured)]


def _taken(notes: Mapping[str, Any], size: int) -> list[int]:
    """Cells whose accepted value came from records."""
    return [int(key) for key, said in notes.items() if said.get("source") == "measured" and int(key) < size]


def _of_row(
    row: tuple[Any, ...], cells: list[int], layout: Layout, measured: Mapping[str, measures.Measured]
) -> Iterable[Difference]:
    pk, unit_id, _level, accepted_id, latest_id, number, packed, notes = row
    vector = Vector.unpack(packed).resized(len(layout))
    moved: dict[int, tuple[int, int]] = {}
    summed = {
        total for total, parts in layout.totals if any(vector.value(part) is not None for part in parts)
    }
    for index in cells:
        if index in summed:
            continue
        records = measured.get(layout.specs[index].derived_from, {}).get(unit_id)
        reported = vector.value(index)
        if records is not None and reported is not None:
            now = sum(record.counts for record in records)
            if now != reported:
                moved[index] = (reported, now)
    for index, (reported, now) in moved.items():
        spec = layout.specs[index]
        records = measured[spec.derived_from][unit_id] or []
        yield Difference(
            submission_id=pk, version=number, unit_id=unit_id, code=spec.code, name=spec.name, unit_of_count=spec.unit,
            reported=reported, now=now, changes=tuple(_changes(notes[str(index)].get("records", []), records)),
            waits=latest_id != accepted_id,
        )  # fmt: skip


def _changes(then: Sequence[Sequence[Any]], now: Sequence[measures.Record]) -> Iterable[Change]:
    before = {reference: (label, counts) for reference, label, counts in then}
    after = {record.reference: record for record in now}
    for reference, record in after.items():
        if reference not in before:
            yield Change("added", reference, record.label, record.counts)
        elif before[reference][1] != record.counts:
            yield Change("changed", reference, record.label, record.counts)
    for reference, (label, counts) in before.items():
        if reference not in after:
            yield Change("removed", reference, label, counts)
