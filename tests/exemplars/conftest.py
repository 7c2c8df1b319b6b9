"""A commune's models, its district above, and the city's contests and awards, made through the services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.utils import timezone

from danvan.exemplars.models import SkilledModel
from danvan.exemplars.services import checking, living, registering
from danvan.organizations.queries import actor_of

DAY = date(2019, 10, 17)
CHECK = {"verdict": "good", "findings": "Hoạt động đều", "residents": "Hài lòng"}


@dataclass
class Stage:
    """``stage.officer`` is the commune's actor, ``stage.district`` and ``stage.city`` those above."""

    cast: object

    def actor(self, name, on=DAY):
        return actor_of(self.cast[name], on)

    @property
    def officer(self):
        return self.actor("officer")

    @property
    def district(self):
        return self.actor("consolidator")

    @property
    def city(self):
        return self.actor("city_consolidator")

    def at(self, day=DAY, hour=9):
        return datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_current_timezone())

    def register(self, day=DAY, unit=None, by=None, source=None, **changes) -> SkilledModel:
        values = {
            "title": "Tuyến phố không rác", "field": "culture_society", "holder": "collective", "registered_on": day,
            "summary": "Mỗi hộ một đoạn phố", "adapted": "Đổi lịch" if source else "",
        }  # fmt: skip
        return registering.register(
            unit=unit or self.cast.commune, values=values | changes, source_id=source, by=by or self.officer, at=self.at(max(day, DAY)),
        )  # fmt: skip

    def active(self, day=DAY, by=None, **changes) -> SkilledModel:
        model = self.register(day, by=by, **changes)
        return living.activate(
            model_id=model.pk, version=0, on=day, by=by or self.officer, at=self.at(max(day, DAY))
        )

    def take(self, model, what, on=DAY, by=None, **values):
        given = {
            "on": on,
            **(CHECK if what != "recognised" else {"grade": "district", "number": "12-QĐ/BCĐ"}),
            **values,
        }
        model.refresh_from_db()
        return checking.take(
            model_id=model.pk, version=model.version, what=what, values=given, by=by or self.district, at=self.at(max(on, DAY)),
        )  # fmt: skip

    def recognised(self, day=DAY, **changes) -> SkilledModel:
        model = self.active(day, **changes)
        self.take(model, "assessed", day)
        return self.take(model, "recognised", day)


@pytest.fixture
def stage(cast, at):
    at(DAY.isoformat())
    return Stage(cast)
