"""Who sits in a jury, and which sheets are still missing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.exemplars.models import Contest, ContestRound, Score, Seat
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import Post
from danvan.organizations.queries import in_effect


def seat_of(by: Actor, contest: Contest, number: int) -> Seat:
    """
    The seat, if this person writes its sheets: who sits there, or for a seat on paper the organiser.

    :raises OutOfSight: otherwise
    """
    seat = contest.seats.filter(number=number).first()
    if seat is not None:
        if seat.user_id == by.user_id:
            return seat
        if seat.user_id is None and policy.can(by, "manage", "contest", contest.unit_id):
            return seat
    raise OutOfSight(_("There is no such seat, or it is not yours."))


def seats_of(by: Actor, contest: Contest) -> list[Seat]:
    """Seats whose sheets this person writes."""
    paper = policy.can(by, "manage", "contest", contest.unit_id)
    return [
        seat for seat in contest.seats.all() if seat.user_id == by.user_id or (paper and seat.user_id is None)
    ]


def sits(by: Actor, contest: Contest) -> bool:
    return contest.seats.filter(user_id=by.user_id).exists()


def biased(seat: Seat, unit_ids: Collection[int], on: date) -> set[int]:
    """Units of these in which who sits there holds a post."""
    if seat.user_id is None:
        return set()
    posts = Post.objects.filter(in_effect(on), holder_id=seat.user_id, unit_id__in=unit_ids)
    return set(posts.values_list("unit_id", flat=True))


def missing_sheets(round_: ContestRound, on: date) -> list[tuple[int, int]]:
    """(seat number, standing id) of sheets not complete; a juror's own unit is left to the others."""
    standings = list(round_.standings.select_related("entry"))
    needed = round_.contest.criteria.count()
    found: dict[tuple[int, int], int] = {}
    rows = Score.objects.filter(standing__round=round_).values_list("seat__number", "standing_id")
    for key in rows:
        found[key] = found.get(key, 0) + 1
    units = [row.entry.unit_id for row in standings]
    missing = []
    for seat in round_.contest.seats.all():
        own = biased(seat, units, on)
        missing += [
            (seat.number, row.pk)
            for row in standings
            if row.entry.unit_id not in own and found.get((seat.number, row.pk), 0) < needed
        ]
    return missing
