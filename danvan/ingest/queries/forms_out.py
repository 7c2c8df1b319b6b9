"""Forms of many units for one period, filled with what stands in them now: a fixed number of queries, however many units."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils import translation

from danvan.ingest.workbooks.sheets import Line, Part, Share, Sheet
from danvan.organizations.queries import last_names
from danvan.reporting import measures
from danvan.reporting.catalogue import Spec
from danvan.reporting.formulas import Ratio, Slice, Sum
from danvan.reporting.layouts import Layout
from danvan.reporting.models import Draft, Round, Submission
from danvan.reporting.queries import forms, sheets
from danvan.reporting.vectors import Presence, Vector

# Written beside a cell that records count: whoever types over it must explain.
COUNTED = "Hệ thống đếm từ hồ sơ"


def of_round(round_: Round, submissions: Collection[Submission]) -> list[Sheet]:
    """The forms of some submissions of a round (with their `unit` loaded), in the order given."""
    layout = forms.layout(round_.form, round_.form_version.number)
    unit_ids = [row.unit_id for row in submissions]
    names = last_names(unit_ids, round_.counts_to)
    before, year_ago = str(round_.period.previous()), str(round_.period.year_ago())
    earlier = _earlier(round_, unit_ids, (before, year_ago))
    drafts = {
        row.submission_id: row for row in Draft.objects.filter(submission__in=[row.pk for row in submissions])
    }
    measured = counted(round_, layout, unit_ids)
    with translation.override("vi"):
        return [
            Sheet(
                form=round_.form.code,
                version=round_.form_version.number,
                unit=row.unit.code,
                period=round_.period_name,
                form_name=round_.form.name,
                unit_name=names[row.unit_id].name,
                period_name=round_.period.label("vi"),
                due=f"{row.due_on:%d/%m/%Y}",
                parts=list(
                    _parts(
                        layout,
                        row,
                        *current(layout, row, drafts.get(row.pk), measured.get(row.unit_id, {})),
                        earlier.get((row.unit_id, before)),
                        earlier.get((row.unit_id, year_ago)),
                    )
                ),
            )
            for row in submissions
        ]


def current(
    layout: Layout, row: Submission, draft: Draft | None, measured: Mapping[int, int]
) -> tuple[Vector, dict[str, Any]]:
    """What stands in a form now: the draft, else what was sent last, else what records count."""
    if draft is not None:
        vector, notes = Vector.unpack(draft.cells).resized(len(layout)), dict(draft.notes)
    elif row.latest is not None:
        vector, notes = Vector.unpack(row.latest.cells).resized(len(layout)), dict(row.latest.notes)
    else:
        vector, notes = layout.empty(row.level), {}
    changes: dict[int, int | None | Presence] = {}
    for index, value in measured.items():
        note = notes.get(str(index), {})
        if vector[index].presence == Presence.BLANK or note.get("source") == "measured":
            changes[index] = value
            notes[str(index)] = {**note, "source": "measured"}
    return vector.replace(changes) if changes else vector, notes


def _earlier(
    round_: Round, unit_ids: Collection[int], names: tuple[str, ...]
) -> dict[tuple[int, str], Vector]:
    rows = Submission.unscoped.filter(
        unit_id__in=unit_ids, round__form_id=round_.form_id, round__period_name__in=names
    ).values_list("unit_id", "round__period_name", "accepted__cells", "latest__cells")
    return {
        (unit_id, name): Vector.unpack(accepted or latest)
        for unit_id, name, accepted, latest in rows
        if accepted or latest
    }


def counted(round_: Round, layout: Layout, unit_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """Unit -> cell -> what records count."""
    names = {spec.derived_from for spec in layout.specs if spec.derived_from}
    answers = measures.all_measured(names, round_, unit_ids)
    found: dict[int, dict[int, int]] = {}
    for index, spec in enumerate(layout.specs):
        for unit_id, records in answers.get(spec.derived_from, {}).items():
            if records is not None:
                found.setdefault(unit_id, {})[index] = sum(record.counts for record in records)
    return found


def _parts(
    layout: Layout,
    row: Submission,
    vector: Vector,
    notes: Mapping[str, Any],
    before: Vector | None,
    year_ago: Vector | None,
) -> Iterator[Part]:
    for section in layout.sections:
        lines = [
            _line(layout, code, vector, notes, before, year_ago)
            for code in section.codes
            if is_asked(layout.catalogue[code], row.level)
        ]
        if lines:
            yield Part(section.title, lines)


def is_asked(spec: Spec, level: str) -> bool:
    return not isinstance(spec.formula, Slice) and level in spec.levels


def _line(
    layout: Layout,
    code: str,
    vector: Vector,
    notes: Mapping[str, Any],
    before: Vector | None,
    year_ago: Vector | None,
) -> Line:
    spec = layout.catalogue[code]
    index = layout.index.get(code)
    note = notes.get(str(index), {}) if index is not None else {}
    return Line(
        code=code,
        name=spec.name,
        unit=spec.unit,
        adds=spec.formula.parts if isinstance(spec.formula, Sum) else (),
        share=Share(spec.formula.factor, spec.formula.top, spec.formula.bottom)
        if isinstance(spec.formula, Ratio)
        else None,
        value=_value(vector, index),
        note=str(note.get("note", "")) or (COUNTED if note.get("source") == "measured" else ""),
        before=sheets.text_of(layout, before, spec),
        year_ago=sheets.text_of(layout, year_ago, spec),
    )


def _value(vector: Vector, index: int | None) -> int | str | None:
    if index is None:
        return None
    cell = vector[index]
    if cell.presence is Presence.NOT_APPLICABLE:
        return "kad"
    return cell.value if cell.presence is Presence.VALUE else None
