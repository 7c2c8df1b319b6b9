"""Situation notes and followed topics for pages; never a search for persons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.engagement import small, topics
from danvan.engagement.models import SituationNote, SituationTopic
from danvan.organizations.actors import Actor
from danvan.organizations.models import Level
from danvan.organizations.queries import last_names
from danvan.reference.queries import sensitive_topics


@dataclass(frozen=True)
class NoteLine:
    """`count` is how often it was raised; None where it is too small to be told to this reader (R-90)."""

    note: SituationNote
    topic: str
    unit: str
    count: int | None


@dataclass(frozen=True)
class TopicLine:
    """
    `notes` and `times` are how many notes were merged, and how often they say the matter was raised; None where one of
    them is too small to be told to this reader.
    """

    topic: SituationTopic
    name: str
    unit: str
    responsible: str
    notes: int
    times: int | None


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


def note_lines(rows: Iterable[SituationNote], actor: Actor) -> list[NoteLine]:
    rows = list(rows)
    if not rows:
        return []
    names, words = last_names({row.unit_id for row in rows}, actor.on), topics.Names()
    own, sensitive = set(actor.unit_ids()), sensitive_topics()
    return [
        NoteLine(
            row,
            words[row.topic],
            names[row.unit_id].name,
            _count(row, names[row.unit_id].level, own, sensitive),
        )
        for row in rows
    ]


def _count(row: SituationNote, level: str, own: set[int], sensitive: frozenset[str]) -> int | None:
    whole = level == Level.CITY and row.period.kind == "year"
    return small.shown(
        row.count, own=row.unit_id in own, sensitive=row.topic in sensitive, whole_city_and_year=whole
    )


def followed(actor: Actor) -> QuerySet[SituationTopic]:
    return SituationTopic.scoped(actor, "see").exclude(state=SituationTopic.State.CLOSED)


def topic(actor: Actor, topic_id: int) -> SituationTopic:
    """:raises OutOfSight: for one that does not exist or is not open to this person"""
    found = SituationTopic.scoped(actor, "see").select_related("unit").filter(pk=topic_id).first()
    if found is None:
        raise OutOfSight(_("There is no such topic, or it is not open to you."))
    return found


def topic_lines(rows: QuerySet[SituationTopic], actor: Actor) -> list[TopicLine]:
    counted = list(rows.order_by("-opened_on", "-pk"))
    if not counted:
        return []
    merged: dict[int | None, list[SituationNote]] = {}
    for note in SituationNote.unscoped.filter(merged_into__in=counted).order_by("pk"):
        merged.setdefault(note.merged_into_id, []).append(note)
    ids = {row.unit_id for row in counted} | {row.responsible_id for row in counted if row.responsible_id}
    ids |= {note.unit_id for notes in merged.values() for note in notes}
    names, words = last_names(ids, actor.on), topics.Names()
    own, sensitive = set(actor.unit_ids()), sensitive_topics()
    return [
        TopicLine(
            row, words[row.topic], names[row.unit_id].name,
            names[row.responsible_id].name if row.responsible_id else "", len(merged.get(row.pk, [])),
            small.total(
                (note.count, _count(note, names[note.unit_id].level, own, sensitive)) for note in merged.get(row.pk, [])
            ),
        )
        for row in counted
    ]  # fmt: skip
