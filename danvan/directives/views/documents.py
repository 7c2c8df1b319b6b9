"""The list of documents, entering one, and one document with all that belongs to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from danvan.common import clock
from danvan.directives import kinds
from danvan.directives.forms import documents as shapes
from danvan.directives.models import Directive, DirectiveFile, Format
from danvan.directives.queries import assignments, documents
from danvan.directives.services import documents as services
from danvan.directives.views import shared, steps
from danvan.files.handing import hand_out
from danvan.organizations import permissions as policy
from danvan.organizations.models import Level
from danvan.organizations.queries import unit_by_code
from danvan.ui import downloads

MOST = 50_000


def asked(request: HttpRequest) -> documents.Filters:
    told = request.GET
    code = told.get("don-vi", "")
    return documents.Filters(
        year=shared.number_in(request, "nam", most=2199), state=told.get("trang-thai", ""), kind=told.get("loai", ""),
        style=told.get("the-thuc", ""), level=told.get("cap", ""), origin=told.get("nguon", ""),
        programme=shared.number_in(request, "chuong-trinh"), unit=unit_by_code(code) if code else None,
        words=told.get("q", "").strip()[:100],
    )  # fmt: skip


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All documents in sight, with how far those that were given are."""
    policy.require_somewhere(request.actor, "see", "directive")
    today, filters = clock.today(), asked(request)
    rows = documents.filtered(request.actor, filters, today).select_related("unit")
    page = shared.page_of(request, rows)
    query = request.GET.copy()
    query.pop("trang", None)
    context = {
        "page": page, "lines": documents.lines(page.object_list, today), "filters": filters, "today": today,
        "years": [str(one) for one in documents.years(request.actor, today)], "year": str(filters.year or ""),
        "states": [("open", _("in force or issued")), *Directive.State.choices], "styles": Format.choices,
        "kinds": [(sign, f"{kinds.label(sign)} ({sign})") for sign in kinds.KINDS],
        "levels": Level.choices, "origins": [("own", _("our own")), ("come_in", _("come in"))],
        "programmes": [(str(one.pk), one.name) for one in documents.programmes_seen(request.actor)],
        "programme": str(filters.programme or ""), "query": query.urlencode(),
        "may_write": bool(shared.own_units(request, "edit")),
        "may_export": policy.holds(request.actor, "export", "directive"),
    }  # fmt: skip
    return render(request, "directives/board.html", context)


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same list to take away."""
    policy.require_somewhere(request.actor, "export", "directive")
    if form not in ("xlsx", "csv"):
        raise Http404
    today = clock.today()
    rows = documents.filtered(request.actor, asked(request), today, "export").select_related("unit")[:MOST]
    table: list[list[Any]] = [
        [
            _("Symbol"), _("Kind"), _("Abstract"), _("Issuing body"), _("Kept by"), _("Issued on"), _("In force from"),
            _("In force to"), _("State"), _("Given to units"), _("Acknowledged"), _("With a plan"), _("Reported"), _("Late"),
        ]
    ]  # fmt: skip
    for line in documents.lines(rows, today):
        one = line.directive
        table.append(
            [
                one.symbol, kinds.label(one.kind), one.title, one.issuer, line.unit, one.issued_on, one.in_force_from,
                one.in_force_to, str(one.get_state_display()), line.given, line.acknowledged, line.planned, line.done,
                line.late,
            ]
        )  # fmt: skip
    if form == "csv":
        return downloads.csv("van-ban-chi-dao", table)
    return downloads.excel("van-ban-chi-dao", _("Directives"), table, wide={2: 60, 3: 30})


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    return _enter(request, shapes.DraftForm, services.draft, _("Draft a document"), _("Save the draft"))


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    return _enter(
        request, shapes.RegisterForm, services.register, _("Register a document that came in"), _("Register")
    )


def _enter(request: HttpRequest, shape: Any, service: Any, heading: str, verb: str) -> HttpResponse:
    policy.require_somewhere(request.actor, "edit", "directive")
    form = shape(request.POST or None, **_choices(request), initial={"style": "party"})
    if request.method == "POST" and form.is_valid():

        def work() -> int:
            unit = unit_by_code(form.cleaned_data["unit"])
            return service(unit=unit, values=form.values, by=request.actor, at=clock.now()).pk

        made = shared.attempt(form, lambda: shared.done_once(request, work))
        if made:
            messages.success(
                request, _("Saved. Add the file and say what it rests on, then give it to the units.")
            )
            return redirect("directives:directive", made)
    context = {"form": form, "heading": heading, "verb": verb, "directive": None}
    return render(request, "directives/form.html", context, status=shared.status(form))


def _choices(request: HttpRequest) -> dict[str, Any]:
    units = shared.own_units(request, "edit")
    known = {
        one.pk: one
        for unit_id in request.actor.unit_ids()
        for one in documents.programmes_for(unit_id, clock.today())
    }
    return {"units": units, "programmes": [(str(pk), str(one)) for pk, one in known.items()]}


@require_safe
def directive(request: HttpRequest, directive_id: int) -> HttpResponse:
    """One document: facts, files, relations, how far it is, and the next steps."""
    actor, today = request.actor, clock.today()
    found = documents.find(actor, directive_id)
    may_edit = policy.can(actor, "edit", "directive", found.unit_id)
    related = found.leads_to.select_related("target"), found.led_from.select_related("source")
    ids = {one.target_id for one in related[0]} | {one.source_id for one in related[1]}
    seen = set(Directive.scoped(actor, "see").filter(pk__in=ids).values_list("pk", flat=True))
    mine = assignments.of_own_units(actor).filter(directive=found)
    context = {
        "directive": found, "line": documents.lines([found], today)[0], "today": today, "may_edit": may_edit,
        "files": list(found.files.select_related("file")), "programmes": list(found.programmes.all()),
        "rests_on": [one for one in related[0] if one.target_id in seen],
        "led_from": [one for one in related[1] if one.source_id in seen],
        "steps": steps.open_to(request, found), "mine": list(mine), "givers": assignments.givers(actor, found),
    }  # fmt: skip
    return render(request, "directives/directive.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, directive_id: int) -> HttpResponse:
    found = documents.find(request.actor, directive_id)
    shared.require(request, "edit", found.unit_id)
    names = (
        "title",
        "content",
        "kind",
        "style",
        "body",
        "signer",
        "issuer",
        "received_on",
        "in_force_from",
        "in_force_to",
    )
    initial = {name: getattr(found, name) for name in names}
    initial["programmes"] = [str(pk) for pk in found.programmes.values_list("pk", flat=True)]
    choices = _choices(request) | {"units": [(found.unit.code, found.unit.code)]}
    is_draft = found.state == Directive.State.DRAFT
    form: Any = (
        shapes.DraftForm(request.POST or None, initial=initial, **choices)
        if is_draft
        else shapes.LaterForm(request.POST or None, initial=initial, own=found.is_own, **choices)
    )
    if request.method == "POST" and form.is_valid():
        saved = shared.attempt(
            form,
            lambda: services.edit(
                directive_id=found.pk, version=shared.version_of(request), values=form.values, by=request.actor,
                at=clock.now(),
            ),
        )  # fmt: skip
        if saved:
            messages.success(request, _("Saved."))
            return redirect("directives:directive", found.pk)
    context = {"form": form, "heading": _("Change the data"), "verb": _("Save"), "directive": found}
    return render(request, "directives/form.html", context, status=shared.status(form))


@require_safe
def file(request: HttpRequest, directive_id: int, file_id: int) -> HttpResponseBase:
    """A file of the document, for everybody who may see the document."""
    found = documents.find(request.actor, directive_id)
    row = DirectiveFile.objects.filter(directive=found, pk=file_id).select_related("file").first()
    if row is None:
        raise Http404
    return hand_out(row.file)
