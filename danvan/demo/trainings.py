"""
The classes behind the figures of training, in every unit from 2019 on: who held them, how many came, which posts they
trained.

Communes without a class of their own send their people to the district's; `settle` sees to it, before the year begins,
that its classes are large enough. From then on the figures are counted from these records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

import numpy as np

from danvan.demo.city import City
from danvan.demo.people import acting
from danvan.demo.splitting import SEED
from danvan.engagement.services import bulk_trainings as bulk
from danvan.engagement.services import trainings
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import UnitName, names_on
from danvan.reporting.models import Round

Numbers = Mapping[int, Mapping[str, np.ndarray]]
Posts = dict[tuple[int, str], int]
SHARES = (("cell_secretary", 0.5), ("staff_in_charge", 0.1), ("union_head", 0.28))
REST = "youth_head"
SEATS = 100
TITLES = (
    "Tập huấn nghiệp vụ công tác dân vận",
    "Bồi dưỡng kỹ năng đối thoại, tiếp công dân",
    "Tập huấn Quy chế dân chủ ở cơ sở",
    "Bồi dưỡng kỹ năng nắm tình hình Nhân dân",
)
RESULT = "Lớp mở đúng kế hoạch; học viên thảo luận tình huống tại cơ sở và làm bài thu hoạch."


def settle(values: Numbers, names: Mapping[int, UnitName]) -> None:
    """Whoever trains more posts in a quarter than its classes seat opens more of them, itself or in its district."""
    for quarter in range(4):
        asked: dict[int, int] = {}
        for unit_id, numbers in values.items():
            host = _host(names[unit_id], numbers, quarter, values)
            asked[host] = asked.get(host, 0) + _newly(numbers, quarter)
        for unit_id, posts in asked.items():
            if posts:
                classes, came = values[unit_id]["training.classes"], values[unit_id]["training.attendances"]
                classes[quarter] = max(classes[quarter], -(-posts // SEATS))
                came[quarter] = max(came[quarter], posts, classes[quarter])


def _newly(numbers: Mapping[str, np.ndarray], quarter: int) -> int:
    trained = numbers["training.staff.trained"]
    return int(trained[quarter] - (trained[quarter - 1] if quarter else 0))


def _host(name: UnitName, numbers: Mapping[str, np.ndarray], quarter: int, values: Numbers) -> int:
    """Who trains this unit's posts in the quarter."""
    above = name.parent_id
    if (
        name.level == "commune"
        and not numbers["training.classes"][quarter]
        and above is not None
        and above in values
    ):
        return above
    return name.id


def hold(city: City, round_: Round, quarter: int, values: Numbers, today: date) -> None:
    """Write the classes of a round's interval with what they covered; with a year's first round what must be trained."""
    names = names_on(round_.counts_to)
    rng = np.random.default_rng([SEED, round_.period.year, quarter, 16])
    root = OrgUnit.objects.get(code="HN")
    at = datetime.combine(min(round_.counts_to, today), datetime.min.time(), round_.opened_at.tzinfo)
    posts: dict[int, Posts] = {}
    for unit_id, numbers in values.items():
        if unit_id in names:
            host = _host(names[unit_id], numbers, quarter, values)
            posts.setdefault(host, {}).update(_newly_by_kind(unit_id, numbers, quarter))
    classes = [
        one
        for unit_id, numbers in values.items()
        if unit_id in names
        for one in _of_unit(rng, names[unit_id], numbers, quarter, posts.get(unit_id, {}), round_)
    ]
    classes.sort(key=lambda one: (one.held_on, one.unit_id))
    year = round_.period.year
    needed = [
        one for unit_id in values if unit_id in names for one in _needed(unit_id, values[unit_id], year)
    ]
    bulk.take_over(classes=classes, requirements=needed if quarter == 0 else (), unit=root, by=None, at=at)
    if round_.period.starts_on <= today <= round_.period.ends_on:
        _ahead(city, root, today)


