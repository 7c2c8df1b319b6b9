"""Vietnamese words of the package: one place for the papers and the slides, so that they say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from danvan.common.numbers import format_number, format_percent
from danvan.common.periods import Period

HIDDEN = "…"
STATES = {
    "expected": "chưa nhập", "draft": "đang nhập", "returned": "bị trả lại", "submitted": "chờ tiếp nhận",
}  # fmt: skip
# Names short enough for a slide or a narrow column.
SHORT = {
    "dialogue.held.total": "Hội nghị đối thoại",
    "dialogue.opinions.raised": "Ý kiến tại đối thoại",
    "dialogue.opinions.resolved": "Ý kiến đã giải quyết",
    "supervision.sessions.total": "Cuộc giám sát",
    "criticism.sessions.total": "Cuộc phản biện",
    "reception.visits.total": "Lượt tiếp công dân",
    "petition.received.total": "Đơn tiếp nhận",
    "petition.resolved": "Đơn đã giải quyết",
    "model.active.total": "Mô hình “Dân vận khéo”",
    "training.attendances": "Lượt người tập huấn",
    "inspection.held": "Cuộc kiểm tra",
    "award.collectives.total": "Tập thể được khen thưởng",
}


def shown(figure: Mapping[str, Any], value: float | None) -> str:
    """A figure of the package in words: hidden, nothing, or the number."""
    if figure["small"]:
        return HIDDEN
    if value is None:
        return "–"
    return format_percent(value) if figure["unit"] == "%" else number(value)


def number(value: float) -> str:
    return format_number(int(value) if float(value).is_integer() else value)


def short(figure: Mapping[str, Any]) -> str:
    return SHORT.get(figure["code"], figure["name"])


def signed(value: float | None) -> str:
    """``+12``, ``-3``, ``0``; nothing where it is not known."""
    if value is None:
        return ""
    return ("+" if value > 0 else "") + number(value)


def change(figure: Mapping[str, Any], against: str) -> str:
    """``+12 (+4,1 %)`` with a mark where the two are not like for like."""
    compared = figure.get(against)
    if not compared or compared["change"] is None:
        return "–"
    told = signed(compared["change"])
    if compared["percent"] is not None and figure["unit"] != "%":
        told += f" ({'+' if compared['percent'] > 0 else ''}{format_percent(compared['percent'])})"
    return told + (" *" if compared["marks"] or compared["partial"] else "")


def label(period_name: str) -> str:
    return Period.parse(period_name).label("vi")


def day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d/%m/%Y}"


def listed(names: Sequence[str], most: int) -> str:
    """The first names, and how many more there are."""
    told = ", ".join(names[:most])
    return f"{told} và {format_number(len(names) - most)} đơn vị khác" if len(names) > most else told


def completeness(content: Mapping[str, Any]) -> str:
    return f"{format_number(content['complete'])}/{format_number(content['expected'])}"


def marks(content: Mapping[str, Any]) -> list[str]:
    """Every sentence about what hinders comparing, each once."""
    found = [sentence for some in content["marks"].values() for sentence in some]
    compared = [
        (figure["name"], figure[name])
        for figure in content["figures"]
        for name in content["against"]
        if name in figure
    ]
    if any(one["partial"] for _name, one in compared):
        found.append("Số so sánh có dấu * là của hai kỳ không cùng số đơn vị báo cáo đủ.")
    found += [f"{name}: {mark}" for name, one in compared for mark in one["marks"]]
    return list(dict.fromkeys(f"{one[:1].upper()}{one[1:].rstrip('.')}." for one in found))


def matter(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Petitions, opinions, notes: numbers or the sign that they are too small to be told."""
    petitions, opinions, notes = (
        HIDDEN if row[kind] is None else format_number(row[kind])
        for kind in ("petitions", "opinions", "notes")
    )
    return petitions, opinions, notes


def places(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{one['name']} ({format_number(one['count'])})" for one in row["places"])


def of_meeting(period_name: str, kind: str) -> str:
    """``giao ban quý I/2020``."""
    words = {"briefing": "giao ban", "interim_review": "sơ kết", "final_review": "tổng kết"}[kind]
    return f"{words} công tác dân vận {label(period_name)}"


def reported(row: Mapping[str, Any]) -> str:
    return f"{format_number(row['complete'])}/{format_number(row['expected'])}"
