"""What the services share: new records, days that lie behind, texts without personal data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.common.errors import Incomplete
from danvan.democracy.models import Consultation
from danvan.democracy.models.base import Entry
from danvan.democracy.refusals import PersonalData
from danvan.notifications.masking import CONTACT
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import names_on

E = TypeVar("E", bound=Entry)


def day_of(at: datetime) -> date:
    return timezone.localtime(at).date()


def level_on(unit: OrgUnit, day: date) -> str:
    """:raises Incomplete: when the unit is not in force on that day"""
    name = names_on(day, [unit.pk]).get(unit.pk)
    if name is None:
        raise Incomplete(_("The unit is not in force on that day. Choose another day."))
    return name.level


def create(
    model: type[E], action: str, *, unit: OrgUnit, day: date, values: Mapping[str, Any], by: Actor, at: datetime
) -> E:  # fmt: skip
    """A new record of a unit whose level is that of `day`, with its entry in the log."""
    grant = policy.require(by, "edit", model.record_type, unit.pk)
    plain(*(value for value in values.values() if isinstance(value, str)))
    made = model(unit=unit, level=level_on(unit, day), created_at=at, **values)
    made.save()
    made.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    log(made, action, by=by, at=at)
    return made


def change(record: Any, values: Mapping[str, Any], action: str, *, by: Actor, at: datetime) -> None:
    """Write the values, count the version up, tell the log."""
    plain(*(value for value in values.values() if isinstance(value, str)))
    for name, value in values.items():
        setattr(record, name, value)
    save(record, *values)
    log(record, action, by=by, at=at)


def held(
    model: type[E], pk: int, version: int, by: Actor, action: str = "edit", states: Sequence[str] = ()
) -> E:  # fmt: skip
    """The record, locked, in one of these states (any when none is named)."""
    record = hold(model, pk, action=action, by=by, version=version)
    if states:
        expect(record, *states)
    return record


def behind(day: date, at: datetime) -> date:
    """:raises Incomplete: for a day still to come"""
    if day > day_of(at):
        raise Incomplete(_("This day is still to come."))
    return day


def ordered(*days: date | None) -> None:
    """:raises Incomplete: when one of the days comes before the one named ahead of it"""
    known = [day for day in days if day is not None]
    if known != sorted(known):
        raise Incomplete(_("The days do not follow each other: this step cannot come before the last one."))


def needed(text: str, limit: int = 4000) -> str:
    """:raises Incomplete: when nothing was said"""
    said = text.strip()
    if not said:
        raise Incomplete(_("Say it in a few words: this stays empty otherwise."))
    return said[:limit]


def plain(*texts: str) -> None:
    """:raises PersonalData: when a text holds what looks like somebody's telephone, mail or identity number"""
    for text in texts:
        if found := CONTACT.search(text):
            raise PersonalData(
                _(
                    "“%(found)s” looks like somebody's telephone, e-mail or identity number. Take it out: nothing here is "
                    "kept of persons."
                )
                % {"found": found.group()}
            )  # fmt: skip


def held_for_adding(consultation_id: int, by: Actor) -> Consultation:
    """A draft that takes contributions: open, or closed and not grouped to the end (papers are typed in later)."""
    record = hold(Consultation, consultation_id, action="edit", by=by)
    expect(record, Consultation.State.OPEN, Consultation.State.CLOSED)
    return record
