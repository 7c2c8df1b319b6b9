"""
The papers of a dialogue in both official formats: programme, minutes, conclusion notice.

They are printed from the records each time; numbers and days are those recorded in `danvan.engagement`. What is printed is
Vietnamese whatever the reader's language. The programme opens with what was promised last time, and how it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from danvan.briefings.plain_papers import Block, day, letterhead, rendered, table
from danvan.common.numbers import format_number
from danvan.directives import terms
from danvan.engagement import duties
from danvan.engagement.hooks import Paper
from danvan.engagement.models import DialogueConference, DialogueOpinion
from danvan.engagement.queries import dialogues, promises
from danvan.engagement.queries.dialogues import OpinionRow
from danvan.engagement.queries.promises import Promise
from danvan.organizations.queries import last_names

PROGRAMME, MINUTES, NOTICE = "chuong-trinh", "bien-ban", "thong-bao"
_WORDS = {
    PROGRAMME: ("CHƯƠNG TRÌNH", "CTr"),
    MINUTES: ("BIÊN BẢN", "BB"),
    NOTICE: ("THÔNG BÁO", "TB"),
}  # fmt: skip
State = DialogueOpinion.State


def kinds(dialogue: DialogueConference) -> list[str]:
    """Papers that can be printed at the stage the dialogue is in."""
    if dialogue.state == DialogueConference.State.CANCELLED:
        return []
    found = [PROGRAMME]
    if dialogue.took_place:
        found.append(MINUTES)
        if getattr(dialogue, "conclusion", None) is not None:
            found.append(NOTICE)
    return found


def papers(request: HttpRequest, dialogue: DialogueConference) -> list[Paper]:
    """Links for the dialogue's page (a slot of `danvan.engagement.hooks`)."""
    names = {
        PROGRAMME: (_("Programme, Party format"), _("Programme, state format")),
        MINUTES: (_("Minutes, Party format"), _("Minutes, state format")),
        NOTICE: (_("Conclusion notice, Party format"), _("Conclusion notice, state format")),
    }
    return [
        Paper(label, reverse("briefings:dialogue_paper", args=[dialogue.pk, kind, fmt]))
        for kind in kinds(dialogue)
        for fmt, label in zip(terms.FORMATS, names[kind], strict=True)
    ]


def render(dialogue: DialogueConference, kind: str, fmt: str, on: date) -> bytes:
    """The paper as a .docx file."""
    with translation.override("vi"):
        rows = dialogues.opinions(dialogue, on)
        before, promised = promises.before(dialogue, on)
        blocks = {
            PROGRAMME: lambda: _programme(dialogue, before, promised, fmt),
            MINUTES: lambda: _minutes(dialogue, rows, fmt),
            NOTICE: lambda: _notice(dialogue, rows, fmt),
        }[kind]()
        return rendered(_WORDS[kind][0], fmt, _letterhead(dialogue, kind, fmt), blocks)


def _letterhead(dialogue: DialogueConference, kind: str, fmt: str) -> dict[str, Any]:
    unit = last_names([dialogue.unit_id], dialogue.day)[dialogue.unit_id]
    notice = getattr(dialogue, "conclusion", None)
    number, dated, signer = "", None, ""
    if kind == NOTICE and notice is not None:
        number, dated, signer = notice.number, notice.issued_on, notice.signer or dialogue.chair
    if kind == MINUTES:
        number, dated = dialogue.minutes_number, dialogue.minutes_signed_on
    return letterhead(
        unit, fmt, _WORDS[kind][1], dialogue.day, subject=_subject(dialogue, kind), number=number, dated=dated,
        signer=signer, recipients=("Các cơ quan, đơn vị được giao việc", "Niêm yết công khai"),
    )  # fmt: skip


def _subject(dialogue: DialogueConference, kind: str) -> str:
    day = f"ngày {dialogue.day:%d/%m/%Y}"
    what = f"hội nghị “{dialogue.title}”, {day}"
    return f"kết luận {what}" if kind == NOTICE else what


def _programme(
    dialogue: DialogueConference, before: DialogueConference | None, promised: list[Promise], fmt: str
) -> Iterator[Block]:
    starts = timezone.localtime(dialogue.scheduled_at)
    yield Block("text", f"Thời gian: {starts:%H} giờ {starts:%M}, {day(dialogue.day)}.")
    yield Block("text", f"Địa điểm: {dialogue.place or '…'}.")
    yield Block("text", f"Chủ trì: {dialogue.chair}.")
    joint = dialogues.hosts_of([dialogue.pk], dialogue.day).get(dialogue.pk, ())
    if joint:
        yield Block("text", f"Phối hợp tổ chức: {', '.join(joint)}.")
    yield Block("text", f"Căn cứ: {'; '.join(duties.basis_names(dialogue.bases))}.")
    yield Block("heading", "1. Kết quả thực hiện các cam kết tại hội nghị trước")
    yield from _promised(before, promised, fmt)
    yield Block("heading", "2. Nội dung đối thoại")
    for line in (dialogue.content or "…").splitlines():
        if line.strip():
            yield Block("text", line.strip())
    yield Block("heading", "3. Ý kiến, kiến nghị của Nhân dân và trả lời tại hội nghị")
    asked = list(dialogue.opinions.filter(origin=DialogueOpinion.Origin.ADVANCE).order_by("number"))
    if asked:
        yield Block("text", f"Câu hỏi gửi trước hội nghị ({format_number(len(asked))}):")
    for opinion in asked:
        yield Block("text", f"{opinion.number}. {opinion.shown_text}")
    yield Block("text", "Các ý kiến nêu trực tiếp tại hội nghị.")
    yield Block("heading", "4. Kết luận của người chủ trì")


