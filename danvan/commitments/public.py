"""
What everybody may see of commitments: the public ones, without who did what in the office.

Nothing here takes a person into account, and nothing internal comes out: plain values of public rows only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from danvan.commitments import lateness
from danvan.commitments.models import Commitment, Step
from danvan.commitments.queries import walls
from danvan.commitments.queries.walls import Wall
from danvan.organizations.queries import last_names

# Steps that are the office's own affair stay out.
SHOWN = (
    Step.Kind.GIVEN, Step.Kind.ACCEPTED, Step.Kind.DECLINED, Step.Kind.STARTED, Step.Kind.REPORTED, Step.Kind.VERIFIED,
    Step.Kind.CLOSED, Step.Kind.EXTENDED, Step.Kind.HANDED_ON, Step.Kind.DECIDED, Step.Kind.PASSED, Step.Kind.REOPENED,
)  # fmt: skip
# Of these, what was written is meant for the people.
WORDS = (Step.Kind.REPORTED, Step.Kind.EXTENDED)


@dataclass(frozen=True)
class PublicStep:
    kind: str
    label: str
    on: date
    text: str


@dataclass(frozen=True)
class PublicCommitment:
    """`late` is counted in days on the day asked for; `kept` is None until somebody of another unit has looked."""

    reference: str
    text: str
    unit_code: str
    unit: str
    origin: str
    origin_label: str
    topic: str
    given_on: date
    due_on: date
    first_due_on: date
    state: str
    state_label: str
    outcome: str
    outcome_label: str
    kept: bool | None
    late: int
    extensions: int
    reopenings: int
    steps: tuple[PublicStep, ...] = ()


def wall(on: date, head_id: int | None = None) -> Wall:
    """The wall of public commitments by unit and origin on a day, below one unit or from the top."""
    return walls.wall(Commitment.unscoped.filter(is_public=True), on, head_id)


def story(reference: str, on: date) -> PublicCommitment | None:
    """One public commitment with its steps, by its reference ("CK-000012"); None when there is none for everybody."""
    number = reference.strip().upper().removeprefix("CK-")
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        return None
    found = Commitment.unscoped.filter(pk=int(number), is_public=True).select_related("unit").first()
    if found is None:
        return None
    steps = Step.objects.filter(commitment=found, kind__in=SHOWN).order_by("number")
    told = tuple(
        PublicStep(
            step.kind, str(step.get_kind_display()), step.at.date(), step.note if step.kind in WORDS else ""
        )
        for step in steps
    )
    return _told([found], on, {found.pk: told})[0]


def of_origins(refs: Iterable[str], on: date) -> dict[str, list[PublicCommitment]]:
    """Public commitments by what they came from. Two queries."""
    rows = list(
        Commitment.unscoped.filter(origin_ref__in=list(refs), is_public=True)
        .select_related("unit")
        .order_by("given_on", "pk")
    )
    found: dict[str, list[PublicCommitment]] = {}
    for row, told in zip(rows, _told(rows, on, {}), strict=True):
        found.setdefault(row.origin_ref, []).append(told)
    return found


def latest(
    on: date, *, unit_id: int | None = None, kept: bool | None = None, most: int = 50
) -> list[PublicCommitment]:
    """Public commitments, the newest first; of one unit, kept or broken ones only, when asked."""
    rows = Commitment.unscoped.filter(is_public=True, given_on__lte=on).select_related("unit")
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    if kept is not None:
        rows = rows.filter(kept=kept)
    return _told(list(rows.order_by("-given_on", "-pk")[:most]), on, {})


def _told(
    rows: list[Commitment], on: date, steps: dict[int, tuple[PublicStep, ...]]
) -> list[PublicCommitment]:
    names = last_names({row.unit_id for row in rows}, on) if rows else {}
    return [
        PublicCommitment(
            reference=row.reference, text=row.text, unit_code=row.unit.code, unit=names[row.unit_id].name, origin=row.origin,
            origin_label=row.origin_label, topic=row.topic, given_on=row.given_on, due_on=row.due_on,
            first_due_on=row.first_due_on, state=row.state, state_label=str(row.get_state_display()), outcome=row.outcome,
            outcome_label=str(row.get_outcome_display()) if row.outcome else "", kept=row.kept,
            late=lateness.late_days(row, on), extensions=row.extensions, reopenings=row.reopenings,
            steps=steps.get(row.pk, ()),
        )
        for row in rows
    ]  # fmt: skip
