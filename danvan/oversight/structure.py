"""What a change of the tree means for oversight, and what a unit's page shows of it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common import clock
from danvan.organizations.hooks import Consequence, Panel
from danvan.organizations.models import OrgUnit
from danvan.organizations.plans import Plan
from danvan.oversight import lives
from danvan.oversight.models import OversightSession, SupervisionRecommendation, Target
from danvan.oversight.queries import sessions

SHOWN = 5


def consequences(plan: Plan) -> list[Consequence]:
    """Sessions ahead that units lead or are the subject of, and recommendations still open, of units that change."""
    about = Target.objects.filter(unit__code__in=plan.touched).values("session_id")
    ahead = OversightSession.unscoped.filter(
        Q(unit__code__in=plan.touched) | Q(pk__in=about), state__in=lives.AHEAD, scheduled_on__gte=plan.day
    ).count()
    open_ = SupervisionRecommendation.unscoped.filter(
        Q(unit__code__in=plan.touched) | Q(to_unit__code__in=plan.touched),
        sent_on__isnull=False,
        answered_on=None,
    ).count()
    told = []
    if ahead:
        text = ngettext(
            "%(count)d supervision, inspection or survey of a unit that changes is planned on or after that day.",
            "%(count)d supervisions, inspections or surveys of units that change are planned on or after that day.",
            ahead,
        )
        told.append(Consequence(text % {"count": ahead}, "warning"))
    if open_:
        text = ngettext(
            "%(count)d recommendation is without an answer; asked of a unit, it passes on with its commitment.",
            "%(count)d recommendations are without an answer; asked of units, they pass on with their commitments.",
            open_,
        )
        told.append(Consequence(text % {"count": open_}, "warning"))
    return told


def panel(request: HttpRequest, unit: OrgUnit) -> Panel | None:
    """The latest sessions a unit leads or is the subject of, and what it has not answered, for those who may see them."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    about = Target.objects.filter(unit=unit).values("session_id")
    rows = OversightSession.scoped(actor, "see").filter(Q(unit=unit) | Q(pk__in=about))
    found = list(rows.order_by("-scheduled_on", "-pk")[:SHOWN])
    asked = SupervisionRecommendation.scoped(actor, "see").filter(
        to_unit=unit, sent_on__lte=today, answered_on=None
    )
    days = list(asked.order_by().values_list("due_on", flat=True))
    if not found and not days:
        return None
    context = {
        "unit": unit, "lines": sessions.lines(actor, found, today), "open": len(days),
        "late": sum(day < today for day in days if day),
        "ledger": f"{reverse('oversight:ledger')}?{urlencode({'don-vi': unit.code})}",
    }  # fmt: skip
    return Panel(_("Supervision and inspection"), "oversight/unit_panel.html", context, order=40)


def origin_page(origin_ref: str) -> str:
    """The address of the recommendation a commitment came from; empty for another origin."""
    word, _colon, number = origin_ref.partition(":")
    if word != "oversight.SupervisionRecommendation" or not number.isdecimal():
        return ""
    found = (
        SupervisionRecommendation.unscoped.filter(pk=int(number)).values_list("session_id", "number").first()
    )
    return f"{reverse('oversight:session', args=[found[0]])}#kien-nghi-{found[1]}" if found else ""
