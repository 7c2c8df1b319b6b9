"""The same workbook back, with what was typed, its faulty cells marked and a sheet that lists every fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from danvan.ingest.models import Import, StagedSheet
from danvan.ingest.queries import forms_out
from danvan.ingest.workbooks import writing
from danvan.ingest.workbooks.sheets import Line, Part, Sheet
from danvan.ingest.workbooks.writing import Fault
from danvan.reporting.models import Round, Submission


def workbook(made: Import) -> bytes:
    """Every sheet of the import that has faults in its cells. Sheets without a report of ours are told in the list only."""
    rows = list(made.sheets.exclude(faults=[]).select_related("file", "submission__unit", "unit"))
    by_round: dict[int, list[StagedSheet]] = {}
    for row in rows:
        if row.submission is not None:
            by_round.setdefault(row.submission.round_id, []).append(row)
    sheets: list[Sheet] = []
    staged: list[StagedSheet] = []
    for round_id, group in by_round.items():
        round_ = Round.objects.select_related("form", "form_version").get(pk=round_id)
        submissions = list(
            Submission.unscoped.filter(pk__in=[row.submission_id for row in group])
            .select_related("unit", "latest")
            .order_by("pk")
        )
        staged += sorted(group, key=lambda row: row.submission_id or 0)
        sheets += forms_out.of_round(round_, submissions)
    names = writing.sheet_names([sheet.unit for sheet in sheets])
    marked = [_marked(sheet, row) for sheet, row in zip(sheets, staged, strict=True)]
    listed = [
        Fault(name, fault["cell"], fault["name"], fault["reason"], fault["remedy"])
        for name, row in zip(names, staged, strict=True)
        for fault in row.faults
    ]
    told = {id(row) for row in staged}
    listed += [
        Fault(f"{row.file.name} / {row.sheet}", "", "", fault["reason"], fault["remedy"])
        for row in rows
        if id(row) not in told
        for fault in row.faults
    ]
    listed += [Fault(file.name, "", "", file.fault, "") for file in made.files.exclude(fault="")]
    return writing.workbook(marked, listed)


def _marked(sheet: Sheet, row: StagedSheet) -> Sheet:
    typed = {change["code"]: change for change in row.changes}
    wrong: dict[str, list[Mapping[str, Any]]] = {}
    for fault in row.faults:
        if fault["code"]:
            wrong.setdefault(fault["code"], []).append(fault)
    return replace(
        sheet,
        parts=[
            Part(
                part.title,
                [_line(line, typed.get(line.code), wrong.get(line.code, [])) for line in part.lines],
            )
            for part in sheet.parts
        ],
    )


def _line(line: Line, change: Mapping[str, Any] | None, faults: list[Mapping[str, Any]]) -> Line:
    if change is not None:
        line = replace(line, value=_number(change["typed"]), note=change["note"] or line.note)
    if faults:
        said = " ".join(f"{fault['reason']} {fault['remedy']}".strip() for fault in faults)
        line = replace(
            line, value=_number(faults[0]["typed"]) if faults[0]["typed"] else line.value, fault=said
        )
    return line


def _number(typed: str) -> int | str:
    return int(typed) if typed.isdecimal() and typed.isascii() and len(typed) < 16 else typed
