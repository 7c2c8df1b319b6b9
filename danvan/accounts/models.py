"""People who sign in. What they may do follows from their posts (`danvan.organizations`), never from here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(username=username.strip().lower())


class User(AbstractBaseUser):
    """A person with a sign-in name. Officials' names appear as users and signatories only."""

    username = models.CharField(_("sign-in name"), max_length=60, unique=True)
    full_name = models.CharField(_("full name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    language = models.CharField(_("language"), max_length=5, default="vi")
    joined_at = models.DateTimeField(_("joined at"))
    # Part of what a session is checked against at every request; a new stamp ends them all.
    session_stamp = models.CharField(max_length=32, default="", blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(username=Lower("username")),
                name="user_name_in_lower_case",
            )
        ]

    def __str__(self):
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_session_auth_hash(self) -> str:
        """What a session must have been opened with to count; password and stamp change it."""
        return self._session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for retired in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(retired)

    def _session_hash(self, secret: str | bytes) -> str:
        held = f"{self.password}\n{self.session_stamp}"
        return salted_hmac("danvan.accounts.session", held, secret=secret, algorithm="sha256").hexdigest()


class LiveSession(AbstractBaseSession):
    """
    A browser's session, with whose it is and since when; no address and no browser name are kept (R-35).

    `expire_date` is the earlier of "idle too long" and "open too long", moved on while the person works.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="live_sessions", null=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("session")


class SignInThrottle(models.Model):
    """Failed sign-ins of one name, known or unknown: the next try is checked from `open_at` on (R-03)."""

    name_digest = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    open_at = models.DateTimeField()
    last_failed_at = models.DateTimeField(db_index=True)


class TicketQuerySet(models.QuerySet):
    def usable(self, at: datetime) -> TicketQuerySet:
        """Those that still open a door at `at`: not used, not expired, of a person who may sign in."""
        return self.filter(used_at=None, expires_at__gt=at, user__is_active=True)


class Ticket(models.Model):
    """A single-use invitation or password reset. Only the digest of its secret is stored (R-05)."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        RESET = "reset", _("password reset")

    kind = models.CharField(max_length=12, choices=Kind)
    user = models.ForeignKey(User, models.CASCADE, related_name="tickets")
    digest = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = TicketQuerySet.as_manager()
