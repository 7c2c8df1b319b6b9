"""
Doing a thing once, however often it is asked (R-40).

Whoever asks names the request by a random key; the key and what came of it are stored in the transaction of the effect::

    with once(actor_id=by.user_id, key=key, purpose="reporting.submit", content={"submission": 7}) as attempt:
        if attempt.fresh:
            attempt.result = {"version": services.submit(...).number}
    return attempt.result

A repeat finds the stored result; two at the same moment wait for each other. Anything raised inside leaves no key behind.
Never use it for ballots (R-33): the row would tie the person to the moment.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from danvan.audit.models import OnceKey
from danvan.common.errors import DomainError

# 22 signs of base64 hold 128 bits; a UUID with its dashes fits too.
KEY = re.compile(r"[A-Za-z0-9_-]{22,64}", re.ASCII)
KEPT_DAYS = 7


class BadKey(DomainError):
    """The key is missing or no random key."""

    code = "bad-key"


class KeyReused(DomainError):
    """The same key came with another request."""

    code = "key-reused"


@dataclass
class Attempt:
    """`fresh`: do it now and leave its plain-JSON `result` here. Otherwise `result` is what came of it the first time."""

    fresh: bool
    result: Any = None


def new_key() -> str:
    """128 random bits for a form or a request."""
    return secrets.token_urlsafe(16)


@contextmanager
def once(*, actor_id: int, key: str, purpose: str, content: Any) -> Iterator[Attempt]:
    """
    Open a transaction in which `purpose` is carried out at most once per person and key.

    `content` is whatever makes this request differ from another (plain JSON values, days, moments).

    :raises BadKey: for anything but a random key
    :raises KeyReused: when this person used the key for something else
    """
    if not KEY.fullmatch(key):
        raise BadKey(
            _("Name the request by a random key of 22 to 64 letters and digits, a new one for each request.")
        )
    digest = hashlib.sha256(key.encode()).digest()
    told = _digest(purpose, content)
    with transaction.atomic():
        new = OnceKey(actor_id=actor_id, key=digest, purpose=purpose, content=told, at=timezone.now())
        # Whoever comes second with the same key waits here until the first one is through.
        OnceKey.objects.bulk_create([new], ignore_conflicts=True)
        row = OnceKey.objects.select_for_update().get(actor_id=actor_id, key=digest)
        if bytes(row.content) != told:
            raise KeyReused(
                _("This key was used for another request. Take a new random key for each request.")
            )
        if row.result is not None:
            yield Attempt(fresh=False, result=row.result["value"])
            return
        attempt = Attempt(fresh=True)
        yield attempt
        # Through JSON and back, so that the first answer is what every repeat will be.
        attempt.result = json.loads(json.dumps(attempt.result, cls=DjangoJSONEncoder))
        row.result = {"value": attempt.result}
        row.save(update_fields=["result"])


def forget(before: datetime | None = None) -> int:
    """Drop keys from before a moment, a week ago when none is named; returns how many."""
    limit = before or timezone.now() - timedelta(days=KEPT_DAYS)
    return OnceKey.objects.filter(at__lt=limit).delete()[0]


def _digest(purpose: str, content: Any) -> bytes:
    text = json.dumps([purpose, content], sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
