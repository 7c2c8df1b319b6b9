"""Loading the indicator catalogue and publishing forms."""

from __future__ import annotations

import csv
from datetime import date, datetime
from importlib import resources
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import DomainError
from danvan.reporting.catalogue import Catalogue
from danvan.reporting.models import (
    DefinitionChange,
    FormCell,
    FormSection,
    FormVersion,
    Indicator,
    ReportForm,
)
from danvan.reporting.queries import forms
from danvan.reporting.queries.indicators import rests_on

SECTIONS: dict[str, tuple[str, str]] = {
    "direction": ("Tham mưu, chỉ đạo", "Direction"),
    "dialogue": ("Tiếp xúc, đối thoại", "Dialogue"),
    "reception": ("Tiếp công dân", "Reception of citizens"),
    "petition": ("Đơn thư", "Petitions"),
    "supervision": ("Giám sát", "Supervision"),
    "social_criticism": ("Phản biện xã hội", "Social criticism"),
    "consultation": ("Góp ý dự thảo", "Consultation"),
    "inspection": ("Kiểm tra, khảo sát", "Inspection and survey"),
    "model": ("Mô hình “Dân vận khéo”", "Skilled mobilisation models"),
    "grassroots_democracy": ("Dân chủ ở cơ sở", "Grassroots democracy"),
    "training": ("Tập huấn, bồi dưỡng", "Training"),
    "award": ("Thi đua, khen thưởng", "Emulation and commendation"),
    "situation": ("Tình hình nhân dân", "Situation of the people"),
    "reporting": ("Chế độ báo cáo", "Reporting discipline"),
}


# Where these differ, a code no longer counts the same.
DEFINES = ("unit", "kind", "formula", "levels", "over_units", "over_time")

# Three days before a report is due and the day after: what is sent until somebody decides otherwise.
USUAL_REMINDERS = (-3, 1)


class BadCatalogue(DomainError):
    """A row of the catalogue cannot be taken; nothing of it was."""


