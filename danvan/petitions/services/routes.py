"""Routing rules: who answers for what from which day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.petitions import topics
from danvan.petitions.errors import ChangedMeanwhile, Incomplete
from danvan.petitions.models import Route


@transaction.atomic
def add_route(
    *, unit: OrgUnit, topic: str, to_unit: OrgUnit, starts_on: date, basis: str, by: Actor, at: datetime
) -> Route:
    """
    From a day on, matters of this place and topic go to `to_unit`; a rule for the same place and topic ends that day.

    :raises NotAllowed, OutOfSight: by the policy table, for the place
    :raises ChangedMeanwhile: when there is a rule from that day already
    """
    permissions.require(by, "manage", "route", unit.pk)
    if topic and not topics.known(topic, starts_on):
        raise Incomplete(_("Choose a topic from the list."), field="topic")
    before = Route.unscoped.select_for_update().filter(
        unit=unit, topic=topic, ends_on=None, starts_on__lt=starts_on
    )
    before.update(ends_on=starts_on)
    later = (
        Route.unscoped.filter(unit=unit, topic=topic, starts_on__gt=starts_on).order_by("starts_on").first()
    )
    try:
        with transaction.atomic():
            made = Route.unscoped.create(
                unit=unit,
                topic=topic,
                to_unit=to_unit,
                starts_on=starts_on,
                basis=basis,
                ends_on=later.starts_on if later else None,
            )
    except IntegrityError:
        raise ChangedMeanwhile(_("There is a rule for this place and topic from this day already.")) from None
    _log("route_added", made, by, at)
    return made


@transaction.atomic
def end_route(*, route: Route, ends_on: date, by: Actor, at: datetime) -> Route:
    """:raises Incomplete: when that day is not after its first"""
    row = Route.locked(route.pk, "unit", "to_unit")
    assert row is not None, "rules are ended, never deleted"
    permissions.require(by, "manage", "route", row.unit_id)
    if ends_on <= row.starts_on:
        raise Incomplete(_("The last day must come after the first."), field="ends_on")
    if row.ends_on is not None and row.ends_on <= ends_on:
        raise ChangedMeanwhile(_("This rule ends on %(day)s already.") % {"day": f"{row.ends_on:%d/%m/%Y}"})
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    _log("route_ended", row, by, at)
    return row


def _log(action: str, row: Route, by: Actor, at: datetime) -> None:
    after = {
        "topic": row.topic,
        "to": row.to_unit.code,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": str(row.ends_on or ""),
    }
    audit.record(f"petitions.{action}", actor=by.user_id, at=at, target=row, unit=row.unit.code, after=after)
