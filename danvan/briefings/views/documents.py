"""Documents: the list, a new draft, the page that is the document, its texts, letterhead and files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from danvan.briefings import forms, issuers, queries, services
from danvan.briefings.bundle import kind_for
from danvan.briefings.checklist import checklist
from danvan.briefings.models import ReportDocument
from danvan.briefings.services.drafting import DETAILS
from danvan.briefings.services.printing import OUTPUTS
from danvan.briefings.views.sheets import sheet
from danvan.common import clock
from danvan.common.errors import Conflict, DomainError
from danvan.organizations import permissions
from danvan.organizations.queries import names_on
from danvan.reporting.queries.reports import NoReport
from danvan.ui import downloads

_PER_PAGE = 30
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


# More rows than this are no list to be worked through by hand.
_MOST = 5000


def _asked(request: HttpRequest, action: str) -> tuple[Any, bool, Any]:
    """The filters as a form, whether one is set, and the documents they leave."""
    chosen = forms.FilterForm(request.GET or None)
    asked = chosen.cleaned_data if chosen.is_valid() else {}
    state, year, words = asked.get("state") or "", asked.get("year"), asked.get("q") or ""
    rows = queries.documents(
        request.actor, on=clock.today(), state=state, year=year, words=words, action=action
    )
    return chosen, bool(state or year or words), rows


@dataclass(frozen=True)
class _Row:
    document: ReportDocument
    unit: str
    period: str
    reference: str


def _rows(request: HttpRequest, found: Iterable[ReportDocument]) -> list[_Row]:
    listed = list(found)
    names = names_on(clock.today(), {one.unit_id for one in listed}) if listed else {}
    return [
        _Row(
            one,
            names[one.unit_id].name if one.unit_id in names else one.unit.code,
            one.period.label(request.LANGUAGE_CODE),
            queries.reference(one) if one.number else "",
        )
        for one in listed
    ]


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    permissions.require_somewhere(request.actor, "see", "document")
    chosen, filtered, found = _asked(request, "see")
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    shown = _rows(request, page)
    context = {
        "rows": shown,
        "page": page,
        "filter": chosen,
        "filtered": filtered,
        "query": request.GET.urlencode(),
        "may_export": permissions.holds(request.actor, "export", "document"),
        "may_write": permissions.holds(request.actor, "edit", "document"),
        "may_manage_templates": permissions.holds(request.actor, "see", "template"),
        "sees_meetings": permissions.holds(request.actor, "see", "meeting"),
    }
    return render(request, "briefings/documents.html", context)


@require_GET
def excel(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    permissions.require_somewhere(request.actor, "export", "document")
    _chosen, _filtered, found = _asked(request, "export")
    table: list[list[Any]] = [
        [_("Document"), _("Period"), _("Unit"), _("Format"), _("Number"), _("Signed on"), _("State")]
    ]
    for row in _rows(request, found[:_MOST]):
        one = row.document
        kind, fmt = capfirst(one.get_kind_display()), one.get_format_display()
        state = _("draft") if one.is_draft else _("issued")
        table.append([kind, row.period, row.unit, str(fmt), row.reference, one.signed_on, state])
    return downloads.excel("van-ban", _("Documents"), table, wide={0: 32, 1: 16, 2: 34, 4: 18})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    permissions.require_somewhere(request.actor, "edit", "document")
    own = [grant.unit_code for grant in request.actor.grants if grant.role == "consolidator"]
    first = {
        "unit": request.GET.get("unit") or (own[0] if own else ""),
        "period": request.GET.get("period", ""),
    }
    form = forms.NewDocumentForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        period, unit = form.cleaned_data["period"], form.cleaned_data["unit"]
        try:
            made = services.create_draft(
                unit=unit,
                period=period,
                kind=kind_for(period),
                fmt=form.cleaned_data["format"],
                by=request.actor,
                at=clock.now(),
            )
        except Conflict as refusal:
            messages.info(request, refusal.message)
            return redirect("briefings:document", refusal.detail["document"])
        except NoReport as refusal:
            form.add_error("period", refusal.message)
        except DomainError as refusal:
            if refusal.status in (403, 404):
                raise
            form.add_error(None, refusal.message)
        else:
            messages.success(
                request, _("The draft is begun. The figures are filled in; write the parts that need words.")
            )
            return redirect("briefings:document", made.pk)
    return render(request, "briefings/new.html", {"form": form}, status=422 if form.errors else 200)


def visible(request: HttpRequest, pk: int) -> ReportDocument:
    """The document, or 404 for what this person may not see."""
    rows = queries.with_marks(ReportDocument.scoped(request.actor, "see")).select_related("unit")
    return get_object_or_404(rows, pk=pk)


@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "briefings/document.html", page_context(request, visible(request, pk)))


def page_context(request: HttpRequest, one: ReportDocument, **more: Any) -> dict[str, Any]:
    """What the page of a document shows; `more` replaces forms that were refused."""
    found = queries.sources(one.unit, one.period)
    blocks = queries.blocks(one)
    differences = queries.differences(one, found)
    may = {
        action: permissions.can(request.actor, action, "document", one.unit_id)
        for action in ("edit", "issue", "export")
    }
    editable = one.is_draft and may["edit"]
    bundle = queries.bundle_of(one, found)
    return {
        "document": one,
        "title": f"{capfirst(one.get_kind_display())}, {one.period.label(request.LANGUAGE_CODE)}",
        "unit": bundle.unit_name,
        "reference": queries.reference(one) if one.number else "",
        "sheet": sheet(bundle, blocks, {difference.key for difference in differences}, editable=editable),
        "checks": checklist(one, found, blocks) if one.is_draft else [],
        "differences": len(differences),
        "errata": list(one.errata.all()),
        "may": may,
        "editable": editable,
        "issue_form": forms.IssueForm(initial={"signed_on": clock.today(), "version": one.version}),
        "conflict": None,
        **more,
    }


@require_POST
def narrative(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Save one part. A script that saves by itself asks for JSON and gets the new version, or 409 with both texts."""
    one = visible(request, pk)
    form = forms.NarrativeForm(request.POST)
    quiet = request.headers.get("Accept") == "application/json"
    if not form.is_valid():
        raise Http404
    try:
        saved = services.save_narrative(
            document=one,
            key=key,
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
            by=request.actor,
            at=clock.now(),
        )
    except DomainError as refusal:
        return _narrative_refused(request, one, key, form.cleaned_data["text"], refusal, quiet)
    if quiet:
        return JsonResponse({"version": saved.version})
    messages.success(request, _("The text is saved."))
    return redirect(f"{reverse('briefings:document', args=[pk])}#part-{key}")


