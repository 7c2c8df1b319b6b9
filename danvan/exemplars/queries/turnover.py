"""New, kept, lapsed beside the sum: against the wish to show only the sum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from danvan.exemplars.models import ActiveSpell, Field, SkilledModel
from danvan.organizations.actors import Actor
from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.queries import descendant_ids


@dataclass(frozen=True)
class Row:
    """`active` = `new` + `kept`, at the end; what was active before and is not any more has `lapsed`."""

    label: str
    new: int = 0
    kept: int = 0
    lapsed: int = 0
    value: str = ""

    @property
    def active(self) -> int:
        return self.new + self.kept

    @property
    def before(self) -> int:
        return self.kept + self.lapsed


@dataclass(frozen=True)
class Turnover:
    by_level: list[Row]
    by_field: list[Row]
    all: Row


def of(actor: Actor, starts_on: date, ends_on: date, unit: OrgUnit | None = None) -> Turnover:
    """Between the day before the first and the last day. A model that went on in the heir of its unit is kept."""
    rows = SkilledModel.scoped(actor, "see")
    if unit is not None:
        below = descendant_ids(unit.pk, ends_on)
        rows = rows.filter(Q(unit_id=unit.pk) | Q(unit_id__in=below))
    counts = _counted(rows, starts_on - timedelta(days=1), ends_on)
    levels = [_row(str(one.label), one.value, counts, 0) for one in Level]
    fields = [_row(str(one.label), one.value, counts, 1) for one in Field]
    every = _row("", None, counts, 0)
    return Turnover([row for row in levels if row.active or row.lapsed], fields, every)


Counts = dict[tuple[str, str, bool, bool], int]


def _counted(rows: QuerySet[SkilledModel], before: date, end: date) -> Counts:
    standing = rows.exclude(continued_by__kept_from__lte=end).annotate(
        then=Exists(_spells(before, "pk")) | Exists(_spells(before, "continues_id")),
        now=Exists(_spells(end, "pk")),
    )
    told = standing.order_by().values_list("level", "field", "then", "now").annotate(n=Count("pk"))
    return {(level, field, bool(then), bool(now)): n for level, field, then, now, n in told}


def _spells(day: date, of: str) -> QuerySet[ActiveSpell]:
    return ActiveSpell.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=day), model=OuterRef(of), begins_on__lte=day
    )


def _row(label: str, value: str | None, counts: Counts, place: int) -> Row:
    def sum_of(then: bool, now: bool) -> int:
        return sum(n for key, n in counts.items() if value in (None, key[place]) and key[2:] == (then, now))

    return Row(label, sum_of(False, True), sum_of(True, True), sum_of(True, False), value or "")
