"""What "This week" says about models, contests and commendation."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common.numbers import format_number
from danvan.exemplars.models import Award, Contest, ContestRound, Seat, SkilledModel
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names
from danvan.ui.week import Line, More

SHOWN = 4
# From this month on the level above is told what it has to verify before the year ends.
FROM_MONTH = 10


def owed(request: HttpRequest) -> More | None:
    """Sheets of the jury, and proposals whose next step is the person's own. Four queries at most."""
    actor = request.actor  # type: ignore[attr-defined]
    lines = [*_sheets(actor), *_proposals(actor)]
    if not lines:
        return None
    return More(tuple(lines[:SHOWN]), len(lines), reverse("exemplars:awards"))


def _sheets(actor) -> list[Line]:
    rows = Seat.objects.filter(
        user_id=actor.user_id,
        contest__state=Contest.State.JUDGING,
        contest__rounds__state=ContestRound.State.OPEN,
    )
    return [
        Line(
            seat.contest.title, _("Jury, seat %(n)d") % {"n": seat.number}, _("Judge"),
            reverse("exemplars:judge", args=[seat.contest_id, seat.number]), _("round is open"), "warn",
        )
        for seat in rows.select_related("contest").order_by("contest_id")
    ]  # fmt: skip


def _proposals(actor) -> list[Line]:
    steps = (
        ("edit", (Award.State.LAUNCHED,), _("Send the proposal")), ("accept", (Award.State.PROPOSED,), _("Record the vote")),
        ("edit", (Award.State.REVIEWED,), _("Submit")), ("issue", (Award.State.SUBMITTED,), _("Record the decision")),
    )  # fmt: skip
    if not any(policy.holds(actor, action, "award") for action, _states, _verb in steps):
        return []
    rows = Award.unscoped.filter(unit_id__in=actor.unit_ids(), state__in=Award.OPEN).order_by(
        "launched_on", "pk"
    )
    found = list(rows[:SHOWN])
    names = last_names({row.holder_unit_id for row in found}, actor.on) if found else {}
    return [
        Line(
            str(row), names[row.holder_unit_id].name, verb, reverse("exemplars:award", args=[row.pk]),
            str(row.get_state_display()), "neutral",
        )
        for row in found
        for action, states, verb in steps
        if row.state in states and policy.can(actor, action, "award", row.unit_id)
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
