"""Write the forms of a unit, or of its branch, as workbooks."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from danvan.commands import terminal
from danvan.commands.acting import acting
from danvan.common.errors import DomainError
from danvan.common.periods import Period
from danvan.ingest.queries import forms_out, imports
from danvan.ingest.workbooks import writing
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
    parser.add_argument("--as", dest="person", required=True, help=_("sign-in name of the person who acts"))
    parser.add_argument("--branch", action="store_true", help=_("all units below it as well"))
    parser.add_argument("--one", action="store_true", help=_("one workbook with a sheet for each unit"))
    parser.add_argument("--out", type=Path, required=True, help=_("folder to write into; a file with --one"))


def run(args) -> None:
    by, unit, period = acting(args.person), unit_by_code(args.unit), Period.parse(args.period)
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
    try:
        if args.one:
            args.out.write_bytes(writing.workbook(sheets))
        else:
            args.out.mkdir(parents=True, exist_ok=True)
            for sheet in sheets:
                (args.out / f"{sheet.form}-{sheet.period}-{sheet.unit}.xlsx").write_bytes(
                    writing.workbook([sheet])
                )
    except OSError as error:
        raise BadTarget(f"{args.out}: {error.strerror}") from error
    terminal.answer(
        args,
        {"out": str(args.out), "units": len(sheets)},
        [_("%(count)d forms are written.") % {"count": len(sheets)}],
    )
