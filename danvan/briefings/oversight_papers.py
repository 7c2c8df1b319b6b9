"""
The papers of oversight in both official formats: notice, report, conclusion with recommendations, criticism document, the
table of what was taken up and explained, and the letter that reminds of what was not answered.

They are printed from the records each time; what is printed is Vietnamese whatever the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from danvan.briefings.plain_papers import Block, letterhead, lines, rendered, table
from danvan.briefings.plain_papers import day as day_in_words
from danvan.common.numbers import format_number
from danvan.directives import terms
from danvan.organizations.queries import last_names
from danvan.oversight import duties, lives
from danvan.oversight.hooks import Paper
from danvan.oversight.models import CriticismOpinion, OversightSession, SupervisionRecommendation, Target
from danvan.oversight.queries import outcomes, sessions

State = OversightSession.State
PARTY_LABEL, STATE_LABEL = gettext_noop("Party format"), gettext_noop("state format")
LETTER_WORD = "CÔNG VĂN"
# What a verdict is called in the official table.
VERDICTS = {
    CriticismOpinion.Verdict.ACCEPTED: "Tiếp thu",
    CriticismOpinion.Verdict.PARTLY: "Tiếp thu một phần",
    CriticismOpinion.Verdict.NOT: "Không tiếp thu",
    "": "Chưa trả lời",
}
SUBJECTS = {
    "supervision": "giám sát",
    "criticism": "phản biện xã hội",
    "inspection": "kiểm tra",
    "survey": "khảo sát",
}


@dataclass(frozen=True)
class Kind:
    """`label` for the reader; `word` and `short` as printed; `from_state` the first state in which it can be printed."""

    slug: str
    of: tuple[str, ...]
    label: str
    word: str
    short: str
    ready: Callable[[OversightSession], bool]
    write: Callable[[OversightSession, str, date], Iterator[Block]]


def kinds(session: OversightSession) -> list[Kind]:
    """Papers that can be printed at the stage the session is in."""
    if session.state == State.CANCELLED:
        return []
    return [kind for kind in KINDS.values() if session.kind in kind.of and kind.ready(session)]


def papers(request: HttpRequest, session: OversightSession) -> list[Paper]:
    """Links for the session's page (a slot of `danvan.oversight.hooks`)."""
    formats = zip(terms.FORMATS, (PARTY_LABEL, STATE_LABEL), strict=True)
    told = list(formats)
    return [
        Paper(
            f"{_(kind.label)}, {_(label)}", reverse("briefings:oversight_paper", args=[session.pk, kind.slug, fmt])
        )
        for kind in kinds(session)
        for fmt, label in told
    ]  # fmt: skip


def letters(recommendation: SupervisionRecommendation) -> list[Paper]:
    """Links to the letter for whoever was asked (a slot of `danvan.oversight.hooks`)."""
    told = zip(terms.FORMATS, (PARTY_LABEL, STATE_LABEL), strict=True)
    return [
        Paper(_(label), reverse("briefings:reminder_letter", args=[recommendation.pk, fmt]))
        for fmt, label in told
    ]


def render(session: OversightSession, kind: Kind, fmt: str, on: date) -> bytes:
    """The paper as a .docx file."""
    with translation.override("vi"):
        signed = kind.slug in SIGNED and session.concluded_on is not None
        dated = _dated(session, kind)
        head = letterhead(
            last_names([session.unit_id], dated or session.day)[session.unit_id], fmt, kind.short, session.day,
            subject=_subject(session, kind), recipients=_recipients(session), dated=dated,
            number=session.number if signed else "", signer=session.signer if signed else "",
        )  # fmt: skip
        return rendered(kind.word, fmt, head, kind.write(session, fmt, on))


def _dated(session: OversightSession, kind: Kind) -> date | None:
    if kind.slug in SIGNED:
        return session.concluded_on
    return sessions.done_on(session).get(
        {"bao-cao": State.REPORTED, "thong-bao": State.NOTIFIED}.get(kind.slug, "")
    )


def render_letter(
    recommendation: SupervisionRecommendation, open_: list[SupervisionRecommendation], fmt: str, on: date
) -> bytes:
    """The letter to whoever a recommendation was asked of, with all of `open_` in a table."""
    with translation.override("vi"):
        one = recommendation
        asked = last_names([one.to_unit_id], on)[one.to_unit_id].name if one.to_unit_id else one.to_body
        head = letterhead(
            last_names([one.unit_id], on)[one.unit_id], fmt, "CV", on, dated=on, recipients=(asked,),
            subject="về việc đôn đốc trả lời kiến nghị sau giám sát, kiểm tra",
        )  # fmt: skip
        return rendered(LETTER_WORD, fmt, head, _letter(asked, open_, fmt, on))


