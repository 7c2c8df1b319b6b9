"""Reminding of recommendations without an answer, one or many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.commitments import services as commitments
from danvan.common.errors import DomainError, Incomplete, WrongState
from danvan.organizations.actors import Actor
from danvan.organizations.holding import hold, log, save
from danvan.oversight import personal
from danvan.oversight.models import SupervisionRecommendation

TEXT = 500


@dataclass
class Reminded:
    """Ids that were reminded of, and those that were not, each with its reason."""

    done: list[int] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def remind(*, recommendation_id: int, text: str, by: Actor, at: datetime) -> SupervisionRecommendation:
    """
    Remind of one: a unit hears through its commitment; for another body it is counted, and a letter is printed.

    :raises WrongState: when nothing is owed any more
    :raises Incomplete, PersonalData: without words, or with a person in them
    """
    found = hold_for_reminder(recommendation_id, by)
    said = personal.clean(text, TEXT)
    if not said:
        raise Incomplete(_("Say a word of your own: a reminder without one is only noise."))
    if not found.is_open:
        raise WrongState(_("It is not sent yet, or answered already. Reload the page."))
    if found.commitment_id is not None:
        commitments.remind(commitment_id=found.commitment_id, text=said, by=by, at=at)
    found.reminders += 1
    found.reminded_on = timezone.localtime(at).date()
    save(found, "reminders", "reminded_on")
    log(found, "recommendation_reminded", by=by, at=at, reason=said, after={"count": found.reminders})
    return found


def hold_for_reminder(pk: int, by: Actor) -> SupervisionRecommendation:
    """Whoever keeps the session reminds, and whoever may remind in the unit that asked."""
    action = "edit" if SupervisionRecommendation.scoped(by, "edit").filter(pk=pk).exists() else "remind"
    return hold(SupervisionRecommendation, pk, action=action, by=by)


@transaction.atomic
def remind_many(*, ids: Iterable[int], text: str, by: Actor, at: datetime) -> Reminded:
    """Remind of what can be reminded of; the rest is named with its reason and left alone."""
    result = Reminded()
    for pk in sorted(set(ids)):
        try:
            with transaction.atomic():
                remind(recommendation_id=pk, text=text, by=by, at=at)
        except DomainError as refusal:
            result.refused.append((pk, refusal.message))
        else:
            result.done.append(pk)
    return result
