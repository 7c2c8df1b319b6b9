"""The ledger of recommendations nobody has answered yet: by unit and age, and as plain lines for other contexts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from danvan.common.vietnamese import fold
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids, last_names
from danvan.oversight.kinds import Kind
from danvan.oversight.models import SupervisionRecommendation

# Days since it was sent: code -> (first, last); the last one is open.
AGES: dict[str, tuple[int, int | None]] = {
    "0-30": (0, 30),
    "31-60": (31, 60),
    "61-90": (61, 90),
    "90+": (91, None),
}


@dataclass(frozen=True)
class Line:
    """One recommendation without an answer. `late_days` is 0 while its day has not passed; `origin` a word for people."""

    reference: str
    text: str
    unit: str
    asked_by: str
    due_on: date
    late_days: int
    origin: str
    href: str


@dataclass(frozen=True)
class Row:
    """A line with what a list needs beside: the record, its age in days, and the key of who was asked."""

    recommendation: SupervisionRecommendation
    line: Line
    age: int
    asked: str


@dataclass(frozen=True)
class Group:
    """Whoever was asked, with how many wait by age (in the order of `AGES`) and how many of them are late."""

    name: str
    key: str
    by_age: tuple[int, ...]
    late: int

    @property
    def all(self) -> int:
        return sum(self.by_age)


@dataclass(frozen=True)
class Filters:
    unit: OrgUnit | None = None
    body: str = ""
    age: str = ""
    kind: str = ""
    late: bool = False
    words: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.unit or self.body or self.age or self.kind or self.late or self.words)


def unanswered(actor: Actor, on: date) -> list[Line]:
    """All in sight of a person that were sent by a day and are not answered, the longest overdue first. Three queries."""
    return [row.line for row in rows(found(actor, Filters(), on), on)]


def found(actor: Actor, asked: Filters, on: date, action: str = "see") -> QuerySet[SupervisionRecommendation]:
    """The open ones, narrowed; the first due first. A unit counts with all below it."""
    some = SupervisionRecommendation.scoped(actor, action).filter(sent_on__lte=on, answered_on__isnull=True)
    if asked.unit is not None:
        some = some.filter(to_unit_id__in=[asked.unit.pk, *descendant_ids(asked.unit.pk, on)])
    if asked.body:
        some = some.filter(to_body=asked.body)
    if asked.age in AGES:
        first, last = AGES[asked.age]
        some = some.filter(sent_on__lte=_days_before(on, first))
        if last is not None:
            some = some.filter(sent_on__gte=_days_before(on, last))
    if asked.kind:
        some = some.filter(session__kind=asked.kind)
    if asked.late:
        some = some.filter(due_on__lt=on)
    if words := fold(asked.words).strip():
        some = some.filter(Q(words__icontains=words) | Q(session__words__icontains=words))
    return some.select_related("session").order_by("due_on", "pk")


def rows(some: Iterable[SupervisionRecommendation], on: date) -> list[Row]:
    """Two queries."""
    some = list(some)
    units = {pk for one in some for pk in (one.unit_id, one.to_unit_id) if pk}
    names = last_names(units, on) if units else {}
    return [_row(one, names, on) for one in some]


def _row(one: SupervisionRecommendation, names: dict, on: date) -> Row:
    assert one.due_on is not None
    assert one.sent_on is not None
    asked = names[one.to_unit_id].name if one.to_unit_id else one.to_body
    line = Line(
        reference=one.reference, text=one.text, unit=asked, asked_by=names[one.unit_id].name, due_on=one.due_on,
        late_days=max(0, (on - one.due_on).days), origin=str(Kind(one.session.kind).label),
        href=f"{reverse('oversight:session', args=[one.session_id])}#kien-nghi-{one.number}",
    )  # fmt: skip
    key = names[one.to_unit_id].code if one.to_unit_id else ""
    return Row(one, line, (on - one.sent_on).days, key)


def of_branch(unit: OrgUnit, on: date) -> QuerySet[SupervisionRecommendation]:
    """All open ones that a unit or one below it asked or was asked, whoever looks; the first due first."""
    branch = [unit.pk, *descendant_ids(unit.pk, on)]
    some = SupervisionRecommendation.unscoped.filter(sent_on__lte=on, answered_on__isnull=True)
    asked = Q(unit_id__in=branch) | Q(to_unit_id__in=branch)
    return some.filter(asked).select_related("session", "unit", "to_unit").order_by("due_on", "pk")


def groups(actor: Actor, asked: Filters, on: date) -> list[Group]:
    """By whoever was asked, those with the most late first. Two queries."""
    some = found(actor, asked, on).order_by().values_list("to_unit_id", "to_body", "sent_on", "due_on")
    told: dict[tuple[int | None, str], list[tuple[date, date]]] = {}
    for unit_id, body, sent_on, due_on in some:
        if sent_on and due_on:
            told.setdefault((unit_id, body), []).append((sent_on, due_on))
    units = {unit_id for unit_id, _body in told if unit_id}
    names = last_names(units, on) if units else {}
    gathered = [
        Group(
            names[unit_id].name if unit_id else body, names[unit_id].code if unit_id else "",
            tuple(sum(_in_age(code, (on - sent).days) for sent, _due in days) for code in AGES),
            sum(due < on for _sent, due in days),
        )
        for (unit_id, body), days in told.items()
    ]  # fmt: skip
    return sorted(gathered, key=lambda group: (-group.late, -group.all, group.name))


def _in_age(code: str, days: int) -> bool:
    first, last = AGES[code]
    return first <= days and (last is None or days <= last)


def _days_before(on: date, days: int) -> date:
    return date.fromordinal(on.toordinal() - days)
