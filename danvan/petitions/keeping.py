"""
Work that comes back by itself: each is safe to repeat and does nothing when there is nothing to do.

The worker's moment is real time; days of cases are those of the house.
"""

from __future__ import annotations

from datetime import datetime

from danvan.common import clock
from danvan.petitions.services import (
    close_settled,
    forget_contacts,
    pass_to_successors,
    tell_senders,
    warn_before_forgetting,
)


def close(moment: datetime) -> int:
    return close_settled(at=clock.now())


def forget(moment: datetime) -> int:
    now = clock.now()
    warn_before_forgetting(at=now)
    return forget_contacts(at=now)


def tell(moment: datetime) -> int:
    return tell_senders()


def inherit(moment: datetime) -> int:
    return pass_to_successors(at=clock.now())
