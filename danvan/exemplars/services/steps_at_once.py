"""One step for many models at once, all or none; the last one is taken back while nothing followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.common.errors import Incomplete, OutOfSight, WrongState
from danvan.exemplars.models import ActiveSpell, BulkStep, ModelCheck, ModelEvent, Recognition, SkilledModel
from danvan.exemplars.services import checking
from danvan.exemplars.services.story import tell
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import hold, log, save

MOST = 500


@transaction.atomic
def take_all(
    *, what: str, items: Sequence[tuple[int, int]], values: Mapping[str, Any], by: Actor, at: datetime
) -> BulkStep:
    """
    The same step for `items` (model id, version), as if taken one by one.

    :raises Incomplete: for none or more than 500; and whatever one of them refuses, with nothing done
    """
    if not 0 < len(items) <= MOST:
        raise Incomplete(_("Choose between 1 and %(most)d models.") % {"most": MOST})
    first = SkilledModel.scoped(by, "verify").filter(pk=items[0][0]).first()
    grant = policy.grant_for(by, "verify", "model", first.unit_id) if first else None
    if grant is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    made = BulkStep.unscoped.create(
        unit_id=grant.unit_id, what=what, at=at, by_id=by.user_id, count=len(items)
    )
    for model_id, version in sorted(items):
        checking.take(model_id=model_id, version=version, what=what, values=values, by=by, at=at, bulk=made)
    log(made, "models_at_once", by=by, at=at, after={"what": what, "count": made.count})
    return made


def followed(bulk: BulkStep) -> int:
    """How many of its models have taken a step since."""
    ours = bulk.events.values("model_id")
    newest = bulk.events.order_by("-pk").values_list("pk", flat=True).first() or 0
    later = ModelEvent.objects.filter(model_id__in=ours, pk__gt=newest).values("model_id").distinct()
    return later.count()


@transaction.atomic
def take_back(*, bulk_id: int, by: Actor, at: datetime) -> BulkStep:
    """
    Everything as it was before. :raises WrongState: when it was taken back already, is not the unit's last one, or a model
    has moved on since
    """
    bulk = hold(BulkStep, bulk_id, action="verify", by=by)
    newer = BulkStep.unscoped.filter(unit_id=bulk.unit_id, pk__gt=bulk.pk, undone_at=None).exists()
    events = list(bulk.events.order_by("model_id"))
    ids = [event.model_id for event in events]
    models = {
        row.pk: row for row in SkilledModel.unscoped.select_for_update().filter(pk__in=ids).order_by("pk")
    }
    if bulk.undone_at is not None or newer or followed(bulk):
        raise WrongState(
            _("This can no longer be taken back: something followed it. Correct the models one by one.")
        )
    for event in events:
        _restore(models[event.model_id], event, by, at, bulk)
    bulk.undone_at = at
    save(bulk, "undone_at")
    log(bulk, "models_taken_back", by=by, at=at, after={"what": bulk.what, "count": bulk.count})
    return bulk


def _restore(model: SkilledModel, event: ModelEvent, by: Actor, at: datetime, bulk: BulkStep) -> None:
    before = event.data["before"]
    until = before["verified_until"]
    model.state = before["state"]
    model.verified_until = date.fromisoformat(until) if until else None
    save(model, "state", "verified_until")
    ModelCheck.objects.filter(pk=before.get("check", 0)).delete()
    ActiveSpell.objects.filter(pk=before.get("spell", 0)).delete()
    Recognition.objects.filter(pk=before.get("recognition", 0)).update(taken_back=True)
    tell(model, "taken_back", on=event.on, by=by, at=at, bulk=bulk)


def last_of(by: Actor) -> BulkStep | None:
    """The last bulk step of the person's units that could still be taken back."""
    rows = BulkStep.unscoped.filter(unit_id__in=by.unit_ids(), undone_at=None).order_by("-pk")
    newest = rows.first()
    return newest if newest is not None and not followed(newest) else None
