"""Reads about people who sign in."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from danvan.accounts.models import LiveSession, User


def has_second_factor(user: User) -> bool:
    """Whether a confirmed authenticator stands behind this person's sign-in."""
    return TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).exists()


def owes_second_factor(user: User) -> bool:
    """Whether somebody who gave only the password must still show, or first set up, a second factor."""
    return bool(settings.REQUIRE_SECOND_FACTOR) or has_second_factor(user)


def live_sessions(user: User, at: datetime) -> QuerySet[LiveSession]:
    """The person's open sessions, last used first."""
    return LiveSession.objects.filter(user_id=user.pk, expire_date__gt=at).order_by("-seen_at", "pk")
