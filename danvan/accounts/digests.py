"""What is stored in place of a secret: digests keyed by the house's own secret."""

from __future__ import annotations

import base64
import unicodedata

from django.utils.crypto import salted_hmac


def plain_name(typed: str) -> str:
    """A sign-in name as it is stored: small letters, no spaces around."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def of(purpose: str, secret: str) -> str:
    """64 hexadecimal signs; the same secret under another purpose gives another digest."""
    return salted_hmac(f"danvan.accounts.{purpose}", secret, algorithm="sha256").hexdigest()


def recovery_code(user_id: int, typed: str) -> str:
    """What is stored for a recovery code: 16 signs, all that django-otp's column holds (80 bits)."""
    plain = "".join(sign for sign in typed.lower() if sign.isalnum())
    raw = salted_hmac("danvan.accounts.recovery", f"{user_id}:{plain}", algorithm="sha256").digest()
    return base64.b32encode(raw[:10]).decode().lower()
