"""The second factor: an authenticator app, and recovery codes on paper (R-01)."""

from __future__ import annotations

import secrets
from datetime import datetime

import django_otp
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from danvan.accounts import digests, queries
from danvan.accounts.errors import WrongCode
from danvan.accounts.models import User
from danvan.accounts.services import people
from danvan.audit import services as audit

CODES = 10
# No letters or digits that are taken for each other when read from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def begin(*, user: User) -> TOTPDevice:
    """A fresh secret to be confirmed by a code; until then an earlier confirmed one still counts."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name="app", confirmed=False)


@transaction.atomic
def confirm(*, user: User, device_id: int | None, code: str, at: datetime) -> tuple[TOTPDevice, list[str]]:
    """
    Make the fresh secret the second factor, in place of any earlier one; returns it with ten recovery codes.

    `device_id` is what `begin` made in this browser: a secret begun elsewhere may be known to whoever began
    it. Every session ends; the caller opens a fresh one for this browser.

    :raises WrongCode: if the code is not from the fresh secret
    """
    device = queries.fresh_device(user, device_id)
    digits = "".join(code.split())
    if device is None or not django_otp.verify_token(user, device.persistent_id, digits):
        raise WrongCode
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    device.refresh_from_db()
    codes = _replace_codes(user)
    people.end_sessions(user)
    audit.record("accounts.second_factor_set", actor=user.pk, at=at, target=("user", user.pk))
    return device, codes


@transaction.atomic
def renew_codes(*, user: User, at: datetime) -> list[str]:
    """Ten new recovery codes; the old ones are void. They can be shown this once only."""
    codes = _replace_codes(user)
    audit.record("accounts.recovery_codes_renewed", actor=user.pk, at=at, target=("user", user.pk))
    return codes


@transaction.atomic
def remove(*, user: User, by=None, at: datetime, reason: str = "") -> None:
    """
    Take the second factor away. Sessions end.

    `by` is the administrator who does it when phone and codes are lost; None when the person does it.

    Where the house requires one, the person is led to set up a new one at the next sign-in.
    """
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    people.end_sessions(user)
    actor = by.user_id if by is not None else user.pk
    audit.record(
        "accounts.second_factor_removed", actor=actor, at=at, target=("user", user.pk), reason=reason
    )


def _replace_codes(user: User) -> list[str]:
    device, _made = StaticDevice.objects.get_or_create(user=user, defaults={"name": "paper"})
    device.token_set.all().delete()
    codes = [_new_code() for _number in range(CODES)]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=digests.recovery_code(user.pk, code)) for code in codes
    )
    return codes


def _new_code() -> str:
    """Ten signs out of 31: 49 bits."""
    signs = "".join(secrets.choice(_ALPHABET) for _sign in range(10))
    return f"{signs[:5]}-{signs[5:]}"
