"""Named slots for contexts above this one; they register in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from danvan.engagement.models import DialogueConference
from danvan.organizations.hooks import Slot


@dataclass(frozen=True)
class Paper:
    """A document about a dialogue that somebody above can print: where it is fetched, and by what words."""

    label: str
    href: str


# callable(request, dialogue) -> list[Paper]: the programme, the minutes, the conclusion notice.
papers: Slot[Callable[[HttpRequest, DialogueConference], list[Paper]]] = Slot()


def papers_of(request: HttpRequest, dialogue: DialogueConference) -> list[Paper]:
    return [paper for function in papers.functions for paper in function(request, dialogue)]
