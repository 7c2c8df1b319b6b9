"""A handful of living cases of oversight on the demo city's day, made through the services: one at each turn of the road."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from danvan.accounts.models import User
from danvan.demo.people import acting
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.oversight.models import OversightSession
from danvan.oversight.services import agreeing, joining, opining, planning, recommending, stepping

CITY, DISTRICT, FIRST, SECOND = "HN", "HN-001", "HN-00001", "HN-00004"


@dataclass(frozen=True)
class _Hand:
    """Whoever acts for a unit; each call is one service."""

    users: Mapping[str, User]
    who: str
    unit: OrgUnit

    def at(self, day: date) -> datetime:
        return timezone.make_aware(datetime.combine(day, time(10)))

    def actor(self, day: date) -> Actor:
        return acting(dict(self.users), self.who, self.at(day))

    def plan(
        self, kind: str, title: str, day: date, entered: date, targets: list[Any], **more: Any
    ) -> OversightSession:
        values = {
            "form": "", "title": title, "content": "", "topic": "procedures", "plan_year": day.year,
            "plan_quarter": (day.month + 2) // 3, "scheduled_on": day, "submit_on": None, "led_by": "", **more,
        }  # fmt: skip
        return planning.plan(
            kind=kind,
            unit=self.unit,
            values=values,
            targets=targets,
            by=self.actor(entered),
            at=self.at(entered),
        )

    def take(self, session: OversightSession, slug: str, day: date, **values: Any) -> OversightSession:
        session.refresh_from_db()
        return stepping.take(
            session_id=session.pk, version=session.version, slug=slug, on=day, values=values, by=self.actor(day),
            at=self.at(day),
        )  # fmt: skip

    def ask(self, session: OversightSession, text: str, day: date, unit: OrgUnit | None, body: str = "",
            due: date | None = None) -> None:  # fmt: skip
        values = {"finding": "", "text": text, "to_unit": unit, "to_body": body, "due_on": due}
        recommending.recommend(session_id=session.pk, values=values, by=self.actor(day), at=self.at(day))

    def opine(self, session: OversightSession, part: str, text: str, day: date) -> None:
        opining.opine(
            session_id=session.pk, values={"part": part, "text": text}, by=self.actor(day), at=self.at(day)
        )


def open_up(users: Mapping[str, User], today: date) -> None:
    """Everything here is concluded after the last day of the running round, so it adds nothing to its figures."""
    units = {unit.code: unit for unit in OrgUnit.objects.filter(code__in=(CITY, DISTRICT, FIRST, SECOND))}
    district, city = _Hand(users, "quan", units[DISTRICT]), _Hand(users, "thanhpho", units[CITY])
    _agree(district, today)
    _concluded(district, units, today)
    _report_late(district, units, today)
    _two_at_once(district, city, units, today)
    _criticisms(city, today)
    _remedying(city, units, today)
    _survey(city, today)


def _agree(hand: _Hand, today: date) -> None:
    day = date(today.year, 1, 6)
    for month, title in (
        (5, "Giám sát việc thực hiện dân chủ ở cơ sở"),
        (8, "Giám sát chính sách trợ giúp xã hội"),
    ):
        hand.plan("supervision", title, date(today.year, month, 14), day,
                  [(OrgUnit.objects.get(code=SECOND).pk, "")], form="team", topic="welfare")  # fmt: skip
    waiting = [one.pk for one in agreeing.waiting(hand.unit.pk, today.year)]
    agreeing.agree(
        unit=hand.unit, year=today.year, number="03-KH/MTTQ", signer="Chủ tịch Ủy ban Mặt trận Tổ quốc quận",
        agreed_on=day, agreed_with="Thường trực Hội đồng nhân dân, Ủy ban nhân dân quận", session_ids=waiting,
        by=hand.actor(day), at=hand.at(day),
    )  # fmt: skip


def _held(hand: _Hand, title: str, day: date, targets: list[Any], topic: str) -> OversightSession:
    session = hand.plan(
        "supervision", title, day, day - timedelta(days=40), targets, form="team", topic=topic
    )
    hand.take(session, "phe-duyet", day - timedelta(days=30))
    hand.take(session, "lap-doan", day - timedelta(days=26), team_people=9, team_bodies=4,
              led_by="Phó Chủ tịch Ủy ban Mặt trận Tổ quốc quận")  # fmt: skip
    hand.take(session, "thong-bao", day - timedelta(days=18), scheduled_on=day)
    return hand.take(session, "lam-viec", day)


def _concluded(hand: _Hand, units: Mapping[str, OrgUnit], today: date) -> None:
    """Recommendations to two wards and a company, one of them overdue."""
    targets = [(units[FIRST].pk, ""), (units[SECOND].pk, "")]
    session = _held(
        hand, "Giám sát công tác vệ sinh môi trường", today - timedelta(days=24), targets, "environment"
    )
    hand.take(
        session, "bao-cao", today - timedelta(days=12), findings="Còn điểm tập kết rác tự phát ven sông."
    )
    day = today - timedelta(days=7)
    hand.take(session, "ket-luan", day, number="11-KL/MTTQ", signer="Chủ tịch Ủy ban Mặt trận Tổ quốc quận",
              conclusion="Hai phường đã cố gắng; cần xử lý dứt điểm các điểm tập kết tự phát.")  # fmt: skip
    hand.ask(
        session, "Xóa điểm tập kết rác tự phát ven sông.", day, units[FIRST], due=today - timedelta(days=2)
    )
    hand.ask(session, "Thông báo giờ thu gom rác tới từng tổ dân phố.", day, units[SECOND])
    hand.ask(session, "Bố trí thêm xe thu gom vào buổi tối.", day, None, "Công ty Môi trường đô thị")
    hand.take(session, "gui-kien-nghi", today - timedelta(days=6))


def _report_late(hand: _Hand, units: Mapping[str, OrgUnit], today: date) -> None:
    _held(
        hand,
        "Giám sát việc công khai ngân sách phường",
        today - timedelta(days=21),
        [(units[SECOND].pk, "")],
        "budget",
    )


def _two_at_once(district: _Hand, city: _Hand, units: Mapping[str, OrgUnit], today: date) -> None:
    """District and city go to the same ward about the same topic; the district proposes to go together."""
    target = [(units[FIRST].pk, "")]
    day = today + timedelta(days=24)
    mine = district.plan("supervision", "Giám sát việc giải quyết thủ tục hành chính", day, today - timedelta(days=5),
                         target,
                         form="team")  # fmt: skip
    district.take(mine, "phe-duyet", today - timedelta(days=4))
    other = city.plan("inspection", "Kiểm tra thực hiện quy chế dân chủ tại bộ phận một cửa", day + timedelta(days=16),
                      today - timedelta(days=9), target)  # fmt: skip
    proposed = today - timedelta(days=3)
    joining.propose(
        session_id=mine.pk, other_id=other.pk, by=district.actor(proposed), at=district.at(proposed)
    )


def _criticisms(hand: _Hand, today: date) -> None:
    body = [(None, "Sở Xây dựng")]
    sent = hand.plan("criticism", "Dự thảo Quy định quản lý, vận hành nhà chung cư", today - timedelta(days=14),
                     today - timedelta(days=40), body, form="conference", topic="apartment",
                     submit_on=today + timedelta(days=20))  # fmt: skip
    hand.take(sent, "nhan-du-thao", today - timedelta(days=30), submit_on=today + timedelta(days=20))
    hand.take(sent, "to-chuc", today - timedelta(days=14), team_people=42, team_bodies=12)
    for part, text in (
        ("Điều 6", "Làm rõ trách nhiệm của chủ đầu tư trong quản lý quỹ bảo trì."),
        ("Điều 9, khoản 2", "Rút ngắn thời hạn tổ chức hội nghị nhà chung cư lần đầu."),
        ("Điều 14", "Bổ sung hình thức công khai thu, chi tới từng hộ."),
    ):
        hand.opine(sent, part, text, today - timedelta(days=13))
    hand.take(sent, "gui-van-ban", today - timedelta(days=7), number="05-PB/MTTQ",
              signer="Chủ tịch Ủy ban Mặt trận Tổ quốc Thành phố",
              conclusion="Thống nhất sự cần thiết ban hành.")  # fmt: skip
    written = hand.plan("criticism", "Dự thảo Kế hoạch bảo vệ môi trường giai đoạn mới", today + timedelta(days=9),
                        today - timedelta(days=10), [(None, "Sở Tài nguyên và Môi trường")], form="written",
                        topic="environment", submit_on=today + timedelta(days=12))  # fmt: skip
    hand.take(written, "nhan-du-thao", today - timedelta(days=1), submit_on=today + timedelta(days=12))


def _remedying(hand: _Hand, units: Mapping[str, OrgUnit], today: date) -> None:
    day = today - timedelta(days=18)
    session = hand.plan("inspection", "Kiểm tra công tác dân vận của cấp ủy", day, day - timedelta(days=30),
                        [(units[DISTRICT].pk, "")], topic="other")  # fmt: skip
    hand.take(session, "quyet-dinh", day - timedelta(days=25), number="18-QĐ/TU", team_people=6, team_bodies=3,
              led_by="Trưởng Ban Dân vận Thành ủy")  # fmt: skip
    hand.take(session, "thong-bao", day - timedelta(days=17), scheduled_on=day)
    hand.take(session, "nhan-bao-cao", day - timedelta(days=8))
    hand.take(session, "lam-viec", day)
    hand.take(session, "ket-luan", today - timedelta(days=6), number="21-KL/ĐKT", signer="Trưởng Đoàn kiểm tra",
              findings="Việc tổng hợp tình hình nhân dân chưa đều giữa các tháng.",
              conclusion="Quận ủy triển khai đúng yêu cầu; khắc phục hạn chế trong tháng 4.")  # fmt: skip
    hand.ask(
        session,
        "Tổng hợp tình hình nhân dân đủ 12 tháng, gửi trước ngày 25.",
        today - timedelta(days=6),
        units[DISTRICT],
    )
    hand.take(session, "khac-phuc", today - timedelta(days=5))


def _survey(hand: _Hand, today: date) -> None:
    session = hand.plan("survey", "Khảo sát công tác dân vận trong phòng, chống dịch", today + timedelta(days=10),
                        today - timedelta(days=8), [(None, "Sở Y tế"), (None, "Sở Công Thương")], topic="food")  # fmt: skip
    hand.take(session, "thong-bao", today - timedelta(days=4), scheduled_on=today + timedelta(days=10))
