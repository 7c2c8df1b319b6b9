"""What a change of the tree means for directives, and what a unit's page shows of them."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common import clock
from danvan.directives import lateness
from danvan.directives.models import Directive, DirectiveAssignment
from danvan.organizations.hooks import Consequence, Panel
from danvan.organizations.models import OrgUnit
from danvan.organizations.plans import Plan

SHOWN = 6


def consequences(plan: Plan) -> list[Consequence]:
    """What units that end still have to carry out, and documents of theirs that are in force."""
    closing = [change.code for change in plan.by_kind("closed")]
    if not closing:
        return []
    given = DirectiveAssignment.unscoped.filter(
        unit__code__in=closing, state__in=DirectiveAssignment.OWING
    ).count()
    own = Directive.unscoped.filter(unit__code__in=closing, is_own=True, state__in=Directive.OPEN).count()
    told = []
    if given:
        text = ngettext(
            "%(count)d document is still to be carried out by an ending unit. Close it, or give it to the successor.",
            "%(count)d documents are still to be carried out by ending units. Close them, or give them to successors.",
            given,
        )
        told.append(Consequence(text % {"count": given}, "warning"))
    if own:
        text = ngettext(
            "%(count)d document of an ending unit is in force. Its successor says whether it goes on.",
            "%(count)d documents of ending units are in force. Their successors say whether they go on.",
            own,
        )
        told.append(Consequence(text % {"count": own}, "info"))
    return told


def panel(request: HttpRequest, unit: OrgUnit) -> Panel | None:
    """What the unit was given and how far it is, for those who may see it."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    rows = DirectiveAssignment.scoped(actor, "see").filter(unit=unit).select_related("directive")
    found = list(rows.filter(state__in=DirectiveAssignment.OWING).order_by("-sent_on", "-pk")[:SHOWN])
    if not found:
        return None
    told = [(one, lateness.WORDS.get(lateness.late_with(one, today), "")) for one in found]
    return Panel(
        _("Directives to carry out"), "directives/unit_panel.html", {"rows": told, "unit": unit}, order=25
    )


def origin_page(origin_ref: str) -> str:
    """The address of the assignment a task was cut from; empty for another origin."""
    word, _colon, number = origin_ref.partition(":")
    if word != "directives.DirectiveAssignment" or not number.isdecimal():
        return ""
    return reverse("directives:assignment", args=[int(number)])
