"""Dialogues for pages: the year's plan, what was held, one with all that belongs to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from danvan.common.errors import OutOfSight
from danvan.engagement import topics
from danvan.engagement.models import AdvanceQuestion, DialogueConference, DialogueHost, DialogueOpinion
from danvan.engagement.queries.promises import Promise, of_opinions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import UnitName, descendant_ids, last_names


@dataclass(frozen=True)
class Line:
    """A dialogue in a list, with its host named as on its day."""

    dialogue: DialogueConference
    unit: str
    joint: tuple[str, ...]
    opinions: int
    open: int


@dataclass(frozen=True)
class OpinionRow:
    opinion: DialogueOpinion
    topic: str
    promises: list[Promise] = field(default_factory=list)
    responsible: str = ""


def visible(actor: Actor) -> QuerySet[DialogueConference]:
    return DialogueConference.scoped(actor, "see")


def find(actor: Actor, dialogue_id: int) -> DialogueConference:
    """:raises OutOfSight: for one that does not exist or is not open to this person"""
    found = visible(actor).select_related("unit", "conclusion").filter(pk=dialogue_id).first()
    if found is None:
        raise OutOfSight(_("There is no such dialogue, or it is not open to you."))
    return found


def filtered(
    actor: Actor, *, year: int, unit: OrgUnit | None = None, state: str = "", kind: str = "", level: str = "",
    on: date,
) -> QuerySet[DialogueConference]:  # fmt: skip
    """Dialogues of a year by their day (held or to be held), the latest first."""
    rows = visible(actor).filter(Q(held_on__year=year) | Q(held_on__isnull=True, scheduled_at__year=year))
    if unit is not None:
        rows = rows.filter(unit_id__in=descendant_ids(unit.pk, on))
    if state == "ahead":
        rows = rows.filter(state__in=DialogueConference.AHEAD)
    elif state == "held":
        rows = rows.filter(state__in=DialogueConference.TOOK_PLACE)
    elif state in DialogueConference.State.values:
        rows = rows.filter(state=state)
    if kind in DialogueConference.Kind.values:
        rows = rows.filter(kind=kind)
    if level:
        rows = rows.filter(level=level)
    return rows.order_by("-scheduled_at", "-pk")


def lines(dialogues: Iterable[DialogueConference], on: date) -> list[Line]:
    """For a page of a list. Three queries."""
    dialogues = list(dialogues)
    ids = [one.pk for one in dialogues]
    counts = {
        row["dialogue_id"]: row
        for row in DialogueOpinion.unscoped.filter(dialogue_id__in=ids)
        .order_by()
        .values("dialogue_id")
        .annotate(all=Count("pk"), open=Count("pk", filter=Q(ended_on__isnull=True)))
    }
    joint = hosts_of(ids, on)
    names = last_names({one.unit_id for one in dialogues}, on)
    none = {"all": 0, "open": 0}
    return [
        Line(
            one, names[one.unit_id].name, joint.get(one.pk, ()), counts.get(one.pk, none)["all"],
            counts.get(one.pk, none)["open"],
        )
        for one in dialogues
    ]  # fmt: skip


def hosts_of(dialogue_ids: Collection[int], on: date) -> dict[int, tuple[str, ...]]:
    """Names of those who hold them with the host. Two queries at most."""
    rows = list(DialogueHost.objects.filter(dialogue_id__in=dialogue_ids).order_by("pk"))
    ids = {row.unit_id for row in rows if row.unit_id}
    names: dict[int, UnitName] = last_names(ids, on) if ids else {}
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.dialogue_id, []).append(
            names[row.unit_id].name if row.unit_id in names else row.name
        )
    return {pk: tuple(some) for pk, some in found.items()}


def opinions(dialogue: DialogueConference, on: date) -> list[OpinionRow]:
    """All opinions of a dialogue in their order, with promises. Four queries at most."""
    rows = list(dialogue.opinions.order_by("number"))
    given = of_opinions([row.pk for row in rows if row.decided_at], on)
    ids = {row.responsible_id for row in rows if row.responsible_id}
    names = last_names(ids, on) if ids else {}
    words = topics.Names()
    return [
        OpinionRow(
            row, words[row.topic], given.get(row.pk, []),
            names[row.responsible_id].name if row.responsible_id in names else row.handed_to,
        )
        for row in rows
    ]  # fmt: skip


def waiting_questions(dialogue: DialogueConference) -> list[AdvanceQuestion]:
    return list(dialogue.questions.filter(state=AdvanceQuestion.State.WAITING).order_by("sent_at", "pk"))


def years(actor: Actor, today: date) -> list[int]:
    """Years with dialogues in sight, this year and the next among them, the latest first."""
    found = {day.year for day in visible(actor).order_by().dates("scheduled_at", "year")}
    return sorted({*found, today.year, today.year + 1}, reverse=True)


def held_in(unit_id: int, year: int) -> list[int]:
    rows = DialogueConference.unscoped.filter(unit_id=unit_id, held_on__year=year)
    return list(
        rows.filter(state__in=DialogueConference.TOOK_PLACE).order_by("pk").values_list("pk", flat=True)
    )
