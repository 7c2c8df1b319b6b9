"""Who exists, who may sign in, and the end of their sessions."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from danvan.accounts import digests
from danvan.accounts.errors import BadName, MeaninglessNow, NameTaken, NotOneself, WeakPassword, WrongPassword
from danvan.accounts.models import LiveSession, User
from danvan.accounts.services import throttle
from danvan.audit import services as audit
from danvan.common.vietnamese import nfc

_NAME = re.compile(r"[a-z][a-z0-9._-]{1,58}[a-z0-9]")


@transaction.atomic
def create_user(
    *, username: str, full_name: str, email: str = "", password: str | None = None, by, at: datetime
) -> User:
    """
    A new person; `by` is an actor, or None for the first administrator. Rights come from posts, not from
    here.

    Without `password` nobody can sign in as this person until an invitation was accepted. A password given
    here is for the command line and the demo city; it is not checked against the rules.

    :raises BadName: if the sign-in name has the wrong shape
    :raises NameTaken: if somebody has it
    """
    username = digests.plain_name(username)
    if not _NAME.fullmatch(username):
        raise BadName
    if User.objects.filter(username=username).exists():
        raise NameTaken(username)
    user = User(username=username, full_name=nfc(full_name).strip(), email=email.strip(), joined_at=at)
    user.session_stamp = _new_stamp()
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        # Somebody took the name between the look and the write.
        raise NameTaken(username) from None
    audit.record(
        "accounts.user_created", actor=_id(by), at=at, target=("user", user.pk), after={"username": username}
    )
    return user


@transaction.atomic
def disable(*, user: User, by, at: datetime, reason: str = "") -> User:
    """
    Shut the door: no sign-in, all sessions end by the next request, open links are void.

    :raises NotOneself: if `by` is that person
    :raises MeaninglessNow: if the account is disabled already
    """
    user = _others(user, by)
    if not user.is_active:
        raise MeaninglessNow(_("This account is already disabled."))
    user.is_active = False
    user.save(update_fields=["is_active"])
    void_tickets(user)
    end_sessions(user)
    audit.record("accounts.user_disabled", actor=_id(by), at=at, target=("user", user.pk), reason=reason)
    return user


@transaction.atomic
def enable(*, user: User, by, at: datetime, reason: str = "") -> User:
    """
    Open the door again, with the old password.

    :raises NotOneself: if `by` is that person
    :raises MeaninglessNow: if the account is not disabled
    """
    user = _others(user, by)
    if user.is_active:
        raise MeaninglessNow(_("This account is not disabled."))
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record("accounts.user_enabled", actor=_id(by), at=at, target=("user", user.pk), reason=reason)
    return user


@transaction.atomic
def end_sessions(user: User) -> None:
    """End every session of this person by the next request: posts, password or standing changed (R-04)."""
    user.session_stamp = _new_stamp()
    user.save(update_fields=["session_stamp"])
    LiveSession.objects.filter(user_id=user.pk).delete()


@transaction.atomic
def sign_out_everywhere(*, user: User, at: datetime) -> None:
    """What the person asks for on the security page: end all own sessions, this one too."""
    end_sessions(user)
    audit.record("accounts.sessions_ended", actor=user.pk, at=at, target=("user", user.pk))


def change_password(*, user: User, old: str, new: str, at: datetime) -> None:
    """
    Replace the own password; every session ends, the caller opens a fresh one for this browser.

    :raises TooSoon: after too many wrong old passwords
    :raises WrongPassword: if `old` is not the password now
    :raises WeakPassword: if `new` breaks a rule
    """
    confirm_password(user=user, password=old)
    with transaction.atomic():
        set_password(user, new)
        audit.record("accounts.password_changed", actor=user.pk, at=at, target=("user", user.pk))


def confirm_password(*, user: User, password: str) -> None:
    """
    Ask a signed-in person again who they are, before something that a borrowed screen must not do.

    :raises TooSoon: after too many wrong ones
    :raises WrongPassword: if it is not theirs
    """
    now = timezone.now()
    charge = throttle.charge(f"own:{user.pk}", at=now, shared=False)
    if not user.check_password(password):
        raise WrongPassword
    throttle.refund(charge, at=now, forget=True)


def set_password(user: User, new: str) -> None:
    """
    Inside a transaction of the caller: check the rules, store the hash, end all sessions, void open links.

    :raises WeakPassword: if `new` breaks a rule
    """
    try:
        validate_password(new, user)
    except ValidationError as broken:
        raise WeakPassword(broken.messages) from None
    user.set_password(new)
    user.save(update_fields=["password"])
    void_tickets(user)
    end_sessions(user)


def void_tickets(user: User) -> None:
    """Links that were handed out for this person and not used open nothing any more."""
    user.tickets.filter(used_at=None).update(expires_at=timezone.now())


def _others(user: User, by) -> User:
    if by is not None and by.user_id == user.pk:
        raise NotOneself
    return User.objects.select_for_update().get(pk=user.pk)


def _id(by) -> int | None:
    return by.user_id if by is not None else None


def _new_stamp() -> str:
    return secrets.token_hex(16)
