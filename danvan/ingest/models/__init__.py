"""What was sent in to be read, what was found in it, what a person decided, and what that taught."""

from danvan.ingest.models.history import HistoryFigure
from danvan.ingest.models.imports import Import, ImportFile, StagedSheet
from danvan.ingest.models.learned import Learned
from danvan.ingest.models.readings import StagedFigure

__all__ = ["HistoryFigure", "Import", "ImportFile", "Learned", "StagedFigure", "StagedSheet"]
