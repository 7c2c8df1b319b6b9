"""The commune HN-01-01 and its officer, and a draft at each stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from danvan.democracy.models import Consultation
from danvan.democracy.services import consultations, grouping
from danvan.organizations.queries import actor_of

DAY = date(2026, 3, 2)
WAYS = ["conference", "written", "online"]


@dataclass
class Hall:
    """``hall.by(day)`` is who does it (the officer) and when; ``hall.unit`` the commune."""

    cast: Any

    @property
    def unit(self):
        return self.cast.commune

    def by(self, day: date = DAY, who: str = "officer") -> dict[str, Any]:
        at = datetime(day.year, day.month, day.day, 9, tzinfo=timezone.get_current_timezone())
        return {"by": actor_of(self.cast[who], day), "at": at}

    def values(self, **changes) -> dict[str, Any]:
        base = {
            "title": "Dự thảo quy chế nhà văn hóa", "drafter": "UBND phường", "summary": "", "how": "", "channels": WAYS,
            "opens_on": DAY, "closes_on": DAY + timedelta(days=20), "short_reason": "",
        }  # fmt: skip
        return {**base, **changes}

    def opened(self, **changes) -> Consultation:
        made = consultations.prepare(unit=self.unit, values=self.values(**changes), **self.by())
        return consultations.open_(consultation_id=made.pk, version=0, **self.by())

    def say(self, draft, text="Mở cửa buổi tối", channel="written", count=1, clause="Điều 3", day=DAY):
        values = {
            "channel": channel, "received_on": day, "clause": clause, "topic": "Giờ mở cửa", "text": text, "count": count,
        }  # fmt: skip
        return consultations.add_opinion(consultation_id=draft.pk, values=values, **self.by(day))

    def grouped(self) -> Consultation:
        """Closed, with two groups of 12 and 3 opinions, ready for their answers."""
        draft = self.opened()
        self.say(draft, count=7)
        self.say(draft, channel="conference", count=5)
        self.say(draft, text="Miễn phí cho người cao tuổi", channel="online", count=3, clause="Điều 5")
        end = draft.closes_on
        consultations.close(consultation_id=draft.pk, version=1, conferences=2, **self.by(end))
        grouping.group_rest(consultation_id=draft.pk, **self.by(end))
        return consultations.synthesise(consultation_id=draft.pk, version=2, **self.by(end))


@pytest.fixture
def hall(cast, at):
    at(DAY.isoformat())
    return Hall(cast)
