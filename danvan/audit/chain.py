"""
How one entry is written down and sealed (R-60). Pure: no database, no files.

    body = canonical JSON: keys sorted, no spaces, UTF-8
    mac  = HMAC-SHA256(key, 0x00 ‖ "danvan-audit-v1" ‖ seq as 8 bytes, big end first ‖ prev ‖ SHA-256(body))

`prev` is the mac of the entry before (32 zero bytes for the first), so each seal holds the whole chain behind
it.

In `body` the facts that also stand in columns come first, under "about": so a million columns can be compared
with their sealed text as text, without parsing it (`about`).
"""

import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from hashlib import sha256
from numbers import Integral
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

GENESIS = bytes(32)
PREFIX = b"\x00danvan-audit-v1"
_LONGEST = {"action": 80, "unit": 40, "target_type": 60, "target_id": 60}


def seal(key: bytes, seq: int, prev: bytes, body: bytes) -> bytes:
    """The 32 bytes that bind `body` to its place and to everything before it."""
    return hmac.digest(key, PREFIX + seq.to_bytes(8, "big") + prev + sha256(body).digest(), "sha256")


def facts(
    action: str,
    *,
    actor: int | None,
    at: datetime,
    target: tuple[str, object],
    unit: str,
    reason: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    on_behalf_of: int | str | None,
) -> dict[str, Any]:
    """
    What an entry says, in plain values that JSON can hold.

    The 16 random bytes keep short bodies from being guessed from their hash, which leaves the house in
    checkpoints.

    :raises ValueError: if `at` has no time zone or a text is longer than its column
    :raises TypeError: if a value has no plain form
    """
    if at.tzinfo is None:
        raise ValueError("an audit entry needs a moment with time zone")
    about = {
        "action": str(action),
        "actor": _plain(actor),
        "at": at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "target_id": str(target[1]),
        "target_type": str(target[0]),
        "unit": str(unit),
    }
    for name, longest in _LONGEST.items():
        if len(about[name]) > longest:
            raise ValueError(f"{name} of an audit entry is longer than {longest} characters: {about[name]!r}")
    return {
        "about": about,
        "after": _plain(after or {}),
        "before": _plain(before or {}),
        "on_behalf_of": _plain(on_behalf_of),
        "random": secrets.token_hex(16),
        "reason": str(reason),
    }


def canonical(says: Mapping[str, Any]) -> bytes:
    """The one way these facts are written as bytes."""
    return json.dumps(
        says, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def _plain(value: Any) -> Any:
    """
    Numbers, words, lists and named values; a Decimal or a date becomes its text, so that nothing is rounded.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, str | Promise | Decimal | float | UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(held) for name, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        held = sorted(value) if isinstance(value, set | frozenset) else value
        return [_plain(one) for one in held]
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no plain form for the audit log: {value!r}")
