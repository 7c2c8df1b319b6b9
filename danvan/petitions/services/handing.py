"""Passing a case to the unit in charge: never back, at most twice, then the superior decides."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.organizations import queries as organizations
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit, UnitSuccession
from danvan.petitions import deadlines
from danvan.petitions.errors import GoesRound, SuperiorDecides
from danvan.petitions.models import Event, HandOver, Petition, State
from danvan.petitions.models.cases import OPEN
from danvan.petitions.queries import routing
from danvan.petitions.services import shared
from danvan.petitions.services.telling import tell_unit

LIVING = (*OPEN, State.ANSWERED)


@transaction.atomic
def hand_over(
    *, petition: Petition, version: int, to_unit: OrgUnit, reason: str, by: Actor, at: datetime
) -> Petition:
    """
    Pass a case on to the unit that is in charge, which the sender is told with the reason. The limit runs on.

    :raises Incomplete: without a reason
    :raises GoesRound: when that unit had the case before
    :raises SuperiorDecides: after two hand-overs, or once the superior has decided
    :raises Ended: when the case is over
    """
    row = shared.taken(petition, version, by, "submit")
    shared.must_be_open(row)
    said = shared.text_of(reason, "reason", _("Why that unit is in charge"), longest=1000)
    if row.decided:
        raise SuperiorDecides(
            _("The superior decided that your unit is in charge. If that is wrong, ask the superior.")
        )
    if row.awaits_superior or not routing.hand_overs_left(row):
        raise SuperiorDecides(
            _(
                "This case was handed over twice already. Ask the superior to decide who is "
                "in charge; it does not travel further."
            )
        )
    had = routing.held_by(row)
    if to_unit.pk in had:
        raise GoesRound(
            _(
                "That unit had this case before, so it does not go back there. Choose "
                "another unit or ask the superior to decide."
            )
        )
    _must_live(to_unit, at)
    _pass(row, to_unit, by, at, ordered=False)
    words = {"reason": said}
    shared.tell(
        row, Event.Kind.HANDED_OVER, at=at, by=by, words=words, to_sender=True, to=to_unit.pk, of=had[-1]
    )
    shared.log("handed_over", row, by=by, at=at, to=to_unit.code)
    tell_unit(row, "petitions.received", at=at, but=by)
    return row


@transaction.atomic
def ask_superior(*, petition: Petition, version: int, reason: str, by: Actor, at: datetime) -> Petition:
    """Ask the unit above to decide who is in charge. :raises SuperiorDecides: when that was asked or decided already"""
    row = shared.taken(petition, version, by, "submit")
    shared.must_be_open(row)
    said = shared.text_of(reason, "reason", _("Why your unit is not in charge"), longest=1000)
    if row.awaits_superior or row.decided:
        raise SuperiorDecides(_("The superior was asked already, or has decided."))
    row.awaits_superior = True
    shared.save(row, "awaits_superior")
    shared.tell(row, Event.Kind.NOTE, at=at, by=by, words=said, asked_superior=True)
    shared.log("superior_asked", row, by=by, at=at)
    superior = routing.superior_of(row.unit_id, timezone.localtime(at).date())
    tell_unit(row, "petitions.to_decide", at=at, unit_id=superior)
    return row


@transaction.atomic
def decide(
    *, petition: Petition, version: int, to_unit: OrgUnit, reason: str, by: Actor, at: datetime
) -> Petition:
    """
    The superior says who is in charge, once and for all; that may be a unit that had the case.

    :raises NotAllowed: when `by` does not stand above the unit that has it
    """
    row = shared.taken(petition, version, by, "manage")
    shared.must_be_open(row)
    # Whoever holds the case cannot be the judge of it, except at the top, where nobody is above.
    on = timezone.localtime(at).date()
    superior = routing.superior_of(row.unit_id, on)
    if superior != row.unit_id and not (
        set(by.unit_ids()) & set(organizations.path_ids(row.unit_id, on)[:-1])
    ):
        raise SuperiorDecides(_("The unit above decides this, not the unit that has the case."))
    if not row.awaits_superior:
        raise SuperiorDecides(
            _("Nobody asked for a decision. The unit in charge hands the case over itself.")
        )
    said = shared.text_of(reason, "reason", _("Why that unit is in charge"), longest=1000)
    _must_live(to_unit, at)
    before = row.unit_id
    row.awaits_superior, row.decided = False, True
    if to_unit.pk != row.unit_id:
        _pass(row, to_unit, by, at, ordered=True, also=("awaits_superior", "decided"))
    else:
        shared.save(row, "awaits_superior", "decided")
    words = {"reason": said}
    shared.tell(row, Event.Kind.DECIDED, at=at, by=by, words=words, to_sender=True, to=to_unit.pk, of=before)
    shared.log("decided", row, by=by, at=at, to=to_unit.code)
    tell_unit(row, "petitions.received", at=at, but=by)
    return row


def _must_live(unit: OrgUnit, at: datetime) -> None:
    if not organizations.names_on(timezone.localtime(at).date(), [unit.pk]):
        raise GoesRound(_("That unit is closed. Choose the one that took over its work."))


def _pass(
    row: Petition,
    to_unit: OrgUnit,
    by: Actor | None,
    at: datetime,
    *,
    ordered: bool,
    also: tuple[str, ...] = (),
) -> None:
    HandOver.objects.create(
        petition=row,
        from_unit_id=row.unit_id,
        to_unit=to_unit,
        at=at,
        by_id=by.user_id if by else None,
        ordered=ordered,
    )
    deadlines.move(row, to_unit, at)
    row.unit = to_unit
    if row.state == State.OWN_AUTHORITY:
        row.state = State.RECEIVED
    shared.save(row, "unit", "state", *also)


@transaction.atomic
def pass_to_successors(*, at: datetime) -> int:
    """
    Give open cases of units that are closed to whoever took them over: the one whole successor, otherwise the unit above.

    Safe to repeat; returns how many passed.
    """
    today = timezone.localtime(at).date()
    waiting = Petition.unscoped.filter(state__in=LIVING).order_by()
    holders = set(waiting.values_list("unit_id", flat=True).distinct())
    closed = holders - set(organizations.names_on(today, holders))
    passed = 0
    for unit_id in sorted(closed):
        heir = _heir(unit_id, today)
        if heir is None:
            continue
        for pk in list(waiting.filter(unit_id=unit_id).order_by("pk").values_list("pk", flat=True)):
            row = shared.locked(pk)
            # Another worker may have been first, or it was handed over or closed meanwhile.
            if row.unit_id != unit_id or row.state not in LIVING:
                continue
            former = row.unit_id
            _pass(row, heir, None, at, ordered=True)
            shared.tell(row, Event.Kind.SUCCEEDED, at=at, to_sender=True, to=heir.pk, of=former)
            shared.log("succeeded", row, by=None, at=at, to=heir.code)
            tell_unit(row, "petitions.received", at=at)
            passed += 1
    return passed


def _heir(unit_id: int, today: date) -> OrgUnit | None:
    """Follows the line of whole successors to one that lives; else the nearest living unit above."""
    seen: set[int] = set()
    current = unit_id
    while current not in seen:
        seen.add(current)
        rows = list(UnitSuccession.objects.filter(old_id=current, on__lte=today).order_by("-on", "pk"))
        whole = [row for row in rows if row.share == UnitSuccession.Share.WHOLE]
        if len(whole) != 1:
            break
        current = whole[0].new_id
        if organizations.names_on(today, [current]):
            return OrgUnit.objects.get(pk=current)
    return _living_above(current, today)


def _living_above(unit_id: int, today: date) -> OrgUnit | None:
    parent: int | None = unit_id
    seen: set[int] = set()
    while parent is not None and parent not in seen:
        seen.add(parent)
        name = organizations.last_names([parent], today).get(parent)
        parent = name.parent_id if name else None
        if parent is not None and organizations.names_on(today, [parent]):
            return OrgUnit.objects.get(pk=parent)
    return None
