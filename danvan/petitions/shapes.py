"""Plain values that cross the door to the portal: nothing here holds a model or opens one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class Door:
    """
    One answer to the first question. `open` says whether it leads into the form; otherwise `text` says where the lawful
    door is, and nothing may be typed here.
    """

    code: str
    label: str
    help: str
    open: bool
    title: str = ""
    text: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Gate:
    """The legal gate: asked before anything is typed."""

    question: str
    help: str
    doors: tuple[Door, ...]

    def door(self, code: str) -> Door | None:
        return next((door for door in self.doors if door.code == code), None)


@dataclass(frozen=True)
class Contact:
    """How to reach the sender; all of it is optional and sealed apart from the text."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        return any((self.name, self.phone, self.email, self.address))


@dataclass(frozen=True)
class Warned:
    """Personal data found in a text: what kind, and the piece itself (for the one who typed it only)."""

    kind: str
    label: str
    found: str


@dataclass(frozen=True)
class Preview:
    """What would become public (`text`, with `removed` in words), what never does, who answers and by when."""

    text: str
    removed: str
    warnings: tuple[Warned, ...]
    never_public: tuple[str, ...]
    unit: str
    unit_code: str
    due_on: date
    reckoning: str


@dataclass(frozen=True)
class Receipt:
    """`code` is shown once and kept nowhere: 7 groups of 4 signs. `reference` is the number officers know."""

    code: str
    reference: str
    unit: str
    unit_code: str
    received_at: datetime
    take_up_by: datetime
    due_at: datetime
    reckoning: str


@dataclass(frozen=True)
class Line:
    """One step of the story as the sender reads it. `kind` is the code of the step, `title` says it in words."""

    kind: str
    at: datetime
    title: str
    text: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Told:
    """One answer: what was found, what is done or not, on what basis, what will be done by when."""

    number: int
    at: datetime
    unit: str
    outcome: str
    outcome_code: str
    found: str
    done: str
    basis: str
    promise: str
    promised_on: date | None
    kept_at: datetime | None
    proofs: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture or paper; `attachment(code, id)` gives its bytes."""

    id: str
    name: str
    kind: str
    size: int


@dataclass(frozen=True)
class View:
    """Everything the holder of a code sees. What may be done now is in `may_…`; `reopen_until` is the last day for that."""

    reference: str
    kind: str
    kind_label: str
    topic: str
    place: str
    unit: str
    state: str
    state_label: str
    received_at: datetime
    due_at: datetime | None
    due_words: str
    late: bool
    reckoning: str
    text: str
    lines: tuple[Line, ...]
    answers: tuple[Told, ...]
    pictures: tuple[Picture, ...]
    owed: str
    score: int | None
    settled: bool | None
    may_add: bool
    may_rate: bool
    may_reopen: bool
    reopen_until: date | None
    wants_public: bool
    published: bool
    contact_destroyed: bool
    complaint_stage: str = ""
    # The channel by which the sender is told, in words; empty for whoever follows with the code alone.
    told_by: str = ""
    sealed: bool = False
    # Matters split from this letter: the same code opens them, `part` names which one is meant.
    parts: tuple[View, ...] = ()
    part: str = ""


@dataclass(frozen=True)
class Filters:
    """What of the published matters to show; `text` is searched with and without marks."""

    text: str = ""
    topic: str = ""
    place: str = ""
    state: str = ""
    references: tuple[str, ...] = ()
    received_from: datetime | None = None
    received_to: datetime | None = None
    updated_from: datetime | None = None
    updated_to: datetime | None = None
    page: int = 1
    per_page: int = 20


@dataclass(frozen=True)
class Published:
    """One published matter. `removed` says in words what was taken out of it."""

    reference: str
    title: str
    text: str
    removed: str
    topic: str
    topic_label: str
    place: str
    place_code: str
    unit: str
    unit_code: str
    state: str
    state_label: str
    outcome: str
    outcome_label: str
    answer: str
    received_on: date
    received_at: datetime
    published_at: datetime
    updated_at: datetime
    due_at: datetime | None
    answered_on: date | None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(frozen=True)
class PublishedPage:
    rows: tuple[Published, ...]
    page: int
    pages: int
    count: int


@dataclass(frozen=True)
class ServiceType:
    """What may be sent through Open311: a topic."""

    code: str
    name: str
    description: str
    group: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conduct:
    """How a unit answers, speed always beside outcome and satisfaction, each with its denominator. None: too few to say."""

    unit: str
    unit_code: str
    received: int | None
    answered: int | None
    on_time: int | None
    solved: int | None
    explained: int | None
    rated: int | None
    satisfied: int | None
    reopened: int | None


@dataclass(frozen=True)
class PostedDay:
    """A posted day on which a head receives citizens. `moved_to` is set when it was moved."""

    unit: str
    unit_code: str
    head: str
    day: date
    starts_at: str
    ends_at: str
    place: str
    posted_on: date
    moved_to: date | None = None


@dataclass(frozen=True)
class Options:
    """What the form offers: (code, label) pairs."""

    kinds: tuple[tuple[str, str], ...] = field(default=())
    topics: tuple[tuple[str, str], ...] = field(default=())
    urgencies: tuple[tuple[str, str], ...] = field(default=())
    # Channels by which a sender may ask to be told.
    tellings: tuple[tuple[str, str], ...] = field(default=())
