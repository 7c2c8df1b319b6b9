"""Checking who somebody is: password, then one-time code."""

from __future__ import annotations

from datetime import datetime

import django_otp
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django_otp.models import Device

from danvan.accounts import browsers, digests, queries
from danvan.accounts.errors import WrongCode, WrongPassword
from danvan.accounts.models import User
from danvan.accounts.services import throttle
from danvan.audit import services as audit
from danvan.common import clock


def check_password(
    *, username: str, password: str, at: datetime, browser: browsers.Browser = browsers.NOWHERE
) -> User:
    """
    Who signs in with this name and password. `at` is real time; known and unknown names cost the same work.

    :raises TooSoon: nothing was checked, tries on this name rest
    :raises WrongPassword: unknown name, wrong password, or a person who may not sign in
    """
    own = browser.budget(username)
    charge = throttle.charge(own or f"name:{digests.plain_name(username)}", at=at, shared=own is None)
    user = queries.user_by_name(username)
    if user is None:
        make_password(password)  # one hash, as much as for a name that exists
    if user is None or not user.check_password(password) or not user.is_active:
        _note_failure("accounts.sign_in_failed", charge, user)
        raise WrongPassword
    throttle.refund(charge, at=at, forget=own is not None)
    return user


def check_code(
    *, user: User, code: str, at: datetime, browser: browsers.Browser = browsers.NOWHERE
) -> Device:
    """
    The authenticator or recovery list that accepts `code`; each code is accepted once. `at` is real time.

    :raises TooSoon: nothing was checked, tries rest
    :raises WrongCode: wrong, out of date, or used before
    """
    own = browser.budget(user.username)
    charge = throttle.charge(f"code:{own or user.pk}", at=at, shared=own is None)
    for device, token in queries.codes_to_try(user, code):
        if accepted := django_otp.verify_token(user, device.persistent_id, token):
            throttle.refund(charge, at=at, forget=own is not None)
            return accepted
    _note_failure("accounts.code_failed", charge, user)
    raise WrongCode


@transaction.atomic
def signed_in(*, user: User, second_factor: bool) -> None:
    """Write down that somebody is in, once all that was asked of them is given."""
    audit.record(
        "accounts.signed_in",
        actor=user.pk,
        at=clock.now(),
        target=("user", user.pk),
        after={"code": second_factor},
    )


@transaction.atomic
def signed_out(*, user: User) -> None:
    audit.record("accounts.signed_out", actor=user.pk, at=clock.now(), target=("user", user.pk))


def _note_failure(action: str, charge: throttle.Charge, user: User | None) -> None:
    """One entry per growth of the delay; a name that nobody has is not written down, it may be a password."""
    if not charge.is_new_step:
        return
    target = ("user", user.pk) if user else ("sign_in_name", charge.digest[:16])
    with transaction.atomic():
        audit.record(action, actor=None, at=clock.now(), target=target, after={"failures": charge.failures})
