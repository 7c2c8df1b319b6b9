"""Read forms that came back: workbooks, folders of them, or a .zip. A trial that writes nothing, unless --apply is given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.commands import terminal
from danvan.commands.acting import acting
from danvan.common import clock
from danvan.common.errors import DomainError, NotAllowed
from danvan.common.periods import Period
from danvan.ingest.models import StagedSheet
from danvan.ingest.queries import faults_back
from danvan.ingest.services import importing, taking
from danvan.ingest.services.importing import Trial
from danvan.ingest.services.staging import Awaited
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids, last_names, unit_by_code

REFUSED = 2
# Beside what was sent; a folder that is read again leaves it out.
BACK = "can-sua"


class BadTarget(DomainError):
    """A file or folder named on the command line is not there, or cannot be written."""


class NobodyNamed(DomainError):
    """Figures are filled in by a named person only."""


def register(subparsers) -> None:
    parser = subparsers.add_parser("import", help=_("read filled forms (.xlsx) back: a trial, or --apply"))
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="FILE", help=_("a workbook, a .zip, or a folder")
    )
    parser.add_argument(
        "--apply", action="store_true", help=_("fill the reports in; without it nothing is changed")
    )
    parser.add_argument("--as", dest="person", default="", help=_("sign-in name of the person who acts"))
    parser.add_argument("--unit", default="", help=_("refuse forms that are not of this unit or its branch"))
    parser.add_argument("--period", default="", help=_("refuse forms for another period"))
    parser.add_argument(
        "--faults",
        type=Path,
        metavar="FOLDER",
        help=_("folder for workbooks with their faults marked (can-sua)"),
    )


def run(args) -> int:
    if args.apply and not args.person:
        raise NobodyNamed(_("Say who fills the reports in: --as and a sign-in name. A trial needs nobody."))
    by = acting(args.person) if args.person else None
    bar = terminal.Progress()
    trial = importing.look_at(
        given=Sent(args.paths), by=by, awaited=_awaited(args),
        progress=lambda done, all_: bar.show(done, all_, _("workbooks")),
    )  # fmt: skip
    bar.end()
    back = _faults_back(args.faults or _beside(args.paths[0]), trial) if trial.faulty else []
    taken = 0
    if args.apply and by is not None:
        at = clock.now()
        made = importing.keep_trial(trial, unit=_sender(args, by), by=by, at=at)
        taken, _refused = taking.take_in(
            import_id=made.pk, version=made.version, by=by, at=at,
            progress=lambda done, all_: bar.show(done, all_, _("reports")),
        )  # fmt: skip
        bar.end()
        trial.sheets = list(made.sheets.select_related("unit", "file").order_by("pk"))
    terminal.answer(args, _data(trial, taken, back), list(_lines(trial, taken, args.apply)))
    terminal.note(*_faults(trial, back))
    return REFUSED if trial.faulty else 0


class Sent:
    """The workbooks behind some paths, one in memory at a time; its length is that of the files before unpacking."""

    def __init__(self, paths: list[Path]) -> None:
        """:raises BadTarget: for what is not there"""
        self.files = [file for path in paths for file in _files(path)]

    def __len__(self) -> int:
        return len(self.files)

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        for file in self.files:
            try:
                content = file.read_bytes()
            except OSError as error:
                raise BadTarget(f"{file}: {error.strerror}") from error
            yield from importing.unpacked(file.name, content, importing.WORKBOOKS)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise BadTarget(_("%(path)s: there is no such file") % {"path": path})
    found = sorted(
        one for one in path.rglob("*") if one.suffix.lower() in (".xlsx", ".zip") and one.is_file()
    )
    files = [one for one in found if not one.name.startswith(("~", ".")) and BACK not in one.parts]
    if not files:
        raise BadTarget(_("%(path)s: there is no workbook in this folder") % {"path": path})
    return files


def _awaited(args) -> Awaited:
    period = str(Period.parse(args.period)) if args.period else ""
    if not args.unit:
        return Awaited(period=period)
    unit = unit_by_code(args.unit)
    branch = last_names([unit.pk, *descendant_ids(unit.pk, clock.today())], clock.today())
    return Awaited(frozenset(name.code for name in branch.values()), unit.code, period)


def _sender(args, by: Actor) -> OrgUnit:
    """
    The unit in whose name the person sends them in: the one named, else the first of the person's own.

    :raises NotAllowed: when no post of the person takes figures in
    """
    if args.unit:
        named = unit_by_code(args.unit)
        if policy.can(by, "submit", "import", named.pk):
            return named
    open_ = [one for one in sorted(by.unit_ids()) if policy.can(by, "submit", "import", one)]
    if not open_:
        raise NotAllowed(_("Your post does not open this. Ask the administrator of your unit if it should."))
    return OrgUnit.objects.get(pk=open_[0])


def _beside(path: Path) -> Path:
    return (path if path.is_dir() else path.parent) / BACK


def _faults_back(folder: Path, trial: Trial) -> list[Path]:
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in faults_back.workbooks(trial.files, trial.sheets):
            written.append(folder / name)
            written[-1].write_bytes(content)
    except OSError as error:
        raise BadTarget(f"{folder}: {error.strerror}") from error
    return written


def _data(trial: Trial, taken: int, back: list[Path]) -> dict:
    return {
        "taken": taken,
        "faults": [str(path) for path in back],
        "files": [{"name": file.name, "fault": file.fault} for file in trial.files],
        "sheets": [
            {
                "file": row.file.name,
                "sheet": row.sheet,
                "unit": row.unit.code if row.unit else None,
                "state": row.state,
                "changes": [
                    {name: change[name] for name in ("code", "name", "cell", "old", "new", "note")}
                    for change in row.changes
                ],
                "faults": row.faults,
            }
            for row in trial.sheets
        ],
    }


def _lines(trial: Trial, taken: int, applied: bool) -> Iterator[str]:
    """What would change (or did), cell by cell: the old figure and the new one."""
    for row in trial.sheets:
        count = len(row.changes)
        said = ngettext("%(count)d cell differs", "%(count)d cells differ", count) % {"count": count}
        yield f"{_whose(row)}: {row.get_state_display()}, {said}"
        for change in row.changes:
            yield f"  {change['cell']} {change['name']}: {change['old'] or '–'} → {change['new'] or '–'}"
    if applied:
        yield ngettext("%(count)d report filled in.", "%(count)d reports filled in.", taken) % {
            "count": taken
        }
    else:
        yield _("This was a trial: nothing was changed. With --apply the reports are filled in.")


def _faults(trial: Trial, back: list[Path]) -> Iterator[str]:
    for file in trial.files:
        if file.fault:
            yield f"danvan: {file.name}: {file.fault}"
    for row in trial.sheets:
        for fault in row.faults:
            where = " ".join(word for word in (_whose(row), fault["cell"]) if word)
            yield f"danvan: {where}: {fault['reason']} {fault['remedy']}".rstrip()
    for path in back:
        yield _("danvan: with the faults marked: %(path)s") % {"path": path}


def _whose(row: StagedSheet) -> str:
    return f"{row.file.name} / {row.unit.code if row.unit else row.sheet}"
