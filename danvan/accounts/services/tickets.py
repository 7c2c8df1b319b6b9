"""Invitations and password resets: links that open one door, once, for a while (R-05)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from danvan.accounts import digests, queries
from danvan.accounts.errors import MeaninglessNow, NotOneself
from danvan.accounts.models import Ticket, User
from danvan.accounts.services import people
from danvan.audit import services as audit

LIFETIME = {Ticket.Kind.INVITATION: timedelta(hours=72), Ticket.Kind.RESET: timedelta(minutes=15)}
PAGES = {Ticket.Kind.INVITATION: "accounts:accept_invitation", Ticket.Kind.RESET: "accounts:reset_password"}


@dataclass(frozen=True)
class Issued:
    """A fresh link, readable this once: only a digest of its secret was stored."""

    user: User
    ticket: Ticket
    secret: str = field(repr=False)

    @property
    def path(self) -> str:
        """The path of the link; join it with the host by `request.build_absolute_uri`."""
        return reverse(PAGES[Ticket.Kind(self.ticket.kind)], args=[self.secret])

    @property
    def expires_at(self) -> datetime:
        return self.ticket.expires_at


@transaction.atomic
def invite(*, username: str, full_name: str, email: str = "", by, at: datetime) -> Issued:
    """
    A new person and the link by which they choose their password. The caller has checked that `by` may invite
    here.

    :raises BadName: if the sign-in name has the wrong shape
    :raises NameTaken: if somebody has it
    """
    user = people.create_user(username=username, full_name=full_name, email=email, by=by, at=at)
    return _issue(Ticket.Kind.INVITATION, user, by, at)


@transaction.atomic
def invite_again(*, user: User, by, at: datetime) -> Issued:
    """
    A new link for somebody who has not accepted the earlier one, which is void from now.

    :raises MeaninglessNow: if the person has a password, or may not sign in
    """
    user = _may_get_link(user, by)
    if user.has_usable_password():
        raise MeaninglessNow(_("This person already has a password. Start a reset instead."))
    return _issue(Ticket.Kind.INVITATION, user, by, at)


@transaction.atomic
def start_reset(*, user: User, by, at: datetime) -> Issued:
    """
    A link by which the person chooses a new password. Whoever starts it neither sees nor chooses one; until
    the link is used the old password stays. The second factor is asked as before.

    :raises NotOneself: if `by` is that person
    :raises MeaninglessNow: if the person never had a password, or may not sign in
    """
    user = _may_get_link(user, by)
    if not user.has_usable_password():
        raise MeaninglessNow(_("This person has not accepted the invitation yet. Invite them again instead."))
    return _issue(Ticket.Kind.RESET, user, by, at)


@transaction.atomic
def use(*, kind: str, secret: str, password: str, signed_in_as: int | None = None, at: datetime) -> User:
    """
    Choose a password with a link; the link is spent, all sessions of the person end.

    `signed_in_as` is who is signed in in this browser, if anybody: a link serves its own person only.

    :raises TicketSpent: if the link was used, has run out, is of another kind or for somebody else
    :raises WeakPassword: if the password breaks a rule; the link stays usable
    """
    now = timezone.now()
    ticket = queries.ticket(kind=kind, secret=secret, at=now, signed_in_as=signed_in_as, lock=True)
    user = User.objects.select_for_update().get(pk=ticket.user_id)
    people.set_password(user, password)
    ticket.used_at = now
    ticket.save(update_fields=["used_at"])
    audit.record(f"accounts.{kind}_used", actor=user.pk, at=at, target=("user", user.pk))
    return user


def _may_get_link(user: User, by) -> User:
    if by is not None and by.user_id == user.pk:
        raise NotOneself
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise MeaninglessNow(_("This account is disabled. Enable it first."))
    return user


def _issue(kind: Ticket.Kind, user: User, by, at: datetime) -> Issued:
    """Lifetimes are counted in real time, also in the demo city; `at` is for the log."""
    people.void_tickets(user)
    secret, now = secrets.token_urlsafe(32), timezone.now()
    ticket = Ticket.objects.create(
        kind=kind,
        user=user,
        digest=digests.of(f"ticket.{kind}", secret),
        issued_by_id=by.user_id if by is not None else None,
        issued_at=now,
        expires_at=now + LIFETIME[kind],
    )
    audit.record(
        f"accounts.{kind}_issued",
        actor=by.user_id if by is not None else None,
        at=at,
        target=("user", user.pk),
    )
    return Issued(user=user, ticket=ticket, secret=secret)
