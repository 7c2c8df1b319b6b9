"""Tasks for the time to come, proposed from what a package shows; people tick, change and give them, or don't."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from danvan.briefings.meetings.models import MeetingTask
from danvan.common.numbers import format_number
from danvan.common.periods import Period

# Days from the meeting; proposals of the project, to be changed by whoever gives the task.
SOON, USUAL = timedelta(days=7), timedelta(days=30)
MOST_UNITS, MOST_LINES, MOST_TOPICS = 10, 10, 3
Source = MeetingTask.Source


@dataclass(frozen=True)
class Proposal:
    """`ref` names what it came from, so that it is proposed once for a meeting."""

    source: str
    ref: str
    text: str
    unit: str
    due_on: date


def proposals(content: dict[str, Any], on: date) -> list[Proposal]:
    """Texts are Vietnamese: they become tasks of official documents."""
    found = [
        *_missing(content, on),
        *_overdue(content, on),
        *_recommendations(content, on),
        *_topics(content, on),
    ]
    return [one for one in found if one.unit]


def _missing(content: dict[str, Any], on: date) -> Iterator[Proposal]:
    """The unit itself where few are missing, else the unit of the branch they lie in."""
    rows = [row for row in content["missing"] if row["state"] != "submitted"]
    if not rows:
        return
    by_head: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_head.setdefault(row["head"], []).append(row)
    label = Period.parse(content["period"]).label("vi")
    for head, some in sorted(by_head.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:MOST_UNITS]:
        if [row["code"] for row in some] == [head]:
            text = f"Gửi báo cáo công tác dân vận {label} còn thiếu."
        else:
            names = ", ".join(row["name"] for row in some[:8]) + (", …" if len(some) > 8 else "")
            text = f"Đôn đốc {format_number(len(some))} đơn vị gửi báo cáo công tác dân vận {label} còn thiếu: {names}."
        yield Proposal(Source.MISSING, f"missing:{head}", text, head, on + SOON)


def _overdue(content: dict[str, Any], on: date) -> Iterator[Proposal]:
    for row in content["overdue"]["units"][:MOST_UNITS]:
        more = ", …" if row["count"] > len(row["references"]) else ""
        text = (
            f"Giải quyết dứt điểm {format_number(row['count'])} cam kết quá hạn (cũ nhất đến hạn ngày"
            f" {_day(row['oldest'])}): {', '.join(row['references'])}{more}."
        )
        yield Proposal(Source.OVERDUE, f"overdue:{row['code']}", text, row["code"], on + USUAL)


def _recommendations(content: dict[str, Any], on: date) -> Iterator[Proposal]:
    for row in content["recommendations"]["lines"][:MOST_LINES]:
        text = f"Trả lời kiến nghị {row['reference']} của {row['asked_by']}: {row['text']}"
        yield Proposal(
            Source.RECOMMENDATION, f"recommendation:{row['reference']}", text[:1000], row["unit"], on + USUAL
        )


def _topics(content: dict[str, Any], on: date) -> Iterator[Proposal]:
    until = Period.parse(content["period"]).next().ends_on
    for row in content["matters"][:MOST_TOPICS]:
        where = row["places"][0] if row["places"] else None
        text = f"Rà soát, giải quyết các phản ánh, kiến nghị về “{row['name']}”" + (
            f" trên địa bàn {where['name']}; báo cáo kết quả." if where else "; báo cáo kết quả."
        )
        unit = where["code"] if where else content["unit"]["code"]
        yield Proposal(Source.TOPIC, f"topic:{row['topic']}", text, unit, max(until, on + USUAL))


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d/%m/%Y}"
