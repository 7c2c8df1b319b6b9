"""Supervision, social criticism, inspection and field surveys: one life in four kinds."""

from danvan.oversight.models.outcomes import CriticismOpinion, SupervisionRecommendation
from danvan.oversight.models.planning import JointProposal, YearPlan
from danvan.oversight.models.sessions import (
    CoHost,
    FieldSurvey,
    Inspection,
    OversightSession,
    SessionEvent,
    SocialCriticism,
    SupervisionSession,
    Target,
    of_kind,
)

__all__ = [
    "CoHost",
    "CriticismOpinion",
    "FieldSurvey",
    "Inspection",
    "JointProposal",
    "OversightSession",
    "SessionEvent",
    "SocialCriticism",
    "SupervisionRecommendation",
    "SupervisionSession",
    "Target",
    "YearPlan",
    "of_kind",
]
