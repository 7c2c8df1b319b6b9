"""
The supervisions, criticisms, inspections and surveys behind the published numbers, with what was asked and answered.

How many there were in each unit and quarter is dealt out by `danvan.demo.figures`; from 2019 on the figures are counted
from these records. Recommendations of the past are plain rows without a commitment, answered or left unanswered as they
were; those of the living cases of March 2020 (`danvan.demo.oversight_cases`) are sent through the services.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

import numpy as np

from danvan.demo import oversight_cases, splitting
from danvan.demo.city import City
from danvan.demo.oversight_texts import BODIES, CELLS, DRAFTS, OPINIONS, REASONS, SIGNERS, SUBJECTS, Subject
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import Tree, UnitName, tree_on
from danvan.oversight.services.bulk import PastOpinion, PastRecommendation, PastSession, take_over
from danvan.reporting.models import Round

SINCE = 2019
Numbers = Mapping[int, Mapping[str, np.ndarray]]
Body = tuple[int | None, str]
SUPERVISED = ("document", "team", "community", "joint")
CRITICISED = ("conference", "written", "dialogue")
ANSWER_DAYS = 30


def hold(city: City, round_: Round, quarter: int, values: Numbers, today: date) -> None:
    """Write the sessions of a round's interval, exactly as many as were dealt out; in the last round the living cases."""
    if round_.period.year < SINCE:
        return
    # Numbers of its own: what the other parts of the city draw stays as it is.
    rng = np.random.default_rng([splitting.SEED, round_.period.year, quarter])
    tree = tree_on(round_.counts_to)
    dealer = _Dealer(rng, round_, quarter, tree)
    past = [
        one for unit_id, numbers in values.items() if unit_id in tree.units
        for one in dealer.of_unit(tree.units[unit_id], numbers)
    ]  # fmt: skip
    root = OrgUnit.objects.get(code="HN")
    at = datetime.combine(min(round_.counts_to, today), datetime.min.time(), round_.opened_at.tzinfo)
    take_over(sessions=past, unit=root, by=None, at=at)
    if round_.period.starts_on <= today <= round_.period.ends_on:
        oversight_cases.open_up(city.users, today)


