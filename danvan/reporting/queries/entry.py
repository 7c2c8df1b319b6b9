"""What stands beside a cell while it is typed: earlier values, what records count, and what the rules say."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from danvan.reporting import measures
from danvan.reporting.layouts import Layout
from danvan.reporting.models import Round, Submission
from danvan.reporting.queries import forms, peers
from danvan.reporting.validation import Context
from danvan.reporting.vectors import Presence, Vector


def layout_of(submission: Submission) -> Layout:
    """The form as the submission's round asks it. The round, its form and form version should be loaded."""
    return forms.layout(submission.round.form, submission.round.form_version.number)


def fingerprint(*parts: bytes | str) -> str:
    """A short name for some content, for keys of rendered fragments."""
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
        digest.update(b"\0")
    return digest.hexdigest()


def accepted_vectors(submission: Submission, *period_names: str) -> dict[str, Vector]:
    """A unit's accepted (or else last sent) vectors of the same form in other periods. One query."""
    rows = Submission.unscoped.filter(
        unit_id=submission.unit_id,
        round__form_id=submission.round.form_id,
        round__period_name__in=period_names,
    ).values_list("round__period_name", "accepted__cells", "latest__cells")
    return {name: Vector.unpack(accepted or latest) for name, accepted, latest in rows if accepted or latest}


def with_measured(
    submission: Submission, layout: Layout, vector: Vector, notes: Mapping[str, Any]
) -> tuple[Vector, dict[str, Any]]:
    """Blank cells and cells taken from records get the count as it is now, with the records as evidence."""
    return take_measured(
        vector, notes, counts(submission.round, submission.unit_id, layout, submission.level)
    )


def take_measured(
    vector: Vector, notes: Mapping[str, Any], counted: Mapping[int, list[measures.Record]]
) -> tuple[Vector, dict[str, Any]]:
    """The same with counts that were read before."""
    changes: dict[int, int | None | Presence] = {}
    said = {key: dict(value) for key, value in notes.items()}
    for index, records in counted.items():
        source = said.get(str(index), {}).get("source")
        if vector[index].presence == Presence.BLANK or source == "measured":
            changes[index] = sum(record.counts for record in records)
            proof = [[record.reference, record.label, record.counts] for record in records]
            said[str(index)] = {**said.get(str(index), {}), "source": "measured", "records": proof}
    return (vector.replace(changes) if changes else vector), said


def counts(round_: Round, unit_id: int, layout: Layout, level: str) -> dict[int, list[measures.Record]]:
    """What records count for one unit, by cell; only cells that something measures."""
    applies = layout.applies(level)
    asked = {index: spec.derived_from for index, spec in enumerate(layout.specs) if applies[index]}
    measured = measures.all_measured(asked.values(), round_, [unit_id])
    found = {index: measured[name][unit_id] for index, name in asked.items() if name in measured}
    return {index: list(records) for index, records in found.items() if records is not None}


def measured_values(submission: Submission, layout: Layout) -> dict[str, int]:
    """What records count for this unit now, by indicator."""
    counted = counts(submission.round, submission.unit_id, layout, submission.level)
    return {
        layout.codes[index]: sum(record.counts for record in records) for index, records in counted.items()
    }


def context(
    submission: Submission,
    layout: Layout,
    vector: Vector,
    notes: Mapping[str, Any],
    *,
    previous: Vector | None = None,
    measured: Mapping[str, int] | None = None,
) -> Context:
    """Everything the rules look at. What is not passed is read."""
    before = str(submission.round.period.previous())
    if previous is None:
        previous = accepted_vectors(submission, before).get(before)
    return Context(
        layout=layout,
        level=submission.level,
        period=submission.round.period,
        vector=vector,
        notes=notes,
        previous=previous,
        measured=measured if measured is not None else measured_values(submission, layout),
        peers=peers.of_unit(submission, layout),
    )
