"""
Whose turn it is beside doing the work: to accept or decline, to verify, to decide who does it; since when and until when.

Nothing of it is stored: the day follows from the step that passed the turn on, the rule in force then and the calendar.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.commitments.models import OWING, Commitment, State, Step
from danvan.reference import queries
from danvan.reference.calendar import add_working_days

ACCEPT, VERIFY, DECIDE = "accept", "verify", "decide"
# Working days where a rule is not loaded: as the rules say, proposals of the project.
LENGTHS = {ACCEPT: 5, VERIFY: 10, DECIDE: 5}
_Kind = Step.Kind
STARTS = {
    ACCEPT: (_Kind.GIVEN, _Kind.HANDED_ON, _Kind.DECIDED, _Kind.PASSED, _Kind.REOPENED, _Kind.RETURNED),
    VERIFY: (_Kind.REPORTED, _Kind.DECLINED),
    DECIDE: (_Kind.ASKED_UP,),
}


@dataclass(frozen=True)
class Turn:
    """`unit_id` has to act by `due_on`, the turn being its own since `since`."""

    what: str
    unit_id: int
    since: date
    due_on: date

    def late_days(self, on: date) -> int:
        return max(0, (on - self.due_on).days)

    def is_late(self, on: date) -> bool:
        return on > self.due_on

    @property
    def words(self) -> str:
        said = {
            ACCEPT: _("to be accepted or declined by %(day)s"),
            VERIFY: _("to be verified by %(day)s"),
            DECIDE: _("to be decided by the superior by %(day)s"),
        }
        return said[self.what] % {"day": f"{self.due_on:%d/%m/%Y}"}


def whose(commitment: Commitment) -> tuple[str, int] | None:
    """What is waited for, and the unit that has to do it; None while the work itself goes on, or when it is over."""
    if commitment.decider_id is not None and commitment.state in (*OWING, State.DECLINED):
        return DECIDE, commitment.decider_id
    if commitment.state == State.GIVEN:
        return ACCEPT, commitment.unit_id
    if commitment.state in (State.REPORTED_DONE, State.DECLINED):
        return VERIFY, commitment.verifier_id
    return None


def turns(commitments: Iterable[Commitment]) -> dict[int, Turn]:
    """By the id of those on which somebody's word is waited for. At most five queries, however many there are."""
    waiting = {row.pk: (row, found) for row in commitments if (found := whose(row))}
    if not waiting:
        return {}
    began = _began(waiting)
    calendar = queries.calendar()
    versions = {
        what: queries.versions_of(f"commitment.{what}") for what in {w for _r, (w, _u) in waiting.values()}
    }
    made = {}
    for pk, (row, (what, unit_id)) in waiting.items():
        since = max((began[pk, kind] for kind in STARTS[what] if (pk, kind) in began), default=row.given_on)
        rule = queries.chosen(versions[what], case_on=since, step_on=since)
        length = (rule.length if rule else None) or LENGTHS[what]
        made[pk] = Turn(what, unit_id, since, add_working_days(since, length, calendar))
    return made


def _began(ids: Iterable[int]) -> dict[tuple[int, str], date]:
    kinds = {kind for some in STARTS.values() for kind in some}
    rows = Step.objects.filter(commitment__in=list(ids), kind__in=kinds).order_by()
    last: Iterable[tuple[int, str, datetime]] = (
        rows.values("commitment_id", "kind")
        .annotate(last=Max("at"))
        .values_list("commitment_id", "kind", "last")
    )
    return {(pk, kind): timezone.localtime(at).date() for pk, kind, at in last}
