"""
Wrong receipt codes slowed down without knowing who typed them (R-70).

One budget for everybody, in the memory of the process: no address, no session, no row. A right code is never refused, so
nobody can be locked out; a code has 130 bits, so what is protected here is the machine, not the secret.
"""

from __future__ import annotations

import threading
import time

BUDGET = 60
SECONDS_PER_TRY = 1.0


class Budget:
    """`BUDGET` wrong tries at once, one more every second."""

    def __init__(self, size: int = BUDGET, seconds: float = SECONDS_PER_TRY) -> None:
        self._size, self._seconds = size, seconds
        self._lock = threading.Lock()
        self._left = float(size)
        self._since = time.monotonic()

    def spend(self) -> bool:
        """Count one wrong try; false when there were too many."""
        with self._lock:
            now = time.monotonic()
            self._left = min(self._size, self._left + (now - self._since) / self._seconds)
            self._since = now
            if self._left < 1:
                return False
            self._left -= 1
            return True

    def fill(self) -> None:
        with self._lock:
            self._left = float(self._size)


wrong_codes = Budget()
