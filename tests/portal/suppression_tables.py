"""Tables to hide in: the example of the design, random ones, and those made to leak."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from danvan.portal.suppression.tables import Cell, Fate, Line, System

ALL = "all"


def build(
    numbers: Mapping[tuple[str, str, str], int],
    areas: Mapping[str, Sequence[str]] | None = None,
    *,
    threshold: int = 5,
    sensitive: Sequence[str] = (),
    told: Mapping[tuple[str, str, str], bool] | None = None,
    year: bool = False,
) -> System:
    """
    `numbers` by (place, topic, period) for leaf places and topics; sums over places, topics and, when asked, periods are
    added. `told` says of cells of earlier releases whether they were shown.
    """
    places = sorted({place for place, _topic, _period in numbers})
    topics = sorted({topic for _place, topic, _period in numbers})
    periods = sorted({period for _place, _topic, period in numbers})
    groups = dict(areas or {})
    tree = {ALL: list(groups) or places} | {area: list(inside) for area, inside in groups.items()}

    def leaves(place: str) -> list[str]:
        return [one for child in tree[place] for one in leaves(child)] if place in tree else [place]

    place_list, topic_list = [*places, *groups, ALL], [*topics, ALL]
    period_list = [*periods, ALL] if year else periods
    cells, index = [], {}
    for place in place_list:
        for topic in topic_list:
            for period in period_list:
                value = sum(
                    numbers[leaf, one, when]
                    for leaf in leaves(place)
                    for one in (topics if topic == ALL else [topic])
                    for when in (periods if period == ALL else [period])
                )
                key = (place, topic, period)
                index[key] = len(cells)
                fate = Fate.OPEN
                if told is not None and key in told:
                    fate = Fate.SHOWN if told[key] else Fate.CLOSED
                owner = frozenset() if place in tree else frozenset({place})
                leaf = place not in tree and ALL not in (topic, period)
                cells.append(Cell("|".join(key), value, threshold, topic in sensitive, owner, fate, leaf))
    lines = []
    for topic in topic_list:
        for period in period_list:
            lines += [
                Line(index[parent, topic, period], tuple(index[c, topic, period] for c in children), "place")
                for parent, children in tree.items()
            ]
    for place in place_list:
        for period in period_list:
            parts = tuple(index[place, topic, period] for topic in topics)
            lines.append(Line(index[place, ALL, period], parts, "topic"))
        if year:
            for topic in topic_list:
                parts = tuple(index[place, topic, period] for period in periods)
                lines.append(Line(index[place, topic, ALL], parts, "time"))
    return System(cells, lines)


def place_of(system: System, *key: str) -> int:
    return next(place for place, cell in enumerate(system.cells) if cell.key == "|".join(key))


def example() -> System:
    """The worked example of the design: three communes, three topics, one quarter."""
    rows = {"land": (12, 3, 9), "environment": (7, 8, 6), "benefits": (10, 14, 5)}
    return build(
        {
            (commune, topic, "Q1"): value
            for topic, values in rows.items()
            for commune, value in zip("ABC", values, strict=True)
        }
    )


def draw(chance: random.Random, small: float = 0.3) -> int:
    """Counts as they come: many zeros, many small ones, a long tail."""
    kind = chance.random()
    if kind < 0.25:
        return 0
    if kind < 0.25 + small:
        return chance.randint(1, 4)
    return int(chance.paretovariate(1.1) * 5)


def random_small(chance: random.Random) -> System:
    places = [f"p{number}" for number in range(chance.randint(2, 5))]
    topics = [f"t{number}" for number in range(chance.randint(1, 4))]
    periods = [f"Q{number}" for number in range(1, chance.choice([1, 1, 1, 2]) + 1)]
    areas = {"a0": places[: len(places) // 2], "a1": places[len(places) // 2 :]} if len(places) > 3 else None
    numbers = {
        (place, topic, period): draw(chance, chance.uniform(0.1, 0.6))
        for place in places
        for topic in topics
        for period in periods
    }
    sensitive = [topics[0]] if chance.random() < 0.2 else []
    return build(
        numbers,
        areas,
        threshold=chance.choice([5, 5, 10]),
        sensitive=sensitive,
        year=len(periods) > 1 and chance.random() < 0.7,
    )


def full_size(chance: random.Random, communes: int = 126, areas: int = 10, topics: int = 20) -> System:
    """137 places by 21 topics, 2,877 cells, a third of them small: the size of the city."""
    names = [f"c{number:03d}" for number in range(communes)]
    weight = {name: chance.lognormvariate(0, 0.5) for name in names}
    share = {f"t{number:02d}": chance.lognormvariate(1.3, 0.9) for number in range(topics)}
    numbers = {
        (name, topic, "Q1"): _poisson(chance, weight[name] * share[topic])
        for name in names
        for topic in share
    }
    return build(numbers, {f"area{a}": names[a::areas] for a in range(areas)})


def _poisson(chance: random.Random, mean: float) -> int:
    return max(0, round(chance.gauss(mean, mean**0.5))) if mean > 0 else 0


def with_fates(system: System, fates: Mapping[int, Fate]) -> System:
    cells = [replace(cell, fate=fates.get(place, cell.fate)) for place, cell in enumerate(system.cells)]
    return System(cells, system.lines)
