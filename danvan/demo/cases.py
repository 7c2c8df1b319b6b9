"""
The petitions behind the figures: the city itself, three districts and most of their communes keep them here since
January 2019.

How many came in is what `danvan.demo.figures` dealt out to these units; from then on their figures are counted from these
records. The other units keep paper books and type theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
from django.utils import timezone

from danvan.demo import letters, receipt
from danvan.demo.city import City
from danvan.demo.letters import LETTERS, Letter
from danvan.demo.matters import PLACES
from danvan.demo.people import acting
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit, OrgUnitVersion
from danvan.organizations.queries import UnitName, names_on
from danvan.petitions.models import Channel, Kind, State, Urgency
from danvan.petitions.services import Draft, Matter, bulk, past
from danvan.petitions.services.bulk import TakenOver
from danvan.petitions.shapes import Contact
from danvan.reporting.models import Round

Numbers = Mapping[int, Mapping[str, np.ndarray]]
SINCE = date(2019, 1, 2)
DISTRICTS = ("HN-001", "HN-003", "HN-009")
# Keeps a paper book: its district enters its reports.
ON_PAPER = "HN-00006"
# Who works for which unit; the rest is entered by the city's office.
HANDS = {"HN-00001": "canbo", "HN-00004": "canbo2", "HN-001": "quan"}
CHANNELS = {
    Channel.PORTAL: 0.34, Channel.COUNTER: 0.22, Channel.PHONE: 0.17, Channel.LETTER: 0.19, Channel.OPEN311: 0.08,
}  # fmt: skip
RURAL = {"farming"}
STORY = "HN-00001"


def keeps(names: Mapping[int, UnitName]) -> list[UnitName]:
    """The units that keep petitions here, superiors first."""
    codes = {name.id: name.code for name in names.values()}
    return [
        name
        for name in names.values()
        if name.code == "HN"
        or name.code in DISTRICTS
        or (codes.get(name.parent_id or 0) in DISTRICTS and name.code != ON_PAPER)
    ]


def clear_the_books(values: Numbers, names: Mapping[int, UnitName]) -> None:
    """Whoever moves to the system has answered everything in the old book by the end of 2018."""
    for unit in keeps(names):
        numbers = values[unit.id]
        left = int(numbers["petition.pending"][-1])
        numbers["petition.resolved"][-1] += left
        numbers["petition.resolved.on_time"][-1] += left
        numbers["petition.pending"][-1] = numbers["petition.overdue"][-1] = 0


def take_in(city: City, round_: Round, quarter: int, values: Numbers, today: date) -> list[TakenOver]:
    """Write the cases that came in during a round's interval, and in the last round those of the days after it."""
    names = names_on(round_.counts_to)
    units = keeps(names)
    first = max(round_.counts_from, SINCE)
    office = Office(city, round_, units, today)
    found = []
    for name in units:
        numbers = values[name.id]
        spans = [(first, round_.counts_to, 1.0)]
        if _is_running(round_, today):
            spans.append((round_.counts_to + timedelta(days=1), today - timedelta(days=1), 0.08))
        for starts_on, ends_on, share in spans:
            for kind, code, part in (("", "recommendation", 1.0), (Kind.COMPLAINT, "complaint", 0.5)):
                count = round(float(numbers[f"petition.received.{code}"][quarter]) * share * part)
                found += [office.one(name, kind, starts_on, ends_on) for _n in range(count)]
    if _is_running(round_, today):
        found += list(office.stories())
    found.sort(key=lambda case: case.matter.received_at or office.now)
    root = OrgUnit.objects.get(code="HN")
    return bulk.take_over(cases=found, unit=root, by=None, at=office.now)


def _is_running(round_: Round, today: date) -> bool:
    return round_.period.starts_on <= today <= round_.period.ends_on


@dataclass(frozen=True)
class Fate:
    """What happens with a case, as shares of all."""

    own: float = 0.78
    handed: float = 0.07
    reopened: float = 0.05
    late: float = 0.05
    promised: float = 0.08


