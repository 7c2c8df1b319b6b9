"""
The models behind the published numbers, quarter by quarter: taken over at the beginning of 2019, registered, active,
checked, recognised, copied, verified again or lapsed. And the awards of the annual review.

How many stand in each unit at the end of a quarter is dealt out by `danvan.demo.figures`; from 2019 on the figures are
counted from these records and not typed. In 2020 the stock continues from the models of 2019.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np

from danvan.demo import exemplar_cases
from danvan.demo.city import City
from danvan.demo.model_texts import ADAPTED, FINDINGS, IDEAS, RESULTS, STOPPED
from danvan.demo.splitting import SEED
from danvan.exemplars.models import Recognition, SkilledModel
from danvan.exemplars.services import bulk, inheriting, living
from danvan.exemplars.services.bulk import PastAward, PastModel, PastStep
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import UnitName, names_on
from danvan.reporting.models import Round

SINCE = 2019
Numbers = Mapping[int, Mapping[str, np.ndarray]]
HOLDERS = ("collective", "individual")
GRADES = {"commune": ("commune", "district", "city"), "district": ("district", "city"), "city": ("city",)}
COPIED, CHURN, LAPSING = 0.35, 0.5, 0.06
POPULAR = 60


@dataclass
class Stock:
    """What stands before a quarter: models by (unit, holder), recognitions by model, recognised ones to copy from."""

    active: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    until: dict[int, date] = field(default_factory=dict)
    recognised: set[tuple[int, str]] = field(default_factory=set)
    sources: list[tuple[int, int, str]] = field(default_factory=list)


def hold(city: City, round_: Round, quarter: int, values: Numbers, today: date) -> None:
    """Write the models and awards of a round's interval; in the last round also the live cases."""
    year = round_.period.year
    if year < SINCE:
        return
    deal(
        round_,
        quarter,
        values,
        datetime.combine(min(round_.counts_to, today), time.min, round_.opened_at.tzinfo),
    )
    if year == SINCE and quarter == 3:
        exemplar_cases.contest(city, names_on(round_.counts_to), round_.counts_to)
    if round_.period.starts_on <= today <= round_.period.ends_on:
        exemplar_cases.live(city, today)


def deal(round_: Round, quarter: int, values: Numbers, at: datetime) -> None:
    """Records for exactly these numbers; where the stock of 2020 goes on from 2019, the numbers follow the records."""
    year, root = round_.period.year, OrgUnit.objects.get(code="HN")
    opening = not SkilledModel.unscoped.exists()
    living.lapse(on=date(round_.counts_to.year, 1, 1), at=at)
    inheriting.pass_to_heirs(on=round_.counts_to, at=at)
    names = names_on(round_.counts_to)
    # Dice of its own: what others make up stays the same whatever happens here.
    rng = np.random.default_rng((SEED, year, quarter))
    dealt = _Quarter(rng, round_, _stock(), opening)
    for unit_id, numbers in values.items():
        if unit_id in names:
            dealt.unit(names[unit_id], numbers, quarter, continues=year > SINCE)
    dealt.write(root, at)
    dealt.recognise(names, values, quarter, root, at)
    if quarter == 3:
        dealt.verify_again(root, at)
    _awards(names, values, quarter, round_, root, at)


def _stock() -> Stock:
    found = Stock()
    rows = SkilledModel.unscoped.filter(state__in=SkilledModel.WORKING).order_by("registered_on", "pk")
    for pk, unit_id, holder, state, title, until in rows.values_list(
        "pk", "unit_id", "holder", "state", "title", "verified_until"
    ):
        found.active.setdefault((unit_id, holder), []).append(pk)
        found.until[pk] = until or date.max
        if state in ("recognised", "replicated") and len(found.sources) < POPULAR:
            found.sources.append((pk, unit_id, title))
    found.recognised = set(Recognition.objects.filter(taken_back=False).values_list("model_id", "grade"))
    return found