def _narrative_refused(request, one, key, text, refusal, quiet) -> HttpResponse:
    if quiet:
        told = {"message": refusal.message, "theirs": refusal.detail.get("theirs", "")}
        return JsonResponse(told, status=refusal.status)
    conflict = {
        "key": key,
        "message": refusal.message,
        "mine": text,
        "theirs": refusal.detail.get("theirs"),
        "version": refusal.detail.get("version", 0),
    }
    return render(
        request, "briefings/conflict.html", {"document": one, "conflict": conflict}, status=refusal.status
    )


@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible(request, pk)
    permissions.require(request.actor, "edit", "document", one.unit_id)
    first = {name: getattr(one, name) for name in (*DETAILS, "version")}
    form = forms.DetailsForm(request.POST or None, initial=first)
    theirs: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            services.save_details(
                document=one, values=values, version=values.pop("version"), by=request.actor, at=clock.now()
            )
        except Conflict as refusal:
            theirs = refusal.detail.get("theirs", {})
            form = forms.DetailsForm(
                {**request.POST.dict(), "version": refusal.detail.get("version", one.version)}
            )
            form.full_clean()
            form.add_error(None, refusal.message)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The letterhead is saved."))
            return redirect("briefings:document", pk)
    differing = [
        {"label": form.fields[name].label, "theirs": value, "mine": form.data.get(name, "")}
        for name, value in theirs.items()
        if value != form.data.get(name, "")
    ]
    context = {
        "document": one,
        "form": form,
        "differing": differing,
        "prefixes": issuers.prefixes(one.format),
    }
    return render(
        request, "briefings/details.html", context, status=409 if theirs else 422 if form.errors else 200
    )


@require_GET
def download(request: HttpRequest, pk: int, output: str) -> HttpResponse:
    """A file: of an issued document as it was signed, of a draft as it stands."""
    one = visible(request, pk)
    permissions.require(request.actor, "export", "document", one.unit_id)
    if output not in OUTPUTS:
        raise Http404
    if one.is_draft:
        content = services.printed(queries.bundle_of(one, queries.sources(one.unit, one.period)), output)
    else:
        content = bytes(one.files.get(format=output).content)
    name = f"bao-cao-{one.unit.code}-{one.period_name}-{one.format}.{output}"
    return file_answer(content, output, name)


def file_answer(content: bytes, output: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=_TYPES[output])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
