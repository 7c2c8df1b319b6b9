"""Petitions from the first word to the last: the case, its story, its keys, the way it takes, and reception of citizens."""

from danvan.petitions.models.cases import Channel, Kind, Petition, State, Urgency
from danvan.petitions.models.complaints import ComplaintFile, ComplaintStep
from danvan.petitions.models.keeping import CaseKey, OpeningReason, SealedRecord
from danvan.petitions.models.notices import SenderNotice
from danvan.petitions.models.publishing import Publication
from danvan.petitions.models.reception import ReceptionSchedule, ReceptionSession
from danvan.petitions.models.routing import HandOver, Route
from danvan.petitions.models.story import Answer, Attachment, Event

__all__ = [
    "Answer",
    "Attachment",
    "CaseKey",
    "Channel",
    "ComplaintFile",
    "ComplaintStep",
    "Event",
    "HandOver",
    "Kind",
    "OpeningReason",
    "Petition",
    "Publication",
    "ReceptionSchedule",
    "ReceptionSession",
    "Route",
    "SealedRecord",
    "SenderNotice",
    "State",
    "Urgency",
]