class _Quarter:
    """Collects what happens in one quarter, unit by unit, then writes it in a few strokes."""

    def __init__(self, rng: np.random.Generator, round_: Round, stock: Stock, opening: bool) -> None:
        self.rng, self.stock, self.opening = rng, stock, opening
        self.first, self.last = round_.counts_from, round_.counts_to
        self.new: list[PastModel] = []
        self.steps: list[PastStep] = []

    def unit(
        self, name: UnitName, numbers: Mapping[str, np.ndarray], quarter: int, *, continues: bool
    ) -> None:
        registered = int(numbers["model.registered"][quarter])
        if continues:
            self._continue(name, numbers, quarter, registered)
            return
        grow = {}
        for holder in HOLDERS:
            target = int(numbers[f"model.active.{holder}"][quarter])
            grow[holder] = target - len(self.stock.active.get((name.id, holder), []))
        if self.opening:
            for holder, count in grow.items():
                self.new += [self._old(name, holder) for _n in range(count)]
            grow = dict.fromkeys(HOLDERS, 0)
        self._register(name, grow, registered)

    def _continue(
        self, name: UnitName, numbers: Mapping[str, np.ndarray], quarter: int, registered: int
    ) -> None:
        """The stock of the year before goes on; what is registered now begins to work."""
        grow = dict.fromkeys(HOLDERS, 0)
        for _n in range(registered):
            grow[HOLDERS[int(self.rng.random() < 0.38)]] += 1
        self._register(name, grow, registered)
        for holder in HOLDERS:
            stands = len(self.stock.active.get((name.id, holder), [])) + grow[holder]
            numbers[f"model.active.{holder}"][quarter] = stands
        numbers["model.active.total"][quarter] = sum(
            numbers[f"model.active.{holder}"][quarter] for holder in HOLDERS
        )

    def _register(self, name: UnitName, grow: Mapping[str, int], registered: int) -> None:
        """`registered` new ones, of which as many work as the stock grows; sometimes one more takes the place of an old."""
        for holder in HOLDERS:
            self.new += [self._young(name, holder, works=True) for _n in range(grow[holder])]
        for _n in range(registered - sum(grow.values())):
            holder = HOLDERS[int(self.rng.random() < 0.38)]
            held = self.stock.active.get((name.id, holder), [])
            works = len(held) > 1 and self.rng.random() < CHURN
            young = self._young(name, holder, works=works)
            self.new.append(young)
            if works and young.active_from:
                self.steps.append(PastStep(held.pop(0), "stopped", young.active_from, reason=STOPPED))

    def _old(self, name: UnitName, holder: str) -> PastModel:
        began = date(2015, 1, 5) + timedelta(days=int(self.rng.integers(0, 1350)))
        return self._model(name, holder, began, self.first, began + timedelta(days=30))

    def _young(self, name: UnitName, holder: str, *, works: bool) -> PastModel:
        span = (self.last - self.first).days
        on = self.first + timedelta(days=int(self.rng.integers(0, span - 15)))
        active = on + timedelta(days=int(self.rng.integers(5, 15))) if works else None
        return self._model(name, holder, on, on, active)

    def _model(
        self, name: UnitName, holder: str, registered_on: date, kept_from: date, active_from: date | None
    ) -> PastModel:
        idea = IDEAS[int(self.rng.integers(len(IDEAS)))]
        words: dict[str, Any] = {"title": idea.title, "summary": idea.summary, "conditions": idea.conditions}
        source: dict[str, Any] = {}
        if active_from and self.stock.sources and self.rng.random() < COPIED:
            # A few are taken up everywhere.
            place = int(len(self.stock.sources) * self.rng.random() ** 2)
            pk, unit_id, title = self.stock.sources[place]
            if unit_id != name.id:
                source = {
                    "source_id": pk, "adapted": ADAPTED[int(self.rng.integers(len(ADAPTED)))],
                    "copy_result": RESULTS[int(self.rng.integers(len(RESULTS)))],
                }  # fmt: skip
                idea = next(one for one in IDEAS if one.title == title)
                words = {"title": idea.title, "summary": idea.summary, "conditions": idea.conditions}
        effect = idea.effect if active_from and self.rng.random() < 0.3 else None
        return PastModel(
            unit_id=name.id, level=name.level, field=idea.field, holder=holder, registered_on=registered_on,
            kept_from=kept_from, active_from=active_from, effect=effect, **words, **source,
        )  # fmt: skip

    def write(self, root: OrgUnit, at: datetime) -> None:
        made = bulk.take_over(models=self.new, unit=root, by=None, at=at)
        if self.steps:
            bulk.step_past(steps=self.steps, unit=root, by=None, at=at)
        copies = []
        for one, row in zip(self.new, made, strict=True):
            if one.active_from:
                self.stock.active.setdefault((one.unit_id, one.holder), []).append(row.pk)
                if one.source_id:
                    copies.append((one.source_id, row.pk, one.active_from))
        bulk.mark_copied(copies=copies, at=at)

    def recognise(
        self, names: Mapping[int, UnitName], values: Numbers, quarter: int, root: OrgUnit, at: datetime
    ) -> None:
        """So many decisions as the figures say; each model was checked before."""
        steps: list[PastStep] = []
        on = self.last - timedelta(days=3)
        for unit_id, numbers in values.items():
            if unit_id not in names:
                continue
            level = names[unit_id].level
            held = [pk for holder in HOLDERS for pk in self.stock.active.get((unit_id, holder), [])]
            free = [
                (pk, grade)
                for grade in GRADES[level]
                for pk in held
                if (pk, grade) not in self.stock.recognised
            ]
            chosen = free[: int(numbers["model.recognised"][quarter])]
            numbers["model.recognised"][quarter] = len(chosen)
            for pk, grade in chosen:
                found = FINDINGS[int(self.rng.integers(len(FINDINGS)))]
                steps.append(PastStep(pk, "assessed", on - timedelta(days=1), reason=found))
                number = f"{int(self.rng.integers(1, 400))}-QĐ/BCĐ"
                steps.append(PastStep(pk, "recognised", on, grade=grade, number=number))
        bulk.step_past(steps=steps, unit=root, by=None, at=at)

    def verify_again(self, root: OrgUnit, at: datetime) -> None:
        """At the end of the year nearly all of those taken over are verified again; the rest lapses with it."""
        on = self.last - timedelta(days=12)
        steps = []
        for pk, until in self.stock.until.items():
            if until.year == self.last.year and self.rng.random() > LAPSING:
                steps.append(PastStep(pk, "reverified", on))
        ended = {step.model_id for step in self.steps if step.what == "stopped"}
        bulk.step_past(steps=[one for one in steps if one.model_id not in ended], unit=root, by=None, at=at)


