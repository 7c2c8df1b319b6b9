"""One address for an import of any kind."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from danvan.ingest.models import Import
from danvan.ingest.queries import imports
from danvan.ingest.views import prose, trials


@require_safe
def an_import(request: HttpRequest, import_id: int) -> HttpResponse:
    made = imports.find(request.actor, import_id)
    return prose.reading(request, made) if made.kind == Import.Kind.PROSE else trials.trial(request, made)
