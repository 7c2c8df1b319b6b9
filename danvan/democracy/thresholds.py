"""
How many household representatives a matter of the residents needs, and what of its limits was kept.

Two thirds of all households for contributions and common funds, more than half for everything else (law 10/2022/QH15
art. 21 section 1). Households that did not take part count in the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from danvan.democracy import limits as law
from danvan.democracy.models import CommunityDecision

SOURCE = "Luật 10/2022/QH15, Điều 21 khoản 1"


def needed(kind: str, households: int) -> int:
    """The fewest households that must be for it."""
    if kind in CommunityDecision.TWO_THIRDS:
        return -(-2 * households // 3)
    return households // 2 + 1


def adopted(record: CommunityDecision) -> bool:
    return bool(record.households) and (record.households_for or 0) >= needed(record.kind, record.households)


@dataclass(frozen=True)
class Kept:
    """A limit of a decision: the day it ran out, the day the step was done (None: not yet), and its source."""

    label: str
    due_on: date
    done_on: date | None
    source: str

    def late(self, today: date) -> bool:
        return (self.done_on or today) > self.due_on


def limits_of(record: CommunityDecision, limits: law.Limits) -> Iterator[Kept]:
    """The limits that have begun: ballot announced in time, sent, recognised or refused."""
    if record.way == CommunityDecision.Way.BALLOT and record.voted_on:
        source = limits.limit(law.BALLOT, record.voted_on).source
        told = record.announced_on or record.voted_on
        yield Kept(_("Announce the ballot"), limits.before(law.BALLOT, record.voted_on), told, source)
    if record.adopted_on:
        source = limits.limit(law.SEND, record.adopted_on).source
        due = limits.after(law.SEND, record.adopted_on)
        yield Kept(_("Send the decision to the commune"), due, record.sent_on, source)
    if record.sent_on:
        source = limits.limit(law.RECOGNISE, record.sent_on).source
        due = limits.after(law.RECOGNISE, record.sent_on)
        yield Kept(_("Recognise or refuse in writing"), due, record.answered_on, source)
