"""Write forms as workbooks, and read them back: one file, many, a folder or a .zip. A trial unless --take is given."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from danvan.commands import terminal
from danvan.commands.acting import acting
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.ingest.models import Import
from danvan.ingest.queries import faults_back
from danvan.ingest.services import importing
from danvan.organizations.queries import unit_by_code

REFUSED = 2


class BadTarget(DomainError):
    """A file or folder named on the command line is not there, or cannot be written."""


def register(subparsers) -> None:
    parser = subparsers.add_parser("import", help=_("read filled forms (.xlsx) back: a trial, or --take"))
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="FILE", help=_("a workbook, a .zip, or a folder")
    )
    parser.add_argument(
        "--unit", required=True, help=_("code of the unit that sends them in, for example HN")
    )
    parser.add_argument("--as", dest="person", required=True, help=_("sign-in name of the person who acts"))
    parser.add_argument(
        "--take", action="store_true", help=_("fill the reports in; without it nothing is changed")
    )
    parser.add_argument("--faults", type=Path, help=_("write the faulty workbook back to this file"))


def run(args) -> int:
    by, unit = acting(args.person), unit_by_code(args.unit)
    given = list(_given(args.paths))
    bar = terminal.Progress()
    made = importing.try_workbooks(
        unit=unit,
        given=given,
        by=by,
        at=clock.now(),
        progress=lambda done, all_: bar.show(done, all_, _("sheets")),
    )
    bar.end()
    faulty = made.sheets.exclude(faults=[]).count() + made.files.exclude(fault="").count()
    if args.faults and faulty:
        _write(args.faults, faults_back.workbook(made))
    taken = 0
    if args.take:
        taken, _refused = importing.take_in(import_id=made.pk, version=made.version, by=by, at=clock.now())
    terminal.answer(args, _data(made, taken), list(_lines(made, taken)))
    return REFUSED if faulty else 0


def _given(paths: list[Path]):
    """:raises BadTarget: for what is not there"""
    for path in paths:
        if path.is_dir():
            files = sorted(one for one in path.rglob("*.xlsx") if not one.name.startswith("~"))
        elif path.is_file():
            files = [path]
        else:
            raise BadTarget(_("%(path)s: there is no such file") % {"path": path})
        for file in files:
            yield from importing.unpacked(file.name, file.read_bytes(), importing.WORKBOOKS)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise BadTarget(f"{path}: {error.strerror}") from error


def _data(made: Import, taken: int) -> dict:
    sheets = made.sheets.select_related("unit", "file").order_by("pk")
    return {
        "import": made.pk,
        "taken": taken,
        "files": [{"name": file.name, "fault": file.fault} for file in made.files.all()],
        "sheets": [
            {
                "file": row.file.name,
                "sheet": row.sheet,
                "unit": row.unit.code if row.unit else None,
                "state": row.state,
                "changes": row.changes,
                "faults": row.faults,
            }
            for row in sheets
        ],
    }


def _lines(made: Import, taken: int):
    for file in made.files.exclude(fault=""):
        yield f"{file.name}: {file.fault}"
    for row in made.sheets.select_related("unit", "file").order_by("pk"):
        whose = row.unit.code if row.unit else row.sheet
        yield f"{row.file.name} / {whose}: {row.get_state_display()}, " + _(
            "%(count)d cells would change"
        ) % {"count": len(row.changes)}
        for fault in row.faults:
            yield f"  {fault['cell']} {fault['name']}: {fault['reason']} {fault['remedy']}".rstrip()
    if taken:
        yield _("%(count)d reports filled in.") % {"count": taken}
