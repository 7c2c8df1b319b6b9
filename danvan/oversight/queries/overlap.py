"""
The same body on the same topic by two units within half a year: to be warned of while planning, and to go together.

The window is a proposal of the platform; the Prime Minister's directive 20/CT-TTg (2017) asks for at most one visit a year
to an enterprise, and names no number for offices.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from danvan.oversight.models import OversightSession

WINDOW = timedelta(days=180)
KINDS = ("supervision", "inspection")


def of(session: OversightSession) -> list[OversightSession]:
    """
    Sessions led by other units about one of the same bodies, on the same topic, planned or held within the window; the
    nearest day first. All of them, also out of sight of whoever asks: a page tells unit, kind and day only.
    """
    if session.kind not in KINDS or not session.topic or session.state == OversightSession.State.CANCELLED:
        return []
    targets = list(session.targets.all())
    same = Q(targets__unit_id__in=[one.unit_id for one in targets if one.unit_id])
    same |= Q(targets__unit=None, targets__words__in=[one.words for one in targets if not one.unit_id])
    near = (session.day - WINDOW, session.day + WINDOW)
    rows = OversightSession.unscoped.filter(same, kind__in=KINDS, topic=session.topic)
    rows = rows.filter(Q(held_on__range=near) | Q(held_on=None, scheduled_on__range=near))
    rows = rows.exclude(unit_id=session.unit_id).exclude(state=OversightSession.State.CANCELLED)
    rows = rows.exclude(hosts__unit_id=session.unit_id).exclude(pk=session.pk)
    found = list(rows.select_related("unit").distinct())
    return sorted(found, key=lambda one: (abs(one.day - session.day), one.pk))
