"""Grassroots democracy: what is disclosed, consulted, decided by residents, and supervised by their own boards."""

from danvan.democracy.models.consultations import Consultation, ConsultationOpinion, OpinionGroup
from danvan.democracy.models.decisions import CommunityDecision, CommunitySupervision
from danvan.democracy.models.disclosures import DemocracyRegulation, DisclosureItem, DisclosurePlan

__all__ = [
    "CommunityDecision",
    "CommunitySupervision",
    "Consultation",
    "ConsultationOpinion",
    "DemocracyRegulation",
    "DisclosureItem",
    "DisclosurePlan",
    "OpinionGroup",
]
