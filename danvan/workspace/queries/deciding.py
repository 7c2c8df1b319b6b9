"""What waits for a person's decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from danvan.organizations import people, permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import PendingGrant
from danvan.organizations.queries import UnitName, descendant_ids, last_names
from danvan.reporting.models import Round, RoundClosing, Submission
from danvan.reporting.queries.submissions import WAITING

COLUMNS = (
    "pk", "unit_id", "level", "round__period_name", "due_on", "latest__made_at", "latest__supplement_number",
    "latest__reason", "accepted_id", "round__form__code",
)  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """A report or supplement that was sent. `child`: it stands directly below a unit of the person."""

    submission_id: int
    unit: UnitName
    parent: UnitName | None
    child: bool
    period_name: str
    due_on: date
    sent_at: datetime
    supplement: int | None
    reason: str
    form: str = ""


def waiting(actor: Actor) -> list[Waiting]:
    """Everything sent that this person may decide on, own children first, then by due day. Two queries."""
    if not permissions.holds(actor, "accept", "submission"):
        return []
    rows = list(
        Submission.scoped(actor, "accept").filter(WAITING).order_by("due_on", "pk").values_list(*COLUMNS)
    )
    if not rows:
        return []
    names = last_names({row[1] for row in rows}, actor.on, above=True)
    own = set(actor.unit_ids())
    made = [_waiting(row, names, own) for row in rows if not _decided_above(names[row[1]], own)]
    return sorted(made, key=lambda one: (not one.child, one.due_on, one.sent_at))


def _decided_above(unit: UnitName, own: set[int]) -> bool:
    """A unit does not accept its own report; only the root has nobody above who could."""
    return unit.id in own and unit.parent_id is not None


def _waiting(row, names: dict[int, UnitName], own: set[int]) -> Waiting:
    pk, unit_id, _level, period_name, due_on, made_at, supplement, reason, accepted, form = row
    unit = names[unit_id]
    return Waiting(
        pk, unit, names.get(unit.parent_id or 0), unit.parent_id in own or unit_id in own, period_name, due_on, made_at,
        supplement if accepted is not None else None, reason, form,
    )  # fmt: skip


@dataclass(frozen=True)
class Closable:
    """A round past its due day that nobody has closed yet for a unit of the person; `missing` units are not accepted."""

    round: Round
    unit_id: int
    missing: int


def closable(actor: Actor) -> list[Closable]:
    """One query for each own unit."""
    units = [unit_id for unit_id in actor.unit_ids() if permissions.can(actor, "close", "round", unit_id)]
    if not units:
        return []
    found = []
    for unit_id in units:
        closed = RoundClosing.objects.filter(round=OuterRef("pk"), unit_id=unit_id)
        past = Round.objects.filter(~Exists(closed), due_on__lt=actor.on, locked_at=None)
        below = Submission.unscoped.filter(
            round=OuterRef("pk"),
            unit_id__in=descendant_ids(unit_id, actor.on),
            accepted__isnull=True,
            excused_at__isnull=True,
        )
        count = below.order_by().values("round_id").annotate(n=Count("pk")).values("n")
        rows = past.annotate(missing=Coalesce(Subquery(count), 0)).order_by("due_on", "pk")
        found += [Closable(round_, unit_id, round_.missing) for round_ in rows]
    return found


def grants(actor: Actor) -> list[PendingGrant]:
    """Posts of power that wait for a second person, and not for the one who asked. One query."""
    if not permissions.holds(actor, "give_administrator", "post"):
        return []
    return [row for row in people.waiting_for(actor) if row.asked_by_id != actor.user_id]
