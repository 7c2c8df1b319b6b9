"""Papers of a dialogue as Word files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from danvan.briefings import dialogue_papers
from danvan.briefings.views.documents import file_answer
from danvan.common import clock
from danvan.directives import terms
from danvan.engagement.queries import dialogues


@require_GET
def paper(request: HttpRequest, dialogue_id: int, paper: str, fmt: str) -> HttpResponse:
    """Programme, minutes or conclusion notice of a dialogue one may see."""
    found = dialogues.find(request.actor, dialogue_id)
    if fmt not in terms.FORMATS or paper not in dialogue_papers.kinds(found):
        raise Http404
    content = dialogue_papers.render(found, paper, fmt, clock.today())
    return file_answer(content, "docx", f"{paper}-{found.unit.code}-{found.day:%Y-%m-%d}-{fmt}.docx")
