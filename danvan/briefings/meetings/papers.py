"""
The papers of a meeting in both official formats: programme, the two-page pack, the annexes, and what was concluded.

Pack and annexes print a sealed package and nothing else; programme, tasks and conclusion stand in the meeting itself.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from django.utils import timezone, translation

from danvan.briefings.meetings import words
from danvan.briefings.meetings.models import BriefingMeeting, MeetingPackage
from danvan.briefings.meetings.queries import TaskLine
from danvan.briefings.plain_papers import Block, day, letterhead, lines, rendered, table
from danvan.common.numbers import format_number
from danvan.directives import terms
from danvan.organizations.queries import last_names

PROGRAMME, PACK, ANNEXES, NOTICE = "chuong-trinh", "bao-cao", "phu-luc", "thong-bao"
_WORDS = {
    PROGRAMME: ("CHƯƠNG TRÌNH", "CTr"),
    PACK: ("BÁO CÁO", "BC"),
    ANNEXES: ("PHỤ LỤC", "PL"),
    NOTICE: ("THÔNG BÁO", "TB"),
}  # fmt: skip
_RECIPIENTS = {
    PROGRAMME: ("Đại biểu dự hội nghị",),
    PACK: ("Thường trực cấp ủy", "Đại biểu dự hội nghị"),
    ANNEXES: ("Đại biểu dự hội nghị",),
    NOTICE: ("Các đơn vị được giao nhiệm vụ", "Đại biểu dự hội nghị"),
}
# The pack has two pages; the rest stands in the annexes.
_MOST_NAMES, _MOST_ODD, _MOST_LINES, _MOST_MATTERS = 8, 3, 3, 4
_ZIPPED = (1980, 1, 1, 0, 0, 0)


def kinds(meeting: BriefingMeeting) -> list[str]:
    """Papers that can be printed beside a package at the stage the meeting is in."""
    found = [PROGRAMME, PACK, ANNEXES]
    return [*found, NOTICE] if meeting.conclusion else found


def render(
    meeting: BriefingMeeting, package: MeetingPackage, tasks: Sequence[TaskLine], kind: str, fmt: str
) -> bytes:
    """The paper as a .docx file."""
    content = package.content
    with translation.override("vi"):
        blocks = {
            PROGRAMME: lambda: _programme(meeting, fmt),
            PACK: lambda: _pack(content, fmt),
            ANNEXES: lambda: _annexes(content, tasks, fmt),
            NOTICE: lambda: _notice(meeting, tasks, fmt),
        }[kind]()
        unit = last_names([meeting.unit_id], meeting.day)[meeting.unit_id]
        head = letterhead(
            unit,
            fmt,
            _WORDS[kind][1],
            meeting.day,
            subject=_subject(meeting, kind),
            recipients=_RECIPIENTS[kind],
        )
        return rendered(_WORDS[kind][0], fmt, head, blocks)


def zipped(meeting: BriefingMeeting, package: MeetingPackage, tasks: Sequence[TaskLine]) -> bytes:
    """All papers in both formats and the sealed text itself; the same package gives the same names and order."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for fmt in terms.FORMATS:
            for kind in kinds(meeting):
                archive.writestr(
                    zipfile.ZipInfo(f"{fmt}/{kind}.docx", _ZIPPED), render(meeting, package, tasks, kind, fmt)
                )
        archive.writestr(zipfile.ZipInfo("goi-so-lieu.json", _ZIPPED), package.text)
        archive.writestr(
            zipfile.ZipInfo("goi-so-lieu.sha256", _ZIPPED), f"{package.seal}  goi-so-lieu.json\n"
        )
    return held.getvalue()


def _subject(meeting: BriefingMeeting, kind: str) -> str:
    about = words.of_meeting(meeting.period_name, meeting.kind)
    return {
        PROGRAMME: f"hội nghị {about}",
        PACK: f"phục vụ hội nghị {about}",
        ANNEXES: f"kèm theo báo cáo phục vụ hội nghị {about}",
        NOTICE: f"kết luận hội nghị {about}, ngày {meeting.day:%d/%m/%Y}",
    }[kind]


def _programme(meeting: BriefingMeeting, fmt: str) -> Iterator[Block]:
    starts = timezone.localtime(meeting.planned_at)
    yield Block("text", f"Thời gian: {starts:%H} giờ {starts:%M}, {day(meeting.day)}.")
    yield Block("text", f"Địa điểm: {meeting.place or '…'}.")
    yield Block("text", f"Chủ trì: {meeting.chair}.")
    rows = [
        (str(place), item.title, item.presenter, f"{item.lasts} phút" if item.lasts else "")
        for place, item in enumerate(meeting.agenda.all(), start=1)
    ]
    if rows:
        yield table(("TT", "Nội dung", "Thực hiện", "Thời lượng"), rows, (7, 50, 28, 15), fmt)


