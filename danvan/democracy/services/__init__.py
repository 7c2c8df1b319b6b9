"""Every write of this context."""

from danvan.democracy.services import (
    bulk,
    consultations,
    decisions,
    disclosures,
    grouping,
    planning,
    regulations,
    supervisions,
)

__all__ = [
    "bulk",
    "consultations",
    "decisions",
    "disclosures",
    "grouping",
    "planning",
    "regulations",
    "supervisions",
]
