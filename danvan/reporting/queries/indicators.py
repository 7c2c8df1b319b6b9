"""The catalogue as people read it: every indicator with the forms that ask it, and whether figures hold it in place."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.common.vietnamese import matches
from danvan.reporting import formulas, measures
from danvan.reporting.catalogue import Spec
from danvan.reporting.describing import formula_in_words
from danvan.reporting.models import FormCell, Indicator, ReportForm, Submission
from danvan.reporting.queries.entry import fingerprint
from danvan.reporting.queries.forms import spec_of

# What stays as it is once figures rest on it, and what may always be put in better words.
NATURE = ("group", "kind", "levels", "over_units", "over_time", "formula")
WORDS = ("name_vi", "name_en", "unit", "small_cells_below", "note", "starts_on", "ends_on")


@dataclass(frozen=True)
class Entry:
    """One line of the catalogue. `asked_by` are (code, name) of the forms whose newest version asks it."""

    row: Indicator
    spec: Spec
    formula: str
    measured: bool
    asked_by: tuple[tuple[str, str], ...]

    def found_by(self, words: str) -> bool:
        return matches(
            words, f"{self.row.name_vi} {self.row.name_en} {self.row.code.replace('.', ' ')} {self.row.code}"
        )


def entries(words: str = "") -> list[Entry]:
    """The whole catalogue in its order, or what answers to `words`, with and without diacritics. Two queries."""
    rows = list(Indicator.objects.all())
    names = {row.code: spec_of(row).name for row in rows}
    asked: dict[int, list[tuple[str, str]]] = defaultdict(list)
    cells = FormCell.objects.filter(to_version=None).order_by("form__code")
    for pk, code, name in cells.values_list("indicator_id", "form__code", "form__name"):
        asked[pk].append((code, name))
    known = measures.known()
    found = []
    for row in rows:
        spec = spec_of(row)
        found.append(
            Entry(row, spec, formula_in_words(spec, names), spec.derived_from in known, tuple(asked[row.pk]))
        )
    return [entry for entry in found if entry.found_by(words)] if words else found


def indicator(code: str) -> Indicator:
    """:raises OutOfSight: when there is none"""
    row = Indicator.objects.filter(code=code).first() if re.fullmatch(formulas.CODE, code) else None
    if row is None:
        raise OutOfSight(
            _("There is no indicator “%(code)s”. The catalogue lists all codes.") % {"code": code[:80]}
        )
    return row


def report_form(code: str) -> ReportForm:
    """:raises OutOfSight: when there is none"""
    form = ReportForm.objects.filter(code=code).first() if re.fullmatch(FORM_CODE, code) else None
    if form is None:
        raise OutOfSight(
            _("There is no form “%(code)s”. The list of forms has all of them.") % {"code": code[:40]}
        )
    return form


FORM_CODE = r"[A-Z][A-Z0-9-]{1,39}"


def stamp(row: Indicator) -> str:
    """Changes with everything a person may edit: what a page showed, so that nobody overwrites what they have not seen."""
    return fingerprint(*(f"{name}={getattr(row, name)}" for name in (*NATURE, *WORDS)))


def rests_on(row: Indicator) -> bool:
    """Whether an accepted submission answers it."""
    return Submission.unscoped.filter(
        accepted__isnull=False,
        round__form__cells__indicator=row,
        round__form_version__number__gte=F("round__form__cells__from_version"),
    ).exists()


def has_a_cell(row: Indicator) -> bool:
    """Whether some form has it, even one that never was sent: its place in the vector is given away."""
    return FormCell.objects.filter(indicator=row).exists()
