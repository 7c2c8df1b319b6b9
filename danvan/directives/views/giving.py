"""Giving a document to many units: whom and by when, a preview, then the deed."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from danvan.common import clock
from danvan.common.errors import NotAllowed
from danvan.directives.forms.carrying import GiveForm
from danvan.directives.models import Directive
from danvan.directives.queries import assignments, cascade, documents
from danvan.directives.services import cascading
from danvan.directives.views import shared
from danvan.organizations import permissions as policy
from danvan.organizations.models import Level, OrgUnit
from danvan.organizations.queries import Tree, UnitName, tree_on


@dataclass(frozen=True)
class Preview:
    """Units that would get the document, by level, those that have it already, and codes that name none of the branch."""

    new: list[UnitName]
    levels: list[tuple[str, int]]
    have: list[UnitName]
    unknown: list[str]
    mark: str


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, directive_id: int) -> HttpResponse:
    found = documents.find(request.actor, directive_id)
    givers = _givers(request, found)
    tree = tree_on(clock.today())
    form = GiveForm(
        request.POST or None,
        givers=[(unit.code, tree.units[unit.pk].name) for unit in givers if unit.pk in tree.units],
        branches=[
            (one.code, one.name) for unit in givers for one in tree.below(unit.pk) if tree.below(one.id)
        ],
    )
    preview = None
    if request.method == "POST" and form.is_valid():
        giver = next(unit for unit in givers if unit.code == form.cleaned_data["giver"])
        preview = _preview(form, found, giver, tree)
        if request.POST.get("buoc") == "giao":
            told = shared.attempt(form, lambda: _give(request, form, found, giver, preview))
            if told:
                messages.success(request, told)
                return redirect("directives:cascade", found.pk)
        elif not preview.new:
            form.add_error(None, _("No unit is left to give it to: all of them have it, or none fits."))
    context = {"form": form, "directive": found, "preview": preview if not form.errors else None}
    return render(request, "directives/give.html", context, status=shared.status(form))


def _givers(request: HttpRequest, found: Directive) -> list[OrgUnit]:
    policy.require_somewhere(request.actor, "manage", "directive")
    givers = assignments.givers(request.actor, found)
    if not givers:
        raise NotAllowed(
            _(
                "Only the unit that keeps a document in force, or was given it and has acknowledged it, passes it on."
            )
        )
    return givers


def _preview(form: GiveForm, found: Directive, giver: OrgUnit, tree: Tree) -> Preview:
    given = form.cleaned_data
    inside = [unit for _depth, unit in tree.walk(giver.pk)]
    if given["branches"]:
        heads = [unit for unit in inside if unit.code in given["branches"]]
        inside = [one for head in heads for one in (head, *(unit for _depth, unit in tree.walk(head.id)))]
    if given["levels"]:
        inside = [unit for unit in inside if unit.level in given["levels"]]
    wanted = form.code_list
    known = {unit.code for unit in inside}
    if wanted:
        inside = [unit for unit in inside if unit.code in wanted]
    if given["itself"]:
        inside = [tree.units[giver.pk], *inside]
    have = cascade.having(found, [unit.id for unit in inside])
    new = [unit for unit in inside if unit.id not in have]
    levels = [(str(level.label), sum(unit.level == level for unit in new)) for level in Level]
    return Preview(
        new, [(word, count) for word, count in levels if count], [unit for unit in inside if unit.id in have],
        sorted(wanted - known), cascading.mark(unit.id for unit in new),
    )  # fmt: skip


def _give(request: HttpRequest, form: GiveForm, found: Directive, giver: OrgUnit, preview: Preview) -> str:
    given = form.cleaned_data
    terms = cascading.Terms(
        given["instruction"], given["acknowledge_by"], given["plan_due_on"], given["report_due_on"]
    )

    def work() -> str:
        done = cascading.give(
            directive_id=found.pk, giver=giver, unit_ids=[unit.id for unit in preview.new], terms=terms,
            shown=request.POST.get("dau", ""), by=request.actor, at=clock.now(),
        )  # fmt: skip
        return cascading.sentence(done)

    said: str = shared.done_once(request, work)
    return said


@require_POST
def take_back(request: HttpRequest, directive_id: int) -> HttpResponse:
    """Undo: what was given today and nobody has acknowledged."""
    found = documents.find(request.actor, directive_id)
    giver = next((one for one in _givers(request, found) if one.code == request.POST.get("giver")), None)
    if giver is None:
        raise NotAllowed(_("This unit did not give the document."))
    count = cascading.take_back(directive_id=found.pk, giver=giver, by=request.actor, at=clock.now())
    words = ngettext("Taken back from %(n)d unit.", "Taken back from %(n)d units.", count)
    messages.success(request, words % {"n": count})
    return redirect("directives:cascade", found.pk)
