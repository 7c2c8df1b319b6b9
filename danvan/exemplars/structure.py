"""What a change of the tree means for models, and what a unit's page shows of them."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common import clock
from danvan.exemplars.models import Award, SkilledModel
from danvan.exemplars.queries import skilled
from danvan.exemplars.services.inheriting import follow
from danvan.organizations.hooks import Consequence, Panel
from danvan.organizations.models import OrgUnit
from danvan.organizations.plans import Plan

SHOWN = 4
__all__ = ["consequences", "follow", "panel"]


def consequences(plan: Plan) -> list[Consequence]:
    """Models of units that close go on in the one heir; without one they are stopped. Proposals have to be decided first."""
    closing = [change.code for change in plan.by_kind("closed")]
    if not closing:
        return []
    told = []
    rows = SkilledModel.unscoped.filter(unit__code__in=closing).exclude(state__in=SkilledModel.OVER)
    for code, n in _by_unit(rows):
        passings = [row for row in plan.passings if row.old == code]
        heirs = [row for row in passings if row.share == "whole"] or passings
        words = {"unit": plan.names.get(code, code), "n": n}
        if len(heirs) == 1:
            text = ngettext(
                "“%(unit)s” runs %(n)d model; it goes on in the successor.",
                "“%(unit)s” runs %(n)d models; they go on in the successor.", n,
            )  # fmt: skip
            told.append(Consequence(text % words, "info"))
        else:
            text = ngettext(
                "“%(unit)s” runs %(n)d model; without one successor it is stopped.",
                "“%(unit)s” runs %(n)d models; without one successor they are stopped.", n,
            )  # fmt: skip
            told.append(Consequence(text % words, "warning"))
    open_ = Award.unscoped.filter(unit__code__in=closing, state__in=Award.OPEN).count()
    if open_:
        text = ngettext(
            "%(n)d commendation proposal lies with a unit that closes. Have it decided or submitted first.",
            "%(n)d commendation proposals lie with units that close. Have them decided or submitted first.", open_,
        )  # fmt: skip
        told.append(Consequence(text % {"n": open_}, "warning"))
    return told


def _by_unit(rows) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for code in rows.order_by("unit__code").values_list("unit__code", flat=True):
        counts[code] = counts.get(code, 0) + 1
    return list(counts.items())


def panel(request: HttpRequest, unit: OrgUnit) -> Panel | None:
    """The unit's models, for those who may see them."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    rows = SkilledModel.scoped(actor, "see").filter(unit=unit).order_by("-registered_on", "-pk")
    found = list(rows[:SHOWN])
    if not found:
        return None
    context = {
        "unit": unit,
        "lines": skilled.lines(found, today),
        "tally": skilled.tally(rows, today.year, today),
    }
    return Panel(_("“Skilled mass mobilisation” models"), "exemplars/unit_panel.html", context, order=50)
