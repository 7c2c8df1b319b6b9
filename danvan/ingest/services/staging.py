"""
The trial run of workbooks that came back: what would change, cell by cell, and what is wrong. Nothing counts yet.

All sheets of an import are looked at with a fixed number of queries per round; a sheet uploaded twice changes nothing the
second time, because what it says stands there already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from danvan.common.errors import DomainError
from danvan.common.periods import Period
from danvan.ingest.models import ImportFile, StagedSheet
from danvan.ingest.queries import forms_out
from danvan.ingest.workbooks.reading import Returned
from danvan.ingest.workbooks.sheets import VALUE
from danvan.organizations.actors import Actor
from danvan.reporting import cells
from danvan.reporting.layouts import Layout
from danvan.reporting.models import Draft, Round, Submission
from danvan.reporting.queries import forms
from danvan.reporting.services.entry import EDITABLE
from danvan.reporting.validation import Context, check
from danvan.reporting.vectors import Presence, Vector

State = StagedSheet.State
Progress = Callable[[int, int], None]
LONGEST_NOTE = 500
VALUE_COLUMN = xl_col_to_name(VALUE)


@dataclass(frozen=True)
class Arrived:
    """A sheet with the file it came in."""

    file: ImportFile
    sheet: Returned


@dataclass
class Look:
    """What a look at one sheet found."""

    state: str
    changes: list[dict[str, Any]] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)
    # Cells that were computed by a formula instead of typed.
    computed: list[str] = field(default_factory=list)


def stage(arrived: Sequence[Arrived], by: Actor, progress: Progress | None = None) -> list[StagedSheet]:
    """Look at every sheet; returns unsaved rows in the order given. Reads only."""
    groups: dict[tuple[str, str], list[int]] = {}
    for place, one in enumerate(arrived):
        stamp = one.sheet.stamp
        groups.setdefault((stamp.form, stamp.period) if stamp else ("", ""), []).append(place)
    found: dict[int, StagedSheet] = {}
    for (form, period), places in groups.items():
        round_ = _round(form, period)
        for place, row in _group(round_, [(place, arrived[place]) for place in places], by):
            found[place] = row
            if progress:
                progress((len(arrived) + len(found)) // 2, len(arrived))
    return [found[place] for place in range(len(arrived))]


def _round(form: str, period: str) -> Round | None:
    try:
        Period.parse(period)
    except DomainError:
        return None
    return (
        Round.objects.select_related("form", "form_version")
        .filter(form__code=form, period_name=period)
        .first()
    )


def _group(
    round_: Round | None, group: Sequence[tuple[int, Arrived]], by: Actor
) -> Iterable[tuple[int, StagedSheet]]:
    if round_ is None:
        for place, one in group:
            yield place, _refused(one, _no_round(one))
        return
    layout = forms.layout(round_.form, round_.form_version.number)
    units = [one.sheet.stamp.unit for _place, one in group if one.sheet.stamp]
    rows = {
        row.unit.code: row
        for row in Submission.scoped(by, "see")
        .filter(round=round_, unit__code__in=units)
        .select_related("unit", "latest", "round")
    }
    drafts = {
        row.submission_id: row
        for row in Draft.objects.filter(submission__in=[row.pk for row in rows.values()])
    }
    open_to = _open_to(by, round_, rows.values())
    seen: set[str] = set()
    names = {spec.code: spec.name for spec in layout.specs}
    for place, one in group:
        stamp = one.sheet.stamp
        assert stamp is not None
        row = rows.get(stamp.unit)
        if one.sheet.trouble:
            yield place, _refused(one, one.sheet.trouble)
        elif stamp.version != round_.form_version.number:
            yield (
                place,
                _refused(
                    one,
                    _(
                        "The form has changed since this workbook went out. Download it again and copy the figures."
                    ),
                ),
            )
        elif row is None:
            yield (
                place,
                _refused(
                    one, _("%(unit)s owes no such report, or it is not open to you.") % {"unit": stamp.unit}
                ),
            )
        elif stamp.unit in seen:
            yield (
                place,
                _refused(one, _("%(unit)s stands twice among these files. Send one.") % {"unit": stamp.unit}),
            )
        else:
            seen.add(stamp.unit)
            look = _look(layout, names, round_, row, drafts.get(row.pk), one.sheet, row.pk in open_to)
            if look.computed:
                one.file.notes = [*one.file.notes, _computed(one.sheet.sheet, look.computed)]
            yield place, _row(one, look, row)


def _computed(sheet: str, cells: Sequence[str]) -> str:
    shown = ", ".join(cells[:20]) + (", …" if len(cells) > 20 else "")
    return _("Sheet “%(sheet)s”, cells %(cells)s: computed by a formula, read as saved.") % {
        "sheet": sheet,
        "cells": shown,
    }


def _open_to(by: Actor, round_: Round, rows: Iterable[Submission]) -> set[int]:
    """Which reports this person may type into: the own ones, and those of units outside the system. Two queries."""
    own = set(Submission.scoped(by, "edit").filter(round=round_).values_list("pk", flat=True))
    behalf = set(Submission.scoped(by, "submit_on_behalf").filter(round=round_).values_list("pk", flat=True))
    mine = by.unit_ids()
    return {
        row.pk
        for row in rows
        if (row.pk in own if row.unit_id in mine else row.pk in behalf and not row.unit.reports_itself)
    }


def _no_round(one: Arrived) -> str:
    if one.sheet.stamp is None:
        return one.sheet.trouble
    return _("No report is asked by form %(form)s for %(period)s.") % {
        "form": one.sheet.stamp.form[:40],
        "period": one.sheet.stamp.period[:12],
    }


def _look(
    layout: Layout,
    names: Mapping[str, str],
    round_: Round,
    row: Submission,
    draft: Draft | None,
    sheet: Returned,
    may_enter: bool,
) -> Look:
    before, notes = forms_out.current(layout, row, draft, {})
    look = Look(State.READY)
    cells_before, totals = before.cells(), {total for total, _parts in layout.totals}
    changes: dict[int, int | None | Presence] = {}
    for code, typed in sheet.cells.items():
        index = layout.index.get(code)
        spec = layout.catalogue.get(code)
        if spec is None or index is None or index in totals:
            continue
        where = f"{VALUE_COLUMN}{typed.row + 1}"
        if typed.trouble:
            remedy = _("Open the workbook in Excel and save it, or type the figure itself.")
            look.faults.append(_fault(code, names[code], where, typed.trouble, remedy, typed.text))
            continue
        if typed.formula:
            look.computed.append(where)
        try:
            cell = cells.read(spec, typed.text)
        except DomainError as error:
            remedy = _("Enter a whole number such as 1250, or kad if it does not apply.")
            look.faults.append(_fault(code, names[code], where, error.message, remedy, typed.text))
            continue
        was = cells_before[index]
        note = typed.note if typed.note != forms_out.COUNTED else ""
        said = str(notes.get(str(index), {}).get("note", ""))
        if cell == was and (not note or note == said):
            continue
        if cell.presence is Presence.BLANK and was.presence is Presence.BLANK and not note:
            continue
        if typed.note == forms_out.COUNTED and was.presence is Presence.BLANK:
            # The form went out with what records count; left as it was, it is still counted and not typed.
            continue
        changes[index] = cell.value if cell.presence is Presence.VALUE else cell.presence
        look.changes.append(
            {
                "code": code,
                "name": names[code],
                "cell": where,
                "old": cells.show(was),
                "new": cells.show(cell) or "",
                "typed": typed.text,
                "note": note[:LONGEST_NOTE] if note != said else "",
            }  # fmt: skip
        )
    _rules(layout, round_, row, before.replace(changes) if changes else before, notes, sheet, look)
    if look.faults:
        look.state = State.FAULTY
    elif not look.changes:
        look.state = State.SAME
    elif row.state not in EDITABLE:
        look.state = State.REFUSED
        reason = _("The report is %(state)s. Send a supplement with a reason instead.") % {
            "state": row.get_state_display()
        }
        look.faults.append(_fault("", "", "", reason, "", ""))
    elif not may_enter:
        look.state = State.REFUSED
        look.faults.append(
            _fault("", "", "", _("You may see this report but not enter its figures."), "", "")
        )
    return look


def _rules(
    layout: Layout,
    round_: Round,
    row: Submission,
    after: Vector,
    notes: dict[str, Any],
    sheet: Returned,
    look: Look,
) -> None:
    """What the form's own rules call an error; warnings are for the page that sends the report."""
    context = Context(
        layout=layout,
        level=row.level,
        period=round_.period,
        vector=layout.with_totals(after, row.level),
        notes=notes,
    )
    for finding in check(context):
        if finding.severity != "error" or finding.code not in sheet.cells:
            continue
        where = xl_rowcol_to_cell(sheet.cells[finding.code].row, VALUE)
        name = layout.catalogue[finding.code].name
        look.faults.append(
            _fault(
                finding.code,
                name,
                where,
                finding.message,
                _("Correct this cell or the ones it is compared with."),
                sheet.cells[finding.code].text,
            )
        )


def _fault(code: str, name: str, where: str, reason: str, remedy: str, typed: str) -> dict[str, Any]:
    return {
        "code": code,
        "name": name,
        "cell": where,
        "reason": reason,
        "remedy": remedy,
        "typed": typed[:200],
    }


def _refused(one: Arrived, reason: str) -> StagedSheet:
    return StagedSheet(
        whole=one.file.whole, file=one.file, sheet=one.sheet.sheet[:60], state=State.REFUSED,
        faults=[_fault("", "", "", reason, "", "")],
    )  # fmt: skip


def _row(one: Arrived, look: Look, submission: Submission) -> StagedSheet:
    return StagedSheet(
        whole=one.file.whole, file=one.file, sheet=one.sheet.sheet[:60], unit_id=submission.unit_id,
        submission=submission, state=look.state, changes=look.changes, faults=look.faults,
    )  # fmt: skip
