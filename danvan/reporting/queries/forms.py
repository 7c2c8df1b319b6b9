"""The catalogue and the forms, read once per process and form version."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.db.models import Max
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.reporting import own_rules
from danvan.reporting.catalogue import Catalogue, Spec
from danvan.reporting.layouts import Change, Layout, Section
from danvan.reporting.models import DefinitionChange, FormCell, FormRule, FormVersion, Indicator, ReportForm
from danvan.reporting.own_rules import OwnRule


class NoForm(OutOfSight):
    """There is no such form, or none at all."""


class NotAsked(OutOfSight):
    """The indicator exists, but the form does not ask it."""


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


def rule_of(row: FormRule) -> OwnRule:
    left, right = own_rules.side(row.left), own_rules.side(row.right, "right")
    return OwnRule(row.pk, left, row.comparison, right, row.severity, row.message, row.starts_on)


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
        rules=tuple(rule_of(row) for row in FormRule.objects.filter(form_id=form_id, ended_at=None)),
        revision=revision,
    )


@lru_cache(maxsize=8)
def _changes(form_id: int, revision: int) -> tuple[Change, ...]:
    rows = DefinitionChange.objects.order_by("starts_on", "pk")
    return tuple(Change(*row) for row in rows.values_list("indicator__code", "starts_on", "what"))


def changes(layout: Layout) -> tuple[Change, ...]:
    """What indicators stopped and began to mean, by day. Only series and tables over time ask."""
    return _changes(layout.form_id, layout.revision)


def layout(form: ReportForm, version: int | None = None) -> Layout:
    """
    The vector order of a form, as its newest version (or the one named) has it.

    Cached: a published version never changes, publishing makes a new number, and a change of any indicator or of the
    form's own rules makes a new `catalogue_revision`, which every process reads with the form.
    """
    if version is None:
        version = FormVersion.objects.filter(form=form).aggregate(newest=Max("number"))["newest"] or 0
    return _layout(form.pk, version, form.catalogue_revision)


def forget() -> None:
    """Drop what was read; for tests, whose databases begin anew under the same numbers."""
    _layout.cache_clear()
    _changes.cache_clear()


def catalogue(form: ReportForm | None = None) -> Catalogue:
    return layout(form or default_form()).catalogue


def in_use() -> list[ReportForm]:
    """The forms in use; the first one is meant where none is named."""
    return list(ReportForm.objects.filter(is_active=True).order_by("pk"))


def default_form() -> ReportForm:
    """
    The form reports are made from when none is named: the first one in use.

    :raises NoForm: when no form exists yet
    """
    form = ReportForm.objects.filter(is_active=True).order_by("pk").first()
    if form is None:
        raise NoForm(_("No report form exists yet. An administrator loads the catalogue first."))
    return form


def form_of(code: str = "") -> ReportForm:
    """
    The form of this code, in use or not any more; the default one for an empty code.

    :raises NoForm: when there is none
    """
    if not code:
        return default_form()
    form = ReportForm.objects.filter(code=code).first()
    if form is None:
        raise NoForm(
            _("There is no form “%(code)s”. The list of forms has all of them.") % {"code": code[:40]}
        )
    return form


@dataclass(frozen=True)
class Choice:
    """The form a page shows, and those it could show instead: all in use, and this one."""

    form: ReportForm
    others: tuple[ReportForm, ...]
    named: bool

    @property
    def address(self) -> str:
        """What a link has to carry to stay with the form: nothing while it is the one meant anyway."""
        return urlencode({"bieu-mau": self.form.code}) if self.named else ""

    def carried(self, address: str) -> str:
        """An address that stays with the form."""
        if not self.named:
            return address
        return f"{address}{'&' if '?' in address else '?'}{self.address}"


def choose(code: str = "") -> Choice:
    """
    The form of this code among all that could be chosen. One query while it is in use.

    :raises NoForm: when there is none
    """
    found = in_use()
    form = next((one for one in found if one.code == code), None) if code else next(iter(found), None)
    form = form or form_of(code)
    others = found if form in found else [*found, form]
    return Choice(form, tuple(others), bool(found) and form != found[0])


def cell_of(layout: Layout, code: str) -> int:
    """
    The place of an indicator's cell in the vectors of a form.

    :raises NotAsked: when the form has none
    """
    if code not in layout.index:
        raise NotAsked(
            _("This form does not ask “%(name)s”. Choose the form that does.")
            % {"name": layout.catalogue[code].name}
        )
    return layout.index[code]
