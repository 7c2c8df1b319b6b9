"""Reminding many units at once, each at most once a day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.common.errors import Incomplete
from danvan.common.vietnamese import nfc
from danvan.directives.models import Directive, DirectiveAssignment
from danvan.directives.queries import cascade
from danvan.directives.refusals import ChangedSincePreview, NobodyChosen
from danvan.directives.services.cascading import mark
from danvan.notifications.queries import holders_in
from danvan.notifications.services import notify
from danvan.organizations.actors import Actor

TELLS = ("officer", "consolidator", "leader")


@transaction.atomic
def remind(
    *,
    directive: Directive,
    chosen: cascade.Chosen,
    text: str,
    shown: str | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """
    Remind the units of a preview (`queries.cascade.to_remind`) in one's own words; returns how many.

    :raises NobodyChosen: when all were reminded today, or nothing is owed; ChangedSincePreview: as the preview's mark says
    """
    said = nfc(text).strip()[:500]
    if not said:
        raise Incomplete(_("Say a word of your own: a reminder without one is only noise."))
    today = timezone.localtime(at).date()
    found = cascade.to_remind(by, directive, chosen, today)
    held = list(
        DirectiveAssignment.unscoped.select_for_update()
        .filter(pk__in=[row.pk for row in found])
        .order_by("pk")
        .values_list("pk", "unit_id", "unit__code", "reminded_on")
    )
    due = [row for row in held if _may(row[3], today)]
    if not due:
        raise NobodyChosen(_("Nobody is left to remind today: each unit is reminded at most once a day."))
    if shown is not None and shown != mark(row[1] for row in due):
        raise ChangedSincePreview(
            _("Other units would be reminded now than were shown. Look at the list again, then send.")
        )
    DirectiveAssignment.unscoped.filter(pk__in=[row[0] for row in due]).update(
        reminded_on=today, reminders=F("reminders") + 1, version=F("version") + 1
    )
    notify(
        event=f"directives.reminded:{directive.pk}:{today.isoformat()}:{mark(row[1] for row in due)}",
        kind="directives.reminded",
        recipients=holders_in([row[1] for row in due], TELLS, today) - {by.user_id},
        title=_("You are reminded of %(document)s") % {"document": directive.named},
        text=said,
        url=reverse("directives:directive", args=[directive.pk]),
        unit_id=directive.unit_id,
        at=at,
    )
    audit.record_many(
        {
            "action": "directives.reminded", "actor": by.user_id, "at": at, "unit": code, "reason": said,
            "target": ("directiveassignment", str(pk)),
        }
        for pk, _unit_id, code, _last in due
    )  # fmt: skip
    return len(due)


def _may(reminded_on: date | None, today: date) -> bool:
    return reminded_on is None or reminded_on < today
