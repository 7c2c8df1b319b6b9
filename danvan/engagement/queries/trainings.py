"""Training classes for pages, and posts covered of posts required."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.engagement.models import TrainingClass, TrainingCoverage, TrainingRequirement
from danvan.engagement.models.trainings import PostKind
from danvan.organizations.actors import Actor
from danvan.organizations.queries import last_names

# Posts that must be trained this year as things stand.
DUE = F("required") + F("appointed") - F("excused")


@dataclass(frozen=True)
class Line:
    training: TrainingClass
    unit: str


@dataclass(frozen=True)
class Covered:
    """Posts of one kind: `covered` of `required`; the target is all of them. `percent` is None where none is required."""

    label: str
    covered: int
    required: int

    @property
    def percent(self) -> float | None:
        return round(100 * self.covered / self.required, 1) if self.required else None


def find(actor: Actor, training_id: int) -> TrainingClass:
    """:raises OutOfSight: for one that does not exist or is not open to this person"""
    found = TrainingClass.scoped(actor, "see").select_related("unit").filter(pk=training_id).first()
    if found is None:
        raise OutOfSight(_("There is no such class, or it is not open to you."))
    return found


def of_year(actor: Actor, year: int) -> QuerySet[TrainingClass]:
    rows = TrainingClass.scoped(actor, "see").filter(
        Q(held_on__year=year) | Q(held_on__isnull=True, scheduled_on__year=year)
    )
    return rows.order_by("-scheduled_on", "-pk")


def lines(rows: Iterable[TrainingClass], on: date) -> list[Line]:
    rows = list(rows)
    names = last_names({row.unit_id for row in rows}, on) if rows else {}
    return [Line(row, names[row.unit_id].name) for row in rows]


def coverage(actor: Actor, year: int) -> list[Covered]:
    """All units in sight together, by kind of post; kinds without any requirement or cover are left out. Two queries."""
    required = TrainingRequirement.scoped(actor, "see").filter(year=year).order_by()
    needed = dict(required.values_list("post_kind").annotate(all=Sum(DUE)))
    units = TrainingRequirement.scoped(actor, "see").filter(year=year).values("unit_id")
    covered = TrainingCoverage.objects.filter(unit_id__in=units, training__held_on__year=year).order_by()
    done = dict(covered.values_list("post_kind").annotate(all=Sum("covered")))
    return [
        Covered(str(kind.label), done.get(kind.value, 0), needed.get(kind.value, 0))
        for kind in PostKind
        if kind.value in needed or kind.value in done
    ]


def covered_by(training: TrainingClass) -> list[tuple[str, int]]:
    """Kinds of posts with counts, over all units of the class. One query."""
    rows = training.coverages.order_by().values_list("post_kind").annotate(all=Sum("covered"))
    found = dict(rows)
    return [(str(kind.label), found[kind.value]) for kind in PostKind if kind.value in found]


def required_of(unit_id: int, year: int) -> dict[str, int]:
    """What the form asks: posts by kind, newly appointed (``…_appointed``) and excused (``…_excused``)."""
    found: dict[str, int] = {}
    for row in TrainingRequirement.unscoped.filter(unit_id=unit_id, year=year):
        found[row.post_kind] = row.required
        found[f"{row.post_kind}_appointed"] = row.appointed
        found[f"{row.post_kind}_excused"] = row.excused
    return found
