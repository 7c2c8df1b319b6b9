"""Enter a unit's figures from a file, and send them: the same checks as on the page."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from danvan.commands import terminal
from danvan.commands.acting import acting
from danvan.common import clock
from danvan.common.errors import DomainError, OutOfSight
from danvan.common.periods import Period
from danvan.organizations.queries import unit_by_code
from danvan.reporting.models import Submission
from danvan.reporting.queries import forms
from danvan.reporting.services import entry, sending
from danvan.reporting.services.entry import Typed

LARGEST_FILE = 1_000_000


class BadFile(DomainError):
    """The file of figures cannot be read."""


def register(subparsers) -> None:
    parser = subparsers.add_parser("submit", help=_("enter and send a unit's figures from a file"))
    parser.add_argument("--unit", required=True, help=_("code of the unit, for example HN-00001"))
    parser.add_argument("--period", required=True, help=_("2019-Q1, 2019-M03 or 2019"))
    parser.add_argument("--form", default="", help=_("code of the form; the first one in use when left out"))
    parser.add_argument("--as", dest="person", required=True, help=_("sign-in name of the person who acts"))
    parser.add_argument(
        "--file",
        required=True,
        help=_("CSV with the columns indicator and value, or JSON; - reads standard input"),
    )
    parser.add_argument("--draft", action="store_true", help=_("only save, do not send"))
    parser.add_argument("--zero", action="store_true", help=_("enter 0 in every cell left blank"))
    parser.add_argument("--late-reason", default="", help=_("why it comes after the round was closed"))


def run(args) -> None:
    period, unit, by = Period.parse(args.period), unit_by_code(args.unit), acting(args.person)
    values = read(args.file)
    form = forms.form_of(args.form)
    submission = (
        Submission.scoped(by, "see")
        .filter(unit=unit, round__form=form, round__period_name=str(period))
        .first()
    )
    if submission is None:
        raise OutOfSight(
            _("%(unit)s owes no report for %(period)s, or it is not open to you.")
            % {"unit": unit.code, "period": period.label()}
        )
    seen = entry.revisions(submission.pk)
    typed = {code: Typed(text, seen.get(code, 0)) for code, text in values.items()}
    with transaction.atomic():
        draft = entry.save_cells(submission_id=submission.pk, typed=typed, by=by, at=clock.now())
        if args.zero:
            draft = entry.fill_blanks_with_zero(
                submission_id=submission.pk, section=None, by=by, at=clock.now()
            )
        data = {"unit": unit.code, "period": str(period), "state": "draft", "revision": draft.revision}
        line = _("Saved as a draft; not sent yet.")
        if not args.draft:
            version = sending.submit(
                submission_id=submission.pk, by=by, at=clock.now(), late_reason=args.late_reason
            )
            data |= {"state": "submitted", "version": version.number, "late": version.late}
            line = _("Sent as version %(number)s; the unit above decides.") % {"number": version.number}
    terminal.answer(args, data, [line])


def read(name: str) -> dict[str, str]:
    """
    Indicator -> text of the figure.

    :raises BadFile: naming the file, the line and what to do
    """
    try:
        text = sys.stdin.read(LARGEST_FILE + 1) if name == "-" else Path(name).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else _("it is not UTF-8 text")
        raise BadFile(_("%(file)s cannot be read: %(why)s") % {"file": name, "why": why}) from error
    if len(text) > LARGEST_FILE:
        raise BadFile(_("%(file)s is too large: a form has about a hundred figures.") % {"file": name})
    if text.lstrip().startswith("{"):
        try:
            return {
                str(code): "" if value is None else str(value) for code, value in json.loads(text).items()
            }
        except json.JSONDecodeError as error:
            raise BadFile(
                _("%(file)s, line %(line)s: not JSON.") % {"file": name, "line": error.lineno}
            ) from error
    rows = csv.DictReader(text.splitlines())
    if not {"indicator", "value"} <= set(rows.fieldnames or ()):
        raise BadFile(
            _("%(file)s: the first line must name the columns indicator and value.") % {"file": name}
        )
    found: dict[str, str] = {}
    for row in rows:
        code = (row["indicator"] or "").strip()
        if code in found:
            raise BadFile(
                _("%(file)s, line %(line)s: %(code)s stands twice.")
                % {"file": name, "line": rows.line_num, "code": code}
            )
        found[code] = row["value"] or ""
    return found
