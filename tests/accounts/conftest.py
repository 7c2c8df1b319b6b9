"""People at the door, and a clock that can be put forward."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from danvan.accounts import services
from danvan.accounts.services import second_factor

PASSWORD = "con mèo trèo cây cau hỏi thăm"


@dataclass(frozen=True)
class By:
    """An actor as accounts sees one."""

    user_id: int


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    settings.KEYS_ROOT = tmp_path / "keys"


@pytest.fixture
def make(db):
    def make(username="lan.nt", full_name="Nguyễn Thị Lan", password=PASSWORD):
        return services.create_user(
            username=username, full_name=full_name, password=password, by=None, at=timezone.now()
        )

    return make


@pytest.fixture
def person(make):
    return make()


@pytest.fixture
def administrator(make):
    return By(make("quan.tri", "Trần Văn Quản").pk)


@pytest.fixture
def as_actor():
    return lambda user: By(user.pk)


@pytest.fixture
def code_of():
    def code_of(device: TOTPDevice, steps: int = 0) -> str:
        """What the app shows now, or so many half minutes later."""
        totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
        totp.time = time.time() + 30 * steps
        return f"{totp.token():06d}"

    return code_of


@pytest.fixture
def enrolled(person, code_of):
    """The person with an app (its code of the step before is spent) and ten recovery codes."""
    device = second_factor.begin(user=person)
    device, codes = second_factor.confirm(
        user=person, device_id=device.pk, code=code_of(device, -1), at=timezone.now()
    )
    person.refresh_from_db()
    person.device, person.codes = device, codes
    return person


@pytest.fixture
def sign_in():
    def sign_in(client: Client, username="lan.nt", password=PASSWORD, **options):
        return client.post(
            reverse("accounts:sign_in"), {"username": username, "password": password}, **options
        )

    return sign_in


@pytest.fixture
def is_in():
    """Whether this browser gets past the door."""
    return lambda client: client.get(reverse("accounts:security")).status_code == 200


@pytest.fixture
def later(monkeypatch):
    """Put the real clock forward."""
    real = timezone.now

    def later(**span):
        monkeypatch.setattr("django.utils.timezone.now", lambda: real() + timedelta(**span))

    return later


@pytest.fixture
def stopped(monkeypatch):
    """The real clock stands still: a busy machine does not wait out a delay between two tries."""
    moment = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


@pytest.fixture
def hashes(monkeypatch):
    """How often a password was hashed: the work a try costs, and the proof that it was checked."""
    done = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        done.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return done
