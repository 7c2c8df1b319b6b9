"""Named slots for contexts above this one; they register in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from danvan.democracy.models import Consultation
from danvan.organizations.hooks import Slot


@dataclass(frozen=True)
class Paper:
    """A document about a consultation that somebody above can print: where it is fetched, and by what words."""

    label: str
    href: str


# callable(request, consultation) -> list[Paper]: the table of opinions and answers as an official document.
papers: Slot[Callable[[HttpRequest, Consultation], list[Paper]]] = Slot()


def papers_of(request: HttpRequest, consultation: Consultation) -> list[Paper]:
    return [paper for function in papers.functions for paper in function(request, consultation)]
