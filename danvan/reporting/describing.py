"""An indicator in words: its formula, its levels, how it adds up, what counts it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from danvan.reporting.catalogue import Spec
from danvan.reporting.formulas import Ratio, Slice, Sum
from danvan.reporting.sentences import level_word

LEVELS = ("city", "district", "commune", "agency")


def levels_in_words(levels: tuple[str, ...] | list[str]) -> str:
    return ", ".join(level_word(level) for level in levels)


def formula_in_words(spec: Spec, names: Mapping[str, str]) -> str:
    """The formula with the names of its parts for their codes; empty for what is typed. `names` maps codes to names."""

    def quoted(code: str) -> str:
        return f"“{names.get(code, code)}”"

    def added(codes: tuple[str, ...]) -> str:
        return " + ".join(quoted(code) for code in codes)

    formula = spec.formula
    if isinstance(formula, Sum):
        return added(formula.parts)
    if isinstance(formula, Ratio):
        below = added(formula.bottom)
        return (
            f"{formula.factor} × {added(formula.top)} / {f'({below})' if len(formula.bottom) > 1 else below}"
        )
    if isinstance(formula, Slice):
        return _("%(whole)s, of these levels only: %(levels)s") % {
            "whole": quoted(formula.code),
            "levels": levels_in_words(formula.levels),
        }
    return ""
