"""What a change of the tree means for commitments, and what a unit's page shows of them."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.commitments import queries
from danvan.commitments.models import OPEN, Commitment
from danvan.commitments.services.inheriting import follow
from danvan.commitments.views.rows import lines
from danvan.organizations.hooks import Consequence, Panel
from danvan.organizations.models import OrgUnit
from danvan.organizations.plans import Plan

SHOWN = 6

__all__ = ["consequences", "follow", "panel"]


def consequences(plan: Plan) -> list[Consequence]:
    """Open commitments of units that close pass to the one heir; with several or none the superior has to decide."""
    closing = [change.code for change in plan.by_kind("closed")]
    if not closing:
        return []
    owing: dict[str, int] = {}
    rows = Commitment.unscoped.filter(unit__code__in=closing, state__in=OPEN).order_by("pk")
    for code in rows.values_list("unit__code", flat=True):
        owing[code] = owing.get(code, 0) + 1
    return [_consequence(plan, code, owing[code]) for code in closing if code in owing]


def _consequence(plan: Plan, code: str, count: int) -> Consequence:
    passings = [row for row in plan.passings if row.old == code]
    heirs = [row.new for row in passings if row.share == "whole"] or [row.new for row in passings]
    said = ngettext(
        "“%(unit)s” has %(count)d open commitment.", "“%(unit)s” has %(count)d open commitments.", count
    ) % {"unit": plan.names.get(code, code), "count": count}
    if len(heirs) == 1:
        heir = _("“%(unit)s” takes over, with a step in each story.") % {
            "unit": plan.names.get(heirs[0], heirs[0])
        }
        return Consequence(f"{said} {heir}", "info")
    if heirs:
        return Consequence(
            f"{said} " + _("With several successors the superior has to say who does each."), "warning"
        )
    # Nobody takes over: what was promised to the people would be nobody's.
    return Consequence(
        f"{said} " + _("They need an heir: hand them on first, or name a successor."), "blocking"
    )


def panel(request: HttpRequest, unit: OrgUnit) -> Panel | None:
    """What the unit owes, for those who may see it."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = queries.of_unit(actor, unit.pk)
    count = rows.count()
    if not count:
        return None
    context = {"rows": lines(rows[:SHOWN], actor.on), "count": count, "code": unit.code, "today": actor.on}
    return Panel(_("Commitments"), "commitments/unit_panel.html", context, order=30)
