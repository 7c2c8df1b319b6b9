"""What every act on a case has in common: lock before looking, check, tell the story, count the version, write the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit import services as audit
from danvan.organizations import permissions
from danvan.organizations.actors import Actor
from danvan.organizations.models import OrgUnit
from danvan.petitions import vault
from danvan.petitions.errors import ChangedMeanwhile, Ended, Incomplete
from danvan.petitions.models import Event, Petition, SenderNotice, State
from danvan.petitions.models.cases import OPEN

LONGEST = 10_000
# Steps the sender took: nobody is told of what they did themselves.
BY_SENDER = frozenset({Event.Kind.RECEIVED, Event.Kind.INFORMATION, Event.Kind.RATED, Event.Kind.REOPENED})


def locked(petition_id: int) -> Petition:
    """The case, locked to the end of the transaction: two officers may press in the same minute."""
    found = Petition.locked(petition_id, "unit", "place", "clock__rule", "taking__rule")
    assert found is not None, "cases are never deleted"
    return found


def taken(petition: Petition, version: int | None, by: Actor, action: str) -> Petition:
    """
    The case locked and open to `by` for `action`, as the officer saw it. Inside a transaction.

    :raises OutOfSight, NotAllowed: by the policy table
    :raises ChangedMeanwhile: when it is no longer what the officer saw
    """
    assert transaction.get_connection().in_atomic_block
    fresh = locked(petition.pk)
    permissions.require(by, action, "petition", fresh.unit_id)
    if version is not None and fresh.version != version:
        raise ChangedMeanwhile(
            _(
                "Somebody changed this case in the meantime; it is now “%(state)s”. What you typed "
                "is still here: look at the case, then send again."
            )
            % {"state": fresh.get_state_display()},
            version=fresh.version,
            state=fresh.state,
        )
    return fresh


def must_be_open(petition: Petition) -> None:
    """:raises Ended: when nothing is owed on it any more"""
    if petition.state not in OPEN:
        raise Ended(
            _(
                "This case is “%(state)s”, so this cannot be done any more. If something is left, the sender can reopen it."
            )
            % {"state": petition.get_state_display()}
        )


def must_be_known(petition: Petition) -> None:
    """:raises Ended: when what was written is sealed away or destroyed"""
    if petition.state == State.SEALED or petition.content is None:
        raise Ended(_("The text of this case is not kept here any more."))


def text_of(value: str, field: str, label: str, *, needed: bool = True, longest: int = LONGEST) -> str:
    """
    Cleaned words of somebody.

    :raises Incomplete: when they are missing or longer than allowed
    """
    words = "".join(
        sign for sign in value.replace("\r\n", "\n") if sign in "\n\t" or sign.isprintable()
    ).strip()
    if needed and not words:
        raise Incomplete(
            _("“%(field)s” is missing. Write it, then send again.") % {"field": label}, field=field
        )
    if len(words) > longest:
        raise Incomplete(
            _(
                "“%(field)s” has %(count)s signs; at most %(most)s fit. Shorten it or attach the rest as a file."
            )
            % {"field": label, "count": len(words), "most": longest},
            field=field,
        )
    return words


def tell(
    petition: Petition,
    kind: str,
    *,
    at: datetime,
    by: Actor | None = None,
    words: str | dict[str, Any] = "",
    to_sender: bool = False,
    case: vault.Case | None = None,
    **data: Any,
) -> Event:
    """One step of the story. Words are sealed with the key of the case's text."""
    body = None
    if words:
        case = case or vault.of(petition)
        body = case.seal_json(vault.CONTENT, "event", words)
    made = Event.objects.create(
        petition=petition, kind=kind, at=at, unit_id=petition.unit_id, by_id=by.user_id if by else None,
        to_sender=to_sender, body=body, data=data,
    )  # fmt: skip
    if to_sender and kind not in BY_SENDER:
        _tell_sender(petition, made)
    return made


def _tell_sender(petition: Petition, event: Event) -> None:
    """Whoever asked to be told hears of this step once; so do the senders of what was joined to it."""
    asked = Petition.unscoped.filter(Q(pk=petition.pk) | Q(joined_to=petition)).exclude(tells_by="")
    now = timezone.now()
    SenderNotice.objects.bulk_create(
        [SenderNotice(petition=one, event=event, next_at=now) for one in asked.order_by("pk")],
        ignore_conflicts=True,
    )


def save(petition: Petition, *fields: str) -> None:
    """Store the named columns and count the version."""
    petition.version += 1
    petition.save(update_fields=[*fields, "version"])


def log(
    action: str, petition: Petition, *, by: Actor | None, at: datetime, code: str = "", **facts: Any
) -> None:
    """The last act: facts only, never a word of the sender or about the sender (R-60)."""
    audit.record(
        f"petitions.{action}",
        actor=by.user_id if by else None,
        at=at,
        target=("petitions.petition", petition.reference),
        unit=code or petition.unit.code,
        after=facts or None,
        on_behalf_of=permissions.on_behalf_of(by, "see", "petition", petition.unit_id) if by else None,
    )


def unit_named(code: str, field: str, label: str) -> OrgUnit:
    """:raises Incomplete: when no unit has this code"""
    unit = OrgUnit.objects.filter(code=code.strip().upper()).first() if code.strip() else None
    if unit is None:
        raise Incomplete(_("“%(field)s”: choose a unit from the list.") % {"field": label}, field=field)
    return unit
