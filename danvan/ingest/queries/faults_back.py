"""The same workbooks back, with what was typed, their faulty cells marked and a sheet that lists every fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from danvan.ingest.models import ImportFile, StagedSheet
from danvan.ingest.queries import forms_out
from danvan.ingest.workbooks import writing
from danvan.ingest.workbooks.sheets import Line, Part, Sheet
from danvan.ingest.workbooks.writing import Fault
from danvan.reporting.models import Round, Submission

# What the name of a workbook that goes back begins with.
MARK = "can-sua-"


def workbooks(files: Sequence[ImportFile], rows: Sequence[StagedSheet]) -> Iterator[tuple[str, bytes]]:
    """
    (name, content) for each file with a fault: all its sheets as they were sent, the faulty cells marked. A sheet without
    a report of ours, or one that stands for nothing, is told in the list of faults only. Queries per round, not per file.
    """
    wrong = [file for file in files if file.fault or any(row.faults for row in rows if row.file is file)]
    mine = [row for row in rows if any(row.file is file for file in wrong)]
    sheets = _sheets(mine)
    for file in wrong:
        own = [row for row in mine if row.file is file]
        yield _name(file.name), _workbook(file, own, sheets)


def _name(name: str) -> str:
    return f"{MARK}{PurePosixPath(name.replace('/', '-')).stem}.xlsx"


def _sheets(rows: Sequence[StagedSheet]) -> dict[int, Sheet]:
    """Submission -> its form, as it stands now."""
    by_round: dict[int, set[int]] = {}
    for row in rows:
        if row.submission is not None:
            by_round.setdefault(row.submission.round_id, set()).add(row.submission.pk)
    found: dict[int, Sheet] = {}
    for round_ in Round.objects.select_related("form", "form_version").filter(pk__in=by_round):
        # The rows were in sight already: these are the same submissions with what a form needs of them.
        submissions = list(
            Submission.unscoped.filter(pk__in=by_round[round_.pk])
            .select_related("unit", "latest")
            .order_by("pk")
        )
        forms = forms_out.of_round(round_, submissions)
        found |= {submission.pk: sheet for submission, sheet in zip(submissions, forms, strict=True)}
    return found


def _workbook(file: ImportFile, rows: Sequence[StagedSheet], sheets: Mapping[int, Sheet]) -> bytes:
    told = [row for row in rows if row.submission_id in sheets]
    marked = [_marked(sheets[row.submission_id], row) for row in told if row.submission_id is not None]
    names = writing.sheet_names([sheet.unit for sheet in marked])
    listed = [Fault(file.name, "", "", file.fault, "")] if file.fault else []
    for row, name in zip(told, names, strict=True):
        places = writing.rows_of(sheets[row.submission_id or 0])
        listed += [
            # The sheet is written anew: the cell is where it stands now, not where it stood in the file.
            Fault(
                name, writing.cell_of(places, fault["code"]), fault["name"], fault["reason"], fault["remedy"]
            )
            for fault in row.faults
        ]
    listed += [
        Fault(row.sheet, "", "", fault["reason"], fault["remedy"])
        for row in rows
        if row not in told
        for fault in row.faults
    ]
    return writing.workbook(marked, listed)


def _marked(sheet: Sheet, row: StagedSheet) -> Sheet:
    typed = {change["code"]: change for change in row.changes}
    wrong: dict[str, list[Mapping[str, Any]]] = {}
    for fault in row.faults:
        if fault["code"]:
            wrong.setdefault(fault["code"], []).append(fault)
    parts = [
        Part(part.title, [_line(line, typed.get(line.code), wrong.get(line.code, [])) for line in part.lines])
        for part in sheet.parts
    ]
    return replace(sheet, parts=parts)


def _line(line: Line, change: Mapping[str, Any] | None, faults: Sequence[Mapping[str, Any]]) -> Line:
    said = change or (faults[0] if faults else None)
    if said is not None:
        line = replace(line, value=_number(said["typed"]), note=said["note"] or line.note)
    if faults:
        # A cell may break several rules; what is to be done is often the same.
        words = dict.fromkeys(word for fault in faults for word in (fault["reason"], fault["remedy"]) if word)
        line = replace(line, fault=" ".join(words))
    return line


def _number(typed: str) -> int | str:
    return int(typed) if typed.isdecimal() and typed.isascii() and len(typed) < 16 else typed
