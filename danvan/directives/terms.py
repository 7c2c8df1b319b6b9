"""When numbers of documents begin again: each calendar year (state), or with each term of the committee (Party)."""

from __future__ import annotations

from datetime import date

PARTY, STATE = "party", "state"
FORMATS = (PARTY, STATE)


def term_of(day: date) -> str:
    """
    The term of a city or provincial Party committee that `day` lies in: congresses are held every five years, at
    their latest in October (2015, 2020, 2025). A book may be given another name when a congress falls otherwise.
    """
    first = day.year - day.year % 5
    if day.year % 5 == 0 and day.month < 11:
        first -= 5
    return f"{first}-{first + 5}"


def book_name(fmt: str, day: date) -> str:
    """The name of the numbering book a document dated `day` belongs to (state: Nghị định 30/2020/NĐ-CP, Điều 15)."""
    return term_of(day) if fmt == PARTY else str(day.year)
