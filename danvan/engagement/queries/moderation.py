"""Everything of residents that waits for an officer to read it before others do: one list for both kinds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from danvan.engagement.models import AdvanceQuestion
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.queries import last_names
from danvan.petitions.queries import moderation as petitions

MOST = 200


@dataclass(frozen=True)
class Waiting:
    """`kind` is "question" or "matter"; `text` is empty for a matter, whose words stay sealed until its page is opened."""

    kind: str
    what: str
    text: str
    unit: str
    came_at: datetime
    href: str


def waiting(actor: Actor) -> tuple[list[Waiting], int]:
    """The oldest ones, at most `MOST`, and how many there are in all. Four queries and one for names."""
    questions = (
        AdvanceQuestion.unscoped.filter(
            permissions.units_open(actor, "edit", "dialogue"), state=AdvanceQuestion.State.WAITING
        )
        .select_related("dialogue")
        .order_by("sent_at", "pk")
    )
    matters = petitions.to_publish(actor)
    count = questions.count() + matters.count()
    asked, agreed = list(questions[:MOST]), list(matters[:MOST])
    names = last_names({row.unit_id for row in asked} | {row.unit_id for row in agreed}, actor.on)
    found = [
        Waiting(
            "question", row.dialogue.title, row.text, names[row.unit_id].name, row.sent_at,
            reverse("engagement:question", args=[row.pk]),
        )
        for row in asked
    ] + [
        Waiting(
            "matter", row.reference, "", names[row.unit_id].name, row.received_at,
            reverse("petitions:publish", args=[row.reference]),
        )
        for row in agreed
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.came_at, one.href))[:MOST], count
