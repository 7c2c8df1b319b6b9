"""Totals side by side: by child unit, over time, and across a reform."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from danvan.common.periods import Period
from danvan.organizations.models import OrgUnit, UnitLink, UnitSuccession
from danvan.organizations.queries import UnitName, descendant_ids, last_names, names_on
from danvan.reporting.figures import Number, ReportFigure
from danvan.reporting.models import ReportForm, Round, Submission
from danvan.reporting.queries import forms, sums
from danvan.reporting.queries.reports import rounds_in


@dataclass(frozen=True)
class ChildRow:
    """A child unit's own and lower figures; `itself` marks the row of what the unit above holds directly."""

    unit: UnitName
    figures: dict[str, ReportFigure]
    expected: int
    complete: int
    itself: bool = False


def by_child(
    unit: OrgUnit, period: Period, codes: Sequence[str], form: ReportForm | None = None
) -> list[ChildRow]:
    """
    The unit's own figures first, then each child's with all below it, closed ones too; the rows add up to the unit's
    total. Seven queries, one more when a child was closed within the period.
    """
    form = form or forms.default_form()
    rounds = rounds_in(form, period)
    if not rounds:
        return []
    layout, day = forms.layout(form), rounds[-1].counts_to
    names = names_on(day)
    children = [name for name in names.values() if name.parent_id == unit.pk] + _closed_children(
        unit, rounds, names
    )
    found = sums.of_units(form, layout, [period], [child.id for child in children])
    own = sums.of_leaves(form, layout, [period], [unit.pk])
    rows = []
    for name, itself in [(names[unit.pk], True)] * (unit.pk in names) + [
        (child, False) for child in children
    ]:
        by_level = (own if itself else found).get((str(period), name.id))
        if by_level is None:
            continue
        wanted = {figure.indicator.code: figure for figure in sums.figures(layout, by_level)}
        expected = sum(part.expected for part in by_level.values())
        complete = sum(part.units for part in by_level.values())
        rows.append(ChildRow(name, {code: wanted[code] for code in codes}, expected, complete, itself))
    return rows


def _closed_children(unit: OrgUnit, rounds: Sequence[Round], names: dict[int, UnitName]) -> list[UnitName]:
    """Children that ended before the last round but answered an earlier one from here: their figures stayed here."""
    first, last = rounds[0].counts_to, rounds[-1].counts_to
    rows = UnitLink.objects.filter(
        ancestor_id=unit.pk, depth=1, starts_on__lte=last, ends_on__gt=first, ends_on__lte=last
    )
    links = [row for row in rows.values_list("descendant_id", "starts_on", "ends_on") if row[0] not in names]
    if not links:
        return []
    answered = (
        Submission.unscoped.filter(
            round__in=rounds, unit_id__in={row[0] for row in links}, excused_at__isnull=True
        )
        .order_by("round__counts_to")
        .values_list("unit_id", "round__counts_to")
    )
    asked_last = dict(answered)
    ids = {
        pk
        for pk, starts_on, ends_on in links
        if pk in asked_last and ends_on and starts_on <= asked_last[pk] < ends_on
    }
    return sorted(last_names(ids, last).values(), key=lambda name: (name.position, name.code))


@dataclass(frozen=True)
class Point:
    """A period's value in a series; `breaks` says why it cannot simply be compared with the one before."""

    period: Period
    value: Number | None
    levels: dict[str, Number | None]
    units_reported: int
    units_expected: int
    breaks: str = ""
    illustrative: bool = False


def series(
    unit: OrgUnit, code: str, periods: Sequence[Period], form: ReportForm | None = None
) -> list[Point]:
    """One indicator over time; periods nobody was asked in are left out. Reforms below the unit mark a break."""
    form = form or forms.default_form()
    layout = forms.layout(form)
    found = sums.of_units(form, layout, periods, [unit.pk])
    breaks = (
        reforms(unit, min(p.starts_on for p in periods), max(p.ends_on for p in periods)) if periods else []
    )
    marked = {name: flag for name, flag in form.rounds.values_list("period_name", "illustrative")}
    points: list[Point] = []
    before: date | None = None
    for period in sorted(periods):
        by_level = found.get((str(period), unit.pk))
        if by_level is None:
            continue
        figure = next(f for f in sums.figures(layout, by_level) if f.indicator.code == code)
        cut = [text for day, text in breaks if before is not None and before < day <= period.ends_on]
        before = period.ends_on
        quarters = [flag for name, flag in marked.items() if period.contains(Period.parse(name))]
        points.append(
            Point(
                period,
                figure.all,
                dict(figure.levels),
                figure.units_reported,
                figure.units_expected,
                "; ".join(cut),
                any(quarters),
            )  # fmt: skip
        )
    return points


def reforms(unit: OrgUnit, since: date, until: date) -> list[tuple[date, str]]:
    """Days within an interval on which units below merged, split or ended, with a note in words."""
    below = descendant_ids(unit.pk, until)
    days = UnitSuccession.objects.filter(on__gt=since, on__lte=until, new_id__in=below).order_by("on")
    return [(day, f"{day:%d/%m/%Y}") for day in days.values_list("on", flat=True).distinct()]


@dataclass(frozen=True)
class LikeForLike:
    """Two periods compared over the smallest units that hold the same territory in both."""

    unit: UnitName
    now: Number | None
    then: Number | None
    members_now: int
    members_then: int


def like_for_like(
    unit: OrgUnit, code: str, now: Period, then: Period, form: ReportForm | None = None
) -> list[LikeForLike]:
    """
    Compare two periods across a reform: per child where the child and everything below it is the same on both days,
    else only at the unit itself, the smallest common ancestor. Figures are never re-added along a partial succession.
    """
    form = form or forms.default_form()
    layout = forms.layout(form)
    days = [rounds[-1].counts_to for period in (now, then) if (rounds := rounds_in(form, period))]
    if len(days) < 2:
        return []
    today, past = names_on(days[0]), names_on(days[1])
    children = [n for n in today.values() if n.parent_id == unit.pk]
    same = [n for n in children if n.id in past and _below(today, n.id) == _below(past, n.id)]
    whole = len(same) == len(children) == len([n for n in past.values() if n.parent_id == unit.pk])
    chosen = same if whole and same else [today[unit.pk]]
    found = sums.of_units(form, layout, [now, then], [name.id for name in chosen])

    def value(period: Period, unit_id: int) -> Number | None:
        by_level = found.get((str(period), unit_id))
        return (
            next((f.all for f in sums.figures(layout, by_level) if f.indicator.code == code), None)
            if by_level
            else None
        )

    return [
        LikeForLike(n, value(now, n.id), value(then, n.id), len(_below(today, n.id)), len(_below(past, n.id)))
        for n in chosen
    ]


def _below(names: dict[int, UnitName], unit_id: int) -> frozenset[int]:
    found, wave = {unit_id}, {unit_id}
    while wave:
        wave = {name.id for name in names.values() if name.parent_id in wave} - found
        found |= wave
    return frozenset(found)
