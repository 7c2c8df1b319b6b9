"""Finding the person behind a session: `settings.AUTHENTICATION_BACKENDS`."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef
from django_otp.plugins.otp_totp.models import TOTPDevice

from danvan.accounts.models import User


class People(ModelBackend):
    """Django's own, except that the one look for the person also says whether a second factor is set up."""

    def get_user(self, user_id: int) -> User | None:
        """The active person, or None; with `has_factor`, which `queries.has_second_factor` reads."""
        device = TOTPDevice.objects.filter(user_id=OuterRef("pk"), confirmed=True)
        user = User.objects.annotate(has_factor=Exists(device)).filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
