"""Programmes and theme years."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.common.errors import Incomplete
from danvan.directives.models import Programme
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import hold, log, save
from danvan.organizations.models import OrgUnit

FIELDS = ("kind", "name", "first_year", "last_year", "summary")


@transaction.atomic
def begin(*, unit: OrgUnit, values: Mapping[str, Any], by: Actor, at: datetime) -> Programme:
    grant = policy.require(by, "edit", "directive", unit.pk)
    _check(unit.pk, None, values)
    made = Programme.unscoped.create(unit=unit, created_at=at, **{field: values[field] for field in FIELDS})
    made.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    log(made, "programme_begun", by=by, at=at, after={"years": f"{made.first_year}-{made.last_year}"})
    return made


@transaction.atomic
def edit(*, programme_id: int, version: int, values: Mapping[str, Any], by: Actor, at: datetime) -> Programme:
    held = hold(Programme, programme_id, action="edit", by=by, version=version)
    _check(held.unit_id, held.pk, values)
    for field in FIELDS:
        setattr(held, field, values[field])
    save(held, *FIELDS)
    log(held, "programme_edited", by=by, at=at)
    return held


def _check(unit_id: int, own: int | None, values: Mapping[str, Any]) -> None:
    if values["last_year"] < values["first_year"]:
        raise Incomplete(_("The last year lies before the first."))
    same = Programme.unscoped.filter(unit_id=unit_id, name=values["name"], first_year=values["first_year"])
    if (same if own is None else same.exclude(pk=own)).exists():
        raise Incomplete(_("There is such a programme already."))
