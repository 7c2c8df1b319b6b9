"""What "This week" says about oversight."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.common.numbers import format_number
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names
from danvan.oversight import lives
from danvan.oversight.kinds import Kind
from danvan.oversight.models import OversightSession, SupervisionRecommendation
from danvan.ui.week import Line, More

SHOWN = 5
SOON = timedelta(days=14)
# Somebody else owes the next step.
ELSEWHERE = (
    OversightSession.State.SENT, OversightSession.State.REMEDYING, OversightSession.State.DOCUMENT_SENT,
)  # fmt: skip


def owed(request: HttpRequest) -> More | None:
    """Own sessions whose next step is due within two weeks, or overdue. Two queries, one where there is none."""
    actor = request.actor  # type: ignore[attr-defined]
    if not any(policy.holds(actor, "edit", kind) for kind in Kind.values):
        return None
    rows = OversightSession.unscoped.filter(unit_id__in=actor.unit_ids(), due_on__lte=actor.on + SOON)
    rows = rows.exclude(state__in=(*OversightSession.OVER, *ELSEWHERE))
    found = list(rows.order_by("due_on", "pk")[: SHOWN + 1])
    if not found:
        return None
    names = last_names({row.unit_id for row in found}, actor.on)
    lines = [_line(row, names[row.unit_id].name, row.is_late(actor.on)) for row in found]
    return More(tuple(lines[:SHOWN]), len(lines), reverse("oversight:plan"))


def _line(row: OversightSession, unit: str, late: bool) -> Line:
    step = next(iter(lives.open_in(row)), None)
    href = reverse("oversight:step", args=[row.pk, step.slug]) if step else ""
    return Line(
        row.title, unit, str(step.label) if step else _("Open it"), href or reverse("oversight:session", args=[row.pk]),
        str(row.get_state_display()), "warn" if late else "neutral", row.due_on,
    )  # fmt: skip


def watched(request: HttpRequest) -> More | None:
    """What own units asked for and nobody answered in time. One query."""
    actor = request.actor  # type: ignore[attr-defined]
    if not policy.holds(actor, "edit", "supervision") and not policy.holds(actor, "remind", "supervision"):
        return None
    rows = SupervisionRecommendation.unscoped.filter(
        unit_id__in=actor.unit_ids(), sent_on__isnull=False, answered_on=None
    )
    late = rows.aggregate(n=Count("pk", filter=Q(due_on__lt=actor.on)))["n"]
    if not late:
        return None
    words = ngettext(
        "%(n)s recommendation without an answer", "%(n)s recommendations without an answer", late
    ) % {"n": format_number(late)}  # fmt: skip
    href = f"{reverse('oversight:ledger')}?tre=1"
    return More(
        (Line(words, _("Supervision and inspection"), _("Send a reminder"), href, _("overdue"), "warn"),),
        1,
        href,
    )
