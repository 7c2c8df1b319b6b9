"""When a unit is closed, its models go on in the one heir; with several heirs or none they are stopped."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.commitments.heirs import heirs
from danvan.common import clock
from danvan.exemplars.models import ActiveSpell, SkilledModel
from danvan.exemplars.services.living import close_spell
from danvan.exemplars.services.story import tell
from danvan.organizations.holding import save
from danvan.organizations.models import OrgUnit, OrgUnitVersion
from danvan.organizations.queries import names_on

State = SkilledModel.State
SAME = ("title", "field", "holder", "summary", "conditions", "registered_on", "adapted", "copy_result", "words",
        "verified_until", "state", "source_id")  # fmt: skip


@transaction.atomic
def pass_to_heirs(*, on: date, at: datetime) -> int:
    """Models of units not in force on a day; returns how many moved or stopped. A second call finds none."""
    alive = names_on(on)
    moved = _give_back(set(alive), on, at)
    gone = OrgUnit.objects.exclude(pk__in=alive).values("pk")
    rows = SkilledModel.unscoped.filter(unit_id__in=gone).exclude(state__in=SkilledModel.OVER)
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        model = SkilledModel.locked(pk, "unit")
        if model is None or model.state in SkilledModel.OVER or model.unit_id in alive:
            continue
        found = heirs(model.unit_id, on).units
        _pass(model, found[0], alive[found[0]].level, on, at) if len(found) == 1 else _stop(model, on, at)
        moved += 1
    return moved


def _closed_on(unit_id: int, on: date) -> date:
    rows = OrgUnitVersion.objects.filter(unit_id=unit_id, closed=True, starts_on__lte=on).order_by(
        "-starts_on"
    )
    return rows.values_list("starts_on", flat=True).first() or on


def _pass(model: SkilledModel, heir_id: int, level: str, on: date, at: datetime) -> None:
    heir, day, was = OrgUnit.objects.get(pk=heir_id), _closed_on(model.unit_id, on), model.state
    same = {name: getattr(model, name) for name in SAME}
    _end(
        model, _("It goes on in %(unit)s.") % {"unit": heir.code}, day, at, {"state": was, "heir": heir.code}
    )
    made = SkilledModel.unscoped.create(
        unit=heir, level=level, kept_from=day, continues=model, created_at=at, **same
    )
    if made.is_working:
        ActiveSpell.objects.create(model=made, begins_on=day)
    tell(made, "continued", on=day, by=None, at=at, data={"from": model.unit.code})


def _stop(model: SkilledModel, on: date, at: datetime) -> None:
    reason = _("The unit was closed and no single unit follows it.")
    _end(model, reason, _closed_on(model.unit_id, on), at, {"state": model.state})


def _end(model: SkilledModel, reason: str, on: date, at: datetime, before: dict[str, str]) -> None:
    model.spells.filter(ends_on=None, begins_on__gt=on).delete()
    close_spell(model, on)
    model.state, model.ended_reason = State.STOPPED, reason
    save(model, "state", "ended_reason")
    tell(model, "passed", on=on, by=None, at=at, reason=reason, data={"before": before})


def _give_back(alive: set[int], on: date, at: datetime) -> int:
    """A change of the tree was undone: what had passed and was not touched since goes back."""
    rows = SkilledModel.unscoped.filter(unit_id__in=alive, state=State.STOPPED, events__what="passed")
    moved = 0
    for pk in list(rows.order_by("pk").values_list("pk", flat=True).distinct()):
        model = SkilledModel.locked(pk, "unit")
        last = model.events.order_by("-pk").first() if model else None
        if model is None or last is None or last.what != "passed":
            continue
        heir = SkilledModel.unscoped.filter(continues=model).first()
        if heir is not None and heir.events.exclude(what="continued").exists():
            continue
        if heir is not None:
            heir.delete()
        model.spells.filter(ends_on=last.on).update(ends_on=None)
        model.state, model.ended_reason = last.data["before"]["state"], ""
        save(model, "state", "ended_reason")
        tell(model, "returned", on=on, by=None, at=at)
        moved += 1
    return moved


def follow(day: date) -> None:
    """For `organizations.hooks.changed`: what begins today or began before passes at once; the rest on its day."""
    now = clock.now()
    if day <= timezone.localtime(now).date():
        pass_to_heirs(on=timezone.localtime(now).date(), at=now)
