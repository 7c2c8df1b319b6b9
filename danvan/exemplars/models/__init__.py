""" "Dân vận khéo" models and their life, contests, commendation."""

from danvan.exemplars.models.awards import Authority, Award, AwardEvent, Form
from danvan.exemplars.models.contests import Contest, ContestRound, Criterion, Entry, Score, Seat, Standing
from danvan.exemplars.models.skilled import (
    ActiveSpell,
    BulkStep,
    Effect,
    Field,
    Holder,
    ModelCheck,
    ModelEvent,
    ModelFile,
    Recognition,
    SkilledModel,
)

__all__ = [
    "ActiveSpell", "Authority", "Award", "AwardEvent", "BulkStep", "Contest", "ContestRound", "Criterion", "Effect", "Entry",
    "Field", "Form", "Holder", "ModelCheck", "ModelEvent", "ModelFile", "Recognition", "Score", "Seat", "SkilledModel",
    "Standing",
]  # fmt: skip
