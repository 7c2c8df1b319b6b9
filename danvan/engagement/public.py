"""
What everybody may see of dialogues (the door of the portal): plain values, nothing else.

A dialogue is public from its announcement on. Opinions, answers and the conclusion are public from the day the result is
published; before that only how many there were. Questions sent beforehand are never shown as they came in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from danvan.engagement import duties, feed
from danvan.engagement import topics as topic_list
from danvan.engagement.models import DialogueConference, DialogueOpinion
from danvan.engagement.queries import dialogues as reads
from danvan.engagement.queries import promises as ledger
from danvan.engagement.queries import shares as sharing
from danvan.engagement.services import questions
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids, last_names

State = DialogueConference.State
# How long the feed keeps what is over.
FEED_DAYS = 90


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
    rows = _public(unit_code, on).filter(state__in=(State.ANNOUNCED, State.COLLECTING))
    return _cards(rows.filter(scheduled_at__date__gte=on).order_by("scheduled_at", "pk")[:limit], on)


def held(
    on: date, *, year: int | None = None, unit_code: str = "", offset: int = 0, limit: int = 50
) -> list[DialogueCard]:
    """Dialogues held by a day, the latest first."""
    rows = _held(on, year, unit_code).order_by("-held_on", "-pk")
    return _cards(rows[offset : offset + limit], on)


def held_count(on: date, *, year: int | None = None, unit_code: str = "") -> int:
    """How many `held` would give in all."""
    return _held(on, year, unit_code).count()


def years(on: date) -> list[int]:
    """Years in which dialogues were held, the latest first."""
    return [day.year for day in _held(on, None, "").order_by().dates("held_on", "year", order="DESC")]


def dialogue(reference: str, on: date) -> PublicDialogue | None:
    """One dialogue, or None for what does not exist or is not public."""
    rows = _public("", on).select_related("conclusion").filter(reference=reference)
    found = rows.filter(Q(held_on__isnull=True) | Q(held_on__lte=on)).first()
    if found is None:
        return None
    before, promised = ledger.before(found, on)
    if before is not None and before.state not in DialogueConference.PUBLIC:
        before = None
    cards = _cards([found, *([before] if before else [])], on)
    told = found.announced_at
    return PublicDialogue(
        card=cards[0],
        content=found.content,
        chair=found.chair,
        how_to_attend=found.how_to_attend,
        bases=tuple(duties.basis_names(found.bases)),
        announced_on=timezone.localtime(told).date() if told else None,
        result_due_on=duties.result_due(found.level, found.day) if found.took_place else None,
        before=cards[1] if before else None,
        promises_before=tuple(_promise(one) for one in promised if one.public) if before else (),
        **_result(found, on),
    )


def topics(on: date) -> list[tuple[str, str]]:
    """(code, name) of the closed list of topics, for the form that asks a question."""
    return topic_list.choices(on)


def ask(
    reference: str, text: str, topic: str = "", *, key: str, at: datetime, confirmed: bool = False
) -> Asked:
    """
    Send a question to a dialogue that takes questions. `key` is random and makes a repeat harmless.

    :raises DomainError: when it takes none (any more), the text is empty or too long, the topic unknown, or the text holds
        an identity number, telephone number or e-mail address
    """
    made, warnings = questions.ask(
        reference=reference, text=text, topic=topic, key=key, confirmed=confirmed, at=at
    )
    return Asked(made is not None, tuple(warnings))


def calendar_feed(on: date, *, address: str, unit_code: str = "") -> str:
    """
    The dialogues announced, held in the last 90 days, postponed or cancelled after their announcement, as iCalendar text
    (RFC 5545). `address` is the page of a dialogue with ``{reference}`` in it.
    """
    rows = DialogueConference.unscoped.filter(announced_at__isnull=False, announced_at__date__lte=on)
    rows = _within(rows, unit_code, on).filter(scheduled_at__date__gte=on - timedelta(days=FEED_DAYS))
    lines = reads.lines(rows.order_by("scheduled_at", "pk"), on)
    return feed.text(lines, address=address)


def _public(unit_code: str, on: date) -> QuerySet[DialogueConference]:
    rows = DialogueConference.unscoped.filter(state__in=DialogueConference.PUBLIC)
    return _within(rows, unit_code, on)


def _held(on: date, year: int | None, unit_code: str) -> QuerySet[DialogueConference]:
    rows = _public(unit_code, on).filter(state__in=DialogueConference.TOOK_PLACE, held_on__lte=on)
    return rows if year is None else rows.filter(held_on__year=year)


def _within(rows: QuerySet[DialogueConference], unit_code: str, on: date) -> QuerySet[DialogueConference]:
    if not unit_code:
        return rows
    unit_id = OrgUnit.objects.filter(code=unit_code).values_list("pk", flat=True).first()
    if unit_id is None:
        return rows.none()
    # The unit itself even when it is closed by now: what it held stays where it was.
    return rows.filter(Q(unit_id=unit_id) | Q(unit_id__in=descendant_ids(unit_id, on)))


def _cards(rows: Iterable[DialogueConference], on: date) -> list[DialogueCard]:
    rows = list(rows)
    names = last_names({row.unit_id for row in rows}, on)
    published = dict(
        DialogueConference.unscoped.filter(pk__in=[row.pk for row in rows]).values_list(
            "pk", "conclusion__published_on"
        )
    )
    return [_card(line, names[line.dialogue.unit_id].code, published, on) for line in reads.lines(rows, on)]


def _card(line: reads.Line, code: str, published: dict[int, date | None], on: date) -> DialogueCard:
    row = line.dialogue
    until = row.questions_until
    taking = row.state == State.COLLECTING and until is not None and until >= on
    return DialogueCard(
        reference=row.reference,
        title=row.title,
        kind=row.kind,
        kind_label=str(row.get_kind_display()),
        state=row.state,
        state_label=str(row.get_state_display()),
        unit_code=code,
        unit=line.unit,
        level=row.level,
        joint=line.joint,
        starts_at=timezone.localtime(row.scheduled_at),
        place=row.place,
        mode_label=str(row.get_mode_display()),
        questions_open=taking,
        questions_until=until,
        held_on=row.held_on,
        attended=row.attended,
        opinions=line.opinions if row.took_place else 0,
        published_on=published[row.pk],
    )


def _result(found: DialogueConference, on: date) -> dict:
    """What is public once a named person has published the result."""
    notice = getattr(found, "conclusion", None)
    if notice is None or notice.published_on is None:
        return {}
    counted = sharing.of_dialogues([found.pk], on)
    return {
        "opinions": tuple(_opinion(row) for row in reads.opinions(found, on)),
        "conclusion": PublicConclusion(
            notice.number, notice.issued_on, notice.opening, notice.demands, notice.published_on, notice.published_ways
        ),
        "shares": Shares(
            counted.opinions, counted.from_floor, counted.answered_at_event, counted.promises, counted.promises_due,
            counted.promises_kept,
        ),
    }  # fmt: skip


def _opinion(row: reads.OpinionRow) -> PublicOpinion:
    opinion = row.opinion
    given = next((one for one in row.promises if one.public), None)
    return PublicOpinion(
        number=opinion.number,
        topic=row.topic,
        text=opinion.shown_text,
        from_floor=opinion.origin == DialogueOpinion.Origin.FLOOR,
        state=opinion.state,
        state_label=str(opinion.get_state_display()),
        answer=opinion.answer,
        handed_to=row.responsible if opinion.state == DialogueOpinion.State.TRANSFERRED else "",
        promise=_promise(given) if given else None,
    )


def _promise(one: ledger.Promise) -> PublicPromise:
    return PublicPromise(
        one.reference, one.text, one.unit, one.due_on, one.state_label, one.outcome, one.kept, one.late
    )
