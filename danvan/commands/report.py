"""Print a unit's report for a period, or write its official document."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from danvan.briefings import services as briefings
from danvan.commands import terminal
from danvan.common.errors import DomainError
from danvan.common.numbers import format_number, format_percent
from danvan.common.periods import Period
from danvan.organizations.queries import unit_by_code
from danvan.reporting import queries
from danvan.reporting.figures import Report, ReportFigure
from danvan.reporting.sentences import level_word

OUTPUTS = ("docx", "pdf", "xlsx")


class BadTarget(DomainError):
    """The file named by --out cannot be written."""


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "report", help=_("print a unit's report for a period, or write its document")
    )
    parser.add_argument("--unit", required=True, help=_("code of the unit, for example HN"))
    parser.add_argument("--period", required=True, help=_("2019, 2019-Q1, 2019-H1, 2019-9M or 2019-M03"))
    parser.add_argument(
        "--format", choices=["party", "state"], default="party", help=_("official format of the document")
    )
    parser.add_argument("--kind", choices=["quarterly", "annual"], help=_("kind of document (by period)"))
    parser.add_argument("--form", default="", help=_("code of the form; the first one in use when left out"))
    parser.add_argument("--out", type=Path, help=_("write a document: .docx, .pdf or .xlsx"))


def run(args) -> None:
    period = Period.parse(args.period)
    unit = unit_by_code(args.unit)
    if args.out:
        write(args, unit, period)
        return
    report = queries.report(unit, period, queries.form_of(args.form))
    terminal.answer(args, report.as_json(), lines(report))


def write(args, unit, period: Period) -> None:
    """:raises BadTarget: for an unknown ending, or a place where nothing can be written"""
    output = args.out.suffix.lstrip(".").lower()
    if output not in OUTPUTS:
        raise BadTarget(
            _("%(file)s: the ending says what to write; use .docx, .pdf or .xlsx") % {"file": args.out.name}
        )
    if args.form and queries.form_of(args.form) != queries.default_form():
        raise BadTarget(
            _("A document is made from “%(form)s” only. Leave --form out.") % {"form": queries.default_form()}
        )
    kind = args.kind or ("annual" if period.kind == "year" else "quarterly")
    data = briefings.render(unit=unit, period=period, kind=kind, fmt=args.format, output=output)
    try:
        args.out.write_bytes(data)
    except OSError as error:
        raise BadTarget(f"{args.out}: {error.strerror}") from error
    terminal.answer(
        args, {"file": str(args.out), "bytes": len(data)}, [_("%(file)s is written.") % {"file": args.out}]
    )


def lines(report: Report) -> list[str]:
    """The report for a person at a terminal."""
    head = _("%(unit)s, %(period)s: %(complete)s/%(expected)s units reported") % {
        "unit": report.unit.name,
        "period": report.period.label(),
        "complete": format_number(report.units_complete),
        "expected": format_number(report.units_expected),
    }
    found = [head]
    for figure in report.figures:
        levels = ", ".join(
            f"{shown(figure, value)} {level_word(level)}"
            for level, value in figure.levels.items()
            if value is not None
        )
        found.append(
            f"{figure.indicator.name}: {shown(figure, figure.all)}{f' ({levels})' if levels else ''}"
        )
    return found


def shown(figure: ReportFigure, value) -> str:
    if value is None:
        return "–"
    return format_percent(value) if figure.indicator.kind == "ratio" else format_number(value)
