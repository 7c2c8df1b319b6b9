"""What ends by itself: kept promises, the time to reopen, and the time for keeping a contact."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from danvan.commitments.models import OVER, Commitment
from danvan.notifications import services as notifications
from danvan.petitions import deadlines, vault
from danvan.petitions.models import Answer, CaseKey, Event, Petition, State
from danvan.petitions.queries import retention
from danvan.petitions.services import shared

ORIGIN = "petitions.Answer:"
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
    keys = CaseKey.objects.filter(part=vault.CONTACT, destroyed_at=None).values("petition_id")
    rows = (
        Petition.unscoped.filter(retention.over(at - retention.CONTACT_KEPT), pk__in=keys)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
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


def warn_before_forgetting(*, at: datetime) -> int:
    """
    Tell each unit once a week how many contacts will be destroyed within two weeks; returns how many people heard.

    What still has to be told to a sender can be told until then. Safe to repeat.
    """
    week = timezone.localtime(at).isocalendar()
    counts = retention.ending(at).order_by().values("unit_id").annotate(count=Count("pk")).order_by("unit_id")
    told = 0
    for row in counts:
        title = ngettext(
            "%(n)d contact will be destroyed within two weeks",
            "%(n)d contacts will be destroyed within two weeks",
            row["count"],
        ) % {"n": row["count"]}
        with transaction.atomic():
            told += notifications.notify_unit(
                event=f"petitions.contacts_ending:{row['unit_id']}:{week.year}-W{week.week:02d}",
                kind="petitions.contacts_ending", unit_id=row["unit_id"], title=title,
                url=reverse("petitions:retention"), at=at,
            )  # fmt: skip
    return told