class _Dealer:
    """Deals one quarter out: chance, the interval, and the tree to choose bodies from."""

    def __init__(self, rng: np.random.Generator, round_: Round, quarter: int, tree: Tree):
        self.rng, self.tree, self.quarter = rng, tree, quarter + 1
        self.first, self.last = round_.counts_from, round_.counts_to
        self.number = 0

    def of_unit(self, name: UnitName, numbers: Mapping[str, np.ndarray]) -> Iterator[PastSession]:
        def of(code: str) -> int:
            return int(numbers[code][self.quarter - 1]) if code in numbers else 0

        self.number = 20 * (self.quarter - 1)
        yield from self._supervisions(name, of)
        yield from self._criticisms(name, of)
        yield from self._inspections(name, of("inspection.held"), of("inspection.units.inspected"))
        if of("survey.held"):
            yield self._survey(name, of("survey.units.surveyed"))

    def _supervisions(self, name: UnitName, of) -> Iterator[PastSession]:
        forms = [form for form in SUPERVISED for _n in range(of(f"supervision.form.{form}"))]
        made, answered = of("supervision.recommendations.made"), of("supervision.recommendations.answered")
        shares = _dealt(made, len(forms))
        for form, share in zip(forms, shares, strict=True):
            subject = self._one(SUBJECTS)
            day, body = self._day(), self._body(name)
            here, answered = min(share, answered), max(0, answered - share)
            yield self._session(
                "supervision", name, day, f"Giám sát {subject.title}", subject.topic, form=form, targets=[body],
                findings=subject.finding, conclusion="Đơn vị cơ bản thực hiện đúng quy định; còn hạn chế nêu trên.",
                hosts=[(None, "Thường trực Hội đồng nhân dân")] if form == "joint" else [],
                recommendations=[self._asked(subject, body, day, answered=n < here) for n in range(share)],
            )  # fmt: skip

    def _asked(self, subject: Subject, body: Body, day: date, *, answered: bool) -> PastRecommendation:
        to_unit, to_body = body
        due = day + timedelta(days=ANSWER_DAYS)
        if not answered:
            return PastRecommendation(subject.ask, day, due, to_unit, to_body, subject.finding)
        back = min(self.last, day + timedelta(days=int(self.rng.integers(5, 29))))
        partly = self.rng.random() < 0.15
        return PastRecommendation(
            subject.ask, day, due, to_unit, to_body, subject.finding, back,
            "partly" if partly else "accepted", subject.answer
        )  # fmt: skip

    def _criticisms(self, name: UnitName, of) -> Iterator[PastSession]:
        forms = [form for form in CRITICISED for _n in range(of(f"criticism.form.{form}"))]
        made, accepted = of("criticism.opinions.made"), of("criticism.opinions.accepted")
        for form, share in zip(forms, _dealt(made, len(forms)), strict=True):
            topic, title = self._one(DRAFTS)
            day = self._day()
            here, accepted = min(share, accepted), max(0, accepted - share)
            body = (None, f"Ủy ban nhân dân {name.name}")
            yield self._session(
                "criticism", name, day, title, topic, form=form, targets=[body],
                conclusion="Dự thảo cần thiết, đúng thẩm quyền; đề nghị tiếp thu các ý kiến kèm theo.",
                opinions=[self._said(n, day, accepted=n < here) for n in range(share)],
            )  # fmt: skip

    def _said(self, place: int, day: date, *, accepted: bool) -> PastOpinion:
        part, text = OPINIONS[place % len(OPINIONS)]
        back = min(self.last, day + timedelta(days=int(self.rng.integers(3, 20))))
        if accepted:
            return PastOpinion(text, part, "accepted", "", back)
        verdict = "partly" if self.rng.random() < 0.5 else "not"
        return PastOpinion(text, part, verdict, REASONS[verdict], back)

    def _inspections(self, name: UnitName, held: int, inspected: int) -> Iterator[PastSession]:
        for share in _dealt(inspected, held):
            subject = self._one(SUBJECTS)
            yield self._session(
                "inspection", name, self._day(), "Kiểm tra công tác dân vận và thực hiện quy chế dân chủ ở cơ sở",
                subject.topic, targets=self._inspected(name, share), findings=subject.finding,
                conclusion="Các đơn vị được kiểm tra thực hiện nghiêm túc; khắc phục ngay hạn chế đã nêu.",
            )  # fmt: skip

    def _inspected(self, name: UnitName, share: int) -> list[Body]:
        below = self.tree.below(name.id)
        chosen = self.rng.permutation(len(below))[:share]
        units: list[Body] = [(below[int(place)].id, "") for place in chosen]
        rest = range(len(units), share)
        return [*units, *((None, CELLS.format(n=n + 1, name=name.name)) for n in rest)]

    def _survey(self, name: UnitName, visited: int) -> PastSession:
        day, bodies = self._day(), BODIES[name.level]
        targets = [(None, bodies[n % len(bodies)].format(name=name.name)) for n in range(visited)]
        return self._session(
            "survey", name, day, "Khảo sát công tác dân vận chính quyền", "procedures", targets=targets,
            findings="Các cơ quan đã phân công lãnh đạo phụ trách; việc đối thoại với người dân cần đều hơn.",
        )  # fmt: skip

    def _session(self, kind: str, name: UnitName, day: date, title: str, topic: str, **more) -> PastSession:
        self.number += 1
        survey = kind == "survey"
        held = day if survey else day - timedelta(days=int(self.rng.integers(4, 14)))
        if kind == "criticism":
            team: tuple[int | None, int | None] = (None, None)
        else:
            team = (int(self.rng.integers(4, 12)), int(self.rng.integers(2, 6)))
        ends = {"criticism": "PB-MTTQ", "inspection": "KL-ĐKT"}.get(kind, "KL-MTTQ")
        return PastSession(
            kind=kind, unit_id=name.id, level=name.level, title=title, topic=topic, held_on=held,
            concluded_on=None if survey else day, number="" if survey else f"{self.number:02}/{ends}",
            signer="" if survey else SIGNERS[name.level], notified_on=held - timedelta(days=int(self.rng.integers(12, 22))),
            plan_quarter=self.quarter if self.rng.random() < 0.9 else None, team_people=team[0], team_bodies=team[1],
            **more,
        )  # fmt: skip

    def _body(self, name: UnitName) -> Body:
        below = self.tree.below(name.id)
        if below and self.rng.random() < 0.6:
            return below[int(self.rng.integers(len(below)))].id, ""
        return None, self._one(BODIES[name.level]).format(name=name.name)

    def _one(self, things):
        return things[int(self.rng.integers(len(things)))]

    def _day(self) -> date:
        """A day of the interval, no Sunday."""
        days = (self.last - self.first).days
        day = self.first + timedelta(days=int(self.rng.integers(1, days)))
        return day - timedelta(days=1) if day.weekday() == 6 else day


def _dealt(things: int, places: int) -> list[int]:
    """As even as can be; all of them, wherever there is a place."""
    return [things // places + (n < things % places) for n in range(places)] if places else []
