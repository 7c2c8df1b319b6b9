"""Word templates: the administrator uploads, checks, tries out and activates them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from danvan.audit.once import BadKey, KeyReused
from danvan.audit.posted import once_posted
from danvan.briefings import forms, services
from danvan.briefings.layout import word
from danvan.briefings.layout.builder import default_template
from danvan.briefings.layout.fields import FIELDS, REQUIRED
from danvan.briefings.models import DocumentTemplate, Format, Kind
from danvan.briefings.outline import KINDS
from danvan.briefings.samples import sample_bundle
from danvan.briefings.views.documents import file_answer
from danvan.common import clock
from danvan.common.errors import DomainError
from danvan.directives.terms import FORMATS
from danvan.organizations import permissions


@dataclass(frozen=True)
class _Shown:
    """A stored finding as the list of findings wants it."""

    severity: str
    message: str
    anchor: str = ""


def _gate(request: HttpRequest) -> None:
    permissions.require_somewhere(request.actor, "see", "template")


@require_http_methods(["GET", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    _gate(request)
    form = forms.TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        permissions.require_at_top(request.actor, "manage", "template")
        if form.is_valid():
            try:
                return _uploaded(request, _upload(request, form.cleaned_data))
            except (BadKey, KeyReused) as refusal:
                form.add_error(None, refusal.message)
    rows = DocumentTemplate.objects.defer("content")
    in_use = {(row.kind, row.format) for row in rows if row.active}
    defaults = [
        {"kind": kind, "format": fmt, "kind_label": Kind(kind).label, "format_label": Format(fmt).label,
         "active": (kind, fmt) not in in_use}
        for kind in KINDS
        for fmt in FORMATS
    ]  # fmt: skip
    context = {
        "rows": rows,
        "defaults": defaults,
        "form": form,
        "fields": [
            {"name": name, "what": _(what), "required": name in REQUIRED} for name, what in FIELDS.items()
        ],
        "may_manage": permissions.at_top(request.actor, "manage", "template"),
    }
    return render(request, "briefings/templates.html", context, status=422 if form.errors else 200)


def _upload(request: HttpRequest, chosen: dict[str, Any]) -> dict[str, Any]:
    """The template this form made, however often it is sent: its id, and whether it can be used."""
    with once_posted(request) as attempt:
        if attempt.fresh:
            made = services.upload_template(
                kind=chosen["kind"],
                fmt=chosen["format"],
                name=chosen["name"],
                content=chosen["file"].read(),
                by=request.actor,
                at=clock.now(),
            )
            attempt.result = {"pk": made.pk, "usable": made.usable}
    return attempt.result


def _uploaded(request: HttpRequest, made: dict[str, Any]) -> HttpResponse:
    if made["usable"]:
        messages.success(request, _("The template is checked and can be used. Try it out, then activate it."))
    else:
        messages.warning(request, _("The template has errors. They are listed below with their places."))
    return redirect("briefings:template", made["pk"])


@require_GET
def template(request: HttpRequest, pk: int) -> HttpResponse:
    _gate(request)
    row = get_object_or_404(DocumentTemplate.objects.defer("content"), pk=pk)
    shown = [_Shown(one["severity"], f"{one['where']}. {one['message']}") for one in row.findings]
    may_manage = permissions.at_top(request.actor, "manage", "template")
    return render(
        request, "briefings/template.html", {"template": row, "findings": shown, "may_manage": may_manage}
    )


@require_GET
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """The invented sample report, printed with this template."""
    _gate(request)
    row = get_object_or_404(DocumentTemplate, pk=pk, usable=True)
    content = word.render(sample_bundle(row.kind, row.format), bytes(row.content))
    return file_answer(content, "docx", f"mau-thu-{row.pk}.docx")


@require_GET
def default(request: HttpRequest, kind: str, fmt: str) -> HttpResponse:
    """The built-in template, to change in Word and upload."""
    _gate(request)
    if kind not in KINDS or fmt not in FORMATS:
        raise Http404
    return file_answer(default_template(kind, fmt), "docx", f"mau-{kind}-{fmt}.docx")


@require_POST
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    return _switch(
        request, pk, services.activate_template, _("From now on documents print with this template.")
    )


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    return _switch(
        request, pk, services.retire_template, _("From now on documents print with the built-in template.")
    )


def _switch(request: HttpRequest, pk: int, service, told: str) -> HttpResponse:
    _gate(request)
    row = get_object_or_404(DocumentTemplate.objects.defer("content"), pk=pk)
    try:
        service(template=row, by=request.actor, at=clock.now())
    except DomainError as refusal:
        if refusal.status == 403:
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, told)
    return redirect("briefings:template", pk)
