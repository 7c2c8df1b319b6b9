"""
The table of opinions and answers ("tiếp thu, giải trình") of a consultation, in both official formats.

It is printed from the records each time, in Vietnamese whatever the reader's language: how many opinions came by which way,
then each group with its answer and reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from danvan.briefings.layout import ooxml
from danvan.briefings.plain_papers import Block, letterhead, rendered, table
from danvan.common.numbers import format_number
from danvan.democracy.hooks import Paper
from danvan.democracy.models import Consultation
from danvan.democracy.queries import matrix
from danvan.directives import terms
from danvan.organizations.queries import last_names

_TITLE, _SHORT = "BÁO CÁO", "BC"
_HEADS = ("TT", "Điều, khoản, chương", "Nội dung góp ý", "Số ý kiến", "Tiếp thu, giải trình")
_SHARES = (6, 14, 34, 10, 36)


def papers(request: HttpRequest, consultation: Consultation) -> list[Paper]:
    """Links for the page of a draft (a slot of `danvan.democracy.hooks`); none before anything is grouped."""
    if not consultation.groups.exists():
        return []
    labels = (_("Opinions and answers, Party format"), _("Opinions and answers, state format"))
    return [
        Paper(label, reverse("briefings:consultation_paper", args=[consultation.pk, fmt]))
        for fmt, label in zip(terms.FORMATS, labels, strict=True)
    ]


def render(consultation: Consultation, fmt: str, on: date) -> bytes:
    """The table with its letterhead as a .docx file."""
    with translation.override("vi"):
        values, blocks = _letterhead(consultation, fmt, on), list(_blocks(consultation, fmt))
    return rendered(_TITLE, fmt, values, blocks)


def _letterhead(consultation: Consultation, fmt: str, on: date) -> dict[str, Any]:
    unit = last_names([consultation.unit_id], on)[consultation.unit_id]
    return letterhead(
        unit, fmt, _SHORT, on, dated=consultation.published_on,
        subject=f"tổng hợp, tiếp thu, giải trình ý kiến góp ý {consultation.title}",
        recipients=(consultation.drafter, "Niêm yết công khai"),
    )  # fmt: skip


def _blocks(consultation: Consultation, fmt: str) -> Iterator[Block]:
    lines = matrix.lines(consultation)
    ways = matrix.by_channel(consultation)
    total = sum(count for _label, count in ways)
    span = f"từ ngày {consultation.opens_on:%d/%m/%Y} đến ngày {consultation.closes_on:%d/%m/%Y}"
    held = format_number(consultation.conferences)
    yield Block("heading", "1. Việc lấy ý kiến")
    yield Block("text", f"Cơ quan soạn thảo: {ooxml.clean(consultation.drafter)}.")
    yield Block("text", f"Thời gian lấy ý kiến: {span}. Số hội nghị: {held}.")
    told = "; ".join(f"{label} {format_number(count)}" for label, count in ways)
    yield Block("text", f"Tổng số {format_number(total)} ý kiến, trong đó: {told}.")
    yield Block("heading", "2. Tổng hợp ý kiến và nội dung tiếp thu, giải trình")
    rows = [
        (
            format_number(line.group.number), line.group.clause, line.group.gist, format_number(line.total), _answer(line),
        )
        for line in lines
    ]  # fmt: skip
    yield table(_HEADS, [tuple(ooxml.clean(cell) for cell in row) for row in rows], _SHARES, fmt)
    if consultation.response:
        yield Block("heading", "3. Kết luận chung")
        for text in consultation.response.splitlines():
            if text.strip():
                yield Block("text", ooxml.clean(text.strip()))


def _answer(line: matrix.Line) -> str:
    group = line.group
    if not group.verdict:
        return "Chưa trả lời"
    words = str(group.get_verdict_display())
    promise = f" (cam kết {group.promise_ref})" if group.promise_ref else ""
    return f"{words[:1].upper()}{words[1:]}. {group.reason}{promise}"
