"""Proof that the data is what was written: exit code 0 when all is right, 1 when not."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.audit import services as audit
from danvan.commands import terminal
from danvan.reporting import proofs, verification
from danvan.reporting.models import ReportForm

WRONG = 1


def register(subparsers) -> None:
    parser = subparsers.add_parser("verify", help=_("prove that the audit log and the totals are right"))
    subjects = parser.add_subparsers(metavar=_("SUBJECT"), dest="subject", required=True)
    for name, (does, _look) in SUBJECTS.items():
        subjects.add_parser(name, help=does()).set_defaults(run=run)


def run(args) -> int:
    facts: dict = {}
    found = list(SUBJECTS[args.subject][1](facts))
    lines = [text for text, _data in found]
    lines.append(
        ngettext("%(n)d problem found.", "%(n)d problems found.", len(found)) % {"n": len(found)}
        if found
        else _("All is right.")
    )
    told = {"right": not found, "problems": [data for _text, data in found], **facts}
    terminal.answer(args, told, lines)
    return WRONG if found else 0


def audit_problems(_facts: dict) -> Iterable[tuple[str, dict]]:
    """Every entry that was changed, removed or moved, by its position in the log."""
    for problem in audit.verify():
        yield str(problem), {"position": problem.seq, "what": str(problem.what)}


def total_problems(_facts: dict) -> Iterable[tuple[str, dict]]:
    """Every stored total that is not what the accepted figures add up to, to the digit."""
    for form in ReportForm.objects.order_by("pk"):
        for difference in verification.differences(form):
            yield str(difference), vars(difference)


def lineage_problems(facts: dict) -> Iterable[tuple[str, dict]]:
    """Every measured figure whose records are not there or do not add up to it; beside them what was looked at."""
    found = proofs.lineage()
    facts["indicators"] = {code: vars(one) for code, one in sorted(found.standing.items())}
    for broken in found.broken:
        yield str(broken), vars(broken)


# What can be proven: its help, and the problems as (line for a person, data for a program); facts stand beside them.
SUBJECTS: dict[str, tuple[Callable[[], str], Callable[[dict], Iterable[tuple[str, dict]]]]] = {
    "audit": (lambda: _("the audit log, from its first entry to its last"), audit_problems),
    "totals": (
        lambda: _("every total, added up again from accepted figures by independent code"),
        total_problems,
    ),
    "lineage": (
        lambda: _("every figure counted from records: they are there and add up to it"),
        lineage_problems,
    ),
}
