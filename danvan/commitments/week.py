"""What "This week" says about commitments."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.commitments import permissions, queries
from danvan.commitments.models import OWING, Commitment, State
from danvan.commitments.turns import Turn, turns
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names
from danvan.ui.week import Line, More

SHOWN = 8
TEXT = 90


def owed(request: HttpRequest) -> More | None:
    """What the own units still have to do."""
    actor = request.actor  # type: ignore[attr-defined]
    if not policy.holds(actor, "edit", permissions.TYPE):
        return None
    return _more(queries.owed_by(actor).filter(state__in=OWING), actor, reverse("commitments:owed"))


def waiting(request: HttpRequest) -> More | None:
    """What waits to be verified or decided."""
    actor = request.actor  # type: ignore[attr-defined]
    if not policy.holds(actor, "verify", permissions.TYPE) and not policy.holds(
        actor, "manage", permissions.TYPE
    ):
        return None
    return _more(queries.waiting_for(actor), actor, reverse("commitments:to_us"))


def _more(rows: QuerySet[Commitment], actor, href: str) -> More | None:
    # One query for a list that is short for nearly everybody; its count comes with it.
    found = list(rows[: SHOWN + 1])
    if not found:
        return None
    count = len(found) if len(found) <= SHOWN else rows.count()
    names = last_names({row.unit_id for row in found}, actor.on)
    whose = turns(found[:SHOWN])
    lines = tuple(_line(row, names[row.unit_id].name, whose.get(row.pk)) for row in found[:SHOWN])
    return More(lines, count, href)


def _line(row: Commitment, unit: str, turn: Turn | None) -> Line:
    verbs = {State.REPORTED_DONE: _("Verify"), State.DECLINED: _("Decide")}
    own = {
        State.GIVEN: _("Accept or decline"),
        State.ACCEPTED: _("Begin"),
        State.IN_PROGRESS: _("Go on with it"),
    }
    text = row.text if len(row.text) <= TEXT else row.text[: TEXT - 1].rstrip() + "…"
    verb = _("Decide") if row.decider_id else {**verbs, **own}[State(row.state)]
    return Line(
        what=text,
        where=_("Commitment of %(unit)s") % {"unit": unit},
        verb=verb,
        href=reverse("commitments:story", args=[row.pk]),
        state=str(row.get_state_display()),
        # Whoever only has to say a word is told the day of that word, not the day of the work.
        due_on=turn.due_on if turn else row.due_on,
    )
