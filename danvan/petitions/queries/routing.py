"""Which unit is probably in charge, and to which a case can still go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from danvan.organizations import queries as organizations
from danvan.organizations.models import OrgUnit, OrgUnitVersion
from danvan.petitions import topics
from danvan.petitions.models import HandOver, Petition, Route

MOST_HAND_OVERS = 2


@dataclass(frozen=True)
class Suggestion:
    """The unit, and in one sentence why."""

    unit: OrgUnit
    why: str


def suggest(place: OrgUnit | None, topic: str, on: date) -> Suggestion:
    """
    By the rule for the nearest place, the topic's own before one for any topic; without a rule the unit of the place, and
    without a place the unit at the top.
    """
    path = organizations.path_ids(place.pk, on) if place else []
    top = None if path else _top(on)
    order = {unit_id: steps for steps, unit_id in enumerate(reversed([top.pk] if top else path))}
    rules = [
        rule
        for rule in Route.unscoped.on(on).filter(unit_id__in=order).select_related("to_unit", "unit")
        if rule.topic in ("", topic)
    ]
    alive = organizations.names_on(on, {rule.to_unit_id for rule in rules}) if rules else {}
    rules = [rule for rule in rules if rule.to_unit_id in alive]
    if rules:
        # Nearest place first; of two the one about this topic, then the younger one.
        best = min(rules, key=lambda rule: (not rule.topic, order[rule.unit_id], -rule.starts_on.toordinal()))
        why = _("rule for %(place)s, %(topic)s") % {
            "place": organizations.last_names([best.unit_id], on)[best.unit_id].name,
            "topic": topics.name(best.topic) if best.topic else _("any topic"),
        }
        return Suggestion(best.to_unit, why)
    if top:
        return Suggestion(top, _("no place is named; no rule says otherwise"))
    assert place is not None
    return Suggestion(place, _("the unit of the place; no rule says otherwise"))


def _top(on: date) -> OrgUnit:
    version = OrgUnitVersion.objects.on(on).filter(parent=None).select_related("unit").order_by("pk").first()
    assert version is not None, "there is no unit at the top"
    return version.unit


def held_by(petition: Petition) -> list[int]:
    """Units that had the case, in order, the present one last."""
    steps = list(
        HandOver.objects.filter(petition=petition).order_by("pk").values_list("from_unit_id", flat=True)
    )
    return [*steps, petition.unit_id]


def hand_overs_left(petition: Petition) -> int:
    done = HandOver.objects.filter(petition=petition, ordered=False).count()
    return max(0, MOST_HAND_OVERS - done)


def superior_of(unit_id: int, on: date) -> int:
    """The unit above; the unit itself at the top."""
    path = organizations.path_ids(unit_id, on)
    return path[-2] if len(path) > 1 else unit_id
