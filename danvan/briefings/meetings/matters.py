"""
What people raise, as topic × place × count: petitions received, opinions at dialogues, situation notes of the period.

Small numbers are not told (R-90), nor what would give one away: a place is named only from the threshold on, and never when
what is left beside the places named would be a small number. A sensitive topic is told for the whole city and a year only.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Sum
from django.utils import timezone

from danvan.common.periods import Period
from danvan.engagement import small
from danvan.engagement.models import DialogueConference, DialogueOpinion, SituationNote
from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.queries import Tree, tree_on
from danvan.petitions.models import Petition, State
from danvan.reference.queries import sensitive_topics, topic_names

KINDS = ("petitions", "opinions", "notes")
MOST, PLACES = 10, 3
# {topic: {unit: number}}
Counted = dict[str, Counter[int]]


def matters(unit: OrgUnit, level: str, period: Period, on: date) -> list[dict[str, Any]]:
    """Topics most raised first; a number is None where it is too small to be told. Six queries."""
    tree = tree_on(min(on, period.ends_on))
    below = _branch(tree, unit.pk)
    found = {
        "petitions": _petitions(list(below), period),
        "opinions": _opinions(list(below), period),
        "notes": _notes(list(below), period),
    }
    names, sensitive = topic_names(), sensitive_topics()
    whole = level == Level.CITY and period.kind == "year"
    rows: list[dict[str, Any]] = []
    for topic in sorted({topic for kind in found.values() for topic in kind if topic}):
        by_kind = {kind: found[kind].get(topic, Counter()) for kind in KINDS}
        secret = topic in sensitive
        told = {
            kind: small.shown(counted.total(), own=False, sensitive=secret, whole_city_and_year=whole)
            for kind, counted in by_kind.items()
        }
        weight = sum(value or 0 for value in told.values())
        places = [] if secret else _places(sum(by_kind.values(), Counter()), below, tree)
        rows.append(
            {"topic": topic, "name": names.get(topic, topic), **told, "weight": weight, "places": places}
        )
    rows = [row for row in rows if row["weight"]]
    return sorted(rows, key=lambda row: (-row["weight"], row["topic"]))[:MOST]


def _branch(tree: Tree, head: int) -> dict[int, int]:
    """Every unit of the branch -> the child of the head it lies under (the head itself for its own)."""
    found, wave = {head: head}, [child.id for child in tree.below(head)]
    heads = {child: child for child in wave}
    while wave:
        here = wave.pop()
        found[here] = heads[here]
        for child in tree.below(here):
            heads[child.id] = heads[here]
            wave.append(child.id)
    return found


def _places(counted: Counter[int], below: dict[int, int], tree: Tree) -> list[dict[str, Any]]:
    by_child: Counter[int] = Counter()
    for unit_id, count in counted.items():
        by_child[below[unit_id]] += count
    ranked = sorted(by_child.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = [(pk, count) for pk, count in ranked[:PLACES] if count >= small.FEWEST]
    while shown and 0 < counted.total() - sum(count for _pk, count in shown) < small.FEWEST:
        shown.pop()
    return [{"code": tree.units[pk].code, "name": tree.units[pk].name, "count": count} for pk, count in shown]


def _petitions(unit_ids: list[int], period: Period) -> Counted:
    zone = timezone.get_current_timezone()
    first = datetime.combine(period.starts_on, time.min, zone)
    last = datetime.combine(period.ends_on, time.max, zone)
    rows = Petition.unscoped.filter(unit_id__in=unit_ids, received_at__range=(first, last))
    rows = rows.exclude(state__in=(State.SEALED, State.JOINED)).order_by()
    return _gathered(rows.values_list("topic", "unit_id").annotate(n=Count("pk")))


def _opinions(unit_ids: list[int], period: Period) -> Counted:
    rows = DialogueOpinion.unscoped.filter(
        unit_id__in=unit_ids,
        dialogue__held_on__range=(period.starts_on, period.ends_on),
        dialogue__state__in=DialogueConference.TOOK_PLACE,
    ).order_by()
    return _gathered(rows.values_list("topic", "unit_id").annotate(n=Count("pk")))


def _notes(unit_ids: list[int], period: Period) -> Counted:
    rows = SituationNote.unscoped.filter(
        unit_id__in=unit_ids, submitted_at__date__range=(period.starts_on, period.ends_on)
    ).order_by()
    return _gathered(rows.values_list("topic", "unit_id").annotate(n=Sum("count")))


def _gathered(rows: Any) -> Counted:
    found: Counted = {}
    for topic, unit_id, count in rows:
        found.setdefault(topic, Counter())[unit_id] += count or 0
    return found
