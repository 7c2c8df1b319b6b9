"""
The dialogues behind the published numbers: what was asked, what was answered at once, what was promised and became of it.

How many were held in each unit and quarter is dealt out by `danvan.demo.figures`; from then on the figures are counted from
these records and not typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

import numpy as np

from danvan.commitments.models import State as Promise
from danvan.commitments.services import bulk as promises
from danvan.demo.city import City
from danvan.demo.matters import MATTERS, PLACES
from danvan.engagement.models import DialogueOpinion
from danvan.engagement.services import bulk as dialogues
from danvan.engagement.services.bulk import PastDialogue, PastOpinion
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import UnitName, names_on
from danvan.reporting.models import Round

Numbers = Mapping[int, Mapping[str, np.ndarray]]
State = DialogueOpinion.State
CHAIRS = {
    "city": "Thường trực Thành ủy",
    "district": "Thường trực cấp ủy",
    "commune": "Bí thư Đảng ủy, Chủ tịch Ủy ban nhân dân",
}
ANSWER_DAYS = 30


def hold(city: City, round_: Round, quarter: int, values: Numbers, today: date) -> None:
    """Write the dialogues of a round's interval, with their opinions and promises."""
    names = names_on(round_.counts_to)
    root = next(name for name in names.values() if name.level == "city")
    at = datetime.combine(min(round_.counts_to, today), datetime.min.time(), round_.opened_at.tzinfo)
    past = [
        one
        for unit_id, numbers in values.items()
        if unit_id in names
        for one in _of_unit(city.rng, names[unit_id], numbers, quarter, round_, today)
    ]
    past.sort(key=lambda one: (one.held_on, one.unit_id))
    unit = OrgUnit.objects.get(pk=root.id)
    made = dialogues.take_over(dialogues=past, unit=unit, by=None, at=at)
    _promise(city, [row.pk for row in made], names, unit, at, today)


def _of_unit(
    rng: np.random.Generator, name: UnitName, numbers: Mapping[str, np.ndarray], quarter: int, round_: Round, today: date
) -> Iterator[PastDialogue]:  # fmt: skip
    kinds = ["unstated"] * int(numbers["dialogue.held.total"][quarter])
    if "dialogue.held.periodic" in numbers:
        kinds = ["periodic"] * int(numbers["dialogue.held.periodic"][quarter])
        kinds += ["adhoc"] * int(numbers["dialogue.held.adhoc"][quarter])
    if not kinds:
        return
    share = 1 / len(kinds)
    attended = max(20, int(numbers["dialogue.participants"][quarter] * share))
    raised = int(round(numbers["dialogue.opinions.raised"][quarter] * share))
    for kind in kinds:
        day = _weekday(rng, round_)
        published = day + timedelta(days=int(rng.integers(4, 11)) if rng.random() < 0.93 else 14)
        yield PastDialogue(
            unit_id=name.id, level=name.level, held_on=day, kind=kind, title=_title(name, kind, day), attended=attended,
            chair=CHAIRS[name.level], bases=["hanoi_2200"] if name.level != "city" else ["heads_2019"],
            content="Tình hình phát triển kinh tế - xã hội và những vấn đề Nhân dân quan tâm.",
            place=f"Hội trường {name.name}", organisations=6, announced_on=day - timedelta(days=int(rng.integers(7, 15))),
            conclusion_number=f"{int(rng.integers(1, 90)):02d}-TB/ĐU" if published <= today else "",
            conclusion_opening="Thông báo kết luận hội nghị đối thoại với Nhân dân.",
            issued_on=published - timedelta(days=2), published_on=published if published <= today else None,
            opinions=[_opinion(rng, name, day, today) for _place in range(raised)],
        )  # fmt: skip


def _title(name: UnitName, kind: str, day: date) -> str:
    if kind == "adhoc":
        return f"Đối thoại đột xuất với Nhân dân {name.name}"
    return f"Hội nghị tiếp xúc, đối thoại với Nhân dân {name.name} năm {day.year}"


def _weekday(rng: np.random.Generator, round_: Round) -> date:
    days = (round_.counts_to - round_.counts_from).days
    day = round_.counts_from + timedelta(days=int(rng.integers(0, days)))
    return (
        day - timedelta(days=2)
        if day.weekday() > 4 and day - timedelta(days=2) >= round_.counts_from
        else day
    )


def _opinion(rng: np.random.Generator, name: UnitName, day: date, today: date) -> PastOpinion:
    matter = MATTERS[int(rng.integers(len(MATTERS)))]
    said = matter.said.format(place=PLACES[int(rng.integers(len(PLACES)))])
    luck = rng.random()
    origin = DialogueOpinion.Origin.ADVANCE if rng.random() < 0.25 else DialogueOpinion.Origin.FLOOR
    if luck < 0.76:
        return PastOpinion(text=said, topic=matter.topic, origin=origin, answer=matter.answer)
    due = day + timedelta(days=ANSWER_DAYS)
    if luck < 0.96:
        done = day + timedelta(days=int(rng.integers(8, 45)))
        kept = done <= today
        return PastOpinion(
            text=said, topic=matter.topic, origin=origin, state=State.RESOLVED if kept else State.ASSIGNED,
            answer="Đơn vị đã thực hiện xong và báo cáo kết quả." if kept else "", responsible=name.id, due_on=due,
            ended_on=done if kept else None,
        )  # fmt: skip
    if luck < 0.985:
        return PastOpinion(
            text=said, topic=matter.topic, origin=origin, state=State.EXPLAINED, ended_on=day,
            answer="Nội dung chưa phù hợp quy hoạch được duyệt; đã giải thích căn cứ tại hội nghị.",
        )  # fmt: skip
    return PastOpinion(
        text=said, topic=matter.topic, origin=origin, state=State.ASSIGNED, responsible=name.id, due_on=due
    )


def _promise(
    city: City,
    dialogue_ids: list[int],
    names: Mapping[int, UnitName],
    unit: OrgUnit,
    at: datetime,
    today: date,
) -> None:
    """What was not settled in the hall stands in the ledger of commitments."""
    rows = DialogueOpinion.unscoped.filter(dialogue_id__in=dialogue_ids, responsible__isnull=False)
    told = rows.order_by("pk").values_list(
        "pk", "unit_id", "text", "topic", "dialogue__held_on", "dialogue__title", "due_on", "ended_on"
    )
    past = []
    for pk, unit_id, text, topic, held_on, title, due_on, ended_on in told:
        assert held_on is not None
        assert due_on is not None
        late = ended_on is not None and ended_on > due_on
        past.append(
            promises.PastCommitment(
                unit_id=unit_id, asked_by_id=unit_id, verifier_id=names[unit_id].parent_id or unit_id,
                text=f"Giải quyết ý kiến: {text}", topic=topic, origin_ref=f"engagement.DialogueOpinion:{pk}",
                origin_label=f"{title}, {held_on:%d/%m/%Y}", given_on=held_on, due_on=due_on, ended_on=ended_on,
                state=Promise.IN_PROGRESS if city.rng.random() < 0.6 else Promise.ACCEPTED,
                outcome="partly" if city.rng.random() < 0.2 else "solved", kept=not (late and city.rng.random() < 0.4),
            )
        )  # fmt: skip
    promises.take_over(commitments=past, unit=unit, at=at)
