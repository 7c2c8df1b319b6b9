"""The situation notes and followed topics behind the figures, in the units that keep their records here since 2019."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import numpy as np

from danvan.demo.cases import keeps
from danvan.demo.city import City
from danvan.demo.matters import MATTERS, PLACES
from danvan.demo.splitting import SEED
from danvan.engagement.models import SituationTopic
from danvan.engagement.services import bulk_situation as bulk
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import UnitName, names_on
from danvan.reporting.models import Round

Numbers = Mapping[int, Mapping[str, np.ndarray]]
EXTENTS = ("single", "some", "some", "many")
# Followed for long: what a city's people ask about year after year.
TOPICS = (
    "environment", "traffic", "drainage", "land", "construction", "education", "food", "welfare", "prices", "procedures",
    "apartment", "culture",
)  # fmt: skip


def hold(city: City, round_: Round, quarter: int, values: Numbers, today: date) -> None:
    """Write the notes of a round's interval; open and close topics so that as many are followed as the figures say."""
    rng = np.random.default_rng([SEED, round_.period.year, quarter, 18])
    units = keeps(names_on(round_.counts_to))
    zone = round_.opened_at.tzinfo
    notes = [
        _note(rng, unit, round_, zone)
        for unit in units
        for _n in range(int(values[unit.id]["situation.notes.submitted"][quarter]))
    ]
    running: dict[int, list[tuple[int, str]]] = {unit.id: [] for unit in units}
    rows = SituationTopic.unscoped.filter(unit_id__in=running, closed_on__isnull=True).order_by(
        "opened_on", "pk"
    )
    for unit_id, pk, topic in rows.values_list("unit_id", "pk", "topic"):
        running[unit_id].append((pk, topic))
    opened, closed = [], []
    for unit in units:
        more = int(values[unit.id]["situation.topics.open"][quarter]) - len(running[unit.id])
        known = {topic for _pk, topic in running[unit.id]}
        free = [topic for topic in TOPICS if topic not in known]
        opened += [bulk.PastTopic(unit.id, topic, _day(rng, round_)) for topic in free[: max(0, more)]]
        closed += [(pk, round_.counts_to) for pk, _topic in running[unit.id][: max(0, -more)]]
    root = OrgUnit.objects.get(code="HN")
    at = datetime.combine(min(round_.counts_to, today), time(), zone)
    bulk.take_over(notes=notes, topics=opened, closed=closed, unit=root, by=None, at=at)


def _note(rng: np.random.Generator, unit: UnitName, round_: Round, zone) -> bulk.PastNote:
    matter = MATTERS[int(rng.integers(len(MATTERS)))]
    sent = datetime.combine(_day(rng, round_), time(14, int(rng.integers(60))), zone)
    return bulk.PastNote(
        unit_id=unit.id, topic=matter.topic, period_name=str(round_.period), extent=EXTENTS[int(rng.integers(4))],
        count=int(rng.integers(5, 40)), text=matter.said.format(place=PLACES[int(rng.integers(len(PLACES)))]),
        submitted_at=sent, reviewed_at=sent + timedelta(days=2) if round_.period.year < 2020 else None,
    )  # fmt: skip


def _day(rng: np.random.Generator, round_: Round) -> date:
    return round_.counts_from + timedelta(
        days=int(rng.integers(0, (round_.counts_to - round_.counts_from).days))
    )
