"""Dialogues with residents, trainings as events, and the situation of the people by topic."""

from danvan.engagement.models.conclusions import ConclusionNotice
from danvan.engagement.models.dialogues import DialogueConference, DialogueEvent, DialogueHost
from danvan.engagement.models.opinions import AdvanceQuestion, DialogueOpinion
from danvan.engagement.models.situation import SituationNote, SituationTopic
from danvan.engagement.models.trainings import (
    TrainingClass,
    TrainingCoverage,
    TrainingMaterial,
    TrainingRequirement,
)

__all__ = [
    "AdvanceQuestion",
    "ConclusionNotice",
    "DialogueConference",
    "DialogueEvent",
    "DialogueHost",
    "DialogueOpinion",
    "SituationNote",
    "SituationTopic",
    "TrainingClass",
    "TrainingCoverage",
    "TrainingMaterial",
    "TrainingRequirement",
]
