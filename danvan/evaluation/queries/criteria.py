"""Criteria sets for pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.evaluation import wording
from danvan.evaluation.models import CriteriaGroup, CriteriaSet, Criterion
from danvan.organizations.actors import Actor
from danvan.reporting.catalogue import Catalogue
from danvan.reporting.queries import forms


@dataclass(frozen=True)
class Line:
    """`figures` are the names of what is read, one or two."""

    criterion: Criterion
    rule: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    group: CriteriaGroup
    lines: tuple[Line, ...]

    @property
    def most(self) -> Decimal:
        return sum((line.criterion.points for line in self.lines), Decimal(0))


def visible(actor: Actor) -> QuerySet[CriteriaSet]:
    return CriteriaSet.scoped(actor, "see").select_related("unit")


def find(actor: Actor, set_id: int) -> CriteriaSet:
    """:raises OutOfSight: for one that does not exist or is not open to this person"""
    found = visible(actor).filter(pk=set_id).first()
    if found is None:
        raise OutOfSight(_("There is no such set, or it is not open to you."))
    return found


def usable(actor: Actor) -> list[CriteriaSet]:
    """Sets in use with which this person may open a round."""
    rows = CriteriaSet.scoped(actor, "manage").filter(state=CriteriaSet.State.ISSUED)
    return list(rows.select_related("unit").order_by("-starts_on", "pk"))


def parts(criteria: CriteriaSet) -> list[Part]:
    """Groups with their lines, each with its rule in words. Three queries."""
    catalogue = forms.read_catalogue()
    groups = criteria.groups.prefetch_related("lines").order_by("position", "pk")
    return [Part(group, tuple(_lines(group.lines.all(), catalogue))) for group in groups]


def _lines(rows: Iterable[Criterion], catalogue: Catalogue) -> Iterable[Line]:
    for row in rows:
        codes = [code for code in (row.indicator, row.divisor) if code]
        names = tuple(catalogue[code].name if code in catalogue else code for code in codes)
        yield Line(row, wording.rule(row), names)


def figures() -> list[tuple[str, str]]:
    """Every indicator that can be read, by code and name."""
    return [(spec.code, f"{spec.name} ({spec.code})") for spec in forms.read_catalogue().values()]
