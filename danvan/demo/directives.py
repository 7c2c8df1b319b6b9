"""
The documents, assignments and tasks behind the figures of direction, and the city's live cases of March 2020.

How many were issued, given, planned and done in each unit and quarter is dealt out by `danvan.demo.figures`. Of what units
were given in a year one is always the city's plan of the year, which all 615 units have to carry out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from danvan.commitments.services import bulk as promises
from danvan.common.periods import Period
from danvan.demo import directives_live
from danvan.demo.city import City
from danvan.demo.papers_given import BODIES, FLAGSHIP, REAL, REPORT, TASKS, THEMES, TITLES
from danvan.directives import symbols
from danvan.directives.models import Directive, DirectiveAssignment, DirectiveRelation, Programme
from danvan.directives.services.bulk import PastAssignment, PastDirective, take_over, take_over_assignments
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import UnitName, names_on
from danvan.reporting.models import Round
from danvan.reporting.services.rounds import counting_interval

Numbers = Mapping[int, Mapping[str, np.ndarray]]
PARTY = "party"
REPORT_DUE, CLOSED = (11, 25), (12, 20)


@dataclass(frozen=True)
class Year:
    """What is known of a year when its first quarter is written: the days of its quarters, and how far it went."""

    number: int
    quarters: list[tuple[date, date]]
    over: bool


def hold(city: City, round_: Round, quarter: int, values: Numbers, today: date) -> None:
    """Write a round's documents and tasks; in the first round of a year also everything that was given in the year."""
    names = names_on(round_.counts_to)
    root = OrgUnit.objects.get(code="HN")
    at = datetime.combine(min(round_.counts_to, today), datetime.min.time(), round_.opened_at.tzinfo)
    if not Programme.unscoped.exists():
        _begin(root, at)
    issued = list(_issued(city.rng, names, round_, quarter, values, root.pk))
    made = take_over(directives=sorted(issued, key=lambda one: one.issued_on), unit=root, by=None, at=at)
    if quarter == 0:
        _flagship(made, root.pk, round_.period.year)
        _give(city, _year(city, round_, today), names, made, values, root, at)
    _tasks(city, round_, quarter, names, values, root, at, today)
    if round_.period.starts_on <= today <= round_.period.ends_on:
        directives_live.tell(city.users, today)


def _begin(root: OrgUnit, at: datetime) -> None:
    """The real documents the city rests on, their relations, and the theme years."""
    past = []
    for real in REAL:
        said = symbols.parse(real.symbol)
        past.append(
            PastDirective(
                unit_id=root.pk, level="city", issuer=real.issuer, kind=said.kind, style=said.style, body=said.body,
                title=real.title, issued_on=real.day, number=said.number, year=said.year, is_own=False,
            )
        )  # fmt: skip
    made = take_over(directives=past, unit=root, by=None, at=at)
    by_symbol = {real.symbol: row for real, row in zip(REAL, made, strict=True)}
    DirectiveRelation.objects.bulk_create(
        DirectiveRelation(source=by_symbol[real.symbol], target=by_symbol[target], kind=kind)
        for real in REAL
        for kind, target in real.to
    )
    for year, name in THEMES.items():
        theme = Programme.unscoped.create(
            unit=root, name=name, first_year=year, last_year=year, created_at=at,
            summary="Chủ đề công tác dân vận toàn Thành phố: chính quyền gần dân, nghe dân, giải quyết kịp thời kiến nghị.",
        )  # fmt: skip
        theme.directives.add(by_symbol["07-CT/TU"], by_symbol["2034-QĐ/TU"])


def _issued(
    rng: np.random.Generator, names: Mapping[int, UnitName], round_: Round, quarter: int, values: Numbers, root_id: int
) -> Iterator[PastDirective]:  # fmt: skip
    first_day, plan_of_year = FLAGSHIP.get(round_.period.year, (None, ""))
    for unit_id, numbers in values.items():
        if unit_id not in names:
            continue
        name, count = names[unit_id], int(numbers["direction.documents.issued"][quarter])
        if unit_id == root_id and quarter == 0 and first_day is not None:
            count -= 1
            yield _paper(name, "KH", plan_of_year, first_day)
        for _one in range(count):
            kind, title = TITLES[int(rng.integers(len(TITLES)))]
            yield _paper(name, kind, title, _weekday(rng, round_.counts_from, round_.counts_to))


def _paper(name: UnitName, kind: str, title: str, day: date) -> PastDirective:
    return PastDirective(
        unit_id=name.id, level=name.level, issuer=name.name, kind=kind, style=PARTY, body=BODIES.get(name.level, "ĐU"),
        title=title, issued_on=day,
    )  # fmt: skip


def _weekday(rng: np.random.Generator, first: date, last: date) -> date:
    day = first + timedelta(days=int(rng.integers(0, max(1, (last - first).days))))
    back = day - timedelta(days=2)
    return back if day.weekday() > 4 and back >= first else day


def _year(city: City, round_: Round, today: date) -> Year:
    year = round_.period.year
    count = 1 if year == today.year else 4
    quarters = [counting_interval(city.form, Period("quarter", year, number + 1)) for number in range(count)]
    return Year(year, quarters, year < today.year)


def _flagship(made: Sequence[Directive], root_id: int, year: int) -> None:
    """The city's plan of the year rests on the directive about government, and belongs to its theme year."""
    plan = next(row for row in made if row.unit_id == root_id and row.title == FLAGSHIP[year][1])
    ground = Directive.unscoped.get(unit_id=root_id, symbol="07-CT/TU")
    DirectiveRelation.objects.create(source=plan, target=ground, kind="implements")
    before = Directive.unscoped.filter(unit_id=root_id, title=FLAGSHIP.get(year - 1, (None, ""))[1]).first()
    if before is not None:
        DirectiveRelation.objects.create(source=plan, target=before, kind="continues")
    plan.programmes.set(Programme.unscoped.filter(first_year=year))


