"""Recommendations and opinions of one session, for its page and its papers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.organizations.actors import Actor
from danvan.organizations.queries import last_names
from danvan.oversight.models import CriticismOpinion, OversightSession, SupervisionRecommendation


@dataclass(frozen=True)
class Recommended:
    """One recommendation with the name of whoever was asked, and how its commitment stands (empty without one)."""

    recommendation: SupervisionRecommendation
    asked: str
    late_days: int
    standing: str
    commitment_id: int | None


@dataclass(frozen=True)
class Tally:
    """What became of the opinions of a criticism."""

    all: int
    accepted: int
    partly: int
    refused: int

    @property
    def open(self) -> int:
        return self.all - self.accepted - self.partly - self.refused


def recommendations(session: OversightSession, on: date, *, sent_only: bool = False) -> list[Recommended]:
    """In their order. Two queries."""
    some = session.recommendations.select_related("commitment").order_by("number")
    if sent_only:
        some = some.filter(sent_on__isnull=False)
    found = list(some)
    units = {one.to_unit_id for one in found if one.to_unit_id}
    names = last_names(units, on) if units else {}
    return [
        Recommended(
            one, names[one.to_unit_id].name if one.to_unit_id else one.to_body,
            max(0, (on - one.due_on).days) if one.is_open and one.due_on else 0,
            str(one.commitment.get_state_display()) if one.commitment else "", one.commitment_id,
        )
        for one in found
    ]  # fmt: skip


def tally(session: OversightSession) -> Tally:
    verdicts = Counter(session.opinions.order_by().values_list("verdict", flat=True))
    kinds = CriticismOpinion.Verdict
    return Tally(
        sum(verdicts.values()), verdicts[kinds.ACCEPTED], verdicts[kinds.PARTLY], verdicts[kinds.NOT]
    )


def find_recommendation(actor: Actor, pk: int) -> SupervisionRecommendation:
    """:raises OutOfSight: for one that does not exist or is not open to this person"""
    found = (
        SupervisionRecommendation.scoped(actor, "see")
        .select_related("session", "unit", "to_unit")
        .filter(pk=pk)
    )
    if (one := found.first()) is None:
        raise OutOfSight(_("There is no such recommendation, or it is not open to you."))
    return one


def find_opinion(actor: Actor, pk: int) -> CriticismOpinion:
    """:raises OutOfSight: for one that does not exist or is not open to this person"""
    found = CriticismOpinion.scoped(actor, "see").select_related("session", "unit").filter(pk=pk).first()
    if found is None:
        raise OutOfSight(_("There is no such opinion, or it is not open to you."))
    return found
