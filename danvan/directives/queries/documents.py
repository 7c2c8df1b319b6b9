"""Documents for pages: the list with its filters, and one document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.common.vietnamese import fold
from danvan.directives import lateness
from danvan.directives.kinds import KINDS
from danvan.directives.models import Directive, DirectiveAssignment, Programme
from danvan.organizations.actors import Actor
from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.queries import descendant_ids, last_names, path_ids


@dataclass(frozen=True)
class Filters:
    """What a list is asked for; everything empty: all there is. `year` is the year of issue, drafts stand in every year."""

    year: int | None = None
    state: str = ""
    kind: str = ""
    style: str = ""
    level: str = ""
    origin: str = ""  # own | come_in
    programme: int | None = None
    unit: OrgUnit | None = None
    words: str = ""

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class Line:
    """A document in a list: who keeps it, and of its assignments how many are acknowledged, planned, done and late."""

    directive: Directive
    unit: str
    given: int
    acknowledged: int
    planned: int
    done: int
    late: int


def find(actor: Actor, directive_id: int) -> Directive:
    """:raises OutOfSight: for one that does not exist or is not open to this person"""
    found = Directive.scoped(actor, "see").select_related("unit", "book").filter(pk=directive_id).first()
    if found is None:
        raise OutOfSight(_("There is no such document, or it is not open to you."))
    return found


def filtered(actor: Actor, asked: Filters, on: date, action: str = "see") -> QuerySet[Directive]:
    """The latest first; drafts before everything."""
    rows = Directive.scoped(actor, action)
    if asked.year:
        rows = rows.filter(
            Q(issued_on__year=asked.year) | Q(issued_on__isnull=True, created_at__year=asked.year)
        )
    if asked.state == "open":
        rows = rows.filter(state__in=Directive.OPEN)
    elif asked.state in Directive.State.values:
        rows = rows.filter(state=asked.state)
    if asked.kind in KINDS:
        rows = rows.filter(kind=asked.kind)
    if asked.style:
        rows = rows.filter(style=asked.style)
    if asked.level in Level.values:
        rows = rows.filter(level=asked.level)
    if asked.origin:
        rows = rows.filter(is_own=asked.origin == "own")
    if asked.programme:
        rows = rows.filter(programmes=asked.programme)
    if asked.unit is not None:
        rows = rows.filter(unit_id__in=descendant_ids(asked.unit.pk, on))
    for word in fold(asked.words).split()[:8]:
        rows = rows.filter(words__contains=word)
    return rows.order_by("-issued_on", "-pk")


def lines(rows: Iterable[Directive], on: date) -> list[Line]:
    """For a page of a list. Two queries."""
    found = list(rows)
    if not found:
        return []
    names = last_names({one.unit_id for one in found}, on)
    counted = (
        DirectiveAssignment.unscoped.filter(directive__in=[one.pk for one in found])
        .order_by()
        .values("directive_id")
        .annotate(
            given=Count("pk"),
            acknowledged=Count("pk", filter=Q(acknowledged_on__isnull=False)),
            planned=Count("pk", filter=Q(plan_on__isnull=False)),
            done=Count("pk", filter=Q(state__in=DirectiveAssignment.DONE)),
            late=Count("pk", filter=lateness.late(on)),
        )
    )
    by_id = {
        row["directive_id"]: (row["given"], row["acknowledged"], row["planned"], row["done"], row["late"])
        for row in counted
    }
    none = (0, 0, 0, 0, 0)
    return [Line(one, names[one.unit_id].name, *by_id.get(one.pk, none)) for one in found]


def years(actor: Actor, today: date) -> list[int]:
    """Years with documents in sight and this year, the latest first."""
    found = {day.year for day in Directive.scoped(actor, "see").order_by().dates("issued_on", "year")}
    return sorted({*found, today.year}, reverse=True)


def programmes_for(unit_id: int, on: date) -> QuerySet[Programme]:
    """Programmes a unit's documents may belong to: its own and those of the units above."""
    return Programme.unscoped.filter(unit_id__in=[*path_ids(unit_id, on), unit_id]).order_by(
        "-first_year", "pk"
    )


def programmes_seen(actor: Actor) -> QuerySet[Programme]:
    """Of the own units, of those below, and those that documents in sight belong to."""
    tied = Directive.scoped(actor, "see").filter(programmes__isnull=False).values("programmes")
    seen = Programme.scoped(actor, "see").values("pk")
    return Programme.unscoped.filter(Q(pk__in=tied) | Q(pk__in=seen)).order_by("-first_year", "pk")


def find_programme(actor: Actor, programme_id: int) -> Programme:
    """:raises OutOfSight: for one that does not exist or is not open to this person"""
    found = programmes_seen(actor).select_related("unit").filter(pk=programme_id).first()
    if found is None:
        raise OutOfSight(_("There is no such programme, or it is not open to you."))
    return found
