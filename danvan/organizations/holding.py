"""A unit's record held for a write: in sight, allowed, locked, in the version that was looked at; then saved and logged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import OutOfSight, StaleVersion, WrongState
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.scope import UnitScoped

R = TypeVar("R", bound=UnitScoped)


def hold(model: type[R], pk: int, *, action: str, by: Actor, version: int | None = None) -> R:
    """
    The record, locked, if `by` may do `action` on it. It knows the deputy's principal as `record.on_behalf_of`.

    :raises OutOfSight, NotAllowed: as the policy table says
    :raises StaleVersion: when `version` is not the one in the database
    """
    record = model.locked(pk, "unit")
    if record is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    grant = policy.require(by, action, model.record_type, record.unit_id)  # type: ignore[attr-defined]
    record.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    if version is not None and version != record.version:  # type: ignore[attr-defined]
        raise StaleVersion(
            _(
                "Somebody changed this while you were writing. What you typed is still here: compare, then save again."
            )
        )
    return record


def expect(record: Any, *states: str) -> None:
    """:raises WrongState: unless the record is in one of these states"""
    if record.state not in states:
        raise WrongState(
            _("This step is not open now: it is “%(state)s”. Reload the page to see what comes next.")
            % {"state": record.get_state_display()}
        )


def save(record: Any, *fields: str) -> None:
    """Write the fields and count the version up."""
    record.version += 1
    record.save(update_fields=[*fields, "version"])


def log(
    record: Any, action: str, *, by: Actor | None, at: datetime, reason: str = "",
    after: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """An audit entry ``<context>.<action>`` about a record; never with what residents said."""
    audit.record(
        f"{record._meta.app_label}.{action}",
        actor=by.user_id if by else None,
        at=at,
        target=(record._meta.model_name, str(record.pk)),
        unit=record.unit.code,
        reason=reason,
        after=dict(after or {}),
        on_behalf_of=getattr(record, "on_behalf_of", None),
    )
