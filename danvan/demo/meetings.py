"""
The briefing and review conferences of the city and its districts, and the briefing that is prepared on the demo's own day.

How many each held is dealt out by `danvan.demo.figures`; communes keep none here, so their figure stays typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
from django.utils import timezone

from danvan.briefings.meetings import words
from danvan.briefings.meetings.models import BriefingMeeting
from danvan.briefings.services import meeting_tasks, meetings
from danvan.briefings.services.meeting_tasks import Drafted
from danvan.common.periods import Period
from danvan.demo import people
from danvan.demo.city import City
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import UnitName, names_on
from danvan.reporting.models import Round

Numbers = Mapping[int, Mapping[str, np.ndarray]]
SINCE = date(2019, 1, 1)
HELD = "direction.briefings.held"
KEEPS = ("city", "district")
CHAIRS = {"city": "Phó Bí thư Thường trực Thành ủy", "district": "Phó Bí thư Thường trực cấp ủy"}
# The district whose people sign in here enters its meetings itself in the quarter that runs.
OWN, TODAY_OF_MEETING = "HN-001", date(2020, 3, 26)


def hold(city: City, round_: Round, quarter: int, values: Numbers, today: date) -> None:
    """Write the meetings of a round's interval."""
    if round_.period.starts_on < SINCE:
        return
    names = names_on(round_.counts_to)
    live = OWN if _runs(round_.period, today) else ""
    past = [
        one
        for unit_id, numbers in values.items()
        if unit_id in names and names[unit_id].level in KEEPS and names[unit_id].code != live
        for one in _of_unit(names[unit_id], int(numbers[HELD][quarter]), round_, today)
    ]
    root = OrgUnit.objects.get(code="HN")
    meetings.take_over(meetings=past, unit=root, at=_at(min(round_.due_on, today), 17))
    if live:
        _in_the_district(city)


def _of_unit(name: UnitName, number: int, round_: Round, today: date) -> Iterator[BriefingMeeting]:
    period, kind = _about(name, round_.period, today)
    for place in range(number):
        day = _weekday(round_.counts_to - timedelta(days=2 + (name.position + 3 * place) % 14))
        if kind == "final_review" and _runs(round_.period, today):
            day = date(2020, 1, 10)
        yield BriefingMeeting(
            unit_id=name.id, level=name.level, kind=kind, state="closed", period_name=str(period),
            title=f"Hội nghị {words.of_meeting(str(period), kind)}", planned_at=_at(day, 8), held_on=day,
            place=f"Hội trường {name.name}", chair=CHAIRS[name.level], attended=45 + name.position % 30,
            minutes="Các đơn vị báo cáo kết quả, nêu khó khăn, vướng mắc.",
            conclusion="Các đơn vị tập trung thực hiện nhiệm vụ trọng tâm của kỳ sau, báo cáo đúng hạn.",
        )  # fmt: skip


def _about(name: UnitName, period: Period, today: date) -> tuple[Period, str]:
    """Quarters one and three are briefed, the half-year and the year reviewed; the city reviewed 2019 in January 2020."""
    if _runs(period, today) and name.level == "city":
        return Period("year", period.year - 1, 1), "final_review"
    if period.number == 2:
        return Period("half", period.year, 1), "interim_review"
    if period.number == 4:
        return Period("year", period.year, 1), "final_review"
    return period, "briefing"


def _runs(period: Period, today: date) -> bool:
    return period.starts_on <= today <= period.ends_on


def _weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), timezone.get_current_timezone())


def _values(name: str, kind: str, day: date, place: str) -> dict[str, Any]:
    about = words.of_meeting(name, kind)
    return {
        "kind": kind, "title": f"Hội nghị {about}", "planned_at": _at(day, 8), "place": place,
        "chair": "Phó Bí thư Thường trực Quận ủy",
    }  # fmt: skip


def _in_the_district(city: City) -> None:
    """A briefing of February with its tasks given, and one of last autumn entered after its figure was accepted."""
    unit = OrgUnit.objects.get(code=OWN)
    for period, day, entered in (
        ("2020-Q1", date(2020, 2, 14), date(2020, 2, 17)),
        ("2019-Q4", date(2019, 11, 20), date(2020, 2, 18)),
    ):
        at = _at(entered, 9)
        by = people.acting(city.users, "quan", at)
        meeting = meetings.plan(
            unit=unit, period=Period.parse(period), values=_values(period, "briefing", day, "Phòng họp số 2, Quận ủy"),
            by=by, at=at,
        )  # fmt: skip
        same: dict[str, Any] = {"meeting_id": meeting.pk, "by": by, "at": at}
        held = meetings.record_held(version=meeting.version, held_on=day, attended=38, **same)
        told = meetings.write_minutes(
            version=held.version, minutes="Các phường nêu khó khăn trong tổ chức đối thoại định kỳ.",
            conclusion="Các phường rà soát, thực hiện dứt điểm cam kết sau đối thoại; báo cáo kết quả về Quận ủy.", **same,
        )  # fmt: skip
        if period == "2020-Q1":
            _given(told, same)
        else:
            meetings.close(version=told.version, **same)


def _given(meeting: BriefingMeeting, same: dict[str, Any]) -> None:
    texts = (
        (
            "HN-00001",
            "Rà soát, công khai kết quả thực hiện cam kết sau đối thoại năm 2019 tại nhà văn hóa.",
            date(2020, 3, 20),
        ),
        ("HN-00004", "Báo cáo kết quả thực hiện ý kiến về vệ sinh môi trường khu chợ.", date(2020, 4, 10)),
    )
    drafts = [Drafted(None, text, OrgUnit.objects.get(code=code), due, True) for code, text, due in texts]
    meeting_tasks.save_drafts(version=meeting.version, drafts=drafts, **same)
    meeting_tasks.give(version=meeting.version + 1, **same)


def prepare(city: City, today: date) -> None:
    """The city's briefing about the first quarter stands in the plan for Thursday; its package is made."""
    at = _at(today, 8)
    by = people.acting(city.users, "thanhpho", at)
    wanted = _values("2020-Q1", "briefing", TODAY_OF_MEETING, "Hội trường Thành ủy, 219 Trần Phú")
    meeting = meetings.plan(
        unit=OrgUnit.objects.get(code="HN"), period=Period.parse("2020-Q1"),
        values={**wanted, "chair": CHAIRS["city"]}, by=by, at=at - timedelta(hours=20),
    )  # fmt: skip
    meetings.make_package(meeting_id=meeting.pk, by=by, at=at)
