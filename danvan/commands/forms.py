"""Write the forms of a unit, or of its branch, as workbooks."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.commands import terminal
from danvan.commands.acting import acting
from danvan.common.errors import DomainError
from danvan.common.periods import Period
from danvan.ingest.queries import forms_out, imports
from danvan.ingest.workbooks import packing, writing
from danvan.organizations.queries import unit_by_code
from danvan.reporting.models import Round
from danvan.reporting.queries import forms


class BadTarget(DomainError):
    """There is nothing to write, or it cannot be written there."""


def register(subparsers) -> None:
    parser = subparsers.add_parser("forms", help=_("write the forms of a unit or its branch as workbooks"))
    parser.add_argument("--unit", required=True, help=_("code of the unit, for example HN"))
    parser.add_argument("--period", required=True, help=_("2019-Q1, 2019-M03 or 2019"))
    parser.add_argument("--form", default="", help=_("code of the form; the first one in use when left out"))
    parser.add_argument("--branch", action="store_true", help=_("all units below it as well"))
    packed = parser.add_mutually_exclusive_group()
    packed.add_argument("--zip", action="store_true", help=_("pack the workbooks into one .zip"))
    packed.add_argument("--one", action="store_true", help=_("one workbook with a sheet for each unit"))
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER", help=_("folder to write into"))
    parser.add_argument("--as", dest="person", default="", help=_("only what this person may take out"))


def run(args) -> None:
    by = acting(args.person) if args.person else None
    unit, period = unit_by_code(args.unit), Period.parse(args.period)
    round_ = (
        Round.objects.select_related("form", "form_version")
        .filter(form=forms.form_of(args.form), period_name=str(period))
        .first()
    )
    rows = list(imports.to_send(by, round_, unit.pk, branch=args.branch)) if round_ else []
    if round_ is None or not rows:
        raise BadTarget(
            _("%(unit)s owes no report for %(period)s, or it is not open to you.")
            % {"unit": unit.code, "period": period.label()}
        )
    sheets = forms_out.of_round(round_, rows)
    name = f"{round_.form.code}-{round_.period_name}-{unit.code}"
    bar = terminal.Progress()
    files = packing.files_of(bar.over(sheets, len(sheets), _("forms")))
    try:
        args.to.mkdir(parents=True, exist_ok=True)
        if args.one:
            written = [args.to / f"{name}.xlsx"]
            written[0].write_bytes(writing.workbook(sheets))
        elif args.zip:
            written = [args.to / f"{name}.zip"]
            with written[0].open("wb") as out:
                out.writelines(packing.packed(files))
        else:
            written = [_written(args.to / name, content) for name, content in files]
    except OSError as error:
        raise BadTarget(f"{args.to}: {error.strerror}") from error
    said = ngettext(
        "%(count)d form is written: %(where)s", "%(count)d forms are written: %(where)s", len(sheets)
    )
    where = written[0] if len(written) == 1 else args.to
    terminal.answer(
        args,
        {"units": len(sheets), "files": [str(path) for path in written]},
        [said % {"count": len(sheets), "where": where}],
    )


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
