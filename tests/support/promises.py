"""Standing commitments: one of the commune, asked by its district, with a proof; and what the officer was told of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from danvan.commitments import services
from danvan.commitments.services import ProofGiven
from danvan.files.models import StoredFile
from danvan.notifications.models import Message
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit

DUE = timedelta(days=20)


def stand(
    units: dict[str, OrgUnit],
    text: Callable[[str, str], str],
    file: StoredFile,
    *,
    asking: Actor,
    doing: Actor,
    at: datetime,
) -> dict[str, int]:
    """Ids by name: ``commitment`` (in progress), ``proof`` (a file), ``message`` (to the officer of the commune)."""
    due: date = at.date() + DUE
    made = services.give(
        text=text("promise", "HN-01-01"), unit=units["HN-01-01"], asked_by=units["HN-01"], origin="other",
        origin_label=text("promise_from", "HN-01-01")[:200], due_on=due, is_public=False, by=asking, at=at,
    )  # fmt: skip
    services.accept(commitment_id=made.pk, by=doing, at=at)
    proofs = [ProofGiven(file=file)]
    services.tell(commitment_id=made.pk, note=text("progress", "HN-01-01"), proofs=proofs, by=doing, at=at)
    proof = made.steps.get(kind="noted").proofs.get()
    told = Message.objects.filter(recipient__username="officer", kind="commitments.given").latest("pk")
    return {"commitment": made.pk, "proof": proof.pk, "message": told.pk}
