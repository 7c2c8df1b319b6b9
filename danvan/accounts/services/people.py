"""Who exists, who may sign in, and the end of their sessions."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from danvan.accounts.models import LiveSession, User


@transaction.atomic
def create_user(*, username: str, full_name: str, email: str = "", password: str | None = None, by, at: datetime) -> User:
    """A new person. Without `password` they cannot sign in until they accepted an invitation."""
    user = User(
        username=username.strip().lower(),
        full_name=full_name.strip(),
        email=email,
        joined_at=at,
        session_stamp=secrets.token_hex(16),
    )
    user.set_password(password)
    user.save()
    return user


def end_sessions(user: User) -> None:
    """End every session of this person by the next request: after a change of posts, password or standing (R-04)."""
    with transaction.atomic():
        user.session_stamp = secrets.token_hex(16)
        user.save(update_fields=["session_stamp"])
        LiveSession.objects.filter(user_id=user.pk).delete()
