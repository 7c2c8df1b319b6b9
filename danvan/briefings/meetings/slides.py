"""
What is shown in the meeting room: one slide for each thing to talk about, from a sealed package.

Vietnamese as the papers are; every chart is its own table or has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from danvan.briefings.meetings import words
from danvan.briefings.meetings.models import BriefingMeeting, MeetingPackage
from danvan.briefings.meetings.queries import TaskLine
from danvan.common.numbers import format_number

BIG, ROWS = 6, 6


@dataclass(frozen=True)
class Big:
    """One figure as large as a room needs; `notes` are lines below it."""

    value: str
    label: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slide:
    """`kind` names the part of the template: title, points, figures, bars, table."""

    kind: str
    title: str
    lead: str = ""
    points: Sequence[str] = ()
    figures: Sequence[Big] = ()
    bars: Sequence[dict[str, Any]] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    notes: Sequence[str] = ()
    more: int = 0
    numbers: frozenset[int] = field(default_factory=frozenset)


def slides(meeting: BriefingMeeting, package: MeetingPackage, tasks: Sequence[TaskLine]) -> list[Slide]:
    content = package.content
    return [
        _title(meeting, package, content),
        *_agenda(meeting),
        *_figures(content),
        *_by_unit(content),
        _standing(content),
        *_odd(content),
        _overdue(content),
        _recommendations(content),
        *_matters(content),
        *_tasks(tasks),
    ]


def _title(meeting: BriefingMeeting, package: MeetingPackage, content: dict[str, Any]) -> Slide:
    about = words.of_meeting(meeting.period_name, meeting.kind)
    sealed = f"Số liệu chốt ngày {words.day(content['on'])}, gói số {package.number}, mã {package.seal[:12]}"
    lead = f"{content['unit']['name']}, ngày {meeting.day:%d/%m/%Y}"
    return Slide("title", f"Hội nghị {about}", lead, points=[f"Chủ trì: {meeting.chair}", sealed])


def _agenda(meeting: BriefingMeeting) -> Iterator[Slide]:
    items = [
        (str(place), item.title, item.presenter, f"{item.lasts}′" if item.lasts else "")
        for place, item in enumerate(meeting.agenda.all(), start=1)
    ]
    if items:
        yield Slide("table", "Chương trình", heads=("TT", "Nội dung", "Thực hiện", "Phút"), rows=items)


def _figures(content: dict[str, Any]) -> Iterator[Slide]:
    known = (figure for figure in content["figures"] if figure["value"] is not None or figure["small"])
    main = [figure for figure in known if figure["main"]]
    against = {name: words.label(period) for name, period in content["against"].items()}
    notes = [f"* {sentence}" for sentence in words.marks(content)[:2]]
    period = words.label(content["period"])
    lead = f"{period[:1].upper()}{period[1:]}: {words.completeness(content)} đơn vị báo cáo"
    for start in range(0, len(main), BIG):
        part = main[start : start + BIG]
        bigs = [
            Big(
                words.shown(figure, figure["value"]), words.short(figure),
                tuple(f"so với {against[name]}: {words.change(figure, name)}" for name in against),
            )
            for figure in part
        ]  # fmt: skip
        yield Slide("figures", "Kết quả chính", lead, figures=bigs, notes=notes)


def _by_unit(content: dict[str, Any]) -> Iterator[Slide]:
    """The first figure that tells units apart, as bars."""
    below = [row for row in content["units"] if not row["code"].endswith("*")]
    for code in ("dialogue.held.total", "supervision.sessions.total"):
        known = [row for row in below if row["values"].get(code) is not None]
        if len(known) < 2:
            continue
        known.sort(key=lambda row: -row["values"][code])
        figure = next(one for one in content["figures"] if one["code"] == code)
        bars = [_bar(row["name"], row["values"][code], "district") for row in known[:10]]
        lead = f"{figure['unit']}; gồm đơn vị và các đơn vị trực thuộc"
        yield Slide(
            "bars", f"{words.short(figure)} theo đơn vị", lead, bars=bars, more=len(known) - len(bars)
        )


def _bar(label: str, value: float, tone: str) -> dict[str, Any]:
    return {"label": label, "value": value, "shown": words.number(value), "tone": tone, "href": ""}


def _standing(content: dict[str, Any]) -> Slide:
    owing = [row["name"] for row in content["missing"] if row["state"] != "submitted"]
    late = [row["name"] for row in content["late"]]
    waiting = len(content["missing"]) - len(owing)
    bigs = [
        Big(words.completeness(content), "đơn vị đã được tiếp nhận báo cáo"),
        Big(format_number(len(owing)), "đơn vị chưa gửi", (words.listed(owing, 8),) if owing else ()),
        Big(format_number(waiting), "báo cáo chờ tiếp nhận"),
        Big(format_number(len(late)), "đơn vị gửi chậm", (words.listed(late, 8),) if late else ()),
        Big(format_number(content["changed"]["units"]), "đơn vị có hồ sơ thay đổi sau khi được tiếp nhận"),
        Big(format_number(content["odd_count"]), "số liệu bất thường"),
    ]
    return Slide("figures", "Tình hình báo cáo", figures=bigs)


def _odd(content: dict[str, Any]) -> Iterator[Slide]:
    if content["odd"]:
        rows = [
            (row["name"], row["message"], row["reason"] or "Chưa giải trình") for row in content["odd"][:ROWS]
        ]
        yield Slide(
            "table", "Số liệu bất thường", heads=("Đơn vị", "Nội dung", "Giải trình"), rows=rows,
            more=content["odd_count"] - len(rows),
        )  # fmt: skip


def _overdue(content: dict[str, Any]) -> Slide:
    found = content["overdue"]
    if not found["count"]:
        return Slide("points", "Cam kết quá hạn", points=["Không có cam kết nào quá hạn."])
    bars = [
        _bar(one["label"][:1].upper() + one["label"][1:], one["count"], "commune") for one in found["origins"]
    ]
    rows = [
        (row["name"], format_number(row["count"]), words.day(row["oldest"])) for row in found["units"][:ROWS]
    ]
    return Slide(
        "bars", f"Cam kết quá hạn: {format_number(found['count'])}", "Theo nguồn; các đơn vị còn nợ nhiều nhất", bars=bars,
        heads=("Đơn vị", "Số cam kết", "Cũ nhất đến hạn"), rows=rows, numbers=frozenset({1}),
        more=max(0, len(found["units"]) - len(rows)),
    )  # fmt: skip


def _recommendations(content: dict[str, Any]) -> Slide:
    found = content["recommendations"]
    if not found["count"]:
        return Slide(
            "points", "Kiến nghị chưa được trả lời", points=["Không có kiến nghị nào chưa được trả lời."]
        )
    lines = found["lines"][:ROWS]
    rows = [
        (row["reference"], row["name"], row["text"], words.day(row["due_on"]), str(row["days"]))
        for row in lines
    ]
    return Slide(
        "table", f"Kiến nghị chưa được trả lời: {format_number(found['count'])}", f"Quá hạn: {format_number(found['late'])}",
        heads=("Số", "Đơn vị", "Nội dung", "Thời hạn", "Quá hạn (ngày)"), rows=rows, numbers=frozenset({4}),
        more=found["count"] - len(rows),
    )  # fmt: skip


def _matters(content: dict[str, Any]) -> Iterator[Slide]:
    rows = content["matters"][:ROWS]
    if not rows:
        yield Slide("points", "Vấn đề Nhân dân quan tâm", points=["Không có vấn đề nào đủ số lượt để nêu."])
        return
    bars = [_bar(row["name"], row["weight"], "total") for row in rows]
    yield Slide(
        "bars", "Vấn đề Nhân dân quan tâm", "Lượt nêu: đơn thư, ý kiến tại đối thoại, phản ánh tình hình; số nhỏ không nêu",
        bars=bars, heads=("Vấn đề", "Đơn", "Ý kiến", "Phản ánh", "Nhiều nhất tại"),
        rows=[(row["name"], *words.matter(row), words.places(row)) for row in rows], numbers=frozenset({1, 2, 3}),
    )  # fmt: skip


def _tasks(tasks: Sequence[TaskLine]) -> Iterator[Slide]:
    """What is ticked or given; before anybody has ticked, everything drafted."""
    chosen = [line for line in tasks if line.task.chosen or line.task.commitment] or list(tasks)
    for start in range(0, len(chosen), ROWS):
        part = chosen[start : start + ROWS]
        rows = [
            (str(start + place), line.task.text, line.unit, f"{line.task.due_on:%d/%m/%Y}")
            for place, line in enumerate(part, start=1)
        ]
        yield Slide(
            "table", "Dự kiến nhiệm vụ kỳ sau", heads=("TT", "Nhiệm vụ", "Đơn vị", "Thời hạn"), rows=rows
        )
