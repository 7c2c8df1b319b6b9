"""Many submissions of a round at once: what waits with its warnings, what is owed, what would be missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import UnitName, descendant_ids, last_names
from danvan.reporting.layouts import Layout
from danvan.reporting.models import Round, Submission, SubmissionVersion
from danvan.reporting.queries import entry, peers, sheets, submissions
from danvan.reporting.validation import Context, Finding, Peers, check
from danvan.reporting.vectors import Vector


@dataclass(frozen=True)
class Waiting:
    """A report that waits: its unit, the version to be decided on, and what the rules and the unit say about it."""

    submission: Submission
    unit: UnitName
    findings: tuple[Finding, ...]
    blank: int
    late: bool

    @property
    def warnings(self) -> int:
        return len(self.findings)

    @property
    def explained(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.reason]

    @property
    def clean(self) -> bool:
        return not self.findings and not self.late and not self.submission.late_reason


def waiting(actor: Actor, round_: Round, limit: int) -> list[Waiting]:
    """What waits for this person in a round, oldest first, with warnings recomputed. Seven queries."""
    rows = (
        submissions.waiting(actor, round_.pk)
        .select_related("latest", "unit")
        .order_by("first_sent_at", "pk")[:limit]
    )
    found = list(rows)
    names = last_names([row.unit_id for row in found], round_.counts_to)
    before = _previous(round_, [row.unit_id for row in found])
    alike = peers.of_waiting(round_, found)
    return [_one(row, round_, names, before, alike.get(row.unit_id, Peers())) for row in found]


def _previous(round_: Round, unit_ids: Sequence[int]) -> dict[int, Vector]:
    rows = Submission.unscoped.filter(
        unit_id__in=unit_ids, round__form_id=round_.form_id, round__period_name=str(round_.period.previous())
    ).values_list("unit_id", "accepted__cells", "latest__cells")
    return {
        unit_id: Vector.unpack(accepted or latest) for unit_id, accepted, latest in rows if accepted or latest
    }


def _one(
    row: Submission, round_: Round, names: dict[int, UnitName], before: dict[int, Vector], alike: Peers
) -> Waiting:
    assert row.latest is not None
    row.round = round_
    layout = entry.layout_of(row)
    vector = Vector.unpack(row.latest.cells).resized(len(layout))
    findings = _found(row, row.latest, layout, before.get(row.unit_id), alike)
    late = not row.was_on_time or row.latest.late
    return Waiting(row, names[row.unit_id], findings, sheets.blank_cells(layout, vector, row.level), late)


def _found(
    row: Submission, version: SubmissionVersion, layout: Layout, before: Vector | None, alike: Peers
) -> tuple[Finding, ...]:
    context = Context(
        layout=layout, level=row.level, period=row.round.period, vector=Vector.unpack(version.cells).resized(len(layout)),
        notes=version.notes, previous=before, peers=alike,
    )  # fmt: skip
    return tuple(finding for finding in check(context) if finding.rule not in sheets.QUIET_RULES)


def findings(round_: Round, rows: Sequence[Submission]) -> Iterator[tuple[Submission, tuple[Finding, ...]]]:
    """
    What the rules say about reports of a round that were sent: about the version accepted, else the last one. Three
    queries, however many; the rows should have their rounds, forms and versions loaded.
    """
    if not rows:
        return
    layout = entry.layout_of(rows[0])
    before = _previous(round_, [row.unit_id for row in rows])
    alike = peers.of_units(round_, [(row.unit_id, row.level) for row in rows], layout)
    for row in rows:
        version = row.accepted or row.latest
        if version is not None:
            yield row, _found(row, version, layout, before.get(row.unit_id), alike.get(row.unit_id, Peers()))


@dataclass(frozen=True)
class Owed:
    submission: Submission
    unit: UnitName
    late: bool
    reminded: int


def owed(actor: Actor, round_: Round, today: date) -> list[Owed]:
    """Units that have not sent, as far as this person may remind them; late ones first."""
    states = Submission.State
    rows = Submission.scoped(actor, "remind").filter(
        round=round_, state__in=[states.EXPECTED, states.DRAFT, states.RETURNED], excused_at__isnull=True
    )
    found = list(rows.prefetch_related("reminders").order_by("due_on", "unit__code"))
    names = last_names([row.unit_id for row in found], round_.counts_to)
    made = [Owed(row, names[row.unit_id], today > row.due_on, len(row.reminders.all())) for row in found]
    return sorted(made, key=lambda one: not one.late)


def missing(round_: Round, unit: OrgUnit) -> list[UnitName]:
    """Units of a branch whose report is not accepted: who a closing would name."""
    rows = Submission.unscoped.filter(
        round=round_,
        unit_id__in=descendant_ids(unit.pk, round_.counts_to),
        excused_at__isnull=True,
        accepted__isnull=True,
    ).order_by("unit__code")
    ids = list(rows.values_list("unit_id", flat=True))
    names = last_names(ids, round_.counts_to)
    return [names[pk] for pk in ids]
