"""The state of every expected unit in a round."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids, last_names
from danvan.reporting.models import Round, Submission

SHOWN = ("expected", "draft", "sent", "returned", "accepted", "late")


@dataclass(frozen=True)
class BoardRow:
    """One unit. `look` is its state as the picture shows it: a unit that owes and is past its day is late."""

    submission_id: int
    unit_id: int
    code: str
    name: str
    level: str
    parent_id: int | None
    state: str
    look: str
    due_on: date
    late: bool
    version: int | None
    supplement_waits: bool
    on_behalf: bool
    excused: bool
    reminded: int


@dataclass(frozen=True)
class Board:
    round: Round
    rows: list[BoardRow]
    counts: Counter = field(default_factory=Counter)
    closings: list = field(default_factory=list)

    @property
    def expected(self) -> int:
        return sum(not row.excused for row in self.rows)

    def of_level(self, level: str) -> list[BoardRow]:
        return [row for row in self.rows if row.level == level]

    @property
    def late(self) -> list[BoardRow]:
        return [row for row in self.rows if row.look == "late"]


def board(round_: Round, actor: Actor, today: date, unit: OrgUnit | None = None) -> Board:
    """Rows in tree order of what `actor` may see of a round (of one unit's branch, when named). Four queries."""
    rows = Submission.scoped(actor, "see").filter(round=round_)
    if unit is not None:
        rows = rows.filter(unit_id__in=descendant_ids(unit.pk, round_.counts_to))
    columns = (
        "pk", "unit_id", "unit__code", "level", "state", "due_on", "first_sent_at", "excused_at", "latest_id",
        "accepted_id", "latest__number", "latest__on_behalf_by_id", "unit__reports_itself",
    )  # fmt: skip
    found = list(rows.order_by().values_list(*columns))
    names = last_names([row[1] for row in found], round_.counts_to)
    reminded = Counter(
        Submission.unscoped.filter(round=round_, reminders__isnull=False).values_list("pk", flat=True)
    )
    made = [_row(row, names, reminded, today) for row in found]
    order = _tree_order(names)
    made.sort(key=lambda row: order.get(row.unit_id, (0,)))
    counts = Counter(row.look for row in made if not row.excused)
    return Board(round_, made, counts, list(round_.closings.select_related("unit").order_by("closed_at")))


def _row(row, names, reminded, today: date) -> BoardRow:
    (
        pk,
        unit_id,
        code,
        level,
        state,
        due_on,
        sent_at,
        excused_at,
        latest,
        accepted,
        number,
        behalf,
        _itself,
    ) = row
    late = Submission(due_on=due_on, first_sent_at=sent_at, excused_at=excused_at).is_late(today)
    owing = state in {"expected", "draft", "returned"}
    look = {"locked": "accepted", "submitted": "sent"}.get(state, state)
    if owing and today > due_on and not excused_at and state != "returned":
        look = "late"
    name = names.get(unit_id)
    return BoardRow(
        submission_id=pk, unit_id=unit_id, code=code, name=name.name if name else code, level=level,
        parent_id=name.parent_id if name else None, state=state, look=look, due_on=due_on, late=late, version=number,
        supplement_waits=accepted is not None and latest != accepted, on_behalf=behalf is not None,
        excused=excused_at is not None, reminded=reminded.get(pk, 0),
    )  # fmt: skip


def _tree_order(names) -> dict[int, tuple]:
    """Parents before children, siblings by position and code."""
    order: dict[int, tuple] = {}

    def path(unit_id: int) -> tuple:
        if unit_id not in order:
            name = names[unit_id]
            above = path(name.parent_id) if name.parent_id in names else ()
            order[unit_id] = (*above, (name.position, name.code))
        return order[unit_id]

    for unit_id in names:
        path(unit_id)
    return order
