"""What is under way in March 2020, made through the services: something at each state, on time and late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from danvan.demo.cases import at
from danvan.demo.city import City
from danvan.demo.people import acting
from danvan.democracy.models import OpinionGroup
from danvan.democracy.services import consultations, decisions, disclosures, grouping, planning, supervisions
from danvan.organizations.models import OrgUnit

COMMUNE, OFFICER = "HN-00001", "canbo"
SHORT = "Lấy ý kiến rút gọn để kịp thời phòng, chống dịch bệnh"
DAY = timedelta(days=1)


def tell(city: City, today: date) -> None:
    """All of it lies after the day on which counting stopped, so that no figure of the quarter changes."""
    here = Here(city, today)
    here.plan_the_year()
    here.consult()
    here.disclose()
    here.decide()
    here.supervise()


class Here:
    def __init__(self, city: City, today: date) -> None:
        self.city, self.today = city, today
        self.unit = OrgUnit.objects.get(code=COMMUNE)

    def by(self, day: date, hour: int = 9) -> dict[str, Any]:
        """Who does it, and when."""
        moment = at(day, hour, 0)
        return {"by": acting(self.city.users, OFFICER, moment), "at": moment}

    def plan_the_year(self) -> None:
        """Opened in January; the first month's matters were published and stand in the books of that time."""
        list_of_year = planning.proposed("commune", 2020)
        later = [planning.key(matter, day) for matter, day in list_of_year if day.month > 1]
        planning.open_year(unit=self.unit, year=2020, chosen=later, **self.by(date(2020, 1, 6)))

    def _draft(self, title: str, opens: date, closes: date, reason: str = "") -> int:
        values = {
            "title": title, "drafter": "Ủy ban nhân dân phường Phúc Xá", "summary": "Toàn văn gửi kèm, niêm yết tại trụ sở.",
            "how": "Gửi phiếu tại nhà văn hóa hoặc trụ sở phường", "channels": ["conference", "written", "online"],
            "opens_on": opens, "closes_on": closes, "short_reason": reason,
        }  # fmt: skip
        return consultations.prepare(unit=self.unit, values=values, **self.by(min(opens, self.today), 8)).pk

    def _opinions(self, pk: int, day: date, rows: list[tuple[str, str, str, int]]) -> None:
        for channel, clause, text, count in rows:
            values = {
                "channel": channel,
                "received_on": day,
                "clause": clause,
                "topic": "",
                "text": text,
                "count": count,
            }
            consultations.add_opinion(consultation_id=pk, values=values, **self.by(day, 10))

    def consult(self) -> None:
        self._draft(
            "Dự thảo Quy chế quản lý sân chơi, vườn hoa ven đê", self.today + 5 * DAY, self.today + 26 * DAY
        )
        first = date(2020, 3, 16)
        pk = self._draft("Dự thảo Kế hoạch chỉnh trang ngõ, thoát nước mùa mưa 2020", first, first + 21 * DAY)
        consultations.open_(consultation_id=pk, version=0, **self.by(first))
        self._opinions(
            pk, date(2020, 3, 18), [
                ("written", "Mục II", "Làm trước các ngõ thường ngập sát chân đê.", 14),
                ("online", "Mục III", "Công khai đơn vị thi công và thời gian từng ngõ.", 5),
            ],
        )  # fmt: skip
        first, last = date(2020, 3, 15), date(2020, 3, 19)
        pk = self._draft("Dự thảo Phương án họp chợ bảo đảm giãn cách phòng, chống dịch", first, last, SHORT)
        self._closed(pk, first, last)
        grouping.group_rest(consultation_id=pk, **self.by(date(2020, 3, 20)))
        consultations.synthesise(consultation_id=pk, version=2, **self.by(date(2020, 3, 20), 10))
        self._answer(pk)
        pk = self._draft("Dự thảo Thông báo giờ mở cửa nhà văn hóa trong mùa dịch", first, last, SHORT)
        self._closed(pk, first, last)

    def _closed(self, pk: int, first: date, last: date) -> None:
        consultations.open_(consultation_id=pk, version=0, **self.by(first))
        self._opinions(
            pk, date(2020, 3, 17), [
                ("conference", "Điều 2", "Kẻ ô cách hai mét, có người nhắc tại cổng.", 21),
                ("written", "Điều 4", "Không cấm người bán hàng rong, chỉ xếp chỗ.", 9),
                ("online", "Điều 2", "Đo thân nhiệt tại cổng.", 6),
            ],
        )  # fmt: skip
        consultations.close(consultation_id=pk, version=1, conferences=1, **self.by(last, 17))

    def _answer(self, pk: int) -> None:
        from_these = OpinionGroup.unscoped.filter(consultation_id=pk).order_by("number")
        grouping.answer(
            group_id=from_these[0].pk, version=0, verdict="accepted", reason="Tiếp thu, kẻ ô và bố trí người trực.",
            promise="Kẻ ô giãn cách và bố trí người trực tại cổng chợ", due_on=date(2020, 3, 30),
            **self.by(date(2020, 3, 21)),
        )  # fmt: skip

    def _item(self, item: str, title: str, decided: date) -> int:
        values = {"item": item, "title": title, "decision": "", "decided_on": decided, "planned_on": None}
        return disclosures.add(unit=self.unit, values=values, **self.by(decided, 15)).pk

    def disclose(self) -> None:
        """One overdue, one due, one published on time."""
        self._item("projects", "Danh mục công trình dân sinh năm 2020", date(2020, 3, 10))
        self._item("welfare", "Danh sách tổng hợp hỗ trợ do dịch bệnh (số hộ)", date(2020, 3, 19))
        pk = self._item("budget", "Tình hình thực hiện ngân sách quý I năm 2020", date(2020, 3, 16))
        disclosures.publish(
            item_id=pk, version=0, published_on=date(2020, 3, 18), ways=["board", "site"],
            proof_url="https://example.invalid/phuc-xa/ngan-sach-quy-1", **self.by(date(2020, 3, 18), 16),
        )  # fmt: skip

    def decide(self) -> None:
        """At each step of the way; one failed."""
        for place, (title, kind) in enumerate(MATTERS):
            values = {
                "community": f"Tổ dân phố số {place + 1}", "title": title, "kind": kind, "way": "ballot",
                "proposed_on": date(2020, 3, 2),
            }  # fmt: skip
            pk = decisions.propose(unit=self.unit, values=values, **self.by(date(2020, 3, 2))).pk
            self._on_its_way(pk, place)

    def _on_its_way(self, pk: int, steps: int) -> None:
        first = date(2020, 3, 14)
        acts = [
            lambda **k: decisions.discuss(discussed_on=first, announced_on=first, **k),
            lambda **k: decisions.vote(
                voted_on=first + 2 * DAY, households_for=96 if pk % 2 else 120, households_against=20, households_absent=30,
                **k,
            ),
            lambda **k: decisions.declare(declared_on=first + 2 * DAY, number="02/QĐ-TDP", **k),
            lambda **k: decisions.send(sent_on=first + 4 * DAY, **k),
            lambda **k: decisions.recognise(answered_on=first + 6 * DAY, symbol="41/UBND-VP", **k),
        ]  # fmt: skip
        for version, act in enumerate(acts[:steps]):
            act(decision_id=pk, version=version, **self.by(first + (version + 3) * DAY))

    def supervise(self) -> None:
        first = date(2020, 3, 16)
        for place, (body, title) in enumerate(SUPERVISED):
            values = {"body": body, "title": title, "planned_on": first}
            pk = supervisions.plan(unit=self.unit, values=values, **self.by(first)).pk
            if place >= 1:
                supervisions.find(
                    supervision_id=pk, version=0, supervised_on=first + DAY,
                    findings="Thi công đúng thiết kế; rào chắn chưa bảo đảm an toàn.", **self.by(first + DAY),
                )  # fmt: skip
            if place >= 2:
                supervisions.recommend(
                    supervision_id=pk, version=1, recommended_on=first + 2 * DAY, addressee="Ủy ban nhân dân phường",
                    recommendation="Bổ sung rào chắn, biển báo, đèn cảnh báo ban đêm", promise=True,
                    **self.by(first + 2 * DAY),
                )  # fmt: skip


MATTERS = (
    ("Đóng góp mua máy bơm chống ngập", "contribution"),
    ("Lịch phun khử khuẩn ngõ chung", "other"),
    ("Quỹ hỗ trợ hộ khó khăn trong mùa dịch", "fund"),
    ("Bổ sung quy ước về tổ chức việc cưới, việc tang", "convention"),
    ("Giờ mở cửa sân chơi", "other"),
    ("Nội quy bãi gửi xe chung", "other"),
)
SUPERVISED = (
    ("pib", "Việc chi hỗ trợ người khó khăn do dịch bệnh"),
    ("cisb", "Lắp đặt đèn chiếu sáng ngõ ven đê"),
    ("cisb", "Cải tạo rãnh thoát nước tổ dân phố số 4"),
)
