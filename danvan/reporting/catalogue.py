"""The indicators as plain, hashable facts, with their formulas parsed; read from the database once per process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from danvan.reporting import formulas
from danvan.reporting.formulas import BadFormula, Formula, Ratio, Slice, Sum


@dataclass(frozen=True)
class Spec:
    """What an indicator is. `levels` are the tiers that collect it."""

    code: str
    name_vi: str
    name_en: str
    unit: str
    group: str
    levels: tuple[str, ...]
    kind: str
    over_units: str
    over_time: str
    formula_text: str = ""
    derived_from: str = ""
    decimals: int = 0
    small_cells_below: int = 0
    note: str = ""

    @cached_property
    def formula(self) -> Formula | None:
        return formulas.parse(self.formula_text)

    @property
    def stored(self) -> bool:
        """Whether it has a cell of its own; ratios and slices are computed when read."""
        return self.kind not in {"ratio", "slice"}

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "vi").startswith("en") else self.name_vi


def mixed_units(units: set[str]) -> str:
    """Why indicators counted in these units cannot be added; empty where they can."""
    plain = {" ".join(unit.casefold().split()) for unit in units}
    if len(plain) < 2:
        return ""
    listed = ", ".join(sorted(units))
    if PERSONS in plain and any(unit.split()[:1] == [TIMES] for unit in plain):
        return _(
            "this adds persons to attendances (%(units)s). Who came twice is one person and two attendances, so the sum"
            " counts neither. Keep two indicators side by side."
        ) % {"units": listed}
    return _("this adds what is counted in different units (%(units)s). Add like to like.") % {
        "units": listed
    }


# Người: each person once. Lượt, lượt người: each time somebody came.
PERSONS, TIMES = "người", "lượt"


class UnknownIndicator(BadFormula):
    code, status = "unknown-indicator", 404


class Catalogue(Mapping[str, Spec]):
    """All indicators by code, in the order of the catalogue. Refuses to exist when a formula is wrong."""

    def __init__(self, specs: Iterable[Spec]):
        self._specs = {spec.code: spec for spec in specs}
        for spec in self._specs.values():
            self._check(spec)
            self._refuse_mixed_units(spec)

    def _check(self, spec: Spec) -> None:
        formula = spec.formula
        expected = {"ratio": Ratio, "slice": Slice, "total": Sum}.get(spec.kind)
        if expected and formula is not None and not isinstance(formula, expected):
            raise BadFormula(
                _("%(code)s: the formula does not fit an indicator of this kind.") % {"code": spec.code}
            )
        for code in formula.codes if formula else ():
            if code not in self._specs:
                raise BadFormula(
                    _("%(code)s: its formula names %(missing)s, which does not exist.")
                    % {"code": spec.code, "missing": code}
                )
            if code == spec.code or not self._specs[code].stored:
                raise BadFormula(
                    _("%(code)s: a formula is made of stored indicators only.") % {"code": spec.code}
                )

    def _refuse_mixed_units(self, spec: Spec) -> None:
        """Attendances and persons, sessions and opinions: what is counted differently is never added."""
        formula = spec.formula
        sums: list[set[str]] = []
        if isinstance(formula, Sum):
            sums = [{self._specs[code].unit for code in formula.parts} | {spec.unit}]
        elif isinstance(formula, Ratio):
            sums = [{self._specs[code].unit for code in side} for side in (formula.top, formula.bottom)]
        for units in sums:
            if words := mixed_units(units):
                raise BadFormula(f"{spec.code}: {words}")

    def __getitem__(self, code: str) -> Spec:
        try:
            return self._specs[code]
        except KeyError:
            raise UnknownIndicator(
                _("There is no indicator “%(code)s”. The catalogue lists all codes.") % {"code": code}
            ) from None

    def __contains__(self, code: object) -> bool:
        return code in self._specs

    def __iter__(self):
        return iter(self._specs)

    def __len__(self) -> int:
        return len(self._specs)

    def parts_of(self, code: str) -> tuple[str, ...]:
        """The parts of a total; empty for anything else."""
        formula = self[code].formula
        return formula.parts if isinstance(formula, Sum) else ()
