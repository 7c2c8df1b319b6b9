"""The mirror: how the units answer, speed always beside outcome and satisfaction, each with its denominator."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.common import clock
from danvan.common.numbers import format_number
from danvan.organizations import public as organizations
from danvan.petitions import public as petitions
from danvan.portal.frame import show
from danvan.portal.openness import open_door

TONES = {level: level for level in ("city", "district", "commune", "agency")}
WITHHELD = "•"
SPANS = {"30": 30, "90": 90, "365": 365}


def a_year_back(today: date) -> date:
    return today - timedelta(days=364)


@open_door(keep=60)
def conduct(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    span = request.GET.get("ngay", "365")
    starts_on = today - timedelta(days=SPANS.get(span, 365) - 1)
    rows = petitions.conduct(starts_on, today)
    places = organizations.places(today)
    known = [row for row in rows if row.received is None or row.received > 0]
    context = {
        "starts_on": starts_on,
        "today": today,
        "spans": [
            {"label": label, "href": f"{reverse('portal:conduct')}?ngay={days}", "current": span == days}
            for days, label in (("30", _("30 days")), ("90", _("90 days")), ("365", _("one year")))
        ],
        "rows": known,
        "bars": _bars(known, places),
        "withheld": WITHHELD,
        "some_withheld": any(None in (row.received, row.answered, row.on_time, row.rated) for row in known),
    }
    return show(request, "portal/conduct.html", context)


def _bars(rows: Any, places: organizations.Places) -> list[dict[str, Any]]:
    """Answered in time, of what was answered; units of which enough is known."""
    told = []
    for row in rows:
        if row.answered and row.on_time is not None:
            place = places.by_code.get(row.unit_code)
            shown = _("%(on_time)s of %(answered)s in time") % {
                "on_time": format_number(row.on_time), "answered": format_number(row.answered),
            }  # fmt: skip
            tone = TONES.get(place.level, "total") if place else "total"
            told.append(
                {"label": row.unit, "value": row.on_time / row.answered * 100, "shown": shown, "tone": tone}
            )
    return told[:30]
