"""
Receipt codes: 26 signs of Crockford's base 32 (130 bits) and two check signs, shown as 7 groups of 4 (R-27).

The code is computed from the random key of the request with a secret file, so that a second press of the same form gives
the same code although no code is kept. Without the secret a code cannot be told from random signs; of a code only its
BLAKE2b digest is stored. The check signs are a polynomial over the integers modulo 1021: every single wrong sign and every
swap of neighbours is caught, because each changes the sum by a product of two numbers that are no multiples of that prime.
"""

from __future__ import annotations

import base64
import hashlib
import io

import segno
from django.conf import settings

from danvan.petitions.keyfile import secret

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, CHECKS, GROUP = 26, 2, 4
PRIME, BASE = 1021, 7
_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_VALUES = {sign: value for value, sign in enumerate(SIGNS)}
_DROPPED = set(" -–—._\u00a0\u200b\t\r\n")


def code_for(key: str) -> str:
    """The code of a request, by its random key of at least 128 bits."""
    digest = hashlib.blake2b(key.encode(), key=_secret(), digest_size=17, person=b"danvan-receipt-1").digest()
    number = int.from_bytes(digest, "big") >> 6
    body = "".join(SIGNS[(number >> 5 * place) & 31] for place in range(LENGTH))
    return body + _checks(body)


def shown(code: str) -> str:
    """In 7 groups of 4."""
    return " ".join(code[start : start + GROUP] for start in range(0, LENGTH + CHECKS, GROUP))


def normalised(typed: str) -> str | None:
    """
    The code somebody meant: small letters, O for 0, I and L for 1, spaces and dashes anywhere. None when it cannot be one.
    """
    if len(typed) > 200:
        return None
    bare = "".join(sign for sign in typed if sign not in _DROPPED).upper().translate(_LIKE)
    if len(bare) != LENGTH + CHECKS or any(sign not in _VALUES for sign in bare):
        return None
    return bare if _checks(bare[:LENGTH]) == bare[LENGTH:] else None


def lookup(code: str) -> bytes:
    """What is stored of a code (R-27)."""
    salt = hashlib.blake2b(_secret(), digest_size=16, person=b"danvan-salt-v1").digest()
    return hashlib.blake2b(code.encode(), digest_size=32, salt=salt, person=b"danvan-lookup-v1").digest()


def qr(code: str) -> str:
    """The code as a picture, as the address of an image."""
    out = io.BytesIO()
    segno.make(code, error="m", micro=False).save(out, kind="svg", scale=5, border=2, xmldecl=False)
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()


def _checks(body: str) -> str:
    total = 0
    for sign in body:
        total = (total * BASE + _VALUES[sign]) % PRIME
    total = total * BASE % PRIME
    return SIGNS[total // 32] + SIGNS[total % 32]


def _secret() -> bytes:
    return secret(settings.KEYS_ROOT / "petitions-receipts.key")
