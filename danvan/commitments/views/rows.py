"""Commitments as lines of a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from danvan.commitments import lateness
from danvan.commitments.models import Commitment, State
from danvan.commitments.turns import Turn, turns
from danvan.organizations.queries import last_names

TONES = {
    State.GIVEN: "neutral",
    State.ACCEPTED: "neutral",
    State.IN_PROGRESS: "neutral",
    State.REPORTED_DONE: "warn",
    State.VERIFIED: "good",
    State.CLOSED: "good",
    State.DECLINED: "danger",
}


@dataclass(frozen=True)
class Row:
    """A commitment with the names of its units; `late` in days; `tone` of its state."""

    commitment: Commitment
    unit: str
    asker: str
    late: int
    age: int
    tone: str
    settled: bool
    turn: Turn | None = None


def tone_of(commitment: Commitment) -> str:
    return "danger" if commitment.kept is False else TONES[State(commitment.state)]


def lines(commitments: Iterable[Commitment], on: date) -> list[Row]:
    """One query for all names, and those of `turns`."""
    found = list(commitments)
    names = last_names({pk for row in found for pk in (row.unit_id, row.asked_by_id)}, on) if found else {}
    whose = turns(found)
    return [
        Row(
            row,
            names[row.unit_id].name,
            names[row.asked_by_id].name,
            lateness.late_days(row, on),
            lateness.age(row, on),
            tone_of(row),
            not row.is_owing,
            whose.get(row.pk),
        )
        for row in found
    ]
