"""Lineage: from a printed number down to the submissions and records that make it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from danvan.common.periods import Period
from danvan.organizations.models import OrgUnit, UnitLink
from danvan.organizations.queries import UnitName, last_names
from danvan.reporting import combining
from danvan.reporting.catalogue import Spec
from danvan.reporting.figures import Node, Number
from danvan.reporting.formulas import Ratio, Slice
from danvan.reporting.layouts import Layout
from danvan.reporting.models import ReportForm, Submission
from danvan.reporting.queries import forms
from danvan.reporting.queries.reports import NoReport, rounds_in
from danvan.reporting.vectors import Presence, Vector


@dataclass(frozen=True)
class _Answer:
    """What a unit answered in one round: its cell, and where that stands."""

    period: Period
    unit_id: int
    level: str
    version: str
    vector: Vector | None
    note: dict
    reference: str


def trace(unit: OrgUnit, period: Period, code: str, form: ReportForm | None = None) -> Node:
    """
    The tree of everything that makes a figure. Leaves are figures, or records where records count them, each with what
    it contributes; they add up to the top. A ratio has its parts as children instead.

    :raises UnknownIndicator: for a code the catalogue does not have; :raises NotAsked: for one the form does not ask
    :raises NoReport: when nothing was asked
    """
    form = form or forms.default_form()
    layout = forms.layout(form)
    spec = layout.catalogue[code]
    if isinstance(spec.formula, Ratio):
        parts = tuple(trace(unit, period, part, form) for part in spec.formula.codes)
        numbers = dict(zip(spec.formula.codes, (part.value for part in parts), strict=True))
        value = spec.formula.of(lambda part: numbers[part])
        return Node("total", f"{spec.name}, {period.label()}", unit.code, value, None, parts, str(period))
    wanted = spec.formula.levels if isinstance(spec.formula, Slice) else spec.levels
    base = layout.catalogue[spec.formula.code] if isinstance(spec.formula, Slice) else spec
    return _Tracer(form, layout, spec, base, wanted, period).top(unit)


class _Tracer:
    def __init__(
        self, form: ReportForm, layout: Layout, spec: Spec, base: Spec, levels: Sequence[str], period: Period
    ):
        self._layout, self._spec, self._period = layout, spec, period
        self._index = forms.cell_of(layout, base.code)
        self._base = base
        rounds = rounds_in(form, period)
        if not rounds:
            raise NoReport(_("No round was opened within %(period)s.") % {"period": period.label()})
        self._day = rounds[-1].counts_to
        self._answers = self._read(rounds, levels)

    def _read(self, rounds, levels) -> dict[int, list[_Answer]]:
        rows = Submission.unscoped.filter(
            round__in=rounds, excused_at__isnull=True, level__in=levels
        ).order_by("round__starts_on")
        found: dict[int, list[_Answer]] = defaultdict(list)
        columns = (
            "pk", "unit_id", "level", "round__period_name", "round__counts_to", "accepted__number",
            "accepted__supplement_number", "accepted__cells", "accepted__notes",
        )  # fmt: skip
        self._days = {}
        for pk, unit_id, level, name, counts_to, number, supplement, cells, notes in rows.values_list(
            *columns
        ):
            vector = Vector.unpack(cells) if cells is not None else None
            label = _("version %(number)s") % {"number": number} if number else _("not accepted")
            if supplement:
                label = _("supplement %(number)s") % {"number": supplement}
            note = (notes or {}).get(str(self._index), {})
            found[unit_id].append(
                _Answer(Period.parse(name), unit_id, level, label, vector, note, f"submission:{pk}")
            )
            self._days[unit_id] = counts_to
        return found

    def top(self, unit: OrgUnit) -> Node:
        """The tree below a unit, along the places units had when they last answered."""
        children: dict[int, list[int]] = defaultdict(list)
        members = self._members(unit.pk, children)
        names = last_names(members | {unit.pk}, self._day)
        if not members:
            raise NoReport(
                _("%(unit)s was not asked in %(period)s.")
                % {"unit": unit.code, "period": self._period.label()}
            )
        return self._node(unit.pk, children, names)

    def _members(self, root: int, children: dict[int, list[int]]) -> set[int]:
        """Answering units below the root and the superiors between; fills `children` by parent."""
        parents: dict[int, int] = {}
        seen: set[int] = set()
        days = set(self._days.values())
        for day in sorted(days):
            rows = [
                (row[0], row[1], row[2])
                for row in UnitLink.objects.order_by("-depth").values_list(
                    "descendant_id", "ancestor_id", "depth", "starts_on", "ends_on"
                )
                if row[3] <= day and (row[4] is None or day < row[4])
            ]
            below = {descendant for descendant, ancestor, _depth in rows if ancestor == root}
            direct = {descendant: ancestor for descendant, ancestor, depth in rows if depth == 1}
            for unit_id, last_day in self._days.items():
                here = unit_id
                if last_day != day or unit_id not in below:
                    continue
                while here not in seen:
                    seen.add(here)
                    if here == root or here not in direct:
                        break
                    parents[here] = direct[here]
                    here = direct[here]
        for child, parent in parents.items():
            children[parent].append(child)
        return seen

    def _node(self, unit_id: int, children: dict[int, list[int]], names: dict[int, UnitName]) -> Node:
        name = names[unit_id]
        own = self._own(name) if unit_id in self._answers else None
        below = sorted(
            children.get(unit_id, []), key=lambda child: (names[child].position, names[child].code)
        )
        if not below:
            return own or Node("unit", name.name, name.code, None)
        # What is not added over units stays with its unit: nothing of those below enters the sum.
        parts = (
            [self._node(child, children, names) for child in below] if self._base.over_units == "sum" else []
        )
        parts = ([own] if own else []) + parts
        known = [part.value for part in parts if part.value is not None]
        label = f"{self._spec.name}, {name.name}, {self._period.label()}"
        return Node(
            "total", label, name.code, sum(known) if known else None, None, tuple(parts), str(self._period)
        )

    def _own(self, name: UnitName) -> Node:
        answers = self._answers[name.id]
        shares = shares_of(self._layout, self._base, [answer.vector for answer in answers])
        figures = [self._figure(name, answer, share) for answer, share in zip(answers, shares, strict=True)]
        known = [share for share in shares if share is not None]
        return Node(
            "unit",
            name.name,
            name.code,
            sum(known) if known else None,
            None,
            tuple(figures),
            str(self._period),
        )

    def _figure(self, name: UnitName, answer: _Answer, share: Number | None) -> Node:
        label = f"{answer.period.label()}, {answer.version}"
        source = None
        records: tuple[Node, ...] = ()
        if answer.vector is not None and answer.vector[self._index].presence == Presence.VALUE:
            source = answer.note.get("source", "typed")
            listed = answer.note.get("records", []) if share else []
            if sum(counts for _ref, _label, counts in listed) == share:
                records = tuple(
                    Node("record", text, name.code, counts, "measured", (), str(answer.period), reference)
                    for reference, text, counts in listed
                )
        return Node("figure", label, name.code, share, source, records, str(answer.period), answer.reference)


def shares_of(layout: Layout, base: Spec, vectors: Sequence[Vector | None]) -> list[Number | None]:
    """
    What each round of one unit contributes to a figure: all of a flow, only the round that decides a stock, a covered
    unit only once.
    """
    index = layout.index[base.code]
    given = [vector.resized(len(layout)).value(index) if vector is not None else None for vector in vectors]
    known = [place for place, value in enumerate(given) if value is not None]
    if not known or len(vectors) == 1 or base.over_time == "sum":
        return list(given)
    whole = int(combining.contribution(layout, vectors).sums[index])
    deciding = {"last": known[-1], "first": known[0]}.get(base.over_time)
    if deciding is None:
        deciding = next(place for place in known if given[place] == whole)
    return [
        whole if place == deciding else (0 if value is not None else None)
        for place, value in enumerate(given)
    ]
