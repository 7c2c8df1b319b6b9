"""What stands of imports in the commune HN-01-01: workbooks on trial, taken in and with faults, a table of its own, prose, history."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import xlsxwriter

from danvan.ingest.models import Import, Learned
from danvan.ingest.queries import forms_out
from danvan.ingest.services import importing, mapping, proposing
from danvan.ingest.services.proposing import Decided
from danvan.ingest.workbooks import writing
from danvan.ingest.workbooks.sheets import Part, Sheet

CELL = "supervision.form.team"


def _of(what: str) -> Callable[[Any], dict[str, Any]]:
    return lambda here: {"import_id": here.rooms["ingest"][what]}


def _history(here: Any) -> dict[str, Any]:
    return {"code": "HN-01-01", "period": "2019"}


# Url name -> function of the standing city that gives the arguments of its address.
DOORS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "ingest:import": _of("prose"),
    "ingest:take_in": _of("trial"),
    "ingest:take_back": _of("taken"),
    "ingest:discard": _of("trial"),
    "ingest:faults": _of("faulty"),
    "ingest:decide": _of("prose"),
    "ingest:mapping": lambda here: {
        "import_id": here.rooms["ingest"]["foreign"],
        "sheet_id": here.rooms["ingest"]["sheet"],
    },
    **{f"ingest:{name}": _history for name in ("history_of", "history_back", "history_file")},
    "ingest:word": lambda here: {"learned_id": here.rooms["ingest"]["word"]},
}
# Url name -> what is posted there.
BODIES: dict[str, dict[str, Any]] = {
    **{f"ingest:{name}": {"version": 0} for name in ("take_in", "discard", "decide")},
    "ingest:take_back": {"version": 1},
    "ingest:word": {"version": 0, "ma": CELL, "dung": "on"},
}


def stand(made: Any, text: Callable[[str, str], str]) -> dict[str, Any]:
    code, at = "HN-01-01", made.at
    by, unit = made.unit_itself(code), made.cast.commune

    def tried(figure: object, note: str) -> Import:
        content = workbook(made, code, figure, note)
        return importing.try_workbooks(unit=unit, given=[("bieu.xlsx", content)], by=by, at=at)

    # Only said to be taken in: other tests count on what the report holds.
    taken = tried(31, "")
    Import.unscoped.filter(pk=taken.pk).update(state="taken", ended_at=at, version=1)
    taken.sheets.update(state="taken")
    own = mapping.try_foreign(
        unit=unit,
        round_=made.rounds["draft"],
        given=[("bang.xlsx", _table(text("label", code)))],
        by=by,
        at=at,
    )
    said = f"Năm 2019, phường đã tổ chức 12 cuộc giám sát. {text('prose', code)} Có 5 mô hình, trong đó 2 mô hình mới."
    prose = proposing.propose(unit=unit, given=[("bao-cao.txt", said.encode())], by=by, at=at)
    kept = proposing.propose(unit=unit, given=[("nam-2019.txt", said.encode())], by=by, at=at)
    first = kept.figures.order_by("position").first()
    proposing.decide(import_id=kept.pk, version=0, decided=[Decided(first.pk, CELL, "commune")], by=by, at=at)
    proposing.to_history(import_id=kept.pk, version=1, unit=unit, period_name="2019", by=by, at=at)
    far = made.unit_itself("HN-02-01")
    content = workbook(made, "HN-02-01", 32, text("explained", "HN-02-01")[:400])
    theirs = importing.try_workbooks(
        unit=made.cast.units["HN-02-01"], given=[("bieu.xlsx", content)], by=far, at=at
    )
    return {
        "trial HN-02-01": theirs.pk,
        "trial": tried(32, text("explained", code)[:400]).pk, "faulty": tried("ba", text("wrong", code)[:400]).pk,
        "taken": taken.pk, "foreign": own.pk, "sheet": own.sheets.get().pk, "prose": prose.pk, "kept": kept.pk,
        "word": Learned.objects.order_by("pk").values_list("pk", flat=True)[0],
    }  # fmt: skip


def workbook(made: Any, code: str, figure: object, note: str = "") -> bytes:
    """The unit's form for the round being entered, with one figure typed and explained."""
    round_ = made.rounds["draft"]
    (sheet,) = forms_out.of_round(round_, [made.submission("draft", code)])
    return writing.workbook([_typed(sheet, figure, note)])


def _typed(sheet: Sheet, figure: object, note: str) -> Sheet:
    parts = [
        Part(
            part.title,
            [replace(line, value=figure, note=note) if line.code == CELL else line for line in part.lines],
        )
        for part in sheet.parts
    ]
    return replace(sheet, parts=parts)


def _table(label: str) -> bytes:
    """The office's own table: a label that is known, and one that is not."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    ) as book:
        page = book.add_worksheet("Số liệu")
        page.write_row(0, 0, ["Nội dung", "Kết quả"])
        page.write_row(1, 0, ["Giám sát bằng đoàn giám sát", 3])
        page.write_row(2, 0, [label[:200], 4])
    return file.getvalue()
