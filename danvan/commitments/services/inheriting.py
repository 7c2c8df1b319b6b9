"""When a unit is closed, what it owed and what it was owed pass to its heir, with a step."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from danvan.commitments.heirs import heirs
from danvan.commitments.models import OPEN, Commitment, Step
from danvan.commitments.services import writing
from danvan.commitments.services.giving import verifier_of
from danvan.common import clock
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import names_on


@transaction.atomic
def pass_to_heirs(*, on: date, at: datetime) -> int:
    """
    Move every open commitment of a unit not in force on a day to its heir; returns how many moved.

    One successor takes it over. With several (a split) or none the superior is asked to decide. When a change of the
    tree was undone, what had passed goes back the same way.
    """
    alive = set(names_on(on))
    gone = OrgUnit.objects.exclude(pk__in=alive).values("pk")
    rows = Commitment.unscoped.filter(state__in=OPEN).order_by("pk")
    moved = _give_back(alive, at)
    for pk in list(rows.filter(unit_id__in=gone).values_list("pk", flat=True)):
        moved += _pass_owing(pk, alive, on, at)
    for pk in list(rows.filter(asked_by_id__in=gone).values_list("pk", flat=True)):
        moved += _pass_asking(pk, alive, on, at)
    for pk in list(rows.filter(verifier_id__in=gone).values_list("pk", flat=True)):
        moved += _pass_verifying(pk, on, at)
    return moved


def _give_back(alive: set[int], at: datetime) -> int:
    """What passed and was not touched since returns to a unit that is in force again: its end was undone."""
    codes = dict(OrgUnit.objects.filter(pk__in=alive).values_list("code", "pk"))
    newest = Step.objects.filter(commitment=OuterRef("commitment")).order_by("-number").values("pk")[:1]
    steps = Step.objects.filter(
        pk=Subquery(newest), kind=Step.Kind.PASSED, data__role="unit", commitment__state__in=OPEN
    )
    returning = [
        (step.commitment_id, codes[step.data["from"]])
        for step in steps.order_by("pk")
        if step.data["from"] in codes
    ]
    moved = 0
    for pk, unit_id in returning:
        held = writing.Held(writing.lock(pk), None, None, at)
        last = held.commitment.steps.order_by("-number").first()
        # Looked at again under the lock, here and below: another worker may have been first, or the unit has acted.
        if last is None or last.kind != Step.Kind.PASSED or last.data["role"] != "unit":
            continue
        _to(held, unit_id, timezone.localtime(at).date(), role="back")
        moved += 1
    return moved


def _to(held: writing.Held, unit_id: int, on: date, role: str = "unit") -> None:
    commitment = held.commitment
    before = commitment.unit.code
    commitment.unit = OrgUnit.objects.get(pk=unit_id)
    commitment.verifier_id = verifier_of(unit_id=unit_id, asked_by_id=commitment.asked_by_id, day=on)
    commitment.escalated_to = commitment.escalated_on = None
    writing.step(held, Step.Kind.PASSED, data={"from": before, "to": commitment.unit.code, "role": role})
    writing.save(held, "unit", "verifier", "escalated_to", "escalated_on")
    writing.record(held, "passed", before={"unit": before}, after={"unit": commitment.unit.code})


def _pass_owing(commitment_id: int, alive: set[int], on: date, at: datetime) -> int:
    held = writing.Held(writing.lock(commitment_id), None, None, at)
    commitment = held.commitment
    if commitment.state not in OPEN or commitment.unit_id in alive:
        return 0
    found = heirs(commitment.unit_id, on)
    before = commitment.unit.code
    if len(found.units) == 1:
        _to(held, found.units[0], on)
        return 1
    if commitment.decider_id == found.superior or found.superior is None:
        return 0
    commitment.decider_id, commitment.decided = found.superior, False
    codes = list(OrgUnit.objects.filter(pk__in=found.units).order_by("code").values_list("code", flat=True))
    writing.step(held, Step.Kind.ASKED_UP, data={"proposed": ", ".join(codes), "closed": before})
    writing.save(held, "decider", "decided")
    writing.record(held, "asked_up", after={"proposed": ", ".join(codes)})
    return 1


def _pass_asking(commitment_id: int, alive: set[int], on: date, at: datetime) -> int:
    held = writing.Held(writing.lock(commitment_id), None, None, at)
    commitment = held.commitment
    if commitment.state not in OPEN or commitment.asked_by_id in alive:
        return 0
    found = heirs(commitment.asked_by_id, on)
    heir = found.units[0] if len(found.units) == 1 else found.superior
    if heir is None or heir == commitment.asked_by_id:
        return 0
    before = commitment.asked_by.code
    commitment.asked_by = OrgUnit.objects.get(pk=heir)
    commitment.verifier_id = verifier_of(unit_id=commitment.unit_id, asked_by_id=heir, day=on)
    writing.step(
        held, Step.Kind.PASSED, data={"from": before, "to": commitment.asked_by.code, "role": "asked_by"}
    )
    writing.save(held, "asked_by", "verifier")
    writing.record(held, "passed", before={"asked_by": before}, after={"asked_by": commitment.asked_by.code})
    return 1


def _pass_verifying(commitment_id: int, on: date, at: datetime) -> int:
    """The superior that was to verify is closed while asker and owner stay: the one above now does it."""
    held = writing.Held(writing.lock(commitment_id), None, None, at)
    commitment = held.commitment
    before = commitment.verifier.code
    commitment.verifier_id = verifier_of(
        unit_id=commitment.unit_id, asked_by_id=commitment.asked_by_id, day=on
    )
    code = OrgUnit.objects.values_list("code", flat=True).get(pk=commitment.verifier_id)
    if code == before:
        return 0
    writing.step(held, Step.Kind.PASSED, data={"from": before, "to": code, "role": "verifier"})
    writing.save(held, "verifier")
    writing.record(held, "passed", before={"verifier": before}, after={"verifier": code})
    return 1


def follow(day: date) -> None:
    """For `organizations.hooks.changed`: what begins today or began before passes at once; the rest on its day."""
    now = clock.now()
    if day <= timezone.localtime(now).date():
        pass_to_heirs(on=timezone.localtime(now).date(), at=now)
