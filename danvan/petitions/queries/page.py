"""Everything the page of a case shows to an officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from danvan.commitments.models import Commitment
from danvan.organizations import permissions
from danvan.organizations import queries as organizations
from danvan.organizations.actors import Actor
from danvan.petitions import deadlines, detection, topics, vault
from danvan.petitions.models import Answer, Attachment, Event, Petition, Publication, State
from danvan.petitions.queries import board, earlier, following, reading, routing
from danvan.reference import queries as calendars

ACTIONS = ("edit", "submit", "extend", "seal", "publish", "manage")


@dataclass(frozen=True)
class Step:
    """One line of the story for colleagues: who, what, the words, whether the sender reads them."""

    event: Event
    title: str
    who: str
    unit: str
    text: str


def page_of(row: Petition, actor: Actor, at: datetime) -> dict[str, Any]:
    """Facts, story, answers, files, likely duplicates and what may be done now."""
    case = vault.of(row)
    content = reading.content(row, case)
    on = timezone.localtime(at).date()
    events = list(Event.objects.filter(petition=row).select_related("by").order_by("at", "pk"))
    answers = list(Answer.objects.filter(petition=row).select_related("by").order_by("number"))
    names = _names(row, events, answers, on)
    may = {action: permissions.can(actor, action, "petition", row.unit_id) for action in ACTIONS}
    words, tone = board.clock(row, at, calendars.calendar())
    taking, taking_tone = _taking(row, at)
    files = list(Attachment.objects.filter(petition=row).defer("box").order_by("at", "pk"))
    open_ = row.is_open and content.known
    # Without a place there is nothing to go by but the top of the tree, which whoever took it in has thought of.
    sortable = open_ and row.state == State.RECEIVED and row.place is not None
    suggestion = routing.suggest(row.place, row.topic, on) if sortable else None
    return {
        "case": row,
        "content": content,
        "title": f"{row.reference} · {topics.name(row.topic)}" if row.topic else row.reference,
        "topic": topics.name(row.topic),
        "unit": names.get(row.unit_id, ""),
        "place": names.get(row.place_id or 0, ""),
        "steps": [_step(event, case, names) for event in events],
        "answers": [
            (
                answer,
                reading.answer(answer, case),
                _files([one for one in files if one.answer_id == answer.pk], case),
            )
            for answer in answers
        ],
        "files": _files([one for one in files if one.answer_id is None], case),
        "clock": words,
        "tone": tone,
        "taking": taking,
        "taking_tone": taking_tone,
        "may": may,
        "acts": open_ and not row.is_complaint,
        "duplicates": earlier.duplicates(row, content.text, at) if open_ and may["edit"] else [],
        "suggestion": suggestion,
        "suggested": _name_of(suggestion.unit.pk, on) if suggestion else "",
        "names": names,
        "hand_overs_left": routing.hand_overs_left(row),
        "personal": detection.find(content.text),
        "promises": _promises(answers),
        "publication": Publication.objects.filter(petition=row, withdrawn_at=None).first(),
        "complaint": getattr(row, "complaint", None),
        "parts": list(row.parts.order_by("pk")),
        "joined": list(row.joined.order_by("pk")),
    }


def _name_of(unit_id: int, on: date) -> str:
    return organizations.last_names([unit_id], on)[unit_id].name


def _taking(row: Petition, at: datetime) -> tuple[str, str]:
    """The clock of taking up, as long as it runs."""
    if row.taking is None or not row.taking.is_open:
        return "", "quiet"
    found = deadlines.standing(row.taking, at, calendars.calendar())
    return (found.words if found else ""), deadlines.tone(row.taking, found)


def _names(row: Petition, events: list[Event], answers: list[Answer], on: Any) -> dict[int, str]:
    ids = {
        row.unit_id,
        *(event.unit_id for event in events if event.unit_id),
        *(answer.unit_id for answer in answers),
    }
    ids |= {
        event.data[word] for event in events for word in ("to", "of") if isinstance(event.data.get(word), int)
    }
    if row.place_id:
        ids.add(row.place_id)
    return {pk: name.name for pk, name in organizations.last_names(ids, on).items()}


def _step(event: Event, case: vault.Case, names: dict[int, str]) -> Step:
    says = reading.words(event, case)
    text = says.get("reason", "") if isinstance(says, dict) else says
    who = event.by.full_name if event.by else ""
    return Step(event, following.title(event, names), who, names.get(event.unit_id or 0, ""), text)


def _files(rows: list[Attachment], case: vault.Case) -> list[tuple[Attachment, str]]:
    if not case.holds(vault.CONTENT):
        return []
    return [(one, case.open(vault.CONTENT, f"name:{one.pk.hex}", one.name).decode()) for one in rows]


def _promises(answers: list[Answer]) -> list[Commitment]:
    refs = [f"petitions.Answer:{answer.pk}" for answer in answers if answer.promised_on]
    return list(Commitment.unscoped.filter(origin_ref__in=refs).order_by("pk")) if refs else []
