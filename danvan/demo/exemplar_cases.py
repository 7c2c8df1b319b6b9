"""The interesting cases, through the real services: a contest in two rounds, a model and a proposal at each state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from danvan.demo.city import City
from danvan.demo.people import acting
from danvan.exemplars.models import Contest, ContestRound, SkilledModel
from danvan.exemplars.services import checking, commending, contesting, judging, living, registering
from danvan.organizations.actors import Actor, Grant
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import UnitName

CRITERIA = (
    ("Hiệu quả đối với người dân", 40),
    ("Cách làm sáng tạo, dễ nhân rộng", 35),
    ("Trình bày, xử lý tình huống", 25),
)
ENTRIES = (
    "Tuyến phố do dân làm chủ", "Vận động bằng việc làm", "Nghe dân nói, nói dân hiểu", "Ngõ nhỏ bình yên",
    "Rác thải không còn là chuyện khó", "Cán bộ đến từng nhà", "Một cửa thân thiện", "Cùng dân giữ làng nghề",
)  # fmt: skip
TEXT = "Bài dự thi kể lại cách làm, số liệu trước và sau, ý kiến của người dân và điều còn chưa làm được."


def moment(day: date, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def contest(city: City, names: Mapping[int, UnitName], day: date) -> None:
    """The city's contest of 2019: eight districts, three jurors, two rounds, one tie."""
    begun, root = moment(day - timedelta(days=50)), OrgUnit.objects.get(code="HN")
    by = acting(city.users, "thanhpho", begun)
    jury = [city.users["lanhdao"].pk, city.users["quan"].pk, None]
    values = {
        "title": "Hội thi cán bộ dân vận khéo Thành phố Hà Nội năm 2019", "about": "Mỗi đơn vị một bài dự thi.",
        "entries_until": day - timedelta(days=30),
    }  # fmt: skip
    shape = contesting.Shape(CRITERIA, (("Vòng sơ khảo", 4), ("Vòng chung khảo", None)), jury)
    made = contesting.plan(unit=root, values=values, shape=shape, by=by, at=begun)
    contesting.open_entries(contest_id=made.pk, version=0, by=by, at=begun)
    districts = [name for name in names.values() if name.level == "district"][: len(ENTRIES)]
    for title, name in zip(ENTRIES, districts, strict=True):
        own = Actor(by.user_id, by.name, by.on, (Grant("consolidator", name.id, name.code),))
        unit = OrgUnit.objects.get(pk=name.id)
        contesting.enter(contest_id=made.pk, unit=unit, title=title, text=TEXT, by=own, at=begun)
    contesting.begin(contest_id=made.pk, version=1, by=by, at=moment(day - timedelta(days=28)))
    for number, version in ((1, 2), (2, 3)):
        at = moment(day - timedelta(days=30 - number * 10))
        _judge(city, made, number, at)
        judging.close_round(contest_id=made.pk, version=version, by=by, at=at)


def _judge(city: City, made: Contest, number: int, at: datetime) -> None:
    round_: ContestRound = made.rounds.get(number=number)
    criteria = list(made.criteria.all())
    for seat, who in ((1, "lanhdao"), (2, "quan"), (3, "thanhpho")):
        by = acting(city.users, who, at)
        for place, standing in enumerate(round_.standings.select_related("entry").order_by("entry_id")):
            if standing.entry.unit_id in by.unit_ids():
                continue
            lost = Decimal(place * 2 if place != 3 else 4) / 2
            points = {one.pk: Decimal(one.most) - lost for one in criteria}
            judging.score(standing_id=standing.pk, seat_number=seat, points=points, by=by, at=at)