def _pack(content: dict[str, Any], fmt: str) -> Iterator[Block]:
    yield Block("heading", "1. Kết quả và tình hình báo cáo")
    yield Block("text", _standing(content))
    yield _results(content, [one for one in content["figures"] if one["main"]], fmt)
    if marks := words.marks(content):
        yield Block("text", f"(*) {' '.join(marks[:3])}")
    if content["odd_count"]:
        yield Block("heading", f"2. Số liệu bất thường: {format_number(content['odd_count'])}")
        for row in content["odd"][:_MOST_ODD]:
            yield Block("text", f"- {row['name']}: {row['message']}{_reason(row)}")
    else:
        yield Block("heading", "2. Số liệu bất thường: không có")
    overdue = content["overdue"]
    yield Block("heading", f"3. Cam kết quá hạn: {format_number(overdue['count'])}")
    if overdue["origins"]:
        told = "; ".join(f"{one['label']}: {format_number(one['count'])}" for one in overdue["origins"])
        yield Block("text", f"Theo nguồn: {told}. Cũ nhất đến hạn ngày {words.day(_oldest(overdue))}.")
    left = content["recommendations"]
    yield Block("heading", f"4. Kiến nghị chưa được trả lời: {format_number(left['count'])}")
    for row in left["lines"][:_MOST_LINES]:
        yield Block(
            "text", f"- {row['reference']}, {row['name']}: {row['text']} (hạn {words.day(row['due_on'])})"
        )
    yield Block("heading", "5. Vấn đề Nhân dân quan tâm")
    if not content["matters"]:
        yield Block("text", "Không có vấn đề nào đủ số lượt để nêu.")
    for row in content["matters"][:_MOST_MATTERS]:
        yield Block("text", f"- {_matter(row)}")


def _oldest(overdue: dict[str, Any]) -> str:
    return min(one["oldest"] for one in overdue["origins"])


def _reason(row: dict[str, Any]) -> str:
    return f" Giải trình: {row['reason']}" if row["reason"] else " Chưa giải trình."


def _matter(row: dict[str, Any]) -> str:
    petitions, opinions, notes = words.matter(row)
    where = words.places(row)
    told = f"{row['name']}: {petitions} đơn, {opinions} ý kiến tại đối thoại, {notes} lượt phản ánh tình hình"
    return f"{told}; nhiều nhất: {where}." if where else f"{told}."


def _standing(content: dict[str, Any]) -> str:
    told = (
        f"Đã có {words.completeness(content)} đơn vị được tiếp nhận báo cáo {words.label(content['period'])}."
    )
    missing, late = content["missing"], content["late"]
    owing = [row["name"] for row in missing if row["state"] != "submitted"]
    waiting = len(missing) - len(owing)
    if owing:
        told += f" Chưa gửi {format_number(len(owing))} đơn vị: {words.listed(owing, _MOST_NAMES)}."
    if waiting:
        told += f" Đang chờ tiếp nhận {format_number(waiting)} báo cáo."
    if late:
        told += (
            f" Gửi chậm {format_number(len(late))} đơn vị: {words.listed([row['name'] for row in late], 6)}."
        )
    if content["changed"]["figures"]:
        told += (
            f" {format_number(content['changed']['figures'])} số liệu của {format_number(content['changed']['units'])}"
            " đơn vị đã thay đổi hồ sơ sau khi được tiếp nhận."
        )
    return told


def _results(content: dict[str, Any], figures: Sequence[dict[str, Any]], fmt: str) -> Block:
    against = list(content["against"])
    heads = ["TT", "Chỉ tiêu", "ĐVT", "Kỳ này"]
    for name in against:
        period = words.label(content["against"][name])
        heads += [period[:1].upper() + period[1:], "Tăng/giảm"]
    rows = []
    for place, figure in enumerate(figures, start=1):
        cells = [str(place), figure["name"], figure["unit"], words.shown(figure, figure["value"])]
        for name in against:
            compared = figure.get(name)
            value = compared["value"] if compared else None
            cells += [words.shown(figure, value), words.change(figure, name)]
        rows.append(tuple(cells))
    shares = (5, 28, 10, 10, *((10, 16) * len(against)))
    return table(tuple(heads), rows, shares, fmt, figures=range(3, len(heads)))


