"""What "This week" says about models, contests and commendation."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from danvan.common.numbers import format_number
from danvan.exemplars.models import Award, Contest, ContestRound, Seat, SkilledModel
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.queries import last_names
from danvan.ui.week import Line, More

SHOWN = 4
# From this month on the level above is told what it has to verify before the year ends.
FROM_MONTH = 10


def owed(request: HttpRequest) -> More | None:
    """Sheets of the jury, and proposals whose next step is the person's own. One query where there is none."""
    actor = request.actor  # type: ignore[attr-defined]
    seats, awards = _seats(actor), _open_proposals(actor)
    found = seats.annotate(kind=Value("seat")).values_list("kind", "pk")
    there = set(found.union(awards.annotate(kind=Value("award")).values_list("kind", "pk"), all=True))
    lines = _sheets(seats) if any(kind == "seat" for kind, _pk in there) else []
    lines += _proposals(actor, awards) if any(kind == "award" for kind, _pk in there) else []
    if not lines:
        return None
    return More(tuple(lines[:SHOWN]), len(lines), reverse("exemplars:awards"))


def _seats(actor: Actor) -> QuerySet[Seat]:
    open_ = {"contest__state": Contest.State.JUDGING, "contest__rounds__state": ContestRound.State.OPEN}
    return Seat.objects.filter(user_id=actor.user_id, **open_).order_by()


def _sheets(seats: QuerySet[Seat]) -> list[Line]:
    return [
        Line(
            seat.contest.title, _("Jury, seat %(n)d") % {"n": seat.number}, _("Judge"),
            reverse("exemplars:judge", args=[seat.contest_id, seat.number]), _("round is open"), "warn",
        )
        for seat in seats.select_related("contest").order_by("contest_id")
    ]  # fmt: skip


# What comes next, by the action that does it.
NEXT = {
    Award.State.LAUNCHED: ("edit", gettext_lazy("Send the proposal")),
    Award.State.PROPOSED: ("accept", gettext_lazy("Record the vote")),
    Award.State.REVIEWED: ("edit", gettext_lazy("Submit")),
    Award.State.SUBMITTED: ("issue", gettext_lazy("Record the decision")),
}


def _open_proposals(actor: Actor) -> QuerySet[Award]:
    """Those that lie in a unit where the person may do what comes next."""
    mine = Q(pk__in=[])
    for state, (action, _verb) in NEXT.items():
        units = [pk for pk in actor.unit_ids() if policy.can(actor, action, "award", pk)]
        mine |= Q(state=state, unit_id__in=units)
    return Award.unscoped.filter(mine).order_by()


def _proposals(actor: Actor, awards: QuerySet[Award]) -> list[Line]:
    found = list(awards.order_by("launched_on", "pk"))
    names = last_names({row.holder_unit_id for row in found[:SHOWN]}, actor.on)
    return [
        Line(
            str(row), names[row.holder_unit_id].name if row.holder_unit_id in names else "",
            str(NEXT[Award.State(row.state)][1]), reverse("exemplars:award", args=[row.pk]), str(row.get_state_display()),
        )
        for row in found
    ]  # fmt: skip


def waits(request: HttpRequest) -> More | None:
    """In the last quarter: how many models lapse at the end of the year unless they are verified again."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.on.month < FROM_MONTH or not policy.holds(actor, "verify", "model"):
        return None
    end = date(actor.on.year, 12, 31)
    late = (
        SkilledModel.scoped(actor, "verify")
        .filter(state__in=SkilledModel.WORKING, verified_until__lte=end)
        .count()
    )
    if not late:
        return None
    words = ngettext(
        "%(n)s model lapses unless it is verified again",
        "%(n)s models lapse unless they are verified again",
        late,
    )
    href = reverse("exemplars:models") + "?trang-thai=due"
    line = Line(
        words % {"n": format_number(late)},
        _("“Skilled mass mobilisation”"),
        _("Verify"),
        href,
        "",
        "warn",
        end,
    )
    return More((line,), 1, href)