def split(posts: int) -> dict[str, int]:
    """A unit's posts by kind; most are secretaries of cells."""
    found = {kind: int(posts * share) for kind, share in SHARES}
    return {**found, REST: posts - sum(found.values())}


def _needed(unit_id: int, numbers: Mapping[str, np.ndarray], year: int) -> Iterator[bulk.PastRequirement]:
    """Some were filled and some excused during the year, in a way that leaves what must be trained as it is."""
    for kind, posts in split(int(numbers["training.staff.target"][0])).items():
        moved = unit_id % 3 if kind == "cell_secretary" and posts > 4 else 0
        if posts:
            yield bulk.PastRequirement(unit_id, year, kind, posts, appointed=moved, excused=moved)


def _newly_by_kind(unit_id: int, numbers: Mapping[str, np.ndarray], quarter: int) -> Posts:
    """Kinds fill up one after the other, in each unit beginning with another one."""
    due = split(int(numbers["training.staff.target"][0]))
    order = list(due)[unit_id % 4 :] + list(due)[: unit_id % 4]
    trained = numbers["training.staff.trained"]
    before, now = int(trained[quarter - 1]) if quarter else 0, int(trained[quarter])
    found: Posts = {}
    for kind in order:
        first, last = min(before, due[kind]), min(now, due[kind])
        if last > first:
            found[unit_id, kind] = last - first
        before, now = before - first, now - last
    return found


def _of_unit(
    rng: np.random.Generator, name: UnitName, numbers: Mapping[str, np.ndarray], quarter: int, posts: Posts, round_: Round
) -> Iterator[bulk.PastClass]:  # fmt: skip
    count, came = int(numbers["training.classes"][quarter]), int(numbers["training.attendances"][quarter])
    left = list(posts.items())
    for place in range(count):
        seats = came * (place + 1) // count - came * place // count
        covered: Posts = {}
        free = seats if place < count - 1 else sum(posts.values())
        while left and free:
            key, number = left.pop(0)
            taken = min(number, free)
            covered[key] = covered.get(key, 0) + taken
            free -= taken
            if number > taken:
                left.insert(0, (key, number - taken))
        kinds = tuple(sorted({kind for _unit, kind in covered}))
        yield bulk.PastClass(
            unit_id=name.id, level=name.level, title=f"{TITLES[int(rng.integers(len(TITLES)))]} năm {round_.period.year}",
            held_on=_weekday(rng, round_), attendance=seats, audiences=kinds, place=f"Hội trường {name.name}",
            result=RESULT, covered=covered,
        )  # fmt: skip


def _weekday(rng: np.random.Generator, round_: Round) -> date:
    """A working day of the interval, in the calendar year in which posts must be trained."""
    first = max(round_.counts_from, date(round_.period.year, 1, 1))
    day = first + timedelta(days=int(rng.integers(0, (round_.counts_to - first).days)))
    back = day - timedelta(days=max(0, day.weekday() - 4))
    return back if back >= first else day


def _ahead(city: City, root: OrgUnit, today: date) -> None:
    """What is planned for the spring: one class announced, one still a plan."""
    at = datetime.combine(today, datetime.min.time(), city.users["thanhpho"].joined_at.tzinfo)
    for who, unit, title, day, place in (
        ("thanhpho", root, "Tập huấn số liệu quý cho cán bộ tổng hợp", date(2020, 4, 16), "Hội trường Thành ủy"),
        ("quan", OrgUnit.objects.get(code="HN-001"), "Bồi dưỡng bí thư chi bộ mới", date(2020, 4, 22), ""),
    ):  # fmt: skip
        by = acting(city.users, who, at)
        kinds = ["staff_in_charge"] if place else ["cell_secretary"]
        values = {
            "title": title,
            "content": "",
            "scheduled_on": day,
            "days": 1,
            "place": place,
            "audiences": kinds,
        }
        made = trainings.plan(unit=unit, values=values, by=by, at=at)
        if place:
            trainings.announce(training_id=made.pk, version=0, by=by, at=at)
