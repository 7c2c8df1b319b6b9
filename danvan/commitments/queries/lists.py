"""Lists of commitments: owed, to be had, of an origin, found by filters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from danvan.commitments import lateness
from danvan.commitments.models import OPEN, OVER, OWING, Commitment, State
from danvan.common.errors import OutOfSight
from danvan.organizations.actors import Actor
from danvan.organizations.queries import scope_descendants

BY_DAY = ("due_on", "pk")


def in_sight(actor: Actor, commitment_id: int) -> Commitment:
    """:raises OutOfSight: when there is none, or it is not open to this person"""
    rows = Commitment.scoped(actor, "see").select_related(
        "unit", "asked_by", "verifier", "place", "clock__rule", "follows"
    )
    commitment = rows.filter(pk=commitment_id).first()
    if commitment is None:
        raise OutOfSight(_("There is no such commitment, or it is not open to you."))
    return commitment


def owed_by(actor: Actor) -> QuerySet[Commitment]:
    """What the own units owe or have to answer for, the most urgent first."""
    return Commitment.unscoped.filter(unit_id__in=actor.unit_ids(), state__in=OPEN).order_by(*BY_DAY)


def owed_to(actor: Actor) -> QuerySet[Commitment]:
    """What other units owe the own ones, or the own ones have to verify."""
    own = actor.unit_ids()
    mine = Q(asked_by_id__in=own) | Q(verifier_id__in=own)
    return Commitment.unscoped.filter(mine, state__in=OPEN).exclude(unit_id__in=own).order_by(*BY_DAY)


def waiting_for(actor: Actor) -> QuerySet[Commitment]:
    """What waits for a word of the own units: to be verified, declined by another, or to be decided."""
    own = actor.unit_ids()
    verify = Q(verifier_id__in=own, state=State.REPORTED_DONE)
    declined = Q(asked_by_id__in=own, state=State.DECLINED)
    decide = Q(decider_id__in=own, state__in=(*OWING, State.DECLINED))
    return Commitment.unscoped.filter(verify | declined | decide).order_by(*BY_DAY)


def of_origin(refs: str | Iterable[str]) -> list[Commitment]:
    """
    What came of a record or of several; of all whose reference begins with a text that ends with a colon
    ("engagement.Opinion:"). The caller has checked who looks. In the order they were given.
    """
    if isinstance(refs, str):
        wanted = Q(origin_ref__startswith=refs) if refs.endswith(":") else Q(origin_ref=refs)
    else:
        wanted = Q(origin_ref__in=list(refs))
    return list(
        Commitment.unscoped.filter(wanted).select_related("unit", "asked_by").order_by("given_on", "pk")
    )


def of_unit(actor: Actor, unit_id: int) -> QuerySet[Commitment]:
    """What one unit owes, as far as it is open to this person."""
    return Commitment.scoped(actor, "see").filter(unit_id=unit_id, state__in=OPEN).order_by(*BY_DAY)


@dataclass(frozen=True)
class Filters:
    """
    What a list is narrowed to. `state` is one of the states, or ``late``, ``open``, ``over``, ``kept``, ``broken``;
    `branch` keeps everything below `unit_id` as well.
    """

    words: str = ""
    state: str = ""
    origin: str = ""
    unit_id: int | None = None
    branch: bool = False

    def __bool__(self) -> bool:
        return bool(self.words or self.state or self.origin or self.unit_id)


def found(actor: Actor, filters: Filters, on: date, action: str = "see") -> QuerySet[Commitment]:
    """Everything in sight that fits, late first, then by day."""
    rows = Commitment.scoped(actor, action)
    groups = {
        "late": lateness.late(on),
        "open": Q(state__in=OPEN),
        "over": Q(state__in=OVER),
        "kept": Q(kept=True),
        "broken": Q(kept=False),
    }
    if filters.state:
        rows = rows.filter(groups.get(filters.state, Q(state=filters.state)))
    if filters.origin:
        rows = rows.filter(origin=filters.origin)
    if filters.unit_id is not None:
        below = Q(unit_id=filters.unit_id)
        if filters.branch:
            below |= Q(unit_id__in=scope_descendants([filters.unit_id], on))
        rows = rows.filter(below)
    if words := filters.words.strip():
        number = words.upper().removeprefix("CK-").lstrip("0")
        fits = Q(text__icontains=words) | Q(origin_label__icontains=words)
        rows = rows.filter(
            fits | Q(pk=int(number)) if number.isascii() and number.isdecimal() and len(number) < 16 else fits
        )
    return rows.order_by(*BY_DAY)
