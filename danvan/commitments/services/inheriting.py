"""When a unit is closed, what it owed and what it was owed pass to its heir, with a step."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
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
    moved = 0
    for pk in list(rows.filter(unit_id__in=gone).values_list("pk", flat=True)):
        moved += _pass_owing(pk, on, at)
    for pk in list(rows.filter(asked_by_id__in=gone).values_list("pk", flat=True)):
        moved += _pass_asking(pk, on, at)
    for pk in list(rows.filter(verifier_id__in=gone).values_list("pk", flat=True)):
        moved += _pass_verifying(pk, on, at)
    return moved


def _pass_owing(commitment_id: int, on: date, at: datetime) -> int:
    held = writing.Held(writing.lock(commitment_id), None, None, at)
    commitment = held.commitment
    found = heirs(commitment.unit_id, on)
    before = commitment.unit.code
    if len(found.units) == 1:
        commitment.unit = OrgUnit.objects.get(pk=found.units[0])
        commitment.verifier_id = verifier_of(
            unit_id=commitment.unit_id, asked_by_id=commitment.asked_by_id, day=on
        )
        commitment.escalated_to = commitment.escalated_on = None
        data = {"from": before, "to": commitment.unit.code, "role": "unit"}
        writing.step(held, Step.Kind.PASSED, data=data)
        writing.save(held, "unit", "verifier", "escalated_to", "escalated_on")
        writing.record(held, "passed", before={"unit": before}, after={"unit": commitment.unit.code})
        return 1
    if commitment.decider_id == found.superior or found.superior is None:
        return 0
    commitment.decider_id, commitment.decided = found.superior, False
    codes = list(OrgUnit.objects.filter(pk__in=found.units).order_by("code").values_list("code", flat=True))
    writing.step(held, Step.Kind.ASKED_UP, data={"proposed": ", ".join(codes), "closed": before})
    writing.save(held, "decider", "decided")
    writing.record(held, "asked_up", after={"proposed": ", ".join(codes)})
    return 1


def _pass_asking(commitment_id: int, on: date, at: datetime) -> int:
    held = writing.Held(writing.lock(commitment_id), None, None, at)
    commitment = held.commitment
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
