"""What a change of the tree means for open cases, and what a unit's page shows of its petitions."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common import clock
from danvan.organizations import permissions
from danvan.organizations.hooks import Consequence, Panel
from danvan.organizations.models import OrgUnit
from danvan.organizations.plans import Plan
from danvan.petitions.models import Petition, Route, State
from danvan.petitions.models.cases import OPEN
from danvan.petitions.services.handing import pass_to_successors


def consequences(plan: Plan) -> list[Consequence]:
    """How many open cases pass to a successor, and which routing rules lead to a unit that is touched."""
    told = []
    waiting = Petition.unscoped.filter(unit__code__in=plan.touched, state__in=[*OPEN, State.ANSWERED]).count()
    if waiting:
        text = ngettext(
            "%(count)d petition is in hand in a touched unit. Where the unit is closed "
            "it passes to the successor on that day.",
            "%(count)d petitions are in hand in touched units. Where a unit is closed "
            "they pass to the successor on that day.",
            waiting,
        )
        told.append(Consequence(text % {"count": waiting}))
    routes = (
        Route.unscoped.on(plan.day)
        .filter(Q(to_unit__code__in=plan.touched) | Q(unit__code__in=plan.touched))
        .count()
    )
    if routes:
        text = ngettext(
            "%(count)d routing rule names a touched unit. Check it after the change.",
            "%(count)d routing rules name touched units. Check them after the change.",
            routes,
        )
        told.append(Consequence(text % {"count": routes}, "warning"))
    return told


def follow(day: date) -> None:
    """Cases of units that are closed by now pass on; a change to come is followed by the daily work."""
    if day <= clock.today():
        pass_to_successors(at=clock.now())


def panel(request: HttpRequest, unit: OrgUnit) -> Panel | None:
    """How many petitions the unit has in hand and how late they are, for those who may see them."""
    actor = request.actor  # type: ignore[attr-defined]
    if not permissions.can(actor, "see", "petition", unit.pk):
        return None
    now = clock.now()
    rows = Petition.scoped(actor, "see").filter(unit=unit).order_by()
    numbers = rows.aggregate(
        waiting=Count("pk", filter=Q(state__in=OPEN)),
        late=Count("pk", filter=Q(state__in=OPEN, clock__due_at__lt=now)),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        rated=Count("pk", filter=Q(score__isnull=False)),
        settled=Count("pk", filter=Q(settled=True)),
    )
    if not (numbers["waiting"] or numbers["answered"]):
        return None
    return Panel(_("Petitions"), "petitions/unit_panel.html", {"unit": unit, "numbers": numbers}, order=40)
