"""What the unit wrote and received lately: for answers that repeat themselves and matters that came before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from danvan.petitions import likeness, vault
from danvan.petitions.models import Answer, Petition, State
from danvan.petitions.queries import reading

MOST, DAYS = 300, 180
SHOWN = 5


def answers(petition: Petition, at: datetime) -> list[str]:
    """What the unit found and did in its answers of half a year, newest first, but not in this case."""
    rows = Answer.objects.filter(
        unit_id=petition.unit_id, at__gte=at - timedelta(days=DAYS), body__isnull=False
    )
    rows = rows.exclude(petition=petition).select_related("petition").order_by("-at", "-pk")[:MOST]
    found = list(rows)
    cases = vault.of_many([row.petition for row in found])
    told = (reading.answer(row, cases[row.petition_id]) for row in found)
    return [f"{words['found']}\n{words['done']}" for words in told if words["found"]]


@dataclass(frozen=True)
class Likely:
    """A case of the same unit that seems to raise the same matter. `share` is in per cent."""

    petition: Petition
    share: int
    text: str


def duplicates(petition: Petition, text: str, at: datetime) -> list[Likely]:
    """
    Cases of the same unit whose text is alike, the most similar first. Only words are compared, never who wrote (R-32).
    """
    if not text:
        return []
    rows = Petition.unscoped.filter(
        unit_id=petition.unit_id, received_at__gte=at - timedelta(days=DAYS), content__isnull=False
    ).exclude(state__in=[State.JOINED, State.SEALED]).exclude(pk=petition.pk)  # fmt: skip
    # Parts of one letter are different matters by an officer's decision.
    family = petition.split_from_id or petition.pk
    rows = rows.exclude(split_from_id=family).exclude(pk=family)
    found = list(rows.order_by("-received_at", "-pk")[:MOST])
    mine = likeness.pairs(text)
    texts = reading.texts(found)
    scored = [(likeness.alike(mine, likeness.pairs(texts[row.pk])), row) for row in found]
    likely = sorted(
        (pair for pair in scored if pair[0] >= likeness.DUPLICATE), key=lambda pair: (-pair[0], pair[1].pk)
    )
    return [Likely(row, round(score * 100), texts[row.pk][:200]) for score, row in likely[:SHOWN]]