MOVEMENT = "Phong trào thi đua “Dân vận khéo” năm {year}"
# Code of the figure, form, authority, holder, number of the decision.
AWARDS = (
    ("award.flag.collectives", "flag", "city_committee", "collective", "6871/QĐ-UBND"),
    ("award.certificate.collectives", "certificate", "city_committee", "collective", "6872/QĐ-UBND"),
    ("award.certificate.individuals", "certificate", "city_party", "individual", "5127-QĐ/TU"),
    ("award.pm_certificate.individuals", "certificate", "prime_minister", "individual", "1793/QĐ-TTg"),
)
DONE = "Hoàn thành xuất sắc nhiệm vụ công tác dân vận, dẫn đầu phong trào thi đua “Dân vận khéo”."


def _awards(
    names: Mapping[int, UnitName], values: Numbers, quarter: int, round_: Round, root: OrgUnit, at: datetime
) -> None:
    """Collectives are the districts, in their order; individuals one record with their number."""
    districts = [name for name in names.values() if name.level == "district"]
    on, given = round_.counts_to - timedelta(days=2), []
    for unit_id, numbers in values.items():
        start = 0
        for code, form, authority, holder, number in AWARDS:
            count = int(numbers[code][quarter]) if code in numbers else 0
            if not count or unit_id not in names:
                continue
            same: dict[str, Any] = {
                "unit_id": unit_id, "level": names[unit_id].level, "movement": MOVEMENT.format(year=on.year),
                "launched_on": date(on.year, 2, 15), "year": on.year, "form": form, "authority": authority, "holder": holder,
                "achievement": DONE, "decided_on": on, "decision_number": number,
            }  # fmt: skip
            if holder == "individual":
                given.append(
                    PastAward(holder_unit_id=unit_id, persons=count, direct_persons=(count + 1) // 2, **same)
                )
                continue
            given += [PastAward(holder_unit_id=one.id, **same) for one in districts[start : start + count]]
            start += count
    if given:
        bulk.take_over_awards(awards=given, unit=root, by=None, at=at)
