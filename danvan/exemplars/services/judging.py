"""Blind scoring, and what a closed round makes of it: totals, ranks with ties, who goes on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common.errors import Incomplete, NotAllowed, OutOfSight, WrongState
from danvan.exemplars.models import Contest, ContestRound, Score, Standing
from danvan.exemplars.queries.juries import biased, missing_sheets, seat_of
from danvan.exemplars.services.contesting import open_round
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save

CENT = Decimal("0.01")


@transaction.atomic
def score(
    *, standing_id: int, seat_number: int, points: Mapping[int, Decimal], by: Actor, at: datetime
) -> Standing:
    """
    One sheet: points by criterion id. May be corrected until the round is closed.

    :raises OutOfSight: for who sits on another seat
    :raises NotAllowed: for an entry of a unit in which the juror holds a post
    :raises WrongState: when the round is closed
    :raises Incomplete: for a criterion without points, or more points than it gives
    """
    standing = Standing.objects.select_related("round__contest__unit", "entry").filter(pk=standing_id).first()
    if standing is None:
        raise OutOfSight(_("There is no such entry, or it is not open to you."))
    round_ = ContestRound.objects.select_for_update().get(pk=standing.round_id)
    contest = standing.round.contest
    seat = seat_of(by, contest, seat_number)
    if round_.state != ContestRound.State.OPEN or contest.state != Contest.State.JUDGING:
        raise WrongState(_("The round is closed: its scores stay as they are."))
    if biased(seat, [standing.entry.unit_id], timezone.localtime(at).date()):
        raise NotAllowed(_("This entry comes from a unit in which the juror holds a post. Others judge it."))
    for criterion in contest.criteria.all():
        given = points.get(criterion.pk)
        if given is None or not 0 <= given <= criterion.most:
            raise Incomplete(
                _("“%(name)s”: between 0 and %(most)d points.")
                % {"name": criterion.name, "most": criterion.most}
            )
        Score.objects.update_or_create(
            standing=standing, seat=seat, criterion=criterion, defaults={"points": given}
        )
    # Which entry got what stays between the sheet and the jury until the round is closed.
    log(contest, "contest_scored", by=by, at=at, after={"seat": seat.number, "round": round_.number})
    return standing


@transaction.atomic
def close_round(*, contest_id: int, version: int, by: Actor, at: datetime) -> Contest:
    """
    Count, rank, and open the next round for those who go on; after the last one the contest is concluded. Entries level
    with the last one that goes on go on too.

    :raises Incomplete: while a sheet is missing
    """
    contest = hold(Contest, contest_id, action="manage", by=by, version=version)
    expect(contest, Contest.State.JUDGING)
    round_ = contest.rounds.select_for_update().get(state=ContestRound.State.OPEN)
    missing = len(missing_sheets(round_, timezone.localtime(at).date()))
    if missing:
        raise Incomplete(
            ngettext(
                "%(n)d sheet of the jury is still missing.",
                "%(n)d sheets of the jury are still missing.",
                missing,
            )
            % {"n": missing}
        )
    going = _rank(round_)
    round_.state, round_.closed_at = ContestRound.State.CLOSED, at
    round_.save(update_fields=["state", "closed_at"])
    following = contest.rounds.filter(number=round_.number + 1).first()
    if following is not None:
        open_round(following, going)
    else:
        contest.state, contest.concluded_on = Contest.State.CONCLUDED, timezone.localtime(at).date()
    save(contest, "state", "concluded_on")
    log(contest, "contest_round_closed", by=by, at=at, after={"round": round_.number, "go_on": len(going)})
    return contest


def _rank(round_: ContestRound) -> list[int]:
    """Write totals and ranks (1, 1, 3); returns the entries that go on."""
    rows = list(round_.standings.order_by("pk"))
    for row in rows:
        sheets = row.scores.order_by().values("seat").annotate(sum=Sum("points"))
        sums = [Decimal(sheet["sum"]) for sheet in sheets]
        row.total = (sum(sums, Decimal(0)) / len(sums)).quantize(CENT, ROUND_HALF_UP) if sums else Decimal(0)
    totals = sorted((row.total for row in rows if row.total is not None), reverse=True)
    for row in rows:
        assert row.total is not None
        row.rank = totals.index(row.total) + 1
        row.goes_on = round_.advance is not None and row.rank <= round_.advance
    Standing.objects.bulk_update(rows, ["total", "rank", "goes_on"])
    return [row.entry_id for row in rows if row.goes_on]
