"""What the unit itself says of its model: it is active, it is stopped. And what time says: it lapses."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import NotAllowed
from danvan.exemplars.models import ActiveSpell, ModelEvent, SkilledModel
from danvan.exemplars.permissions import stands_above
from danvan.exemplars.services.story import between, needed, tell
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, save

State = SkilledModel.State


def good_until(on: date) -> date:
    """Whoever is verified in a year counts to the end of the next one."""
    return date(on.year + 1, 12, 31)


@transaction.atomic
def activate(*, model_id: int, version: int, on: date, by: Actor, at: datetime) -> SkilledModel:
    """The model works from `on` on and counts as active. A recognised source becomes “copied by others”."""
    model = hold(SkilledModel, model_id, action="edit", by=by, version=version)
    expect(model, State.REGISTERED)
    between(on, model.registered_on, at)
    model.state, model.verified_until = State.ACTIVE, good_until(on)
    ActiveSpell.objects.create(model=model, begins_on=on)
    save(model, "state", "verified_until")
    tell(model, "activated", on=on, by=by, at=at)
    if model.source_id is not None:
        _copied(model.source_id, model, on, by, at)
    return model


def _copied(source_id: int, copy: SkilledModel, on: date, by: Actor, at: datetime) -> None:
    source = SkilledModel.locked(source_id, "unit")
    assert source is not None
    if source.state == State.RECOGNISED:
        source.state = State.REPLICATED
    save(source, "state")
    tell(source, "copied", on=on, by=by, at=at, data={"copy": copy.pk, "unit": copy.unit.code})


@transaction.atomic
def stop(*, model_id: int, version: int, on: date, reason: str, by: Actor, at: datetime) -> SkilledModel:
    """The unit gives the model up, with the reason."""
    model = hold(SkilledModel, model_id, action="edit", by=by, version=version)
    expect(model, State.REGISTERED, *SkilledModel.WORKING, State.LAPSED)
    return _end(model, State.STOPPED, "stopped", on=on, reason=reason, by=by, at=at)


@transaction.atomic
def withdraw(*, model_id: int, version: int, on: date, reason: str, by: Actor, at: datetime) -> SkilledModel:
    """The level above strikes a model that does not work. :raises NotAllowed: for one's own unit"""
    model = hold(SkilledModel, model_id, action="verify", by=by, version=version)
    expect(model, State.REGISTERED, *SkilledModel.WORKING, State.LAPSED)
    if not stands_above(by, model.unit_id):
        raise NotAllowed(_("The level above withdraws a model; the unit itself stops it."))
    return _end(model, State.WITHDRAWN, "withdrawn", on=on, reason=reason, by=by, at=at)


def _end(
    model: SkilledModel, state: str, what: str, *, on: date, reason: str, by: Actor, at: datetime
) -> SkilledModel:
    spell = model.spells.filter(ends_on=None).first()
    between(on, spell.begins_on if spell else model.registered_on, at)
    close_spell(model, on)
    model.state, model.ended_reason = state, needed(reason, _("Reason"))
    save(model, "state", "ended_reason")
    tell(model, what, on=on, by=by, at=at, reason=model.ended_reason)
    return model


def close_spell(model: SkilledModel, on: date) -> None:
    """From `on` on the model is not active."""
    model.spells.filter(ends_on=None).update(ends_on=on)


@transaction.atomic
def lapse(*, on: date, at: datetime) -> int:
    """
    Models not verified again by their day count no more, from the day after it; returns how many. A second call on the
    same day finds none.
    """
    late = SkilledModel.unscoped.filter(state__in=SkilledModel.WORKING, verified_until__lt=on).order_by("pk")
    rows = list(late.select_for_update(of=("self",)).select_related("unit"))
    day = timedelta(days=1)
    for model in rows:
        last = model.verified_until
        assert last is not None
        close_spell(model, last + day)
    ModelEvent.objects.bulk_create(
        [
            ModelEvent(
                model=model, what="lapsed", on=model.verified_until + day, at=at, data={"before": {"state": model.state}}
            )
            for model in rows
            if model.verified_until
        ],
        batch_size=500,
    )  # fmt: skip
    SkilledModel.unscoped.filter(pk__in=[model.pk for model in rows]).update(
        state=State.LAPSED, version=F("version") + 1
    )
    audit.record_many(
        [
            {
                "action": "exemplars.model_lapsed", "actor": None, "at": at, "target": ("skilledmodel", str(model.pk)),
                "unit": model.unit.code, "after": {"until": str(model.verified_until)},
            }
            for model in rows
        ]
    )  # fmt: skip
    return len(rows)
