"""
What reports count from the records of this context: the words indicators use, and the function that counts them.

Each function answers ``{unit id: [(reference, label, counts), …]}`` for some units and an interval of days, both included.
Documents count at the unit that issued them, assignments at the unit they were given to, tasks at the unit that owes them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from danvan.commitments.models import Commitment, Origin
from danvan.common.books import Book, Measured, Proof
from danvan.directives.models import Directive, DirectiveAssignment


def issued(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    rows = _issued(unit_ids).filter(issued_on__range=(starts_on, ends_on)).order_by("issued_on", "pk")
    found = rows.values_list("unit_id", "pk", "symbol", "title")
    return _gathered(
        (unit, (f"directives.Directive:{pk}", f"{symbol}: {title}", 1)) for unit, pk, symbol, title in found
    )


def assigned(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Standing on the last day, or closed in its year: a state at a day, not what an interval added."""
    return _assignments(_standing(unit_ids, ends_on))


def with_plan(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Of those, with a plan of their own by the last day."""
    return _assignments(_standing(unit_ids, ends_on).filter(plan_on__lte=ends_on))


def tasks_due(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    return _tasks(_due(unit_ids, starts_on, ends_on))


def tasks_done_on_time(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Of those that fell due in the interval: reported done by their day, and nobody has said since that they were not."""
    done = Q(reported_on__lte=F("due_on"), state__in=("reported_done", "verified", "closed"))
    return _tasks(_due(unit_ids, starts_on, ends_on).filter(done).exclude(kept=False))


def _issued(unit_ids: Collection[int]) -> QuerySet[Directive]:
    return Directive.unscoped.filter(unit_id__in=unit_ids, is_own=True, issued_on__isnull=False)


def _standing(unit_ids: Collection[int], day: date) -> QuerySet[DirectiveAssignment]:
    rows = DirectiveAssignment.unscoped.filter(unit_id__in=unit_ids, sent_on__lte=day)
    return rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=date(day.year, 1, 1)))


def _owed(unit_ids: Collection[int]) -> QuerySet[Commitment]:
    return Commitment.unscoped.filter(unit_id__in=unit_ids, origin=Origin.DIRECTIVE)


def _due(unit_ids: Collection[int], starts_on: date, ends_on: date) -> QuerySet[Commitment]:
    return _owed(unit_ids).filter(due_on__range=(starts_on, ends_on))


def _assignments(rows: QuerySet[DirectiveAssignment]) -> Measured:
    found = rows.order_by("sent_on", "pk").values_list(
        "unit_id", "pk", "directive__symbol", "directive__title", "plan_symbol"
    )
    return _gathered(
        (
            unit,
            (
                f"directives.DirectiveAssignment:{pk}",
                f"{symbol}: {title}" + (f" → {plan}" if plan else ""),
                1,
            ),
        )
        for unit, pk, symbol, title, plan in found
    )


def _tasks(rows: QuerySet[Commitment]) -> Measured:
    """By number and day: what a task says in words is not for the proof of a figure."""
    found = rows.order_by("due_on", "pk").values_list("unit_id", "pk", "due_on")
    words = _("CK-%(number)06d, due %(day)s")
    return _gathered(
        (unit, (f"commitments.Commitment:{pk}", words % {"number": pk, "day": f"{due:%d/%m/%Y}"}, 1))
        for unit, pk, due in found
    )


def _gathered(pairs: Iterable[tuple[int, Proof]]) -> Measured:
    found: Measured = {}
    for unit_id, proof in pairs:
        found.setdefault(unit_id, []).append(proof)
    return found


BOOKS = [
    Book(
        "directives",
        {"Directive.issued": issued},
        lambda units, day: _issued(units).filter(issued_on__lte=day),
    ),
    Book(
        "assignments",
        {"DirectiveAssignment": assigned, "DirectiveAssignment.plan_issued": with_plan},
        lambda units, day: DirectiveAssignment.unscoped.filter(unit_id__in=units, sent_on__lte=day),
    ),
    Book(
        "directive_tasks",
        {"DirectiveTask.due": tasks_due, "DirectiveTask.completed": tasks_done_on_time},
        lambda units, day: _owed(units).filter(given_on__lte=day),
    ),
]
MEASURES = {name: measure for book in BOOKS for name, measure in book.measures.items()}