def _promised(before: DialogueConference | None, promised: list[Promise], fmt: str) -> Iterator[Block]:
    if before is None:
        yield Block("text", "Đây là hội nghị đầu tiên được ghi nhận của đơn vị.")
        return
    if not promised:
        yield Block("text", f"Hội nghị ngày {before.day:%d/%m/%Y} không có cam kết nào.")
        return
    heads = ("TT", "Nội dung cam kết", "Đơn vị thực hiện", "Thời hạn", "Kết quả")
    rows = [
        (str(place), one.text, one.unit, f"{one.due_on:%d/%m/%Y}", _standing(one))
        for place, one in enumerate(promised, start=1)
    ]
    yield Block("text", f"Hội nghị ngày {before.day:%d/%m/%Y} có {format_number(len(promised))} cam kết:")
    yield table(heads, rows, (6, 40, 22, 14, 18), fmt)


def _standing(one: Promise) -> str:
    if one.kept is not None:
        return "Đã thực hiện" if one.kept else "Không thực hiện được"
    return "Quá hạn" if one.late else one.outcome or one.state_label[:1].upper() + one.state_label[1:]


def _minutes(dialogue: DialogueConference, rows: list[OpinionRow], fmt: str) -> Iterator[Block]:
    starts = timezone.localtime(dialogue.scheduled_at)
    yield Block("heading", "1. Thời gian, địa điểm, thành phần")
    yield Block(
        "text", f"Bắt đầu hồi {starts:%H} giờ {starts:%M}, {day(dialogue.day)}, tại {dialogue.place or '…'}."
    )
    yield Block("text", f"Chủ trì: {dialogue.chair}.")
    online = (
        f", trong đó trực tuyến {format_number(dialogue.attended_online)}" if dialogue.attended_online else ""
    )
    yield Block("text", f"Dự hội nghị: {format_number(dialogue.attended or 0)} lượt người{online}.")
    yield Block("heading", "2. Diễn biến hội nghị")
    for line in (dialogue.minutes_note or "…").splitlines():
        if line.strip():
            yield Block("text", line.strip())
    yield Block("heading", "3. Ý kiến, kiến nghị và trả lời")
    if not rows:
        yield Block("text", "Không có ý kiến nào được nêu.")
        return
    heads = ("TT", "Ý kiến, kiến nghị", "Trả lời, hướng xử lý")
    told = [(str(row.opinion.number), row.opinion.shown_text, _end(row)) for row in rows]
    yield table(heads, told, (6, 50, 44), fmt)


def _end(row: OpinionRow) -> str:
    opinion = row.opinion
    if opinion.state == State.RECORDED:
        return "Ghi nhận, chưa trả lời"
    if opinion.state == State.TRANSFERRED:
        return f"Chuyển {row.responsible}. {opinion.answer}"
    if row.promises:
        one = row.promises[0]
        return f"{one.text} ({one.unit}, trước ngày {one.due_on:%d/%m/%Y})"
    return opinion.answer


def _notice(dialogue: DialogueConference, rows: list[OpinionRow], fmt: str) -> Iterator[Block]:
    notice = dialogue.conclusion
    yield Block("heading", "1. Đánh giá chung")
    for line in notice.opening.splitlines():
        if line.strip():
            yield Block("text", line.strip())
    at_once = sum(row.opinion.state == State.ANSWERED_AT_EVENT for row in rows)
    yield Block(
        "text",
        f"Hội nghị có {format_number(dialogue.attended or 0)} lượt người dự, {format_number(len(rows))} ý kiến, kiến nghị; "
        f"{format_number(at_once)} ý kiến được trả lời tại hội nghị.",
    )
    yield Block("heading", "2. Yêu cầu đối với các cơ quan, đơn vị")
    for line in (
        notice.demands or "Các đơn vị thực hiện đúng nội dung, thời hạn nêu tại mục 3."
    ).splitlines():
        if line.strip():
            yield Block("text", line.strip())
    yield Block("heading", "3. Phân công giải quyết ý kiến, kiến nghị")
    left = [row for row in rows if row.opinion.state != State.ANSWERED_AT_EVENT]
    if not left:
        yield Block("text", "Các ý kiến đều đã được trả lời tại hội nghị.")
        return
    heads = ("TT", "Ý kiến, kiến nghị", "Nội dung thực hiện", "Đơn vị", "Thời hạn")
    yield table(heads, [_assigned(row) for row in left], (6, 32, 32, 17, 13), fmt)


def _assigned(row: OpinionRow) -> tuple[str, ...]:
    opinion = row.opinion
    number, text = str(opinion.number), opinion.shown_text
    if row.promises:
        one = row.promises[0]
        return number, text, one.text, one.unit, f"{one.due_on:%d/%m/%Y}"
    if opinion.state == State.TRANSFERRED:
        return number, text, f"Chuyển để giải quyết theo thẩm quyền. {opinion.answer}", row.responsible, ""
    return number, text, opinion.answer, "", ""
