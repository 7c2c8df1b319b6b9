"""
Periodic work of all contexts, done by the workers.

A context says in its `AppConfig.ready()`::

    schedule.every(timedelta(days=1), "commitments.escalate", escalate)

The function takes the moment (real time) and has to bear being called twice: a worker may die after the work and before
the note that it was done. When each was last asked for is stored, so a restart neither forgets nor repeats.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from danvan.notifications.models import Chore

Work = Callable[[datetime], object]


@dataclass(frozen=True)
class Periodic:
    name: str
    pause: timedelta
    work: Work


_periodic: dict[str, Periodic] = {}


class UnknownWork(LookupError):
    """Nobody registered work by this name."""


def every(pause: timedelta, name: str, work: Work) -> None:
    """Do `work` each time `pause` has gone by; the same name again replaces it."""
    _periodic[name] = Periodic(name, pause, work)


def known() -> list[Periodic]:
    return sorted(_periodic.values(), key=lambda one: one.name)


def find(name: str) -> Periodic:
    """:raises UnknownWork:"""
    try:
        return _periodic[name]
    except KeyError:
        raise UnknownWork(name) from None


def ask_due(now: datetime, ask: Callable[[str], object]) -> list[str]:
    """
    Call `ask` with the name of everything whose time has come, each once however many workers look.

    The note and what `ask` writes stand or fall together. Work "asked for" in the future, by a clock that was wrong, is
    due.
    """
    rows = {chore.name: chore for chore in Chore.objects.all()}
    asked = []
    for one in known():
        row = rows.get(one.name)
        if row is None or row.asked_at is None or not timedelta(0) <= now - row.asked_at < one.pause:
            asked += [one.name] if _ask(one, now, ask) else []
    return asked


@transaction.atomic
def _ask(one: Periodic, now: datetime, ask: Callable[[str], object]) -> bool:
    Chore.objects.bulk_create([Chore(name=one.name)], ignore_conflicts=True)
    still = Q(asked_at__isnull=True) | Q(asked_at__lte=now - one.pause) | Q(asked_at__gt=now)
    if not Chore.objects.filter(still, name=one.name).update(asked_at=now):
        return False
    ask(one.name)
    return True


def ask_again(name: str) -> None:
    """It is due at once: what was asked for came to nothing."""
    Chore.objects.filter(name=name).update(asked_at=None)


def do(name: str, now: datetime) -> None:
    """Do it, and note when it ended or that it failed. :raises UnknownWork, whatever the work raises"""
    work = find(name).work
    try:
        work(now)
    except Exception:
        row, _made = Chore.objects.get_or_create(name=name)
        Chore.objects.filter(pk=row.pk).update(failures=row.failures + 1)
        raise
    Chore.objects.filter(name=name).update(ended_at=now, failures=0)
