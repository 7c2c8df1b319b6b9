"""Telling colleagues that something waits, with the number only: nothing of the matter travels (R-102)."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.notifications import services as notifications
from danvan.organizations.actors import Actor
from danvan.petitions.models import Petition


def tell_unit(
    petition: Petition,
    kind: str,
    *,
    at: datetime,
    but: Actor | None = None,
    unit_id: int | None = None,
    mark: str = "",
) -> None:
    """Once per case, kind and `mark`; whoever did it is not told."""
    notifications.notify_unit(
        unit_id=unit_id or petition.unit_id,
        event=f"{kind}:{petition.reference}:{mark or petition.version}",
        kind=kind,
        title=_("Petition %(number)s") % {"number": petition.reference},
        text="",
        url=reverse("petitions:case", args=[petition.reference]),
        at=at,
        but=[but.user_id] if but else [],
    )
