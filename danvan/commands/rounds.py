"""List, open and close rounds."""

from __future__ import annotations

from django.utils.translation import gettext as _

from danvan.commands import terminal
from danvan.commands.acting import acting
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.common.periods import Period
from danvan.organizations.queries import unit_by_code
from danvan.reporting.models import Round, Submission
from danvan.reporting.queries import forms
from danvan.reporting.services import rounds


class NoRound(DomainError):
    code, status = "no-round", 404


def register(subparsers) -> None:
    parser = subparsers.add_parser("rounds", help=_("list, open and close rounds"))
    steps = parser.add_subparsers(metavar=_("STEP"), dest="step", required=True)
    steps.add_parser("list", help=_("all rounds with how many units have reported")).set_defaults(
        run=list_rounds
    )
    opening = steps.add_parser("open", help=_("ask the form of all units due in a period"))
    closing = steps.add_parser("close", help=_("close a round; missing units are named"))
    for step, does in ((opening, open_round), (closing, close_round)):
        step.add_argument("--unit", required=True, help=_("code of the unit, for example HN"))
        step.add_argument("--period", required=True, help=_("2019-Q1, 2019-M03 or 2019"))
        step.add_argument("--as", dest="person", required=True, help=_("sign-in name of the person who acts"))
        step.set_defaults(run=does)
        step.add_argument(
            "--form", default="", help=_("code of the form; the first one in use when left out")
        )
    closing.add_argument("--reason", default="", help=_("why it is closed although units are missing"))


def list_rounds(args) -> None:
    data = []
    for round_ in Round.objects.select_related("form").order_by("starts_on"):
        due = Submission.unscoped.filter(round=round_, excused_at__isnull=True)
        data.append(
            {
                "period": round_.period_name,
                "form": round_.form.code,
                "due_on": round_.due_on,
                "expected": due.count(),
                "accepted": due.filter(accepted__isnull=False).count(),
                "locked": round_.locked_at is not None,
            }  # fmt: skip
        )
    lines = [f"{row['period']:<9} {row['form']:<10} {row['accepted']}/{row['expected']}" for row in data]
    terminal.answer(args, data, lines)


def open_round(args) -> None:
    period, unit = Period.parse(args.period), unit_by_code(args.unit)
    round_ = rounds.open_round(
        form=forms.form_of(args.form), period=period, unit=unit, by=acting(args.person), at=clock.now()
    )
    count = Submission.unscoped.filter(round=round_).count()
    line = _("%(period)s is open: %(count)s units are due on %(day)s.")
    words = {"period": period.label(), "count": count, "day": f"{round_.due_on:%d/%m/%Y}"}
    terminal.answer(args, {"period": str(period), "expected": count, "due_on": round_.due_on}, [line % words])


def close_round(args) -> None:
    period, unit = Period.parse(args.period), unit_by_code(args.unit)
    round_ = Round.objects.filter(form=forms.form_of(args.form), period_name=str(period)).first()
    if round_ is None:
        raise NoRound(_("%(period)s was never opened.") % {"period": period.label()})
    closing = rounds.close_branch(
        round_=round_, unit=unit, reason=args.reason, by=acting(args.person), at=clock.now()
    )
    missing = [f"  {entry['unit']}  {entry['name']}" for entry in closing.missing]
    line = _("%(period)s is closed; %(count)s units are missing.") % {
        "period": period.label(),
        "count": len(missing),
    }
    terminal.answer(args, {"period": str(period), "missing": closing.missing}, [line, *missing])
