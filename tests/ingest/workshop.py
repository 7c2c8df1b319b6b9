"""Workbooks as an office hands them back: filled in, spoilt on purpose, or of its own making."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from danvan.ingest.queries import forms_out
from danvan.ingest.workbooks import reading, writing
from danvan.ingest.workbooks.sheets import Part, Sheet
from danvan.reporting.models import Round, Submission

TEAM, OTHER = "supervision.form.team", "supervision.form.document"


def sheet_of(round_: Round, *codes: str) -> list[Sheet]:
    rows = Submission.unscoped.filter(round=round_, unit__code__in=codes).select_related("unit", "latest")
    return forms_out.of_round(round_, list(rows.order_by("unit__code")))


def typed(sheet: Sheet, figures: Mapping[str, object], notes: Mapping[str, str] | None = None) -> Sheet:
    """The form with figures typed into it."""
    notes = notes or {}
    parts = [
        Part(
            part.title,
            [
                replace(line, value=figures.get(line.code, line.value), note=notes.get(line.code, line.note))
                for line in part.lines
            ],
        )
        for part in sheet.parts
    ]
    return replace(sheet, parts=parts)


def book(
    round_: Round, figures: Mapping[str, object], code: str = "HN-01-01", **more: Mapping[str, str]
) -> bytes:
    (sheet,) = sheet_of(round_, code)
    return writing.workbook([typed(sheet, figures, **more)])


def inputs(sheet: Sheet) -> list[str]:
    return [line.code for line in sheet.lines() if line.is_input]


def altered(content: bytes, old: str, new: str) -> bytes:
    """The workbook with a text in it replaced, as somebody could who opens the file with other tools."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            if name.startswith("xl/sharedStrings"):
                assert old.encode() in body, f"{old} is not in the workbook"
                body = body.replace(f"<t>{old}</t>".encode(), f"<t>{new}</t>".encode())
            target.writestr(name, body)
    return out.getvalue()


def inside(content: bytes, part: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(part).decode()


def own(rows: Sequence[Sequence[object]], name: str = "Sheet1") -> bytes:
    """A workbook of anybody's making."""
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True})
    page = made.add_worksheet(name)
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    made.close()
    return file.getvalue()


def tables(content: bytes) -> dict[str, list[list[str]]]:
    return {
        name: [[reading.text_of(cell) for cell in row] for row in rows]
        for name, rows in reading.tables(content)
    }


def upload(content: bytes, name: str = "bieu.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
