"""The year's plan of a unit as a document: agreed, numbered, its sessions approved with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.common.errors import Conflict, Incomplete
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import log
from danvan.organizations.models import OrgUnit
from danvan.oversight import personal
from danvan.oversight.models import OversightSession, YearPlan
from danvan.oversight.services.holding import held, keep, tell

State = OversightSession.State


def waiting(unit_id: int, year: int) -> Iterable[OversightSession]:
    """Supervisions in the plan of a year that are approved with it."""
    rows = OversightSession.unscoped.filter(
        kind="supervision", unit_id=unit_id, plan_year=year, plan_quarter__isnull=False, state=State.PLANNED
    )
    return rows.order_by("plan_quarter", "scheduled_on", "pk")


@transaction.atomic
def agree(
    *, unit: OrgUnit, year: int, number: str, signer: str, agreed_on: date, agreed_with: str,
    session_ids: Iterable[int], by: Actor, at: datetime,
) -> YearPlan:  # fmt: skip
    """
    Enter that the plan was agreed, and approve the supervisions that were shown (`session_ids`) with it.

    :raises Conflict: when the plan of that year is agreed, or its sessions are not those that were shown
    :raises Incomplete: without number and signer, for a day to come, or an empty plan
    """
    grant = policy.require(by, "issue", "supervision", unit.pk)
    OrgUnit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if YearPlan.unscoped.filter(unit=unit, year=year).exists():
        raise Conflict(_("The plan of this year is agreed already."))
    if agreed_on > timezone.localtime(at).date():
        raise Incomplete(_("This day is still to come."))
    if not number.strip() or not signer.strip():
        raise Incomplete(_("Write the number and who signed."))
    shown, now = set(session_ids), {one.pk for one in waiting(unit.pk, year)}
    if shown != now:
        raise Conflict(_("The plan has changed since you looked at it. Look again, then agree."))
    kinds = OversightSession.unscoped.filter(unit=unit, plan_year=year, plan_quarter__isnull=False)
    counted = Counter(kinds.exclude(state=State.CANCELLED).values_list("kind", flat=True))
    if not counted:
        raise Incomplete(_("Nothing is planned for this year yet."))
    personal.refuse(signer, agreed_with)
    made = YearPlan.unscoped.create(
        unit=unit, year=year, number=number.strip()[:60], signer=signer.strip()[:200], agreed_on=agreed_on,
        agreed_with=agreed_with.strip()[:300], planned=dict(counted),
    )  # fmt: skip
    made.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    for session_id in sorted(shown):
        _approve(session_id, agreed_on, by, at)
    log(made, "plan_agreed", by=by, at=at, after={"year": year, "approved": len(shown)})
    return made


def _approve(session_id: int, on: date, by: Actor, at: datetime) -> None:
    session = held(session_id, action="issue", by=by)
    session.state = State.APPROVED
    keep(session, "state")
    tell(session, State.APPROVED, on=on, by=by, at=at)
