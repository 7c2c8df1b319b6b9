"""A district that supervises its commune, step by step, through the services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone

from danvan.organizations.queries import actor_of
from danvan.oversight.models import OversightSession
from danvan.oversight.services import opining, planning, recommending, stepping

DAY = date(2019, 10, 17)
NOW = date(2019, 12, 2)


def moment(day: date = NOW, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_current_timezone())


@dataclass
class Stage:
    """``stage.walk("supervision", "ket-luan")`` plans a session and takes its steps up to the one named."""

    cast: Any

    @property
    def lead(self):
        return self.actor("consolidator")

    def actor(self, name: str, on: date = NOW):
        return actor_of(self.cast[name], on)

    def values(self, **changes: Any) -> dict[str, Any]:
        base = {
            "form": "team", "title": "Cải cách hành chính tại phường", "content": "Bộ phận một cửa", "topic": "procedures",
            "plan_year": 2019, "plan_quarter": 4, "scheduled_on": DAY, "submit_on": None, "led_by": "",
        }  # fmt: skip
        return {**base, **changes}

    def plan(self, kind: str = "supervision", targets: Any = None, hosts: Any = (), by: Any = None,
             unit: Any = None, **changes: Any) -> OversightSession:  # fmt: skip
        forms = {"supervision": "team", "criticism": "conference"}
        changes.setdefault("form", forms.get(kind, ""))
        return planning.plan(
            kind=kind, unit=unit or self.cast.district, values=self.values(**changes),
            targets=targets or [(self.cast.commune.pk, "")], hosts=hosts, by=by or self.lead, at=moment(date(2019, 9, 1)),
        )  # fmt: skip

    GIVEN = {
        "lap-doan": {"team_people": 7, "team_bodies": 3, "led_by": "Chủ tịch Mặt trận Tổ quốc quận"},
        "thong-bao": {"scheduled_on": DAY},
        "bao-cao": {"findings": "Niêm yết thủ tục chưa đầy đủ."},
        "quyet-dinh": {"number": "12-QĐ/QU", "team_people": 5, "team_bodies": 2, "led_by": ""},
        "ket-luan": {"number": "15-KL/MTTQ", "signer": "Chủ tịch", "findings": "Niêm yết thiếu.", "conclusion": "Cần khắc phục."},
        "gui-van-ban": {"number": "08-PB/MTTQ", "signer": "Chủ tịch", "conclusion": "Nhất trí nhiều nội dung."},
        "ghi-chep": {"findings": "Bộ máy vận hành ổn định."},
        "tham-muu": {"number": "21-BC/BDV", "conclusion": ""},
        "nhan-du-thao": {"submit_on": date(2019, 11, 20)},
        "huy": {"reason": "Trùng với đoàn của Thành phố"},
    }  # fmt: skip
    DAYS = {
        "phe-duyet": date(2019, 9, 10), "lap-doan": date(2019, 9, 15), "thong-bao": date(2019, 9, 25),
        "nhan-bao-cao": date(2019, 10, 5), "bao-cao": date(2019, 10, 25), "ket-luan": date(2019, 11, 4),
        "quyet-dinh": date(2019, 9, 10), "gui-kien-nghi": date(2019, 11, 6), "khac-phuc": date(2019, 11, 6),
        "nhan-du-thao": date(2019, 9, 20), "gui-van-ban": date(2019, 10, 28), "ghi-chep": date(2019, 10, 28),
    }  # fmt: skip

    def take(
        self, session: OversightSession, slug: str, by: Any = None, on: date | None = None, **given: Any
    ):
        session.refresh_from_db()
        day = on or self.DAYS.get(slug, max(DAY, session.held_on or DAY))
        return stepping.take(
            session_id=session.pk, version=session.version, slug=slug, on=day,
            values={**self.GIVEN.get(slug, {}), **given}, by=by or self.lead, at=moment(),
        )  # fmt: skip

    def walk(self, session: OversightSession, *slugs: str) -> OversightSession:
        for slug in slugs:
            session = self.take(session, slug)
        return session

    def supervised(self, **changes: Any) -> OversightSession:
        """Held and reported on, not concluded."""
        slugs = ("phe-duyet", "lap-doan", "thong-bao", "lam-viec", "bao-cao")
        return self.walk(self.plan(**changes), *slugs)

    def ask(self, session: OversightSession, unit: Any = None, body: str = "", **changes: Any):
        values = {
            "finding": "Niêm yết thiếu", "text": "Niêm yết đủ thủ tục", "to_unit": None if body else unit or self.cast.commune,
            "to_body": body, "due_on": None, **changes,
        }  # fmt: skip
        return recommending.recommend(session_id=session.pk, values=values, by=self.lead, at=moment())

    def opine(self, session: OversightSession, text: str = "Điều 5 cần rõ hơn"):
        return opining.opine(
            session_id=session.pk, values={"part": "Điều 5", "text": text}, by=self.lead, at=moment()
        )


@pytest.fixture
def stage(cast, at):
    at(NOW.isoformat())
    return Stage(cast)