def _give(
    city: City, year: Year, names: Mapping[int, UnitName], made: Sequence[Directive], values: Numbers, root: OrgUnit,
    at: datetime,
) -> None:  # fmt: skip
    """What every unit was given in the year: the plan of the year first, then papers of the unit above and of the city."""
    title = FLAGSHIP[year.number][1]
    papers: dict[int, list[Directive]] = {}
    for row in made:
        if row.kind != "TB":
            papers.setdefault(row.unit_id, []).append(row)
    papers[root.pk].sort(key=lambda row: row.title != title)
    # What the city rests on is given once, in the first year.
    known = Directive.unscoped.filter(unit_id=root.pk, is_own=False, issued_on__lt=date(year.number, 1, 1))
    registered = list(known.order_by("pk")) if year.number == min(FLAGSHIP) else []
    found: list[PastAssignment] = []
    for unit_id, numbers in values.items():
        if unit_id not in names:
            continue
        name = names[unit_id]
        count = int(numbers["direction.units.assigned"][0])
        if name.level == "city":
            pool = [papers[root.pk][0], *registered, *papers[root.pk][1:]]
        else:
            above = papers.get(name.parent_id or 0, []) if name.parent_id != root.pk else []
            pool = [papers[root.pk][0], *above[: count // 2], *papers[root.pk][1:], *registered]
        plans = [int(numbers["direction.units.with_plan"][quarter]) for quarter in range(len(year.quarters))]
        found += _of_unit(city.rng, name, pool[:count], plans, year)
    take_over_assignments(assignments=found, unit=root, by=None, at=at)


def _of_unit(
    rng: np.random.Generator, name: UnitName, papers: Sequence[Directive], plans: Sequence[int], year: Year
) -> Iterator[PastAssignment]:  # fmt: skip
    order = rng.permutation(len(papers))
    for place, which in enumerate(order):
        paper = papers[which]
        planned = next((quarter for quarter, count in enumerate(plans) if place < count), None)
        sent = max(paper.issued_on or year.quarters[0][0], date(year.number, 1, 2))
        plan_on = None
        if planned is not None:
            first, last = year.quarters[planned]
            plan_on = _weekday(rng, max(first, sent + timedelta(days=1)), last)
        taken = (
            sent + timedelta(days=int(rng.integers(0, 5)))
            if plan_on or year.over or rng.random() < 0.7
            else None
        )
        if taken and plan_on:
            taken = min(taken, plan_on)
        yield PastAssignment(
            directive_id=paper.pk, unit_id=name.id, level=name.level, given_by_id=paper.unit_id, sent_on=sent,
            acknowledge_by=sent + timedelta(days=7), plan_due_on=sent + timedelta(days=28),
            report_due_on=date(year.number, *REPORT_DUE), acknowledged_on=taken, plan_on=plan_on,
            plan_symbol=f"{int(rng.integers(1, 60)):02d}-KH/{BODIES.get(name.level, 'ĐU')}" if plan_on else "",
            report=REPORT if year.over else "", reported_on=date(year.number, 11, 22) if year.over else None,
            closed_on=date(year.number, *CLOSED) if year.over else None,
        )  # fmt: skip


def _tasks(
    city: City, round_: Round, quarter: int, names: Mapping[int, UnitName], values: Numbers, root: OrgUnit, at: datetime,
    today: date,
) -> None:  # fmt: skip
    """Tasks that fall due in the interval, as commitments cut from what the unit was given this year."""
    rows = DirectiveAssignment.unscoped.filter(sent_on__year=round_.period.year).select_related("directive")
    given: dict[int, list[DirectiveAssignment]] = {}
    for row in rows.order_by("pk"):
        given.setdefault(row.unit_id, []).append(row)
    past = []
    for unit_id, numbers in values.items():
        if unit_id not in names or unit_id not in given:
            continue
        due, done = (int(numbers[f"direction.tasks.{word}"][quarter]) for word in ("due", "done_on_time"))
        for place in range(due):
            from_ = given[unit_id][place % len(given[unit_id])]
            past.append(_task(city.rng, names[unit_id], from_, place < done, round_, root.pk, today))
    promises.take_over(commitments=past, unit=root, at=at)


def _task(
    rng: np.random.Generator, name: UnitName, given: DirectiveAssignment, in_time: bool, round_: Round, root_id: int,
    today: date,
) -> promises.PastCommitment:  # fmt: skip
    due = _weekday(rng, round_.counts_from, round_.counts_to)
    began = min(max(due - timedelta(days=int(rng.integers(15, 40))), given.sent_on), due)
    ended: date | None = max(began, due - timedelta(days=int(rng.integers(0, 10))))
    if not in_time:
        ended = due + timedelta(days=int(rng.integers(2, 20)))
        ended = None if ended > today else ended
    return promises.PastCommitment(
        unit_id=name.id, asked_by_id=given.given_by_id, verifier_id=name.parent_id or root_id,
        text=TASKS[int(rng.integers(len(TASKS)))], origin="directive", origin_ref=given.ref,
        origin_label=f"{given.directive.named}: {given.directive.title}", given_on=began, due_on=due, ended_on=ended,
        kept=in_time or bool(rng.random() < 0.6), is_public=False,
    )  # fmt: skip
