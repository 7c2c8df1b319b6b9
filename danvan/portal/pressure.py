"""
Floods slowed down without knowing who sends (R-70).

One budget for everybody in the memory of the process: no address, no session, no row. Inside the budget nothing is asked of
anybody; beyond it everybody answers one small sum in words, which works without JavaScript and is used once.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

# 12,000 in an hour are 3.4 a second; a whole district may write at once after a storm.
AT_ONCE, EACH_SECOND = 300, 8.0
SALT, MINUTES, REMEMBERED = "danvan.portal.pressure", 20, 20_000


class Budget:
    """`size` at once, `rate` more every second."""

    def __init__(self, size: int = AT_ONCE, rate: float = EACH_SECOND) -> None:
        self.size, self.rate = size, rate
        self._lock = threading.Lock()
        self._left, self._since = float(size), time.monotonic()

    def spend(self) -> bool:
        """Whether one more still fits; counts it when it does."""
        with self._lock:
            now = time.monotonic()
            self._left = min(self.size, self._left + (now - self._since) * self.rate)
            self._since = now
            if self._left < 1:
                return False
            self._left -= 1
            return True

    def fill(self) -> None:
        with self._lock:
            self._left = float(self.size)


class Used:
    """Questions that were answered: each opens once. Bounded; a restart forgets them, which costs a few minutes' worth."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, None] = OrderedDict()

    def first_time(self, name: str) -> bool:
        with self._lock:
            if name in self._seen:
                return False
            self._seen[name] = None
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
            return True


sending = Budget()
_used = Used()


@dataclass(frozen=True)
class Question:
    """`words` to be answered in digits; `token` goes back with the answer."""

    words: str
    token: str


def question() -> Question:
    numbers = _words()
    first, second = (secrets.randbelow(len(numbers) - 1) + 1 for _n in range(2))
    nonce = secrets.token_hex(8)
    words = _("How much is %(first)s plus %(second)s? Write the number in digits.")
    token = signing.dumps([nonce, _digest(nonce, first + second)], salt=SALT)
    return Question(words % {"first": numbers[first], "second": numbers[second]}, token)


def passed(token: str, answer: str) -> bool:
    """Whether the answer is right, not too old and not used before."""
    try:
        nonce, digest = signing.loads(token, salt=SALT, max_age=MINUTES * 60)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    said = answer.strip()
    if not (said.isascii() and said.isdecimal() and len(said) < 4):
        return False
    return constant_time_compare(digest, _digest(nonce, int(said))) and _used.first_time(nonce)


def _digest(nonce: str, value: int) -> str:
    return salted_hmac(SALT + nonce, str(value), algorithm="sha256").hexdigest()[:24]


def _words() -> list[str]:
    return [
        _("zero"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine"),
    ]  # fmt: skip