class Office:
    """Makes up cases of the units of one round."""

    fate = Fate()

    def __init__(self, city: City, round_: Round, units: list[UnitName], today: date) -> None:
        self.rng, self.round, self.today = city.rng, round_, today
        self.now = at(today, 8, 0)
        self.by_id = OrgUnit.objects.in_bulk([unit.id for unit in units])
        self.names = {unit.id: unit for unit in units}
        self.children: dict[int, list[UnitName]] = {}
        for unit in units:
            self.children.setdefault(unit.parent_id or 0, []).append(unit)
        rows = OrgUnitVersion.objects.on(today).filter(unit_id__in=self.names)
        self.points = {row.unit_id: (row.latitude, row.longitude) for row in rows}
        self._actors = {who: acting(city.users, who, self.now) for who in {*HANDS.values(), "thanhpho"}}
        self._senders = 0

    def actor(self, name: UnitName) -> Actor:
        parent = self.names.get(name.parent_id or 0)
        who = HANDS.get(name.code) or (HANDS.get(parent.code) if parent else None) or "thanhpho"
        return self._actors[who]

    def one(self, name: UnitName, kind: str, first: date, last: date) -> past.PastCase:
        received_at = self._moment(first, last)
        if kind == Kind.COMPLAINT:
            return self._complaint(name, received_at)
        return self._letter(name, received_at, min(at(last, 16, 45), self.now))

    def _complaint(self, name: UnitName, received_at: datetime) -> past.PastCase:
        by, acts = self.actor(name), []
        day = received_at + timedelta(hours=1)
        for stage, low, high in (
            ("accepted", 3, 9), ("verifying", 1, 4), ("decided", 12, 24), ("in_force", 30, 32), ("executed", 5, 20),
        ):  # fmt: skip
            day += timedelta(days=int(self.rng.integers(low, high)))
            if day >= self.now:
                break
            acts.append(past.Staged(day, by, stage, timezone.localtime(day).date()))
        number = f"{int(self.rng.integers(1, 900))}/KN-{received_at.year}"
        topic = ("land", "construction", "welfare", "procedures")[int(self.rng.integers(4))]
        matter = Matter(Kind.COMPLAINT, "", topic, received_at=received_at)
        return past.PastCase(matter, Channel.LETTER, name.id, by, acts, outside=number)

    def _letter(self, name: UnitName, received_at: datetime, sort_by: datetime) -> past.PastCase:
        rng = self.rng
        letter, place = self._written(name)
        channel = rng.choice(list(CHANNELS), p=list(CHANNELS.values()))
        urgency = rng.choice(list(Urgency.values), p=[0.9, 0.07, 0.03])
        from_sender = channel in (Channel.PORTAL, Channel.OPEN311)
        public = bool(rng.random() < 0.4)
        latitude, longitude = self._point(name) if channel != Channel.LETTER else (None, None)
        where = min((unit for unit in self._around(name)), key=lambda _unit: rng.random())
        matter = Matter(
            letter.kind, letter.text.format(place=place), letter.topic, place=self.by_id[where.id], where=place,
            contact=self._contact(), urgency=str(urgency), wants_public=public, latitude=latitude, longitude=longitude,
            received_at=received_at,
        )  # fmt: skip
        acts = [act for act in self._acts(name, where, letter, place, matter, sort_by) if act.at < self.now]
        return past.PastCase(matter, str(channel), name.id, None if from_sender else self.actor(name), acts)

    def _acts(
        self, name: UnitName, where: UnitName, letter: Letter, place: str, matter: Matter, sort_by: datetime
    ) -> Iterator[past.Act]:
        rng, received_at = self.rng, matter.received_at
        assert received_at is not None
        who, luck = self.actor(name), rng.random()
        moment = received_at
        if rng.random() < 0.3:
            moment = self._step(moment, 0.02, 0.3, sort_by)
            yield past.TakenUp(moment, who)
        if luck > self.fate.own + self.fate.handed:
            moment = self._step(moment, 0.1, 6, sort_by)
            decision = (State.TRANSFERRED, State.TRANSFERRED, State.GUIDED, State.NOT_ELIGIBLE)[
                int(rng.integers(4))
            ]
            yield past.Sorted(moment, who, decision, letters.AWAY[decision])
            return
        if luck > self.fate.own and where.id != name.id:
            moment = self._step(moment, 0.1, 3, sort_by)
            yield past.HandedOver(moment, who, where.id, letters.PASSED)
            who = self.actor(where)
        moment = self._step(moment, 0.1, 4, sort_by)
        yield past.Sorted(moment, who)
        yield from self._settled(who, letter, place, matter, received_at, moment)

    def _settled(
        self, who: Actor, letter: Letter, place: str, matter: Matter, received_at: datetime, moment: datetime
    ) -> Iterator[past.Act]:
        rng = self.rng
        most = {"normal": 28, "soon": 8, "urgent": 1}[matter.urgency]
        days = rng.uniform(min(4, most / 2), most)
        if rng.random() < self.fate.late:
            days += most + 4
        moment = max(moment + timedelta(minutes=40), received_at + timedelta(days=days))
        promised = rng.random() < self.fate.promised
        yield self._answer(who, letter, place, moment, promised)
        answered = moment
        if rng.random() < self.fate.reopened and not promised:
            moment += timedelta(days=rng.uniform(1, 12))
            yield past.Rated(moment, int(rng.integers(1, 3)), False)
            yield past.Reopened(moment + timedelta(minutes=5), letters.AGAIN)
            moment += timedelta(days=min(most, rng.uniform(1, 18)))
            yield self._answer(who, letter, place, moment, False, again=True)
            answered = moment
        moment += timedelta(days=rng.uniform(0.2, 3))
        if rng.random() < 0.45:
            score = int(rng.choice([5, 4, 3, 2], p=[0.42, 0.34, 0.16, 0.08]))
            yield past.Rated(
                moment, score, score > 2, letters.COMMENTS[int(rng.integers(len(letters.COMMENTS)))]
            )
        if matter.wants_public and rng.random() < 0.4:
            moment += timedelta(days=rng.uniform(0.5, 4))
            yield past.Published(moment, who, letter.title, matter.text, letter.done.format(place=place))
        if promised:
            if rng.random() < 0.85:
                yield past.Kept(answered + timedelta(days=rng.uniform(20, 50)))
        else:
            yield past.Closed(answered + timedelta(days=17))

    def _answer(
        self, who: Actor, letter: Letter, place: str, moment: datetime, promised: bool, *, again: bool = False
    ) -> past.Answered:
        outcome = (
            "promised"
            if promised
            else str(self.rng.choice(["solved", "explained", "partly"], p=[0.66, 0.2, 0.14]))
        )
        done = letter.done.format(place=place)
        draft = Draft(
            outcome, letter.found.format(place=place),
            f"{done} Đã kiểm tra lại lần hai và xử lý dứt điểm vị trí còn tồn tại." if again else done,
            basis=letters.BASIS, no_proof=letters.NO_PROOF,
            promise=letter.promise.format(place=place) if promised else "",
            promised_on=timezone.localtime(moment).date() + timedelta(days=55) if promised else None,
        )  # fmt: skip
        return past.Answered(moment, who, draft)

    def stories(self) -> Iterator[past.PastCase]:
        """What the officer of Phúc Xá finds on the desk, and the case a newcomer follows with the printed receipt."""
        name = next(unit for unit in self.names.values() if unit.code == STORY)
        who, unit = self.actor(name), self.by_id[name.id]
        lamps, drains, playground = (letter for letter in LETTERS if letter.title in _TOLD)

        def sent(letter: Letter, day: date, place: str, *acts: past.Act, key: str = "") -> past.PastCase:
            matter = Matter(
                letter.kind, letter.text.format(place=place), letter.topic, place=unit, where=place, contact=self._contact(),
                wants_public=True, received_at=at(day, 9, 12),
            )  # fmt: skip
            return past.PastCase(matter, Channel.PORTAL, name.id, None, acts, key=key)

        yield sent(playground, date(2020, 3, 20), PLACES[2])
        yield sent(drains, date(2020, 3, 2), PLACES[0], past.Sorted(at(date(2020, 3, 3), 10, 5), who))
        yield sent(
            lamps, date(2020, 2, 26), PLACES[7],
            past.TakenUp(at(date(2020, 2, 26), 14, 30), who), past.Sorted(at(date(2020, 2, 27), 9, 40), who),
            self._answer(who, lamps, PLACES[7], at(date(2020, 3, 17), 15, 20), False), key=receipt.KEY,
        )  # fmt: skip

    def _written(self, name: UnitName) -> tuple[Letter, str]:
        fitting = [one for one in LETTERS if one.topic not in RURAL or name.level == "city"]
        letter = fitting[int(self.rng.integers(len(fitting)))]
        return letter, PLACES[int(self.rng.integers(len(PLACES)))]

    def _around(self, name: UnitName) -> list[UnitName]:
        """Where the matter lies: the unit itself and those just below, that a case may be handed to."""
        below = [unit for unit in self.children.get(name.id, []) if unit.id != name.id]
        if name.level == "commune":
            above = self.names.get(name.parent_id or 0)
            return [name, *([above] if above else [])]
        return below or [name]

    def _point(self, name: UnitName) -> tuple[Decimal | None, Decimal | None]:
        latitude, longitude = self.points.get(name.id, (None, None))
        if latitude is None or longitude is None:
            return None, None
        north, east = (Decimal(int(step)) / 1000 for step in self.rng.integers(-4, 5, 2))
        return latitude + north, longitude + east

    def _contact(self) -> Contact:
        """Nobody can be reached by these: no such numbers are given out, and no mail goes to such a domain."""
        if self.rng.random() < 0.25:
            return Contact()
        self._senders += 1
        number = self._senders
        return Contact(
            name=f"Người gửi minh họa {number}",
            phone=f"0000 000 {number:03d}",
            email=f"nguoigui{number}@example.invalid",
        )

    def _moment(self, first: date, last: date) -> datetime:
        day = first + timedelta(days=int(self.rng.integers(0, (last - first).days + 1)))
        while day.weekday() > 4 and day > first:
            day -= timedelta(days=1)
        return at(day, 7, 30) + timedelta(minutes=int(self.rng.integers(0, 420)))

    def _step(self, moment: datetime, low: float, high: float, last: datetime) -> datetime:
        """Some days later, and not after the end of the interval: what came in is sorted in the same one."""
        return max(moment, min(moment + timedelta(days=self.rng.uniform(low, high)), last))


_TOLD = (
    "Đèn chiếu sáng công cộng không hoạt động",
    "Ngập úng sau mưa do cống tắc",
    "Sân chơi trẻ em hư hỏng",
)


def at(day: date, hour: int, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone.get_current_timezone())
