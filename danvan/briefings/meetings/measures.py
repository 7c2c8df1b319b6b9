"""How many briefing and review conferences were held: what the indicator counts, from the meetings kept here."""

from __future__ import annotations

from collections.abc import Collection

from danvan.briefings.meetings.models import BriefingMeeting
from danvan.reporting.measures import Measured, Record
from danvan.reporting.models import Round

HELD = "BriefingMeeting.held"


def held(round_: Round, unit_ids: Collection[int]) -> Measured:
    """Meetings held in the round's interval; None for a unit that keeps none up to its last day. One query."""
    rows = BriefingMeeting.unscoped.filter(
        unit_id__in=unit_ids, held_on__lte=round_.counts_to, state__in=BriefingMeeting.TOOK_PLACE
    ).order_by("held_on", "pk")
    found: dict[int, list[Record] | None] = dict.fromkeys(unit_ids)
    for unit_id, pk, day, title in rows.values_list("unit_id", "pk", "held_on", "title"):
        mine = found[unit_id] = found[unit_id] or []
        if day is not None and day >= round_.counts_from:
            mine.append(Record(f"briefings.BriefingMeeting:{pk}", f"{day:%d/%m/%Y}: {title}"))
    return found
