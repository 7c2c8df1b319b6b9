"""
Growing delays after wrong tries, and never a lock (R-03).

A try is charged before it is checked, so that many at once do not slip through; a right one is refunded.
While a name rests, tries are refused unchecked and do not lengthen the rest: whoever attacks a name can slow
it, not close it. A browser in which the person signed in before has a budget of its own
(`danvan.accounts.browsers`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from danvan.accounts import digests
from danvan.accounts.errors import TooSoon
from danvan.accounts.models import SignInThrottle

# Seconds of rest after the first, second ... wrong try, then CAP for ever: from a fresh start at most 100
# tries a day (0 s, 0 s, 5 s, 65 s, 365 s, then every 15 minutes: 4 + 96).
DELAYS = (0, 5, 60, 300)
CAP = 15 * 60
FORGET_AFTER = timedelta(days=1)

# All names together: so many wrong tries at once, and one more every two seconds.
BUDGET = 500
SECONDS_PER_TRY = 2.0
EVERYBODY = "everybody"


@dataclass(frozen=True)
class Charge:
    """A try that was let through: how many wrong ones stand on the name if this one is wrong too."""

    digest: str
    failures: int
    shared: bool

    @property
    def is_new_step(self) -> bool:
        """Whether the rest grew, or a day's worth of tries went by: the moments worth an entry in the log."""
        return self.failures <= len(DELAYS) + 1 or self.failures % 96 == 0


def delay_after(failures: int) -> timedelta:
    """The rest after this many wrong tries in a row."""
    return timedelta(seconds=DELAYS[failures - 1] if failures <= len(DELAYS) else CAP)


@transaction.atomic
def charge(key: str, *, at: datetime, shared: bool = True) -> Charge:
    """
    Let one try on `key` through, counted as wrong until `refund`; `shared` ones also count for the whole
    house.

    :raises TooSoon: with the moment from which a try is checked again
    """
    row = _locked(digests.of("throttle", key), at)
    if at < row.open_at:
        raise TooSoon(row.open_at, at)
    if shared:
        _charge_everybody(at)
    row.failures = 1 if at - row.last_failed_at >= FORGET_AFTER else row.failures + 1
    row.open_at, row.last_failed_at = at + delay_after(row.failures), at
    row.save(update_fields=["failures", "open_at", "last_failed_at"])
    return Charge(digest=row.name_digest, failures=row.failures, shared=shared)


@transaction.atomic
def refund(done: Charge, *, at: datetime, forget: bool = False) -> None:
    """
    Take a charge back because the try was right.

    Earlier wrong tries stay, else every sign-in of the owner would give an attacker a fresh start; `forget`
    drops them too, for a budget that only the owner can use.
    """
    row = SignInThrottle.objects.select_for_update().filter(name_digest=done.digest).first()
    if row is not None and row.failures == done.failures:
        row.failures, row.open_at = (0 if forget else row.failures - 1), at
        row.save(update_fields=["failures", "open_at"])
    if done.shared:
        everybody = _locked(digests.of("throttle", EVERYBODY), at)
        everybody.failures = max(0, everybody.failures - 1)
        everybody.save(update_fields=["failures"])


def _charge_everybody(at: datetime) -> None:
    """One wrong try out of the house's budget, which fills up again with time."""
    row = _locked(digests.of("throttle", EVERYBODY), at)
    # `last_failed_at` moves by whole refills only, so that frequent tries do not lose the fractions between
    # them.
    refilled = max(0, int((at - row.last_failed_at).total_seconds() / SECONDS_PER_TRY))
    row.last_failed_at += timedelta(seconds=refilled * SECONDS_PER_TRY)
    row.failures = max(0, row.failures - refilled)
    if row.failures >= BUDGET:
        raise TooSoon(row.last_failed_at + timedelta(seconds=SECONDS_PER_TRY), at)
    row.failures += 1
    row.save(update_fields=["failures", "last_failed_at"])


def _locked(digest: str, at: datetime) -> SignInThrottle:
    row = SignInThrottle.objects.select_for_update().filter(name_digest=digest).first()
    if row is not None:
        return row
    _forget_old(at)
    fresh = {"open_at": at, "last_failed_at": at}
    return SignInThrottle.objects.select_for_update().get_or_create(name_digest=digest, defaults=fresh)[0]


def _forget_old(at: datetime) -> None:
    """Made-up names would fill the table: each new name takes a handful of forgotten ones with it."""
    old = SignInThrottle.objects.filter(last_failed_at__lt=at - FORGET_AFTER, open_at__lt=at)
    old = old.exclude(name_digest=digests.of("throttle", EVERYBODY))
    SignInThrottle.objects.filter(pk__in=list(old.order_by("pk").values_list("pk", flat=True)[:20])).delete()
