"""What units were given: lists, one assignment, what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from danvan.commitments.lateness import late_days
from danvan.commitments.models import Commitment
from danvan.commitments.queries import of_origin
from danvan.common.errors import OutOfSight
from danvan.common.vietnamese import fold
from danvan.directives.models import Directive, DirectiveAssignment
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import last_names

State = DirectiveAssignment.State


@dataclass(frozen=True)
class Task:
    commitment: Commitment
    unit: str
    late: int


def find(actor: Actor, assignment_id: int) -> DirectiveAssignment:
    """:raises OutOfSight: for one that does not exist or is not open to this person"""
    rows = DirectiveAssignment.scoped(actor, "see").filter(pk=assignment_id)
    found = rows.select_related("unit", "given_by", "directive", "plan_file").first()
    if found is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    return found


def of_own_units(actor: Actor, *, state: str = "", words: str = "") -> QuerySet[DirectiveAssignment]:
    """What the person's own units were given, the latest first; `words` as in the list of documents."""
    rows = DirectiveAssignment.scoped(actor, "see").filter(unit_id__in=actor.unit_ids())
    if state == "open":
        rows = rows.filter(state__in=DirectiveAssignment.OWING)
    elif state == "done":
        rows = rows.filter(state__in=DirectiveAssignment.DONE)
    elif state in State.values:
        rows = rows.filter(state=state)
    for word in fold(words).split()[:8]:
        rows = rows.filter(directive__words__contains=word)
    return rows.select_related("directive", "unit").order_by("-sent_on", "-pk")


def to_acknowledge(actor: Actor) -> QuerySet[DirectiveAssignment]:
    """What somebody may acknowledge now, in all units they serve."""
    rows = DirectiveAssignment.scoped(actor, "submit").filter(state=State.SENT)
    return rows.select_related("directive", "unit").order_by("sent_on", "pk")


def reported_to(actor: Actor) -> QuerySet[DirectiveAssignment]:
    """Reports that wait for a word of the units in which this person manages directives."""
    own = policy.units_open(actor, "manage", "directive", path="given_by_id")
    return DirectiveAssignment.unscoped.filter(own, state=State.REPORTED).select_related("directive", "unit")


def tasks_of(assignment: DirectiveAssignment, on: date) -> list[Task]:
    """Commitments cut from it, by due day. Two queries."""
    rows = of_origin(assignment.ref)
    names = last_names({row.unit_id for row in rows}, on) if rows else {}
    return [Task(row, names[row.unit_id].name, late_days(row, on)) for row in rows]


def givers(actor: Actor, directive: Directive) -> list[OrgUnit]:
    """Units in whose name this person may give the document on: its keeper, and those it was given to. Two queries."""
    if not directive.is_open:
        return []
    managed = [unit_id for unit_id in actor.unit_ids() if policy.can(actor, "manage", "directive", unit_id)]
    given = DirectiveAssignment.unscoped.filter(directive=directive, unit_id__in=managed).exclude(
        state=State.SENT
    )
    ids = {*given.values_list("unit_id", flat=True)}
    if directive.unit_id in managed:
        ids.add(directive.unit_id)
    return list(OrgUnit.objects.filter(pk__in=ids).order_by("pk"))
