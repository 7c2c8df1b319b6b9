"""Contacts about to be destroyed, and how many were: days and counts, never a contact (R-90, R-100)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.petitions.models import CaseKey, Petition, State
from danvan.petitions.models.cases import SENT_AWAY

# How to reach a sender is known for twelve months after the case is closed, not longer.
CONTACT_KEPT = timedelta(days=365)
WARNED_BEFORE = timedelta(days=14)
FEWEST = 5
MONTHS = 24


def over(closed_before: datetime) -> Q:
    """Cases closed before a moment; joined ones go with the one they joined."""
    return Q(state__in=[State.CLOSED, *SENT_AWAY], closed_at__lt=closed_before) | Q(
        state=State.JOINED, joined_to__state=State.CLOSED, joined_to__closed_at__lt=closed_before
    )


def ending(at: datetime) -> QuerySet[Petition]:
    """Cases whose sender can still be reached, but not two weeks from now."""
    keys = CaseKey.objects.filter(part=CaseKey.Part.CONTACT, destroyed_at=None).values("petition_id")
    rows = Petition.unscoped.filter(
        over(at - CONTACT_KEPT + WARNED_BEFORE), pk__in=keys, contact__isnull=False
    )
    return rows.select_related("joined_to").order_by("closed_at", "pk")


def ending_for(actor: Actor, at: datetime) -> QuerySet[Petition]:
    """Of those, the ones this person works on."""
    return ending(at).filter(permissions.units_open(actor, "edit", "petition"))


def last_day(row: Petition) -> date:
    """The last day on which the contact is kept. Needs `joined_to`."""
    closed = row.closed_at or (row.joined_to.closed_at if row.joined_to else None)
    assert closed is not None
    return timezone.localtime(closed + CONTACT_KEPT).date()


@dataclass(frozen=True)
class Month:
    """Contacts destroyed in a month, by why. None: too few to be told beyond the unit itself."""

    starts_on: date
    after_time: int | None
    sealed: int | None
    complaint: int | None


def destroyed(actor: Actor) -> list[Month]:
    """
    The last two years, the newest month first. Whoever looks at more than the own units is told no count from 1 to 4,
    and nothing of what was sealed: denunciations are counted for the whole city and year only, by the report (R-90).

    Every case has a key for a contact, whether one was left or not; both are counted, as both are gone.
    """
    opened = permissions.units_open(actor, "see", "petition", path="petition__unit_id")
    rows = CaseKey.objects.filter(opened, part=CaseKey.Part.CONTACT, destroyed_at__isnull=False).order_by()
    own = not rows.exclude(petition__unit_id__in=actor.unit_ids()).exists()
    sealed, complaint = Q(petition__state=State.SEALED), Q(petition__kind="complaint")
    counted = rows.annotate(month=TruncMonth("destroyed_at")).values("month").annotate(
        all=Count("pk"), sealed=Count("pk", filter=sealed), complaint=Count("pk", filter=complaint & ~sealed)
    )  # fmt: skip

    def shown(count: int) -> int | None:
        return count if own or count == 0 or count >= FEWEST else None

    return [
        Month(
            timezone.localtime(row["month"]).date(), shown(row["all"] - row["sealed"] - row["complaint"]),
            row["sealed"] if own else None, shown(row["complaint"]),
        )
        for row in counted.order_by("-month")[:MONTHS]
    ]  # fmt: skip