def live(city: City, today: date) -> None:
    """March 2020: models at each state in one ward, proposals at each state, a contest that takes entries."""
    at = moment(today - timedelta(days=2))
    officer, district = acting(city.users, "canbo", at), acting(city.users, "quan", at)
    ward = OrgUnit.objects.get(code="HN-00001")
    for title, upto in (
        ("Tổ dân phố không ma túy, không khói thuốc", 0), ("Phát khẩu trang, nhắc nhau giữ khoảng cách", 1),
        ("Đi chợ hộ người già trong mùa dịch", 2), ("Nhóm liên lạc tổ dân phố trả lời trong ngày", 3),
    ):  # fmt: skip
        model = registering.register(
            unit=ward, by=officer, at=at,
            values={
                "title": title, "field": "culture_society", "holder": "collective", "summary": TEXT, "conditions": "",
                "registered_on": today - timedelta(days=6),
            },
        )  # fmt: skip
        _move(model, upto, officer, district, today - timedelta(days=4), at)
    _propose(officer, district, acting(city.users, "thanhpho", at), ward, at)
    _open_contest(city, today, at)


def _move(model: SkilledModel, upto: int, officer: Actor, district: Actor, on: date, at: datetime) -> None:
    if upto >= 1:
        living.activate(model_id=model.pk, version=0, on=on, by=officer, at=at)
    check = {
        "on": on,
        "verdict": "good",
        "findings": "Hoạt động đều, người dân đồng tình.",
        "residents": "Yên tâm hơn.",
    }
    if upto >= 2:
        checking.take(model_id=model.pk, version=1, what="assessed", values=check, by=district, at=at)
    if upto >= 3:
        values = {"on": on, "grade": "district", "number": "17-QĐ/BCĐ"}
        checking.take(model_id=model.pk, version=2, what="recognised", values=values, by=district, at=at)


def _propose(officer: Actor, district: Actor, city: Actor, ward: OrgUnit, at: datetime) -> None:
    base = {
        "movement": "Phong trào thi đua “Dân vận khéo” năm 2020", "launched_on": date(2020, 2, 14), "year": 2020,
        "achievement": "Vận động Nhân dân phòng, chống dịch bệnh, không để ai thiếu khẩu trang.", "dossier": ["report"],
    }  # fmt: skip
    on = timezone.localtime(at).date()
    vote: dict[str, Any] = {"on": on, "votes_for": 8, "votes_against": 1, "council_size": 9}
    for upto, form, authority, persons in (
        (0, "letter", "commune", 12), (1, "letter", "district", 0), (2, "certificate", "district", 4),
        (3, "certificate", "city_committee", 0),
    ):  # fmt: skip
        holder = "individual" if persons else "collective"
        values = {
            **base,
            "form": form,
            "authority": authority,
            "holder": holder,
            "persons": persons,
            "direct_persons": persons // 3,
        }
        one = commending.draft(unit=ward, holder_unit=ward, values=values, by=officer, at=at)
        if upto >= 1:
            commending.propose(award_id=one.pk, version=0, by=officer, at=at)
        if upto >= 2:
            commending.review(award_id=one.pk, version=1, by=district, at=at, **vote)
        if upto >= 3:
            above = OrgUnit.objects.get(code="HN")
            commending.submit(award_id=one.pk, version=2, to_unit=above, on=on, by=officer, at=at)


def _open_contest(city: City, today: date, at: datetime) -> None:
    by = acting(city.users, "thanhpho", at)
    values = {
        "title": "Hội thi “Dân vận khéo” chào mừng đại hội Đảng các cấp", "about": "Mỗi đơn vị một bài dự thi.",
        "entries_until": today + timedelta(days=30),
    }  # fmt: skip
    jury = [city.users["lanhdao"].pk, None, None]
    shape = contesting.Shape(CRITERIA, (("Vòng sơ khảo", 10), ("Vòng chung khảo", None)), jury)
    made = contesting.plan(unit=OrgUnit.objects.get(code="HN"), values=values, shape=shape, by=by, at=at)
    contesting.open_entries(contest_id=made.pk, version=0, by=by, at=at)
