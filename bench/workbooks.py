"""
(f) 584 forms of 120 rows come back as workbooks: opened, read, validated by the form's rules and staged, progress shown.

The peers do the same with the compiled reader put out and openpyxl put in its place, all else left as it is: once with
all that our reader tells (values, formulas, what is hidden: openpyxl must load a workbook twice for that), once with the
values alone in its fastest mode, which tells less than is asked. Reading alone is measured as well.
"""

from __future__ import annotations

import io
import os
import random
import resource
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from unittest import mock

import openpyxl
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.synthetic import AT
from bench.timing import Result, measure
from danvan.accounts.models import User
from danvan.common.periods import Period
from danvan.ingest.models import StagedSheet
from danvan.ingest.queries import forms_out
from danvan.ingest.services import importing
from danvan.ingest.workbooks import reading, writing
from danvan.ingest.workbooks.reading import Table
from danvan.ingest.workbooks.sheets import Part, Sheet
from danvan.ingest.workbooks.surveying import Survey
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit, Post, Role
from danvan.organizations.queries import actor_of
from danvan.organizations.seed.load import load_hanoi
from danvan.reference.services import load_calendar
from danvan.reporting.models import ReportForm, Submission
from danvan.reporting.services import rounds
from danvan.reporting.services.catalogue import load_catalogue, publish_form

FILES, ROWS, ROUNDS = 584, 120, 5
Given = list[tuple[str, bytes]]


def run(files: int = FILES, rounds_: int = ROUNDS) -> Iterator[str]:
    """The lines of the report, as they become known."""
    by, root, given = city(files)
    yield f"(f) {len(given)} workbooks of {ROWS} rows, {sum(len(body) for _name, body in given) >> 10} KB"
    whole = {"ours": _staging(root, given, by, reading.book)}
    alone = {"ours": _reading(given, reading.book)}
    for name, book in (("openpyxl", _openpyxl), ("openpyxl read only", _openpyxl_values)):
        whole[name] = _staging(root, given, by, book)
        alone[name] = _reading(given, book)
    goals = {"openpyxl": "≥ 10 times faster"}
    yield from _compared("whole: read, validate, stage", goals, whole, rounds_)
    yield from _compared("reading alone", goals, alone, rounds_)
    yield from _memory(root, given, by)


def _compared(
    what: str, goals: dict[str, str], runs: dict[str, Callable[[], object]], rounds_: int
) -> list[str]:
    result: Result = measure(
        what, goals, rounds_, **{name.replace(" ", "_"): run for name, run in runs.items()}
    )
    return result.lines()


def _staging(
    root: OrgUnit, given: Given, by: Actor, book: Callable[[bytes], list[Table]]
) -> Callable[[], object]:
    def once() -> None:
        shown: list[tuple[int, int]] = []
        with mock.patch.object(reading, "book", book), transaction.atomic():
            made = importing.try_workbooks(
                unit=root, given=given, by=by, at=AT, progress=lambda done, all_: shown.append((done, all_))
            )
            states = set(StagedSheet.objects.filter(whole=made).values_list("state", flat=True))
            assert states == {"ready"}, states
            assert shown[-1][0] == shown[-1][1]
            assert len(shown) >= len(given)
            transaction.set_rollback(True)

    return once


def _reading(given: Given, book: Callable[[bytes], list[Table]]) -> Callable[[], object]:
    return lambda: [book(body) for _name, body in given]


def _openpyxl_values(content: bytes) -> list[Table]:
    """Values only, cell by cell from the stream: the least that openpyxl can do."""
    opened = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return [
        Table(sheet.title, [_blank(row) for row in sheet.iter_rows(values_only=True)], Survey())
        for sheet in opened.worksheets
    ]


def _openpyxl(content: bytes) -> list[Table]:
    """All that our reader tells: values as saved, cells with a formula, what is hidden."""
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    typed = openpyxl.load_workbook(io.BytesIO(content), data_only=False)
    found = []
    for sheet in values.worksheets:
        about = Survey()
        rows = [_blank(row) for row in sheet.iter_rows(values_only=True)]
        for cells in typed[sheet.title].iter_rows():
            for cell in cells:
                if cell.data_type == "f":
                    place = (cell.row - 1, cell.column - 1)
                    about.formulas.add(place)
                    if rows[place[0]][place[1]] == "":
                        about.unsaved.add(place)
                elif cell.data_type == "e":
                    about.errors[cell.row - 1, cell.column - 1] = str(cell.value)
        if sheet.sheet_state != "visible":
            about.hidden.add("sheet")
        about.hidden |= {"row"} if any(row.hidden for row in sheet.row_dimensions.values()) else set()
        about.hidden |= (
            {"col"} if any(column.hidden for column in sheet.column_dimensions.values()) else set()
        )
        found.append(Table(sheet.title, rows, about))
    return found