def _annexes(content: dict[str, Any], tasks: Sequence[TaskLine], fmt: str) -> Iterator[Block]:
    yield Block("heading", f"Phụ lục 1. Số liệu {words.label(content['period'])} so với kỳ trước và cùng kỳ")
    yield _results(content, content["figures"], fmt)
    for sentence in words.marks(content):
        yield Block("text", f"(*) {sentence}")
    yield Block("heading", "Phụ lục 2. Số liệu theo đơn vị")
    yield _by_unit(content, fmt)
    yield Block("heading", "Phụ lục 3. Đơn vị chưa gửi, gửi chậm")
    yield _units(content, fmt)
    yield Block("heading", "Phụ lục 4. Số liệu bất thường")
    odd = [
        (str(place), row["name"], row["message"], row["reason"] or "Chưa giải trình")
        for place, row in enumerate(content["odd"], start=1)
    ]
    yield _or_none(("TT", "Đơn vị", "Nội dung", "Giải trình"), odd, (6, 22, 46, 26), fmt)
    yield Block("heading", "Phụ lục 5. Cam kết quá hạn, kiến nghị chưa được trả lời")
    yield _or_none(
        ("TT", "Số", "Đơn vị", "Nội dung", "Thời hạn", "Quá hạn (ngày)"),
        _owed(content),
        (6, 14, 20, 36, 13, 11),
        fmt,
    )
    yield Block("heading", "Phụ lục 6. Dự kiến nhiệm vụ kỳ sau")
    drafted = [_task(place, line) for place, line in enumerate(tasks, start=1)]
    yield _or_none(("TT", "Nhiệm vụ", "Đơn vị", "Thời hạn"), drafted, (6, 54, 25, 15), fmt)


def _by_unit(content: dict[str, Any], fmt: str) -> Block:
    names = {figure["code"]: words.short(figure) for figure in content["figures"]}
    found = {code for row in content["units"] for code in row["values"]}
    codes = [code for code in words.SHORT if code in found][:5]
    rows = [
        (
            str(place), row["name"], words.reported(row),
            *("" if row["values"].get(code) is None else words.number(row["values"][code]) for code in codes),
        )
        for place, row in enumerate(content["units"], start=1)
    ]  # fmt: skip
    heads = ("TT", "Đơn vị", "Đơn vị báo cáo", *(names[code] for code in codes))
    return table(
        heads,
        rows,
        (6, 24, 12, *((58 // max(1, len(codes)),) * len(codes))),
        fmt,
        figures=range(2, len(heads)),
    )


def _units(content: dict[str, Any], fmt: str) -> Block:
    rows = [
        (
            row["name"],
            words.STATES.get(row["state"], row["state"]),
            words.day(row["due_on"]),
            row["days"] or "",
        )
        for row in content["missing"]
    ]
    rows += [(row["name"], "gửi chậm", "", row["days"]) for row in content["late"]]
    numbered = [(str(place), *map(str, row)) for place, row in enumerate(rows, start=1)]
    return _or_none(
        ("TT", "Đơn vị", "Trạng thái", "Thời hạn", "Chậm (ngày)"), numbered, (6, 44, 22, 15, 13), fmt
    )


def _owed(content: dict[str, Any]) -> list[tuple[str, ...]]:
    rows = [*content["overdue"]["lines"], *content["recommendations"]["lines"]]
    once = {row["reference"]: row for row in rows}.values()
    return [
        (str(place), row["reference"], row["name"], row["text"], words.day(row["due_on"]), str(row["days"]))
        for place, row in enumerate(once, start=1)
    ]


def _task(place: int, line: TaskLine) -> tuple[str, str, str, str]:
    return str(place), line.task.text, line.unit, f"{line.task.due_on:%d/%m/%Y}"


def _or_none(heads: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[int], fmt: str) -> Block:
    return table(heads, rows, shares, fmt) if rows else Block("text", "Không có.")


def _notice(meeting: BriefingMeeting, tasks: Sequence[TaskLine], fmt: str) -> Iterator[Block]:
    yield Block("heading", "1. Kết luận của người chủ trì")
    yield from lines(meeting.conclusion)
    yield Block("heading", "2. Phân công nhiệm vụ")
    given = [
        _task(place, line)
        for place, line in enumerate((one for one in tasks if one.task.commitment), start=1)
    ]
    yield _or_none(("TT", "Nhiệm vụ", "Đơn vị", "Thời hạn"), given, (6, 54, 25, 15), fmt)
