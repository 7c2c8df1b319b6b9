"""Entering a model: registered, corrected, with numbers and files that show what it changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from danvan.common.errors import Incomplete, OutOfSight, WrongState
from danvan.exemplars.models import Effect, Holder, ModelFile, SkilledModel
from danvan.exemplars.services.story import between, needed, tell
from danvan.files import services as files
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import hold, log, save
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import names_on

State = SkilledModel.State
FIELDS = ("title", "field", "summary", "conditions", "adapted", "copy_result")
MOST = 20


@transaction.atomic
def register(
    *, unit: OrgUnit, values: Mapping[str, Any], by: Actor, at: datetime, source_id: int | None = None
) -> SkilledModel:
    """
    A new model of a unit, not active yet. With `source_id` it is a copy of that one.

    :raises Incomplete: for a day to come, a unit not in force then, or a copy that says nothing of what was adapted
    :raises OutOfSight: for a source that is neither recognised nor in sight
    """
    grant = policy.require(by, "edit", "model", unit.pk)
    on = between(values["registered_on"], values["registered_on"], at)
    name = names_on(on, [unit.pk]).get(unit.pk)
    if name is None:
        raise Incomplete(_("The unit is not in force on that day. Choose another day."))
    made = SkilledModel(
        unit=unit, level=name.level, holder=Holder(values["holder"]), registered_on=on, kept_from=on, created_at=at,
        **{field: values.get(field, "") for field in FIELDS},
    )  # fmt: skip
    if source_id is not None:
        made.source = source(by, source_id)
        needed(made.adapted, _("What was adapted"))
    made.title = needed(made.title, _("Title"))
    made.remember_words()
    made.save()
    made.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    tell(made, "registered", on=on, by=by, at=at, data={"source": source_id} if source_id else None)
    return made


def source(by: Actor, source_id: int) -> SkilledModel:
    """A model one may copy: recognised ones are there for everybody, others for whoever sees them."""
    seen = SkilledModel.scoped(by, "see").filter(pk=source_id).values("pk")
    known = Q(state__in=(State.RECOGNISED, State.REPLICATED)) | Q(pk__in=seen)
    found = SkilledModel.unscoped.filter(known, pk=source_id).first()
    if found is None:
        raise OutOfSight(_("There is no such model to copy, or it is not open to you."))
    return found


@transaction.atomic
def edit(*, model_id: int, version: int, values: Mapping[str, Any], by: Actor, at: datetime) -> SkilledModel:
    """Correct the description. Unit, holder and day of registration stay: figures were counted by them."""
    model = hold(SkilledModel, model_id, action="edit", by=by, version=version)
    _living(model)
    for field in FIELDS:
        setattr(model, field, values.get(field, getattr(model, field)))
    model.title = needed(model.title, _("Title"))
    model.remember_words()
    save(model, *FIELDS, "words")
    log(model, "model_edited", by=by, at=at)
    return model


@transaction.atomic
def add_effect(
    *, model_id: int, version: int, what: str, measure: str, before: Any, after: Any, by: Actor, at: datetime
) -> SkilledModel:
    """A number before and after. :raises Incomplete: from the 21st on"""
    model = hold(SkilledModel, model_id, action="edit", by=by, version=version)
    _living(model)
    if model.effects.count() >= MOST:
        raise Incomplete(_("%(n)d numbers are enough. Keep those that say most.") % {"n": MOST})
    Effect.objects.create(
        model=model, what=needed(what, _("What is measured")), measure=measure, before=before, after=after
    )
    save(model)
    log(model, "model_measured", by=by, at=at)
    return model


@transaction.atomic
def add_file(*, model_id: int, version: int, upload: UploadedFile, by: Actor, at: datetime) -> SkilledModel:
    """Evidence, as a file of the unit. :raises Refused: what the store of files refuses"""
    model = hold(SkilledModel, model_id, action="edit", by=by, version=version)
    _living(model)
    if model.files.count() >= MOST:
        raise Incomplete(_("%(n)d files are enough. Keep those that show most.") % {"n": MOST})
    ModelFile.objects.create(
        model=model, file=files.store(upload=upload, unit_id=model.unit_id, by=by, at=at)
    )
    save(model)
    log(model, "model_shown", by=by, at=at)
    return model


def _living(model: SkilledModel) -> None:
    if model.state in SkilledModel.OVER:
        raise WrongState(_("This model has ended; its record stays as it is."))
