"""A year's disclosures opened at once from the law's list, and taken back."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.common.errors import Conflict, Incomplete
from danvan.democracy import lists
from danvan.democracy.models import DisclosureItem, DisclosurePlan
from danvan.democracy.services import shared
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import hold, log
from danvan.organizations.models import OrgUnit


def proposed(level: str, year: int) -> list[tuple[lists.Matter, date]]:
    """What a year's list of a unit of this level would hold: matter and the last day of each month that expects it."""
    rows = [
        (matter, date(year, month, monthrange(year, month)[1]))
        for matter in lists.of_level(level)
        for month in matter.months
    ]
    return sorted(rows, key=lambda row: row[1])


def key(matter: lists.Matter, day: date) -> str:
    """The name of a line of the list: matter and month."""
    return f"{matter.code}:{day.month}"


@transaction.atomic
def open_year(
    *, unit: OrgUnit, year: int, chosen: Collection[str] | None = None, by: Actor, at: datetime
) -> DisclosurePlan:
    """
    Open the list for a year: all of it, or the lines `chosen` by their `key`.

    :raises Conflict: when the unit has a list for this year; :raises Incomplete: when nothing is left of it
    """
    grant = policy.require(by, "edit", "disclosure", unit.pk)
    OrgUnit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if DisclosurePlan.unscoped.filter(unit=unit, year=year).exists():
        raise Conflict(_("The list for this year is open already."))
    level = shared.level_on(unit, max(date(year, 1, 1), min(shared.day_of(at), date(year, 12, 31))))
    wanted = [row for row in proposed(level, year) if chosen is None or key(*row) in chosen]
    if not wanted:
        raise Incomplete(_("Nothing is left of the list. Tick at least one matter."))
    plan = DisclosurePlan.unscoped.create(unit=unit, year=year, made_at=at, made_by_id=by.user_id)
    rows = [
        DisclosureItem(
            unit=unit, level=level, item=matter.code, title=f"{matter.name_vi} ({day:%m/%Y})"[:300], planned_on=day,
            plan=plan, created_at=at,
        )
        for matter, day in wanted
    ]  # fmt: skip
    for row in rows:
        row.index()
    DisclosureItem.unscoped.bulk_create(rows, batch_size=500)
    plan.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    log(plan, "disclosures_planned", by=by, at=at, after={"year": year, "items": len(rows)})
    return plan


@transaction.atomic
def undo(*, plan_id: int, by: Actor, at: datetime) -> DisclosurePlan:
    """Take the year's list back. :raises Conflict: when somebody has worked on one of its items"""
    plan = hold(DisclosurePlan, plan_id, action="edit", by=by)
    rows = plan.items.select_for_update()
    if any(row.version or row.state != DisclosureItem.State.PLANNED for row in rows):
        raise Conflict(
            _(
                "Something of this list was worked on already, so it stays. Say of single items that they do not apply."
            )
        )
    count, _by_model = plan.items.all().delete()
    log(plan, "disclosures_plan_undone", by=by, at=at, after={"year": plan.year, "items": count})
    plan.delete()
    return plan
