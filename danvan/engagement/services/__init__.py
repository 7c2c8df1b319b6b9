"""Every write of this context."""

from danvan.engagement.services import (
    answering,
    bulk,
    concluding,
    planning,
    questions,
    recording,
    situation,
    telling,
    trainings,
)

__all__ = [
    "answering",
    "bulk",
    "concluding",
    "planning",
    "questions",
    "recording",
    "situation",
    "telling",
    "trainings",
]
