"""What "This week" says about directives."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common.numbers import format_number
from danvan.directives import lateness
from danvan.directives.models import Directive, DirectiveAssignment
from danvan.directives.queries import assignments
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names
from danvan.ui.week import Line, More

SHOWN = 6
State = DirectiveAssignment.State


def owed(request: HttpRequest) -> More | None:
    """What the own units have to acknowledge, plan or report. Two queries, one where there is nothing."""
    actor = request.actor  # type: ignore[attr-defined]
    if not policy.holds(actor, "submit", "directive"):
        return None
    rows = assignments.of_own_units(actor, state="open")
    dued = [(lateness.step_due(one), one) for one in rows[:100]]
    urgent = sorted(
        ((due, one) for due, one in dued if due[1] is not None or one.state == State.SENT),
        key=lambda pair: (pair[0][1] is None, pair[0][1] or pair[1].sent_on, pair[1].pk),
    )
    if not urgent:
        return None
    names = last_names({one.unit_id for _due, one in urgent[:SHOWN]}, actor.on)
    lines = [_line(one, *due, names[one.unit_id].name) for due, one in urgent[:SHOWN]]
    return More(tuple(lines), len(urgent), reverse("directives:given"))


def _line(one: DirectiveAssignment, step: str, due_on, unit: str) -> Line:
    verbs = {
        lateness.ACKNOWLEDGE: _("Acknowledge"),
        lateness.PLAN: _("Enter the plan"),
        lateness.REPORT: _("Report"),
    }
    tone = "warn" if one.state in (State.SENT, State.RETURNED) else "neutral"
    what = f"{one.directive.named}: {one.directive.title}"
    href = reverse("directives:assignment", args=[one.pk])
    return Line(what, unit, verbs[step], href, str(one.get_state_display()), tone, due_on)


def waiting(request: HttpRequest) -> More | None:
    """Reports to look at, and documents signed but not issued. Two queries, three where something waits."""
    actor = request.actor  # type: ignore[attr-defined]
    if not policy.holds(actor, "manage", "directive") and not policy.holds(actor, "issue", "directive"):
        return None
    lines = [*_reports(actor), *_signed(actor)]
    return More(tuple(lines), len(lines), reverse("directives:board")) if lines else None


def _reports(actor) -> list[Line]:
    found: dict[int, tuple[Directive, int]] = {}
    for one in assignments.reported_to(actor).order_by("reported_on", "pk")[:500]:
        directive, count = found.get(one.directive_id, (one.directive, 0))
        found[one.directive_id] = (directive, count + 1)
    told = []
    for directive, count in list(found.values())[:SHOWN]:
        words = ngettext("%(n)s report to look at", "%(n)s reports to look at", count) % {
            "n": format_number(count)
        }
        href = f"{reverse('directives:cascade', args=[directive.pk])}?trang-thai=reported#danh-sach"
        told.append(
            Line(
                f"{directive.named}: {directive.title}", words, _("Look at the reports"), href, "", "neutral"
            )
        )
    return told


def _signed(actor) -> list[Line]:
    rows = Directive.scoped(actor, "issue").filter(state=Directive.State.SIGNED).order_by("signed_on", "pk")
    return [
        Line(one.title, str(one.get_kind_display()), _("Give it its number"),
             reverse("directives:directive", args=[one.pk]), _("signed, without a number"), "warn")
        for one in rows[:SHOWN]
    ]  # fmt: skip
