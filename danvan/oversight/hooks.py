"""Named slots for contexts above this one; they register in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from danvan.organizations.hooks import Slot
from danvan.oversight.models import OversightSession, SupervisionRecommendation


@dataclass(frozen=True)
class Paper:
    """A document that somebody above can print: where it is fetched, and by what words."""

    label: str
    href: str


# callable(request, session) -> list[Paper]: notice, report, conclusion, criticism document, table of answers.
papers: Slot[Callable[[HttpRequest, OversightSession], list[Paper]]] = Slot()
# callable(recommendation) -> list[Paper]: the letter that reminds whoever was asked of all that is open.
letters: Slot[Callable[[SupervisionRecommendation], list[Paper]]] = Slot()


def papers_of(request: HttpRequest, session: OversightSession) -> list[Paper]:
    return [paper for function in papers.functions for paper in function(request, session)]


def letters_of(recommendation: SupervisionRecommendation) -> list[Paper]:
    return [paper for function in letters.functions for paper in function(recommendation)]
