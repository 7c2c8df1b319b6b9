"""Situation notes and followed topics for pages; never a search for persons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.engagement import topics
from danvan.engagement.models import SituationNote, SituationTopic
from danvan.organizations.actors import Actor
from danvan.organizations.queries import last_names


@dataclass(frozen=True)
class NoteLine:
    note: SituationNote
    topic: str
    unit: str


@dataclass(frozen=True)
class TopicLine:
    """`notes` and `times` are how many notes were merged, and how often they say the matter was raised."""

    topic: SituationTopic
    name: str
    unit: str
    responsible: str
    notes: int
    times: int


def notes(actor: Actor, *, state: str = "", topic: str = "") -> QuerySet[SituationNote]:
    rows = SituationNote.scoped(actor, "see")
    # A draft belongs to the unit that writes it until it is sent.
    own = actor.unit_ids()
    rows = rows.exclude(state=SituationNote.State.DRAFT) | rows.filter(unit_id__in=own)
    if state:
        rows = rows.filter(state=state)
    if topic:
        rows = rows.filter(topic=topic)
    return rows.order_by("-created_at", "-pk")


def note(actor: Actor, note_id: int) -> SituationNote:
    """:raises OutOfSight: for one that does not exist or is not open to this person"""
    found = notes(actor).select_related("unit", "merged_into").filter(pk=note_id).first()
    if found is None:
        raise OutOfSight(_("There is no such note, or it is not open to you."))
    return found


def note_lines(rows: Iterable[SituationNote], on: date) -> list[NoteLine]:
    rows = list(rows)
    names, words = last_names({row.unit_id for row in rows}, on) if rows else {}, topics.Names()
    return [NoteLine(row, words[row.topic], names[row.unit_id].name) for row in rows]


def followed(actor: Actor) -> QuerySet[SituationTopic]:
    return SituationTopic.scoped(actor, "see").exclude(state=SituationTopic.State.CLOSED)


def topic(actor: Actor, topic_id: int) -> SituationTopic:
    """:raises OutOfSight: for one that does not exist or is not open to this person"""
    found = SituationTopic.scoped(actor, "see").select_related("unit").filter(pk=topic_id).first()
    if found is None:
        raise OutOfSight(_("There is no such topic, or it is not open to you."))
    return found


def topic_lines(rows: QuerySet[SituationTopic], on: date) -> list[TopicLine]:
    counted = list(
        rows.annotate(note_count=Count("notes"), times=Sum("notes__count")).order_by("-opened_on", "-pk")
    )
    ids = {row.unit_id for row in counted} | {row.responsible_id for row in counted if row.responsible_id}
    names, words = last_names(ids, on) if ids else {}, topics.Names()
    return [
        TopicLine(
            row, words[row.topic], names[row.unit_id].name,
            names[row.responsible_id].name if row.responsible_id else "", row.note_count, row.times or 0,
        )
        for row in counted
    ]  # fmt: skip
