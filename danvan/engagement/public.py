"""
What everybody may see of dialogues (the door of the portal): plain values, nothing else.

A dialogue is public from its announcement on. Opinions, answers and the conclusion are public from the day the result is
published; before that only how many there were. Questions sent beforehand are never shown as they came in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class PublicPromise:
    """A commitment made at a dialogue. `kept` is None while nobody can say; `late` is computed for the day asked."""

    reference: str
    text: str
    unit: str
    due_on: date | None
    state: str
    outcome: str
    kept: bool | None
    late: bool


@dataclass(frozen=True)
class PublicOpinion:
    """A matter raised. `state` is a code of DialogueOpinion.State, `state_label` its words."""

    number: int
    topic: str
    text: str
    from_floor: bool
    state: str
    state_label: str
    answer: str
    handed_to: str
    promise: PublicPromise | None


@dataclass(frozen=True)
class PublicConclusion:
    number: str
    issued_on: date
    opening: str
    demands: str
    published_on: date | None
    published_ways: str


@dataclass(frozen=True)
class Shares:
    """
    How lively a dialogue was, as numerators and denominators: shares are for the page to print, with both beside them.
    """

    opinions: int = 0
    from_floor: int = 0
    answered_at_event: int = 0
    promises: int = 0
    promises_due: int = 0
    promises_kept: int = 0


@dataclass(frozen=True)
class DialogueCard:
    """A dialogue in a list. `reference` is its name in public addresses."""

    reference: str
    title: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    unit_code: str
    unit: str
    level: str
    joint: tuple[str, ...]
    starts_at: datetime
    place: str
    mode_label: str
    questions_open: bool
    questions_until: date | None
    held_on: date | None
    attended: int | None
    opinions: int
    published_on: date | None


@dataclass(frozen=True)
class PublicDialogue:
    """The whole page of a dialogue. `opinions` and `conclusion` are empty until the result is published."""

    card: DialogueCard
    content: str
    chair: str
    how_to_attend: str
    bases: tuple[str, ...]
    announced_on: date | None
    opinions: tuple[PublicOpinion, ...] = ()
    conclusion: PublicConclusion | None = None
    result_due_on: date | None = None
    shares: Shares = field(default_factory=Shares)
    # What was promised at the unit's dialogue before this one, with its state today.
    before: DialogueCard | None = None
    promises_before: tuple[PublicPromise, ...] = ()


@dataclass(frozen=True)
class Asked:
    """`accepted` False: `warnings` say what looks like personal data; send again with ``confirmed=True`` to insist."""

    accepted: bool
    warnings: tuple[str, ...] = ()


def upcoming(on: date, *, unit_code: str = "", limit: int = 50) -> list[DialogueCard]:
    """Dialogues announced and not yet held, the next first; of a unit and those below it when `unit_code` names one."""
    raise NotImplementedError


def held(
    on: date, *, year: int | None = None, unit_code: str = "", offset: int = 0, limit: int = 50
) -> list[DialogueCard]:
    """Dialogues held by a day, the latest first."""
    raise NotImplementedError


def held_count(on: date, *, year: int | None = None, unit_code: str = "") -> int:
    """How many `held` would give in all."""
    raise NotImplementedError


def years(on: date) -> list[int]:
    """Years in which dialogues were held, the latest first."""
    raise NotImplementedError


def dialogue(reference: str, on: date) -> PublicDialogue | None:
    """One dialogue, or None for what does not exist or is not public."""
    raise NotImplementedError


def topics(on: date) -> list[tuple[str, str]]:
    """(code, name) of the closed list of topics, for the form that asks a question."""
    raise NotImplementedError


def ask(
    reference: str, text: str, topic: str = "", *, key: str, at: datetime, confirmed: bool = False
) -> Asked:
    """
    Send a question to a dialogue that takes questions. `key` is random and makes a repeat harmless.

    :raises DomainError: when it takes none (any more), the text is empty or too long, the topic unknown, or the text holds
        an identity number, telephone number or e-mail address
    """
    raise NotImplementedError


def calendar_feed(on: date, *, address: str, unit_code: str = "") -> str:
    """
    The dialogues announced, held in the last 90 days, postponed or cancelled after their announcement, as iCalendar text
    (RFC 5545). `address` is the page of a dialogue with ``{reference}`` in it.
    """
    raise NotImplementedError
