"""The rules a unit practises democracy by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.common.errors import Conflict
from danvan.democracy.models import DemocracyRegulation
from danvan.democracy.services import shared
from danvan.organizations.actors import Actor
from danvan.organizations.holding import log, save
from danvan.organizations.models import OrgUnit

FIELDS = ("title", "symbol", "issuer", "valid_from", "valid_to")


@transaction.atomic
def enter(
    *, unit: OrgUnit, values: Mapping[str, Any], replaces: bool, by: Actor, at: datetime
) -> DemocracyRegulation:
    """
    Enter rules; with `replaces` those in force end the day before.

    :raises Conflict: when the same document was entered already
    """
    chosen = {field: values[field] for field in FIELDS}
    _check(unit, chosen)
    made = shared.create(
        DemocracyRegulation,
        "regulation_entered",
        unit=unit,
        day=chosen["valid_from"],
        values=chosen,
        by=by,
        at=at,
    )
    if replaces:
        older = DemocracyRegulation.unscoped.filter(
            unit=unit, valid_from__lt=made.valid_from, valid_to=None
        ).select_related("unit")
        for row in older:
            row.valid_to = made.valid_from - timedelta(days=1)
            save(row, "valid_to")
            log(row, "regulation_ended", by=by, at=at, after={"to": row.valid_to.isoformat()})
    return made


@transaction.atomic
def edit(
    *, regulation_id: int, version: int, values: Mapping[str, Any], by: Actor, at: datetime
) -> DemocracyRegulation:
    """Correct it, or say when it ends."""
    record = shared.held(DemocracyRegulation, regulation_id, version, by)
    chosen = {field: values[field] for field in FIELDS}
    _check(record.unit, chosen, but=record.pk)
    shared.change(record, chosen, "regulation_edited", by=by, at=at)
    return record


def _check(unit: OrgUnit, chosen: Mapping[str, Any], but: int | None = None) -> None:
    end: date | None = chosen["valid_to"]
    shared.ordered(chosen["valid_from"], end)
    same = DemocracyRegulation.unscoped.filter(unit=unit, symbol=chosen["symbol"]).exclude(pk=but or 0)
    if same.exists():
        raise Conflict(_("A document with this number was entered already. Open it and change it there."))
