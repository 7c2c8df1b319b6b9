"""What ends by itself: kept promises, the time to reopen, and the time for keeping a contact."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from danvan.commitments.models import OVER, Commitment
from danvan.petitions import deadlines, vault
from danvan.petitions.models import Answer, CaseKey, Event, Petition, State
from danvan.petitions.models.cases import SENT_AWAY
from danvan.petitions.services import shared

ORIGIN = "petitions.Answer:"
# how to reach a sender is known for twelve months after the case is closed, not longer.
CONTACT_KEPT = timedelta(days=365)
BATCH = 500


def promise_ended(commitment: Any, at: datetime) -> None:
    """Called by `commitments` when a promise is closed: a kept one closes its petition, a broken one is told."""
    answer = _answer_of(commitment)
    if answer is None:
        return
    row = shared.locked(answer.petition_id)
    if row.state != State.ANSWERED:
        return
    left = (
        Commitment.unscoped.filter(origin_ref=commitment.origin_ref)
        .exclude(state__in=OVER)
        .exclude(pk=commitment.pk)
    )
    if left.exists():
        return
    kept = commitment.kept is True
    shared.tell(row, Event.Kind.KEPT, at=at, to_sender=True, kept=kept)
    if kept:
        Answer.objects.filter(pk=answer.pk).update(promise_kept_at=at)
        _close(row, at)


def _answer_of(commitment: Any) -> Answer | None:
    if not commitment.origin_ref.startswith(ORIGIN):
        return None
    return Answer.objects.filter(pk=int(commitment.origin_ref.removeprefix(ORIGIN))).first()


def _close(row: Petition, at: datetime) -> None:
    row.state, row.closed_at = State.CLOSED, at
    shared.save(row, "state", "closed_at")
    shared.tell(row, Event.Kind.CLOSED, at=at, to_sender=True)
    shared.log("closed", row, by=None, at=at)


def close_settled(*, at: datetime) -> int:
    """
    Close answered cases whose time to reopen is over and on which no promise is open. Safe to repeat; returns how many.

    Only what was answered is ever closed: nothing that is late ends by itself.
    """
    limit = timezone.localtime(at) - timedelta(days=deadlines.REOPEN_DAYS + 1)
    rows = (
        Petition.unscoped.filter(state=State.ANSWERED, answered_at__lt=limit)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    closed = 0
    for pk in list(rows[:BATCH]):
        with transaction.atomic():
            row = shared.locked(pk)
            if row.state == State.ANSWERED and not _owed(row):
                _close(row, at)
                closed += 1
    return closed


def _owed(row: Petition) -> bool:
    refs = [
        f"{ORIGIN}{pk}" for pk in row.answers.filter(promised_on__isnull=False).values_list("pk", flat=True)
    ]
    return Commitment.unscoped.filter(origin_ref__in=refs).exclude(state__in=OVER).exists() if refs else False


def forget_contacts(*, at: datetime) -> int:
    """
    Destroy the contact keys of cases closed twelve months ago (R-100); joined cases go with the one they joined.

    Safe to repeat; returns how many contacts are gone now.
    """
    limit = at - CONTACT_KEPT
    old = Q(state__in=[State.CLOSED, *SENT_AWAY], closed_at__lt=limit)
    joined = Q(state=State.JOINED, joined_to__state=State.CLOSED, joined_to__closed_at__lt=limit)
    keys = CaseKey.objects.filter(part=vault.CONTACT, destroyed_at=None).values("petition_id")
    rows = Petition.unscoped.filter(old | joined, pk__in=keys).order_by("pk").values_list("pk", flat=True)
    gone = 0
    for pk in list(rows[:BATCH]):
        with transaction.atomic():
            row = shared.locked(pk)
            if not vault.destroy(row, [vault.CONTACT], at):
                # Another worker was first.
                continue
            had, row.contact = row.contact is not None, None
            shared.save(row, "contact")
            shared.log("contact_destroyed", row, by=None, at=at)
            gone += had
    return gone
