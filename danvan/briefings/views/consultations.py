"""The table of opinions and answers of a consultation as a Word file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from danvan.briefings import democracy_papers
from danvan.briefings.views.documents import file_answer
from danvan.common import clock
from danvan.democracy.models import Consultation
from danvan.democracy.queries import registers
from danvan.directives import terms


@require_GET
def paper(request: HttpRequest, consultation_id: int, fmt: str) -> HttpResponse:
    """For a draft one may see, once something of it is grouped."""
    found = registers.find(Consultation, request.actor, consultation_id)
    if fmt not in terms.FORMATS or not found.groups.exists():
        raise Http404
    content = democracy_papers.render(found, fmt, clock.today())
    return file_answer(content, "docx", f"tiep-thu-giai-trinh-{found.unit.code}-{found.pk}-{fmt}.docx")
