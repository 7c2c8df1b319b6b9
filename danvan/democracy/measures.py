"""
What reports count from the records of this context: the words indicators use, and the function that counts them.

Each function answers ``{unit id: [(reference, label, counts), …]}`` for some units and an interval of days, both included.
A disclosure is counted in the interval in which it was due, whether or not it was published on time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import partial

from django.db.models import F, Q, QuerySet, Sum

from danvan.common.books import Book, Measured, Proof
from danvan.democracy.models import (
    CommunityDecision,
    CommunitySupervision,
    Consultation,
    ConsultationOpinion,
    DemocracyRegulation,
    DisclosureItem,
)
from danvan.democracy.models.consultations import Channel


def opened(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    rows = Consultation.unscoped.filter(unit_id__in=unit_ids, opens_on__range=(starts_on, ends_on))
    return _each(rows.exclude(state=Consultation.State.PREPARED), "opens_on")


def response_published(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    rows = Consultation.unscoped.filter(unit_id__in=unit_ids, published_on__range=(starts_on, ends_on))
    return _each(rows, "published_on")


def opinions(unit_ids: Collection[int], starts_on: date, ends_on: date, channel: str = "") -> Measured:
    """Contributions, identical ones as often as they came; the proof is the draft they are about."""
    rows = ConsultationOpinion.unscoped.filter(
        unit_id__in=unit_ids,
        received_on__range=(starts_on, ends_on),
        **({"channel": channel} if channel else {}),
    )
    found = (
        rows.values("unit_id", "consultation_id", "consultation__opens_on", "consultation__title")
        .annotate(all=Sum("count"))
        .order_by("consultation__opens_on", "consultation_id")
    )
    return _gathered(
        (row["unit_id"], _proof("Consultation", row["consultation_id"], row["consultation__opens_on"],
                                row["consultation__title"], row["all"]))
        for row in found
    )  # fmt: skip


def regulation_in_force(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    """Each unit once, with the newest rules in force on the last day."""
    rows = DemocracyRegulation.unscoped.filter(unit_id__in=unit_ids, valid_from__lte=ends_on)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=ends_on)).order_by("-valid_from", "-pk")
    found = _gathered(
        (unit, _proof("DemocracyRegulation", pk, day, f"{symbol} {title}", 1))
        for unit, pk, day, symbol, title in rows.values_list("unit_id", "pk", "valid_from", "symbol", "title")
    )
    return {unit_id: proofs[:1] for unit_id, proofs in found.items()}


def disclosures_due(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    return _each(_due(unit_ids, starts_on, ends_on), "due_on")


def disclosures_on_time(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    return _each(_due(unit_ids, starts_on, ends_on).filter(published_on__lte=F("due_on")), "due_on")


def _due(unit_ids: Collection[int], starts_on: date, ends_on: date) -> QuerySet[DisclosureItem]:
    rows = DisclosureItem.unscoped.filter(unit_id__in=unit_ids, due_on__range=(starts_on, ends_on))
    return rows.exclude(state=DisclosureItem.State.DROPPED)


def decisions_adopted(unit_ids: Collection[int], starts_on: date, ends_on: date) -> Measured:
    rows = CommunityDecision.unscoped.filter(unit_id__in=unit_ids, adopted_on__range=(starts_on, ends_on))
    return _each(rows, "adopted_on")


def supervised(unit_ids: Collection[int], starts_on: date, ends_on: date, body: str) -> Measured:
    rows = CommunitySupervision.unscoped.filter(
        unit_id__in=unit_ids, body=body, supervised_on__range=(starts_on, ends_on)
    )
    return _each(rows, "supervised_on")


def _supervisions_kept(body: str, unit_ids: list[int], day: date) -> QuerySet:
    return CommunitySupervision.unscoped.filter(unit_id__in=unit_ids, body=body, supervised_on__lte=day)


BOOKS = [
    Book(
        "consultations",
        {
            "Consultation.opened": opened,
            "Consultation.response_published": response_published,
            "ConsultationOpinion.count": opinions,
            **{
                f"ConsultationOpinion.count[channel={channel}]": partial(opinions, channel=channel)
                for channel in Channel.values
            },
        },
        lambda units, day: Consultation.unscoped.filter(unit_id__in=units, opens_on__lte=day).exclude(
            state=Consultation.State.PREPARED
        ),
        {"contributions": lambda units, day: ConsultationOpinion.unscoped.filter(unit_id__in=units)},
    ),
    Book(
        "democracy_regulations",
        {"DemocracyRegulation.in_force": regulation_in_force},
        lambda units, day: DemocracyRegulation.unscoped.filter(unit_id__in=units, valid_from__lte=day),
    ),
    Book(
        "disclosures",
        {"DisclosureItem.due": disclosures_due, "DisclosureItem.published_on_time": disclosures_on_time},
        lambda units, day: DisclosureItem.unscoped.filter(unit_id__in=units, due_on__lte=day),
    ),
    Book(
        "community_decisions",
        {"CommunityDecision.adopted": decisions_adopted},
        lambda units, day: CommunityDecision.unscoped.filter(unit_id__in=units, adopted_on__lte=day),
    ),
    *(
        Book(
            f"supervision_{body}",
            {f"CommunitySupervision[body={body}]": partial(supervised, body=body)},
            partial(_supervisions_kept, body),
        )
        for body in CommunitySupervision.Body.values
    ),
]


MEASURES = {name: measure for book in BOOKS for name, measure in book.measures.items()}


def _each(rows: QuerySet, day: str) -> Measured:
    """Every row counts one, told by its day and its title."""
    found = rows.order_by(day, "pk").values_list("unit_id", "pk", day, "title")
    name = rows.model.__name__
    return _gathered((unit, _proof(name, pk, on, title, 1)) for unit, pk, on, title in found)


def _proof(name: str, pk: int, day: date, title: str, counts: int) -> Proof:
    return f"democracy.{name}:{pk}", f"{day:%d/%m/%Y}: {title}", counts


def _gathered(pairs: Iterable[tuple[int, Proof]]) -> Measured:
    found: Measured = {}
    for unit_id, proof in pairs:
        found.setdefault(unit_id, []).append(proof)
    return found
