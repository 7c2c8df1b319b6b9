"""Contests for pages: who sees which entries, and what the rounds say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.exemplars.models import Contest, ContestRound, Entry, Seat, Standing
from danvan.exemplars.queries.juries import biased, missing_sheets, sits
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.queries import descendant_ids, last_names


def visible(actor: Actor) -> QuerySet[Contest]:
    """Contests in sight, and those in whose jury the person sits; one being prepared is the organiser's alone."""
    mine = Q(pk__in=Contest.scoped(actor, "see").values("pk")) | Q(seats__user_id=actor.user_id)
    ready = ~Q(state=Contest.State.PLANNED) | Q(pk__in=Contest.scoped(actor, "manage").values("pk"))
    return Contest.unscoped.filter(mine & ready).distinct()


def find(actor: Actor, contest_id: int) -> Contest:
    found = visible(actor).select_related("unit").filter(pk=contest_id).first()
    if found is None:
        raise OutOfSight(_("There is no such contest, or it is not open to you."))
    return found


@dataclass(frozen=True)
class Line:
    contest: Contest
    unit: str
    entries: int


def lines(rows: QuerySet[Contest] | list[Contest], on: date) -> list[Line]:
    found = list(rows)
    counts = dict(
        Entry.unscoped.filter(contest__in=found, state=Entry.State.SUBMITTED).order_by().values_list("contest_id")
        .annotate(n=Count("pk"))
    )  # fmt: skip
    names = last_names({row.unit_id for row in found}, on) if found else {}
    return [Line(row, names[row.unit_id].name, counts.get(row.pk, 0)) for row in found]


@dataclass(frozen=True)
class Sent:
    entry: Entry
    unit: str
    own: bool


def entries(actor: Actor, contest: Contest, on: date) -> list[Sent]:
    """
    Entries with their units: all of them for the organiser and once the contest is concluded, before that only one's own.
    Who sits in the jury reads no units until the end.
    """
    rows = contest.entries.filter(state=Entry.State.SUBMITTED).select_related("unit")
    mine = set(actor.unit_ids())
    over = contest.state == Contest.State.CONCLUDED
    organiser = policy.can(actor, "manage", "contest", contest.unit_id) and not sits(actor, contest)
    if not over and not organiser:
        rows = rows.filter(unit_id__in=mine)
    found = list(rows.order_by("submitted_at", "pk"))
    names = last_names({row.unit_id for row in found}, on) if found else {}
    return [Sent(row, names[row.unit_id].name, row.unit_id in mine) for row in found]


def own_units_that_may_enter(actor: Actor, contest: Contest, on: date) -> list[int]:
    inside = set(descendant_ids(contest.unit_id, on))
    sent = set(contest.entries.filter(state=Entry.State.SUBMITTED).values_list("unit_id", flat=True))
    return [
        unit_id
        for unit_id in actor.unit_ids()
        if unit_id in inside - sent and policy.can(actor, "submit", "contest", unit_id)
    ]


@dataclass(frozen=True)
class Place:
    """An entry in a closed round. `unit` is empty while the contest runs; `shared` when others have the same rank."""

    standing: Standing
    code: str
    title: str
    unit: str
    shared: bool


@dataclass(frozen=True)
class Round:
    round: ContestRound
    places: list[Place]
    missing: int
    entries: int


def rounds(contest: Contest, on: date) -> list[Round]:
    """Closed rounds with their places; of an open one only how many sheets are missing."""
    over = contest.state == Contest.State.CONCLUDED
    found = []
    for round_ in contest.rounds.all():
        standings = list(round_.standings.select_related("entry").order_by("rank", "entry__code"))
        closed = round_.state == ContestRound.State.CLOSED
        names = last_names({row.entry.unit_id for row in standings}, on) if standings and over else {}
        ranks = [row.rank for row in standings]
        places = [
            Place(
                row, row.entry.code, row.entry.title, names[row.entry.unit_id].name if over else "",
                ranks.count(row.rank) > 1,
            )
            for row in standings
            if closed
        ]  # fmt: skip
        open_ = round_.state == ContestRound.State.OPEN
        missing = len(missing_sheets(round_, on)) if open_ else 0
        found.append(Round(round_, places, missing, len(standings)))
    return found


@dataclass(frozen=True)
class Sheet:
    """What one seat has given one entry so far; `points` by criterion id."""

    standing: Standing
    points: dict[int, str]
    own_unit: bool

    @property
    def done(self) -> bool:
        return bool(self.points)


def sheets(seat: Seat, round_: ContestRound, on: date) -> list[Sheet]:
    """The entries of an open round as the jury sees them: by code, with nobody else's points."""
    standings = list(round_.standings.select_related("entry").order_by("entry__code"))
    own = biased(seat, [row.entry.unit_id for row in standings], on)
    given: dict[int, dict[int, str]] = {}
    for standing_id, criterion_id, points in seat.scores.filter(standing__round=round_).values_list(
        "standing_id", "criterion_id", "points"
    ):
        given.setdefault(standing_id, {})[criterion_id] = f"{points.normalize():f}"
    return [Sheet(row, given.get(row.pk, {}), row.entry.unit_id in own) for row in standings]
