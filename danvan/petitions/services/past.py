"""The shapes of what is taken over from another system: a case as it came in, and in order everything done on it since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from danvan.organizations.actors import Actor
from danvan.petitions.models import Kind, State
from danvan.petitions.services.answering import Draft
from danvan.petitions.services.intake import Matter


@dataclass(frozen=True)
class TakenUp:
    """The unit said that it had taken notice, before it sorted."""

    at: datetime
    by: Actor


@dataclass(frozen=True)
class Sorted:
    """Confirmed as the unit's own, or sent away with `words` for the sender."""

    at: datetime
    by: Actor
    decision: str = State.OWN_AUTHORITY
    words: str = ""


@dataclass(frozen=True)
class HandedOver:
    at: datetime
    by: Actor
    to_unit_id: int
    reason: str


@dataclass(frozen=True)
class Answered:
    """A promise in the draft becomes a commitment, kept when `Kept` follows."""

    at: datetime
    by: Actor
    draft: Draft


@dataclass(frozen=True)
class Kept:
    """The promise was verified as kept, which closes the case."""

    at: datetime


@dataclass(frozen=True)
class Rated:
    at: datetime
    score: int
    settled: bool
    comment: str = ""


@dataclass(frozen=True)
class Reopened:
    at: datetime
    reason: str


@dataclass(frozen=True)
class Closed:
    """The time to reopen was over."""

    at: datetime


@dataclass(frozen=True)
class Published:
    at: datetime
    by: Actor
    title: str
    text: str
    answer: str = ""
    removed: str = ""


@dataclass(frozen=True)
class Staged:
    """A formal complaint entered a stage on a day; entered here `at`."""

    at: datetime
    by: Actor
    stage: str
    on: date


Act = TakenUp | Sorted | HandedOver | Answered | Kept | Rated | Reopened | Closed | Published | Staged


@dataclass(frozen=True)
class PastCase:
    """
    One case. `unit_id` is where it came in; `matter.received_at` says when. `by` took it in, None: the sender sent it.

    A formal complaint (`matter.kind`) has its number in the official register as `outside` and no words: those lie there.
    `key`, of at least 128 random bits, makes the receipt code; left out, one is made. `acts` are in the order of time.
    """

    matter: Matter
    channel: str
    unit_id: int
    by: Actor | None = None
    acts: Sequence[Act] = ()
    outside: str = ""
    key: str = ""

    @property
    def is_complaint(self) -> bool:
        return self.matter.kind == Kind.COMPLAINT
