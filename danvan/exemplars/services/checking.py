"""What the level above says: checked on the spot, verified again, recognised by a decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.common.errors import Conflict, Incomplete, NotAllowed
from danvan.exemplars.models import ActiveSpell, BulkStep, ModelCheck, Recognition, SkilledModel
from danvan.exemplars.permissions import grades, stands_above
from danvan.exemplars.services.living import good_until
from danvan.exemplars.services.story import between, needed, tell
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, save

State, Verdict = SkilledModel.State, ModelCheck.Verdict
# From which states each step starts.
STARTS: dict[str, tuple[str, ...]] = {
    "assessed": SkilledModel.WORKING,
    "reverified": (*SkilledModel.WORKING, State.LAPSED),
    "recognised": (State.ASSESSED, State.RECOGNISED, State.REPLICATED),
}


@transaction.atomic
def take(
    *, model_id: int, version: int, what: str, values: Mapping[str, Any], by: Actor, at: datetime,
    bulk: BulkStep | None = None,
) -> SkilledModel:  # fmt: skip
    """
    One step of `STARTS`. `values`: on, and verdict, findings, residents (a check) or grade, number (a recognition).

    :raises NotAllowed: for one's own unit (checks), or a level above one's own (recognition)
    :raises Incomplete: for a day to come, without findings, or when a model that does not work is to be kept
    :raises Conflict: when it is recognised at that level already
    """
    model = hold(SkilledModel, model_id, action="verify", by=by, version=version)
    expect(model, *STARTS[what])
    on = between(values["on"], model.registered_on, at)
    before = {
        "state": model.state, "verified_until": model.verified_until.isoformat() if model.verified_until else None,
    }  # fmt: skip
    more = _DO[what](model, on, values, by)
    save(model, "state", "verified_until")
    tell(model, what, on=on, by=by, at=at, data={"before": {**before, **more}}, bulk=bulk)
    return model


def _assess(model: SkilledModel, on: date, values: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    check = _check(model, on, values, by)
    if model.state == State.ACTIVE:
        model.state = State.ASSESSED
    return {"check": check.pk}


def _reverify(model: SkilledModel, on: date, values: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    if values["verdict"] == Verdict.POOR:
        raise Incomplete(_("A model that does not work is not verified again. Withdraw it, or let it lapse."))
    more: dict[str, Any] = {"check": _check(model, on, values, by).pk}
    if model.state == State.LAPSED:
        last = model.spells.order_by("-begins_on").first()
        if last is not None and last.ends_on is not None:
            _not_before(on, last.ends_on)
        lapsed = model.events.filter(what="lapsed").order_by("-pk").first()
        model.state = lapsed.data["before"]["state"] if lapsed else State.ACTIVE
        more["spell"] = ActiveSpell.objects.create(model=model, begins_on=on).pk
    model.verified_until = max(good_until(on), model.verified_until or on)
    return more


def _not_before(on: date, ended: date) -> None:
    if on < ended:
        raise Incomplete(
            _("It lapsed on %(day)s; verify it again from then on.") % {"day": f"{ended:%d/%m/%Y}"}
        )


def _recognise(model: SkilledModel, on: date, values: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    grade = values["grade"]
    if grade not in grades(by, model.unit_id):
        raise NotAllowed(
            _("Your unit does not recognise models at that level. Propose it to the level above.")
        )
    if model.recognitions.filter(grade=grade, taken_back=False).exists():
        raise Conflict(_("“%(title)s” is recognised at that level already.") % {"title": model.title})
    made = Recognition.objects.create(
        model=model, grade=grade, number=needed(values["number"], _("Number of the decision")), on=on
    )
    if model.state == State.ASSESSED:
        model.state = State.RECOGNISED
    return {"recognition": made.pk}


def _check(model: SkilledModel, on: date, values: Mapping[str, Any], by: Actor) -> ModelCheck:
    if not stands_above(by, model.unit_id):
        raise NotAllowed(_("The level above checks a model, not the unit that runs it."))
    return ModelCheck.objects.create(
        model=model, on=on, verdict=Verdict(values["verdict"]),
        findings=needed(values["findings"], _("Findings of the check")), residents=values.get("residents", ""),
        by_id=by.user_id,
    )  # fmt: skip


_DO: dict[str, Callable[[SkilledModel, date, Mapping[str, Any], Actor], dict[str, Any]]] = {
    "assessed": _assess,
    "reverified": _reverify,
    "recognised": _recognise,
}
