"""A commendation proposal from the movement to the presentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.common.errors import Conflict, Incomplete, NotAllowed
from danvan.exemplars.models import Award, Form, Holder, SkilledModel
from danvan.exemplars.queries import eligibility
from danvan.exemplars.services.story import between, needed, tell_award
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.holding import expect, hold, log, save
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids, last_names, names_on, path_ids

State = Award.State
FIELDS = (
    "movement",
    "launched_on",
    "year",
    "form",
    "authority",
    "persons",
    "direct_persons",
    "achievement",
    "dossier",
)


@transaction.atomic
def draft(
    *, unit: OrgUnit, holder_unit: OrgUnit, values: Mapping[str, Any], by: Actor, at: datetime,
    model_id: int | None = None,
) -> Award:  # fmt: skip
    """
    A proposal under a movement, not sent yet.

    :raises NotAllowed: for the work of a unit that is neither `unit` nor below it
    :raises Incomplete: for a flag for individuals, or individuals without a number
    """
    grant = policy.require(by, "edit", "award", unit.pk)
    today = timezone.localtime(at).date()
    name = names_on(today, [unit.pk]).get(unit.pk)
    if name is None:
        raise Incomplete(_("The unit is not in force any more."))
    below = descendant_ids(unit.pk, today).filter(descendant_id=holder_unit.pk)
    if holder_unit.pk != unit.pk and not below.exists():
        raise NotAllowed(_("A unit proposes its own work and that of units below it."))
    award = Award(
        unit=unit,
        proposer=unit,
        level=name.level,
        holder_unit=holder_unit,
        holder=values["holder"],
        created_at=at,
    )
    award.model = _model(by, model_id)
    _fill(award, values, at)
    award.save()
    award.on_behalf_of = grant.for_user  # type: ignore[attr-defined]
    tell_award(award, "launched", on=award.launched_on, by=by, at=at)
    return award


def _model(by: Actor, model_id: int | None) -> SkilledModel | None:
    if model_id is None:
        return None
    found = SkilledModel.scoped(by, "see").filter(pk=model_id).first()
    if found is None:
        raise Incomplete(_("There is no model with this number in your sight."))
    return found


def _fill(award: Award, values: Mapping[str, Any], at: datetime) -> None:
    for field in FIELDS:
        if field in values:
            setattr(award, field, values[field])
    award.persons = award.persons or 0
    award.direct_persons = award.direct_persons or 0
    between(award.launched_on, award.launched_on, at)
    if award.holder == Holder.COLLECTIVE:
        award.persons = award.direct_persons = 0
    elif award.form == Form.FLAG:
        raise Incomplete(_("Flags are given to collectives."))
    elif not award.persons:
        raise Incomplete(_("Say how many individuals; they are not named here."))
    if award.direct_persons > award.persons:
        raise Incomplete(_("Those doing the direct work are part of all individuals."))
    award.achievement = needed(award.achievement, _("Achievement"))
    award.remember_words()


@transaction.atomic
def edit(*, award_id: int, version: int, values: Mapping[str, Any], by: Actor, at: datetime) -> Award:
    """Correct it, until the council has reviewed it. Unit and kind of holder stay."""
    award = hold(Award, award_id, action="edit", by=by, version=version)
    expect(award, State.LAUNCHED, State.PROPOSED)
    _fill(award, values, at)
    save(award, *FIELDS, "words")
    log(award, "award_edited", by=by, at=at)
    return award


@transaction.atomic
def propose(*, award_id: int, version: int, by: Actor, at: datetime) -> Award:
    """:raises Conflict: when the same achievement was awarded or proposed before"""
    award = hold(Award, award_id, action="edit", by=by, version=version)
    expect(award, State.LAUNCHED)
    _not_twice(award)
    award.state = State.PROPOSED
    save(award, "state")
    tell_award(award, "proposed", on=timezone.localtime(at).date(), by=by, at=at)
    return award


def _not_twice(award: Award) -> None:
    if found := eligibility.errors(award):
        raise Conflict(found[0].message)


@transaction.atomic
def review(
    *, award_id: int, version: int, on: date, votes_for: int, votes_against: int, council_size: int, by: Actor,
    at: datetime,
) -> Award:  # fmt: skip
    """
    The council's vote, as counts. Two thirds of those who voted must be for it, and not more vote than sit there.

    :raises Incomplete: otherwise
    """
    award = hold(Award, award_id, action="accept", by=by, version=version)
    expect(award, State.PROPOSED)
    between(on, award.launched_on, at)
    cast = votes_for + votes_against
    if not 0 < cast <= council_size:
        raise Incomplete(_("Votes for and against must be between 1 and the number of members."))
    if 3 * votes_for < 2 * cast:
        raise Incomplete(_("Fewer than two thirds voted for it. Refuse it, with the reason."))
    award.votes_for, award.votes_against, award.council_size = votes_for, votes_against, council_size
    award.reviewed_on, award.state = on, State.REVIEWED
    save(award, "votes_for", "votes_against", "council_size", "reviewed_on", "state")
    tell_award(award, "reviewed", on=on, by=by, at=at)
    return award


@transaction.atomic
def review_all(
    *, items: Sequence[tuple[int, int]], on: date, votes_for: int, votes_against: int, council_size: int, by: Actor,
    at: datetime,
) -> int:  # fmt: skip
    """The same vote on many proposals (id, version): all or none."""
    if not items:
        raise Incomplete(_("Choose at least one proposal."))
    for award_id, version in sorted(items):
        review(
            award_id=award_id, version=version, on=on, votes_for=votes_for, votes_against=votes_against,
            council_size=council_size, by=by, at=at,
        )  # fmt: skip
    return len(items)


@transaction.atomic
def submit(*, award_id: int, version: int, to_unit: OrgUnit, on: date, by: Actor, at: datetime) -> Award:
    """
    The file goes to the unit whose authority decides: the own one or one above. From then on it lies there.

    :raises Incomplete: for a unit that is not on the way up
    """
    award = hold(Award, award_id, action="edit", by=by, version=version)
    expect(award, State.REVIEWED)
    between(on, award.reviewed_on or award.launched_on, at)
    if to_unit.pk not in path_ids(award.unit_id, timezone.localtime(at).date()):
        raise Incomplete(_("A proposal is submitted to a unit above, or to the own one."))
    award.unit, award.submitted_on, award.state = to_unit, on, State.SUBMITTED
    award.level = last_names([to_unit.pk], on)[to_unit.pk].level
    save(award, "unit", "level", "submitted_on", "state")
    tell_award(award, "submitted", on=on, by=by, at=at)
    return award


@transaction.atomic
def decide(
    *, award_id: int, version: int, on: date, number: str, signer: str, by: Actor, at: datetime
) -> Award:
    """The decision, by its number and day. :raises Conflict: for the same achievement a second time"""
    award = hold(Award, award_id, action="issue", by=by, version=version)
    expect(award, State.SUBMITTED)
    between(on, award.submitted_on or award.launched_on, at)
    _not_twice(award)
    award.decision_number, award.signer = needed(number, _("Number of the decision")), signer.strip()
    award.decided_on, award.state = on, State.DECIDED
    award.remember_words()
    save(award, "decision_number", "signer", "decided_on", "state", "words")
    tell_award(award, "decided", on=on, by=by, at=at)
    return award


@transaction.atomic
def present(*, award_id: int, version: int, on: date, by: Actor, at: datetime) -> Award:
    award = hold(Award, award_id, action="issue", by=by, version=version)
    expect(award, State.DECIDED)
    award.presented_on, award.state = between(on, award.decided_on or on, at), State.PRESENTED
    save(award, "presented_on", "state")
    tell_award(award, "presented", on=on, by=by, at=at)
    return award


@transaction.atomic
def refuse(*, award_id: int, version: int, reason: str, by: Actor, at: datetime) -> Award:
    """By the council, or by the authority once it is submitted. Whoever proposed it reads the reason."""
    award = Award.locked(award_id)
    action = "issue" if award is not None and award.state == State.SUBMITTED else "accept"
    award = hold(Award, award_id, action=action, by=by, version=version)
    expect(award, State.PROPOSED, State.REVIEWED, State.SUBMITTED)
    award.refused_reason, award.state = needed(reason, _("Reason")), State.REFUSED
    save(award, "refused_reason", "state")
    tell_award(award, "refused", on=timezone.localtime(at).date(), by=by, at=at, reason=award.refused_reason)
    return award