def starter_rows() -> list[dict[str, str]]:
    """The 120 indicators of the starter catalogue."""
    text = resources.files("danvan.reporting").joinpath("seed/indicators.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _indicator(row: dict[str, str], position: int) -> Indicator:
    # Coverage is recounted as distinct units over the whole period, whatever the period's parts say.
    over_time = "distinct" if row["code"].endswith(".units.held") else row["agg_time"]
    return Indicator(
        code=row["code"],
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        unit=row["unit"],
        group=row["group"],
        levels=row["levels"],
        kind=row["kind"],
        over_units=row["agg_units"],
        over_time=over_time,
        formula=row["formula"],
        derived_from=row["derived_from"],
        small_cells_below=5 if "denunciation" in row["code"] else 0,
        position=position,
        source=row["source"],
        note=row["note"],
    )


@transaction.atomic
def load_catalogue(*, rows: list[dict[str, str]], at: datetime, by: int | None = None) -> Catalogue:
    """
    Load indicators (columns of the starter catalogue); those already there by code are brought up to date.

    :raises BadFormula: when a formula cannot be read or names what does not exist
    :raises BadCatalogue: when a code stands twice
    """
    codes = [row["code"] for row in rows]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise BadCatalogue(_("The code %(code)s stands twice in the catalogue.") % {"code": sorted(twice)[0]})
    fresh = [_indicator(row, position) for position, row in enumerate(rows)]
    before = {row.code: row for row in Indicator.objects.filter(code__in=codes)}
    columns = [f.name for f in Indicator._meta.concrete_fields if f.name not in {"id", "code"}]
    Indicator.objects.bulk_create(fresh, update_conflicts=True, unique_fields=["code"], update_fields=columns)
    catalogue = forms.read_catalogue()
    _mark_redefined(before, at, by)
    ReportForm.objects.update(catalogue_revision=F("catalogue_revision") + 1)
    forms.forget()
    audit.record(
        "reporting.catalogue_loaded",
        actor=by,
        at=at,
        target=("indicators", "all"),
        after={"indicators": len(fresh)},
    )
    return catalogue


def _mark_redefined(before: dict[str, Indicator], at: datetime, by: int | None) -> None:
    """What a load changed under figures already accepted counts something else from then on."""
    changes = []
    field_words = {field.name: field.verbose_name for field in Indicator._meta.concrete_fields}
    for row in Indicator.objects.filter(code__in=before):
        old = before[row.code]
        told = [
            f"{field_words[name]}: {getattr(old, name) or '–'} → {getattr(row, name) or '–'}"
            for name in DEFINES
            if getattr(old, name) != getattr(row, name)
        ]
        if told and rests_on(old):
            changes.append(
                DefinitionChange(
                    indicator=row,
                    starts_on=timezone.localdate(at),
                    what="; ".join(told)[:300],
                    made_at=at,
                    made_by_id=by,
                )
            )
    DefinitionChange.objects.bulk_create(changes)


@transaction.atomic
def publish_form(
    *, form: ReportForm, codes: list[str], starts_on: date, at: datetime, by: int | None = None, unit: str = "HN",
    on_behalf_of: int | None = None,
) -> FormVersion:  # fmt: skip
    """
    Publish the next version of a form, asking for `codes` in this order, in sections by group.

    For seeds and `services.forms.publish`, which asks whether the person may and whether the version can stand.

    A cell keeps its place in the vector for ever: what is asked anew goes to the end, what is asked no more only ends.
    """
    catalogue = forms.read_catalogue()
    number = (form.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    version = FormVersion.objects.create(form=form, number=number, starts_on=starts_on, published_at=at)
    there = {cell.indicator.code: cell for cell in form.cells.select_related("indicator")}
    ids = dict(Indicator.objects.values_list("code", "pk"))
    next_index = max((cell.index for cell in there.values() if cell.index is not None), default=-1) + 1
    sections: dict[str, FormSection] = {}
    fresh: list[FormCell] = []
    for position, code in enumerate(codes):
        spec = catalogue[code]
        if spec.group not in sections:
            title, title_en = SECTIONS.get(spec.group, (spec.group, spec.group))
            sections[spec.group], _new = FormSection.objects.update_or_create(
                form=form, title=title, defaults={"position": len(sections), "title_en": title_en}
            )
        if code in there:
            FormCell.objects.filter(pk=there[code].pk).update(
                position=position, section=sections[spec.group], to_version=None
            )
            continue
        index = next_index if spec.stored else None
        next_index += spec.stored
        fresh.append(
            FormCell(
                form=form,
                section=sections[spec.group],
                indicator_id=ids[code],
                position=position,
                index=index,
                from_version=number,
            )  # fmt: skip
        )
    FormCell.objects.bulk_create(fresh)
    gone = [cell.pk for code, cell in there.items() if code not in codes and cell.to_version is None]
    FormCell.objects.filter(pk__in=gone).update(to_version=number - 1)
    after: dict[str, Any] = {"form": form.code, "version": number, "indicators": len(codes)}
    audit.record(
        "reporting.form_published", actor=by, at=at, target=("form", form.code), unit=unit, after=after,
        on_behalf_of=on_behalf_of,
    )  # fmt: skip
    return version


@transaction.atomic
def starter_form(*, at: datetime, by: int | None = None) -> ReportForm:
    """The catalogue of 120 indicators and the quarterly form that asks for all of them, made once."""
    rows = starter_rows()
    load_catalogue(rows=rows, at=at, by=by)
    form, new = ReportForm.objects.get_or_create(
        code="DV-QUY",
        defaults={
            "name": "Báo cáo kết quả công tác dân vận quý",
            "periodicity": "quarter",
            "levels": "city|district|commune|agency",
            "cutoff_day": 14,
            "reminder_days": list(USUAL_REMINDERS),
            "due_days": 5,
        },
    )
    if new:
        publish_form(form=form, codes=[row["code"] for row in rows], starts_on=date(2018, 1, 1), at=at, by=by)
    return form
