"""People who sign in. What they may do follows from their posts (`danvan.organizations`), never from here."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
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
    # Sessions remember the stamp they began with; a new stamp ends them all.
    session_stamp = models.CharField(max_length=32, default="", blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(username=models.functions.Lower("username")), name="user_name_in_lower_case"
            )
        ]

    def __str__(self):
        return self.full_name or self.username


class SignInThrottle(models.Model):
    """Failed sign-ins of one name, known or unknown: the next try is checked from `open_at` on (R-03)."""

    name_digest = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    open_at = models.DateTimeField()
    last_failed_at = models.DateTimeField()


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