def _blank(row: tuple[object, ...]) -> list[object]:
    return ["" if cell is None else cell for cell in row]


def _memory(root: OrgUnit, given: Given, by: Actor) -> Iterator[str]:
    """What a trial asks of the database, and holds, for few files and for all."""
    for files in (len(given) // 8, len(given)):
        with CaptureQueriesContext(connection) as asked:
            _staging(root, given[:files], by, reading.book)()
        yield f"    {files} files: {len(asked)} queries, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB"


def city(files: int, rows: int = ROWS) -> tuple[Actor, OrgUnit, Given]:
    """Hanoi's communes with a form of 120 rows for each, filled in and saved as it went out."""
    with transaction.atomic():
        load_hanoi(at=AT)
        load_calendar(at=AT)
        form = _form(rows)
        root = OrgUnit.objects.get(code="HN")
        round_ = rounds.open_round(form=form, period=Period("quarter", 2019, 4), unit=root, by=None, at=AT)
        person = User.objects.create(username="bench", full_name="Bench", joined_at=AT, password="!")
        for role in (Role.CONSOLIDATOR, Role.OFFICER):
            Post.objects.create(
                unit=root, holder=person, role=role, title="Bench", starts_on=date(2015, 1, 1)
            )
    OrgUnit.objects.exclude(pk=root.pk).update(reports_itself=False)
    owed = list(
        Submission.unscoped.filter(round=round_, level="commune")
        .select_related("unit", "latest")
        .order_by("unit__code")
    )[:files]
    chance = random.Random(5)
    given = [
        (f"{sheet.unit}.xlsx", writing.workbook([_filled(sheet, chance)]))
        for sheet in forms_out.of_round(round_, owed)
    ]
    return actor_of(person, AT.date()), root, given


def _filled(sheet: Sheet, chance: random.Random) -> Sheet:
    """As people send it back: most as numbers, some as text, a note here and there."""

    def typed() -> int | str:
        number = chance.randrange(20_000)
        return f"{number:,}".replace(",", ".") if chance.random() < 0.1 else number

    return replace(
        sheet,
        parts=[
            Part(
                part.title,
                [
                    replace(
                        line, value=typed(), note="Tăng do mở đợt thi đua" if chance.random() < 0.05 else ""
                    )
                    if line.is_input
                    else line
                    for line in part.lines
                ],
            )
            for part in sheet.parts
        ],
    )


def _form(rows: int) -> ReportForm:
    """Of six rows five are figures people type, one is the total of five such."""
    row = {
        "name_en": "", "unit": "cuộc", "group": "supervision", "levels": "city|district|commune", "kind": "input",
        "agg_units": "sum", "agg_time": "sum", "formula": "", "derived_from": "", "source": "", "note": "",
    }  # fmt: skip
    typed = [
        row | {"code": f"bench.figure{n:03}", "name_vi": f"Số cuộc giám sát, phản biện thứ {n}", "name_en": f"Figure {n}"}
        for n in range(rows * 5 // 6)
    ]  # fmt: skip
    totals = [
        row | {
            "code": f"bench.total{n:03}", "name_vi": f"Tổng số của nhóm {n}", "name_en": f"Total {n}", "kind": "total",
            "formula": " + ".join(f"bench.figure{part:03}" for part in range(5 * n, 5 * n + 5)),
        }
        for n in range(rows // 6)
    ]  # fmt: skip
    load_catalogue(rows=[*typed, *totals], at=AT)
    form = ReportForm.objects.create(
        code="BENCH", name="Bench", periodicity="quarter", levels="city|district|commune", cutoff_day=14
    )
    publish_form(
        form=form, codes=[one["code"] for one in (*typed, *totals)], starts_on=date(2010, 1, 1), at=AT
    )
    return form


def few() -> tuple[int, int]:
    """Files and rounds asked for, smaller while the bench itself is worked on."""
    files, _comma, times = os.environ.get("BENCH_WORKBOOKS", f"{FILES},{ROUNDS}").partition(",")
    return int(files), int(times or ROUNDS)
