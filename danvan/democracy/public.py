"""
What everybody may see of grassroots democracy: plain values, nothing else.

A draft is public from its opening on; groups and answers from the day the response is published. A disclosure is public once
it is published. Decisions and supervisions of the residents are not shown here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from danvan.democracy import lists
from danvan.democracy.models import Consultation, DisclosureItem
from danvan.democracy.models.consultations import Channel
from danvan.democracy.queries import matrix
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import descendant_ids, last_names


@dataclass(frozen=True)
class PublicDraft:
    """A draft in a list. `reference` is its name in public addresses; `taking` whether opinions are taken on the day."""

    reference: str
    title: str
    unit_code: str
    unit: str
    drafter: str
    summary: str
    how: str
    channels: tuple[str, ...]
    opens_on: date
    closes_on: date
    taking: bool
    published_on: date | None


@dataclass(frozen=True)
class PublicAnswer:
    """A group of opinions with its answer; `count` contributions said so."""

    number: int
    clause: str
    gist: str
    count: int
    verdict: str
    reason: str


@dataclass(frozen=True)
class PublicResponse:
    """A draft with the answers to what was said; `answers` is empty until the response is published."""

    card: PublicDraft
    opinions: int
    response: str
    answers: tuple[PublicAnswer, ...]


@dataclass(frozen=True)
class PublicDisclosure:
    unit_code: str
    matter: str
    title: str
    decision: str
    published_on: date
    ways: tuple[str, ...]
    url: str


def open_drafts(on: date, *, unit_code: str = "", limit: int = 50) -> list[PublicDraft]:
    """Drafts that take opinions, the one that ends first on top; of a unit and those below it when one is named."""
    rows = _within(Consultation.unscoped.filter(state=Consultation.State.OPEN), unit_code, on)
    rows = rows.filter(opens_on__lte=on, closes_on__gte=on)
    return _cards(rows.order_by("closes_on", "pk")[:limit], on)


def responses(on: date, *, unit_code: str = "", offset: int = 0, limit: int = 50) -> list[PublicDraft]:
    """Drafts whose response is published, the latest first."""
    return _cards(_responses(on, unit_code).order_by("-published_on", "-pk")[offset : offset + limit], on)


def responses_count(on: date, *, unit_code: str = "") -> int:
    """How many `responses` would give in all."""
    return _responses(on, unit_code).count()


def response(reference: str, on: date) -> PublicResponse | None:
    """One draft, or None for what does not exist or is not public."""
    rows = Consultation.unscoped.filter(state__in=Consultation.PUBLIC, opens_on__lte=on)
    found = rows.filter(reference=reference).first()
    if found is None:
        return None
    told = found.published_on is not None and found.published_on <= on
    answers = tuple(
        PublicAnswer(
            line.group.number,
            line.group.clause,
            line.group.gist,
            line.total,
            str(line.group.get_verdict_display()),
            line.group.reason,
        )
        for line in (matrix.lines(found) if told else [])
    )
    counted = sum(count for _label, count in matrix.by_channel(found))
    return PublicResponse(_cards([found], on)[0], counted, found.response if told else "", answers)


def disclosures(
    unit_code: str, on: date, *, year: int | None = None, limit: int = 200
) -> list[PublicDisclosure]:
    """What a unit has published, the latest first."""
    rows = DisclosureItem.unscoped.filter(unit__code=unit_code, published_on__lte=on)
    if year is not None:
        rows = rows.filter(published_on__year=year)
    return [
        PublicDisclosure(
            unit_code, lists.named(row.item), row.title, row.decision, row.published_on,
            tuple(str(lists.WAYS.get(way, way)) for way in row.ways), row.proof_url,
        )
        for row in rows.order_by("-published_on", "-pk")[:limit]
        if row.published_on
    ]  # fmt: skip


def _responses(on: date, unit_code: str) -> QuerySet[Consultation]:
    return _within(Consultation.unscoped.filter(published_on__lte=on), unit_code, on)


def _within(rows: QuerySet[Consultation], unit_code: str, on: date) -> QuerySet[Consultation]:
    if not unit_code:
        return rows
    unit_id = OrgUnit.objects.filter(code=unit_code).values_list("pk", flat=True).first()
    if unit_id is None:
        return rows.none()
    return rows.filter(Q(unit_id=unit_id) | Q(unit_id__in=descendant_ids(unit_id, on)))


def _cards(rows: Iterable[Consultation], on: date) -> list[PublicDraft]:
    rows = list(rows)
    names = last_names({row.unit_id for row in rows}, on) if rows else {}
    labels = dict(Channel.choices)
    return [
        PublicDraft(
            row.reference, row.title, names[row.unit_id].code, names[row.unit_id].name, row.drafter, row.summary, row.how,
            tuple(str(labels[code]) for code in row.channels if code in labels), row.opens_on, row.closes_on,
            row.state == Consultation.State.OPEN and row.opens_on <= on <= row.closes_on, row.published_on,
        )
        for row in rows
    ]  # fmt: skip
