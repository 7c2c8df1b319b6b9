"""Reads about people who sign in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from danvan.accounts import digests
from danvan.accounts.errors import TicketSpent
from danvan.accounts.models import LiveSession, Ticket, User


def user_by_name(username: str) -> User | None:
    """The person who signs in under this name, however it was typed."""
    return User.objects.filter(username=digests.plain_name(username)).first()


def has_second_factor(user: User) -> bool:
    """Whether a confirmed authenticator stands behind this person's sign-in. One query at most."""
    known = getattr(user, "has_factor", None)  # accounts/backends.py looked when it found the person
    return TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).exists() if known is None else known


def owes_second_factor(user: User) -> bool:
    """Whether somebody who gave only the password must still show, or first set up, a second factor."""
    return bool(settings.REQUIRE_SECOND_FACTOR) or has_second_factor(user)


def fresh_device(user: User, device_id: int | None) -> TOTPDevice | None:
    """The secret that waits for its first code."""
    return TOTPDevice.objects.filter(user_id=user.pk, pk=device_id, confirmed=False).first()


def codes_left(user: User) -> int:
    """How many recovery codes were not used yet."""
    return StaticToken.objects.filter(device__user_id=user.pk).count()


def codes_to_try(user: User, typed: str) -> Iterator[tuple[Device, str]]:
    """Which device to ask about what was typed: six digits are the app's, anything else is from the paper."""
    plain = "".join(typed.split())
    if plain.isdecimal() and len(plain) == 6:
        for app in TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).order_by("pk"):
            yield app, plain
    else:
        for paper in StaticDevice.objects.filter(user_id=user.pk, confirmed=True).order_by("pk"):
            yield paper, digests.recovery_code(user.pk, plain)


def live_sessions(user: User, at: datetime) -> QuerySet[LiveSession]:
    """The person's open sessions at `at` (real time), last used first."""
    return LiveSession.objects.filter(user_id=user.pk, expire_date__gt=at).order_by("-seen_at", "pk")


def ticket(
    *, kind: str, secret: str, at: datetime, signed_in_as: int | None = None, lock: bool = False
) -> Ticket:
    """
    The invitation or reset that this secret opens at `at` (real time). Every way to a ticket goes through
    here.

    :raises TicketSpent: used, expired, of another kind, for somebody else than who is signed in, or unknown
    """
    found = Ticket.objects.usable(at).filter(kind=kind, digest=digests.of(f"ticket.{kind}", secret))
    if signed_in_as is not None:
        found = found.filter(user_id=signed_in_as)
    if lock:
        found = found.select_for_update(of=("self",))
    ticket = found.select_related("user").first()
    if ticket is None:
        raise TicketSpent
    return ticket
