"""What a document rests on and what rests on it: the picture, the table, and entering a relation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from danvan.common import clock
from danvan.directives.forms.documents import RelationForm
from danvan.directives.models import DirectiveRelation
from danvan.directives.queries import documents, graph
from danvan.directives.services import relations as services
from danvan.directives.views import shared
from danvan.organizations import permissions as policy

FOUND = 15


@require_http_methods(["GET", "POST"])
def graph_of(request: HttpRequest, directive_id: int) -> HttpResponse:
    found = documents.find(request.actor, directive_id)
    may_edit = policy.can(request.actor, "edit", "directive", found.unit_id)
    form = RelationForm(request.POST or None)
    if request.method == "POST":
        shared.require(request, "edit", found.unit_id)
        if form.is_valid() and shared.attempt(
            form,
            lambda: services.relate(
                source_id=found.pk, target_id=form.cleaned_data["target"], kind=form.cleaned_data["kind"],
                by=request.actor, at=clock.now(),
            ),
        ):  # fmt: skip
            messages.success(request, _("The relation stands in the picture."))
            return redirect("directives:graph", found.pk)
    words = request.GET.get("q", "").strip()[:100]
    hits = []
    if may_edit and words:
        rows = documents.filtered(request.actor, documents.Filters(words=words), clock.today())
        hits = list(rows.exclude(pk=found.pk)[:FOUND])
    context = {
        "directive": found, "picture": graph.around(request.actor, found), "may_edit": may_edit, "form": form,
        "words": words, "hits": hits, "kinds": DirectiveRelation.Kind.choices, "box": (graph.WIDTH, graph.HEIGHT),
    }  # fmt: skip
    return render(request, "directives/graph.html", context, status=shared.status(form))


@require_POST
def unrelate(request: HttpRequest, relation_id: int) -> HttpResponse:
    source_id = services.unrelate(relation_id=relation_id, by=request.actor, at=clock.now())
    messages.success(request, _("The relation is taken out."))
    return redirect("directives:graph", source_id)
