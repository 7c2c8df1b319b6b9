"""Sessions in a table of ours, so that people can see and end theirs (R-04): `settings.SESSION_ENGINE`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY as USER_ID
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.models import Device

from danvan.accounts.models import LiveSession, User

BEGAN = "began_at"
# How exactly idleness is measured: one write a minute per person instead of one per page.
TOUCH_EVERY = timedelta(seconds=60)


def ends_at(began_at: datetime, seen_at: datetime) -> datetime:
    """When a session dies: after idling too long, and whatever happens a working day after it began."""
    idle = seen_at + timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    absolute = began_at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return min(idle, absolute)


class SessionStore(DatabaseStore):
    """Django's database sessions plus owner, beginning and last use. An expired row is as good as none."""

    row: LiveSession | None = None

    @classmethod
    def get_model_class(cls):
        return LiveSession

    def _get_session_from_db(self):
        self.row = super()._get_session_from_db()  # type: ignore[misc]
        return self.row

    def create_model_instance(self, data):
        now = timezone.now()
        began_at = datetime.fromisoformat(data.setdefault(BEGAN, now.isoformat()))
        row = cast(LiveSession, super().create_model_instance(data))
        row.user_id = data.get(USER_ID)
        row.began_at, row.seen_at, row.expire_date = began_at, now, ends_at(began_at, now)
        return row

    def restart(self) -> None:
        """Count the absolute limit from now: called when somebody has just proved who they are."""
        self[BEGAN] = timezone.now().isoformat()

    def touch(self) -> None:
        """Note that the person is at work, once in `TOUCH_EVERY`; never brings back an ended session."""
        now = timezone.now()
        if self.row is None or now - self.row.seen_at < TOUCH_EVERY:
            return
        LiveSession.objects.filter(pk=self.row.pk, expire_date__gt=now).update(
            seen_at=now, expire_date=ends_at(self.row.began_at, now)
        )


def begin(request: HttpRequest, user: User, device: Device | None = None) -> None:
    """
    Open a session for somebody who has just proved who they are: new id, new CSRF token, nothing of the old
    one.

    `device` is the second factor that was shown, if any.
    """
    request.session.flush()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    cast(SessionStore, request.session).restart()
    if device is not None:
        request.session[DEVICE_ID_SESSION_KEY] = device.persistent_id
