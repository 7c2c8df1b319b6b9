"""Proposals for pages: filtered, one of them, and table D of the annual report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.common.vietnamese import fold
from danvan.exemplars.models import Authority, Award, Form
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids, last_names


@dataclass(frozen=True)
class Asked:
    year: int | None = None
    state: str = ""
    form: str = ""
    holder: str = ""
    words: str = ""
    unit: OrgUnit | None = None

    def __bool__(self) -> bool:
        return any((self.year, self.state, self.form, self.holder, self.words, self.unit))


@dataclass(frozen=True)
class Line:
    """`unit`: where the file lies; `holder`: whose work it is."""

    award: Award
    unit: str
    holder: str


def find(actor: Actor, award_id: int) -> Award:
    rows = Award.scoped(actor, "see").select_related("unit", "holder_unit", "proposer", "model")
    found = rows.filter(pk=award_id).first()
    if found is None:
        raise OutOfSight(_("There is no such proposal, or it is not open to you."))
    return found


def filtered(actor: Actor, asked: Asked, on: date) -> QuerySet[Award]:
    rows = Award.scoped(actor, "see")
    if asked.unit is not None:
        below = descendant_ids(asked.unit.pk, on)
        rows = rows.filter(Q(holder_unit_id=asked.unit.pk) | Q(holder_unit_id__in=below))
    for name in ("year", "form", "holder"):
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    if asked.state == "open":
        rows = rows.filter(state__in=Award.OPEN)
    elif asked.state == "granted":
        rows = rows.filter(state__in=Award.GRANTED)
    elif asked.state in Award.State.values:
        rows = rows.filter(state=asked.state)
    if asked.words:
        rows = rows.filter(words__icontains=fold(asked.words))
    return rows.order_by("-year", "-pk")


def lines(rows: Iterable[Award], on: date) -> list[Line]:
    found = list(rows)
    ids = {row.unit_id for row in found} | {row.holder_unit_id for row in found}
    names = last_names(ids, on) if found else {}
    return [Line(row, names[row.unit_id].name, names[row.holder_unit_id].name) for row in found]


@dataclass(frozen=True)
class Granted:
    """One line of the table of commendations: form and authority with collectives and individuals."""

    form: str
    authority: str
    collectives: int
    individuals: int


def table(rows: QuerySet[Award]) -> list[Granted]:
    """What was granted among these, by form and authority. One query."""
    counted = (
        rows.filter(state__in=Award.GRANTED).order_by("form", "authority").values_list("form", "authority")
        .annotate(collectives=Count("pk", filter=Q(holder="collective")), individuals=Sum("persons"))
    )  # fmt: skip
    return [
        Granted(str(Form(form).label), str(Authority(authority).label), collectives, individuals or 0)
        for form, authority, collectives, individuals in counted
    ]


def years(actor: Actor, today: date) -> list[int]:
    first = Award.scoped(actor, "see").order_by("year").values_list("year", flat=True).first()
    return list(range(today.year, (first or today.year) - 1, -1))
