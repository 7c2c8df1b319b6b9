"""Opening the words of a case for those who may read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from danvan.petitions import vault
from danvan.petitions.models import Answer, Event, Petition
from danvan.petitions.shapes import Contact


@dataclass(frozen=True)
class Content:
    """What the sender wrote. `known` is false when it is sealed away or destroyed."""

    text: str = ""
    where: str = ""
    latitude: str = ""
    longitude: str = ""
    known: bool = False


def content(petition: Petition, case: vault.Case) -> Content:
    if petition.content is None or not case.holds(vault.CONTENT):
        return Content()
    return Content(**case.open_json(vault.CONTENT, "text", petition.content), known=True)


def contact(petition: Petition, case: vault.Case) -> Contact:
    """:raises vault.Destroyed: when the key is gone"""
    if petition.contact is None:
        return Contact()
    return Contact(**case.open_json(vault.CONTACT, "contact", petition.contact))


def words(event: Event, case: vault.Case) -> Any:
    """The words of a step; empty when there are none or the key is gone."""
    if event.body is None or not case.holds(vault.CONTENT):
        return ""
    return case.open_json(vault.CONTENT, "event", event.body)


def answer(row: Answer, case: vault.Case) -> dict[str, str]:
    """found, done, basis, promise; empty when the key is gone."""
    empty = {"found": "", "done": "", "basis": "", "promise": ""}
    if row.body is None or not case.holds(vault.CONTENT):
        return empty
    return empty | case.open_json(vault.CONTENT, f"answer:{row.number}", row.body)


def texts(petitions: Iterable[Petition]) -> dict[int, str]:
    """What was written in many cases, by id. One query."""
    rows = list(petitions)
    cases = vault.of_many(rows)
    return {row.pk: content(row, cases[row.pk]).text for row in rows}