def _letter(asked: str, open_: list[SupervisionRecommendation], fmt: str, on: date) -> Iterator[Block]:
    yield Block("text", f"Kính gửi: {asked}.")
    late = sum(one.is_late(on) for one in open_)
    yield Block(
        "text",
        f"Tính đến {day_in_words(on)}, còn {format_number(len(open_))} kiến nghị gửi {asked} chưa được trả lời, trong đó "
        f"{format_number(late)} kiến nghị quá hạn:",
    )
    rows = [
        (str(n), one.text, f"{one.session.title}, {one.session.number}".strip(", "), f"{one.due_on:%d/%m/%Y}",
         f"{(on - one.due_on).days} ngày" if one.is_late(on) and one.due_on else "")
        for n, one in enumerate(open_, start=1)
    ]  # fmt: skip
    yield table(("TT", "Kiến nghị", "Căn cứ", "Hạn trả lời", "Quá hạn"), rows, (6, 42, 26, 14, 12), fmt)
    yield Block(
        "text",
        f"Đề nghị {asked} trả lời bằng văn bản từng kiến nghị: nội dung tiếp thu, thời hạn thực hiện; nội dung không "
        "tiếp thu nêu rõ lý do, căn cứ.",
    )


def _recipients(session: OversightSession) -> list[str]:
    return [*_bodies(session)[:6], "Cấp trên trực tiếp (để báo cáo)"]


def _bodies(session: OversightSession) -> list[str]:
    return list(sessions.bodies(Target, [session.pk], session.day).get(session.pk, ()))


def _subject(session: OversightSession, kind: Kind) -> str:
    about = f"“{session.title}”"
    what = SUBJECTS[session.kind]
    # A title that begins with what it is needs no second word for it.
    named = session.title[:1].lower() + session.title[1:]
    done = named if named.startswith(what) else f"{what} {about}"
    told = {
        "thong-bao": done,
        "bao-cao": f"kết quả {done}",
        "ket-luan": done,
        "phan-bien": f"phản biện xã hội đối với {about}",
        "tiep-thu": f"tổng hợp ý kiến, tiếp thu, giải trình đối với {about}",
    }
    return told[kind.slug]


def _notice(session: OversightSession, fmt: str, on: date) -> Iterator[Block]:
    yield Block("heading", "1. Nội dung, phạm vi")
    yield from lines(session.content or session.title)
    yield Block("heading", "2. Đơn vị, cơ quan được " + SUBJECTS[session.kind])
    yield Block("text", f"{'; '.join(_bodies(session))}.")
    yield Block("heading", "3. Thời gian, thành phần")
    yield Block("text", f"Thời gian làm việc: {day_in_words(session.scheduled_on)}.")
    if session.team_people:
        led = f", do {session.led_by} phụ trách" if session.led_by else ""
        yield Block(
            "text",
            f"Thành phần đoàn: {format_number(session.team_people)} người, thuộc "
            f"{format_number(session.team_bodies or 1)} cơ quan{led}.",
        )
    yield Block("heading", "4. Yêu cầu")
    days = {duty.step.slug: duty.due_on for duty in duties.of(session, {})}
    by = days.get("nhan-bao-cao")
    when = f" trước {day_in_words(by)}" if by else ""
    if session.kind != "survey":
        yield Block("text", f"Đề nghị gửi báo cáo theo đề cương{when}; chuẩn bị hồ sơ, tài liệu liên quan.")
    yield Block("text", "Bố trí đại diện lãnh đạo làm việc với đoàn theo thời gian nêu trên.")


def _report(session: OversightSession, fmt: str, on: date) -> Iterator[Block]:
    yield Block("heading", "1. Tình hình thực hiện")
    held = session.held_on or session.scheduled_on
    yield Block("text", f"Làm việc tại: {'; '.join(_bodies(session))}; kết thúc {day_in_words(held)}.")
    if session.content:
        yield from lines(session.content)
    yield Block("heading", "2. Kết quả, tồn tại, hạn chế")
    yield from lines(session.findings or "…")
    yield Block("heading", "3. Kiến nghị, đề xuất")
    yield from _asked(session, fmt, on)


