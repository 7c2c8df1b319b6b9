"""One commitment: what was promised, what happened since, what can be done now."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from danvan.commitments import actions, hooks, lateness, queries
from danvan.commitments.models import Commitment
from danvan.commitments.turns import turns
from danvan.commitments.views.rows import tone_of
from danvan.files.handing import hand_out
from danvan.organizations.actors import Actor
from danvan.organizations.queries import last_names
from danvan.reference.queries import topic_names


@require_safe
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole story, and the next actions of whoever looks."""
    commitment = queries.in_sight(request.actor, pk)
    return render(request, "commitments/story.html", told(request, commitment))


def told(request: HttpRequest, commitment: Commitment) -> dict[str, Any]:
    actor: Actor = request.actor
    ids = {commitment.unit_id, commitment.asked_by_id, commitment.verifier_id, commitment.place_id}
    ids |= {commitment.decider_id, commitment.escalated_to_id}
    names = last_names([pk for pk in ids if pk], actor.on)
    clock = commitment.clock
    return {
        "commitment": commitment,
        "names": {
            name: names[pk].name if pk else ""
            for name, pk in (
                ("unit", commitment.unit_id), ("asker", commitment.asked_by_id), ("verifier", commitment.verifier_id),
                ("place", commitment.place_id), ("decider", commitment.decider_id), ("raised", commitment.escalated_to_id),
            )
        },
        "turn": turns([commitment]).get(commitment.pk),
        "tone": tone_of(commitment),
        "late": lateness.late_days(commitment, actor.on),
        "topic": topic_names().get(commitment.topic, commitment.topic) if commitment.topic else "",
        "reckoning": clock.words(get_language() or "vi") if clock and clock.due_on == commitment.due_on else "",
        "origin_page": hooks.origin_page(commitment.origin_ref),
        "steps": queries.story(commitment),
        "follow_ups": list(commitment.followed_by.order_by("pk")),
        "acts": [
            {"act": act, "href": reverse("commitments:act", args=[commitment.pk, act.verb])}
            for act in actions.possible(actor, commitment)
        ],
        "today": actor.on,
    }  # fmt: skip


@require_safe
def proof(request: HttpRequest, pk: int, proof_id: int) -> FileResponse:
    """A file that shows something, for everybody to whom the commitment is open."""
    commitment = queries.in_sight(request.actor, pk)
    return hand_out(queries.proof_of(commitment, proof_id).file)
