"""The catalogue and the forms, read once per process and form version."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Max
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.reporting.catalogue import Catalogue, Spec
from danvan.reporting.layouts import Layout, Section
from danvan.reporting.models import FormCell, FormVersion, Indicator, ReportForm


class NoForm(OutOfSight):
    pass


def spec_of(row: Indicator) -> Spec:
    return Spec(
        code=row.code,
        name_vi=row.name_vi,
        name_en=row.name_en,
        unit=row.unit,
        group=row.group,
        levels=tuple(row.levels.split("|")),
        kind=row.kind,
        over_units=row.over_units,
        over_time=row.over_time,
        formula_text=row.formula,
        derived_from=row.derived_from,
        decimals=row.decimals,
        small_cells_below=row.small_cells_below,
        note=row.note,
    )


def read_catalogue() -> Catalogue:
    """The catalogue as it stands in the database now."""
    return Catalogue(spec_of(row) for row in Indicator.objects.all())


@lru_cache(maxsize=8)
def _layout(form_id: int, version: int, revision: int) -> Layout:
    catalogue = read_catalogue()
    cells = list(
        FormCell.objects.filter(form_id=form_id, from_version__lte=version)
        .select_related("indicator", "section")
        .order_by("section__position", "position")
    )
    stored = sorted((cell.index, cell.indicator.code) for cell in cells if cell.index is not None)
    sections: dict[str, list[str]] = {}
    for cell in cells:
        if cell.to_version is None or cell.to_version >= version:
            sections.setdefault(cell.section.title, []).append(cell.indicator.code)
    return Layout(
        form_id=form_id,
        codes=tuple(code for _index, code in stored),
        catalogue=catalogue,
        sections=tuple(Section(title, tuple(codes)) for title, codes in sections.items()),
        revision=revision,
    )


def layout(form: ReportForm, version: int | None = None) -> Layout:
    """
    The vector order of a form, as its newest version (or the one named) has it.

    Cached: a published version never changes, publishing makes a new number, and a change of any indicator makes a new
    `catalogue_revision`, which every process reads with the form.
    """
    if version is None:
        version = FormVersion.objects.filter(form=form).aggregate(newest=Max("number"))["newest"] or 0
    return _layout(form.pk, version, form.catalogue_revision)


def forget() -> None:
    """Drop what was read; for tests, whose databases begin anew under the same numbers."""
    _layout.cache_clear()


def catalogue(form: ReportForm | None = None) -> Catalogue:
    return layout(form or default_form()).catalogue


def default_form() -> ReportForm:
    """
    The form reports are made from when none is named: the first one in use.

    :raises NoForm: when no form exists yet
    """
    form = ReportForm.objects.filter(is_active=True).order_by("pk").first()
    if form is None:
        raise NoForm(_("No report form exists yet. An administrator loads the catalogue first."))
    return form