def _conclusion(session: OversightSession, fmt: str, on: date) -> Iterator[Block]:
    yield Block("heading", "1. Đánh giá chung")
    yield from lines(session.conclusion)
    if session.findings:
        yield Block("heading", "2. Tồn tại, hạn chế")
        yield from lines(session.findings)
    yield Block("heading", f"{3 if session.findings else 2}. Kiến nghị")
    yield from _asked(session, fmt, on)


def _asked(session: OversightSession, fmt: str, on: date) -> Iterator[Block]:
    rows = outcomes.recommendations(session, on)
    if not rows:
        yield Block("text", "Không có kiến nghị.")
        return
    told = [
        (
            str(row.recommendation.number), row.recommendation.finding, row.recommendation.text, row.asked,
            f"{row.recommendation.due_on:%d/%m/%Y}" if row.recommendation.due_on else "Theo quy định",
        )
        for row in rows
    ]  # fmt: skip
    yield table(
        ("TT", "Tồn tại, hạn chế", "Kiến nghị", "Đơn vị thực hiện", "Thời hạn trả lời"),
        told,
        (6, 28, 34, 18, 14),
        fmt,
    )


def _criticism(session: OversightSession, fmt: str, on: date) -> Iterator[Block]:
    yield Block("heading", "1. Tổ chức phản biện")
    held = f", {day_in_words(session.held_on)}" if session.held_on else ""
    yield Block(
        "text",
        f"Hình thức: {session.get_form_display()}{held}. Cơ quan soạn thảo: {'; '.join(_bodies(session))}.",
    )
    yield Block("heading", "2. Nhận định chung")
    yield from lines(session.conclusion or "…")
    yield Block("heading", "3. Ý kiến phản biện")
    rows = [(str(one.number), one.part, one.text) for one in session.opinions.order_by("number")]
    yield table(("TT", "Nội dung dự thảo", "Ý kiến phản biện"), rows, (6, 26, 68), fmt)
    found = duties.reckoned("criticism.answer", session.concluded_on) if session.concluded_on else None
    if found:
        yield Block("text", f"Đề nghị cơ quan soạn thảo trả lời bằng văn bản trước {day_in_words(found[1])}.")


def _answers(session: OversightSession, fmt: str, on: date) -> Iterator[Block]:
    told = outcomes.tally(session)
    yield Block(
        "text",
        f"Tổng số {format_number(told.all)} ý kiến: tiếp thu {format_number(told.accepted)}, tiếp thu một phần "
        f"{format_number(told.partly)}, không tiếp thu {format_number(told.refused)}, "
        f"chưa trả lời {format_number(told.open)}.",
    )
    rows = [
        (str(one.number), one.part, one.text, VERDICTS[one.verdict], one.reason)
        for one in session.opinions.order_by("number")
    ]
    heads = ("TT", "Nội dung dự thảo", "Ý kiến phản biện", "Tiếp thu", "Giải trình")
    yield table(heads, rows, (6, 18, 34, 14, 28), fmt)


def _after(*states: str) -> Callable[[OversightSession], bool]:
    """Ready once one of these states was passed."""

    def ready(session: OversightSession) -> bool:
        reached = lives.place(session.kind, session.form, session.state)
        return any(0 < lives.place(session.kind, session.form, state) <= reached for state in states)

    return ready


def _always(session: OversightSession) -> bool:
    return True


def _is_concluded(session: OversightSession) -> bool:
    return session.concluded_on is not None


SIGNED = ("ket-luan", "phan-bien")
VISITS = ("supervision", "inspection", "survey")
ASKING = ("supervision", "inspection")
KINDS = {
    kind.slug: kind
    for kind in (
        Kind("thong-bao", VISITS, gettext_noop("Notice with the plan"), "THÔNG BÁO", "TB", _always, _notice),
        Kind("bao-cao", ("supervision",), gettext_noop("Supervision report"), "BÁO CÁO", "BC", _after(State.REPORTED),
             _report),
        Kind("ket-luan", ASKING, gettext_noop("Conclusion with recommendations"), "KẾT LUẬN", "KL", _is_concluded,
             _conclusion),
        Kind("phan-bien", ("criticism",), gettext_noop("Criticism document"), "VĂN BẢN PHẢN BIỆN", "PB",
             _after(State.HELD, State.COLLECTED), _criticism),
        Kind("tiep-thu", ("criticism",), gettext_noop("Table of what was taken up and explained"),
             "BẢNG TỔNG HỢP", "TH", _is_concluded, _answers),
    )
}  # fmt: skip
