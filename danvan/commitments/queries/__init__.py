"""Reads about commitments."""

from danvan.commitments.queries.lists import (
    Filters,
    found,
    in_sight,
    of_origin,
    of_unit,
    owed_by,
    owed_to,
    waiting_for,
)
from danvan.commitments.queries.stories import Told, proof_of, story
from danvan.commitments.queries.walls import Tally, Wall, wall

__all__ = [
    "Filters",
    "Tally",
    "Told",
    "Wall",
    "found",
    "in_sight",
    "of_origin",
    "of_unit",
    "owed_by",
    "owed_to",
    "proof_of",
    "story",
    "waiting_for",
    "wall",
]
