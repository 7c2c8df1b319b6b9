"""The office's pages of open data: begin a release, see how far it is, read it, publish or discard it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.audit.once import once
from danvan.common import clock
from danvan.common.errors import DomainError, OutOfSight
from danvan.common.periods import Period
from danvan.organizations import permissions
from danvan.organizations import public as organizations
from danvan.organizations import queries as units
from danvan.organizations.actors import Actor
from danvan.portal.opendata import queries, services, tasks
from danvan.portal.opendata.forms import StartForm
from danvan.portal.opendata.models import Release
from danvan.portal.opendata.preparing import SIGN
from danvan.portal.opendata.register import BY_CODE
from danvan.portal.opendata.views.everybody import proof_words
from danvan.reporting import public as reporting

TYPE = Release.record_type


@require_http_methods(["GET", "POST"])
def releases(request: HttpRequest) -> HttpResponse:
    """Every release with its state, and the form to begin one."""
    actor: Actor = request.actor
    permissions.require_somewhere(actor, "see", TYPE)
    language = get_language() or "vi"
    periods = [(str(one), one.label(language)) for one in reporting.approved_periods()]
    top = organizations.places(actor.on).top
    may_issue = top is not None and permissions.can(actor, "issue", TYPE, top.id)
    form = StartForm(request.POST or None, periods=periods)
    status = 200
    if request.method == "POST":
        status = 422
        if top is None:
            raise OutOfSight(_("There is nothing here, or it is not open to you."))
        permissions.require(actor, "issue", TYPE, top.id)
        if form.is_valid():
            try:
                made = _begun(request, form, top.code)
            except DomainError as refusal:
                form.add_error(None, refusal.message)
                status = refusal.status
            else:
                messages.success(
                    request, _("The release is being prepared. You may leave this page and come back.")
                )
                return redirect("portal:release", made)
    rows = [
        {"row": row, "label": Period.parse(row.period_name).label(language)}
        for row in queries.in_sight(actor).order_by("-prepared_at", "-pk")[:100]
    ]
    context = {"rows": rows, "form": form, "may_issue": may_issue, "periods": periods}
    return render(request, "portal/releases.html", context, status=status)


def _begun(request: HttpRequest, form: StartForm, unit_code: str) -> int:
    said = {"period": form.cleaned_data["period"], "reason": form.cleaned_data["reason"]}
    key = request.POST.get("once", "")
    with once(actor_id=request.actor.user_id, key=key, purpose="portal.release", content=said) as attempt:
        if attempt.fresh:
            made = services.start(
                unit=units.unit_by_code(unit_code), period=Period.parse(said["period"]), reason=said["reason"],
                by=request.actor, at=clock.now(),
            )  # fmt: skip
            tasks.ask(made.pk)
            attempt.result = made.pk
    return attempt.result


@require_safe
def release(request: HttpRequest, release_id: int) -> HttpResponse:
    """One release: its progress while it is prepared, then what it says, its proof, and the next lawful steps."""
    actor: Actor = request.actor
    row = queries.in_sight(actor).filter(pk=release_id).first()
    if row is None:
        raise OutOfSight(_("There is no such release, or it is not open to you."))
    states = Release.State
    ready = row.state in (states.PREPARED, states.PUBLISHED)
    context: dict[str, Any] = {
        "row": row, "label": Period.parse(row.period_name).label(get_language() or "vi"),
        "done": row.progress.get("done", 0), "of": row.progress.get("of", 0), "ready": ready,
        "working": row.state == states.PREPARING,
        "tables": _tables(row) if ready else [], "proof": proof_words(row) if ready else None,
        "gaps": [services.gap_words(gap) for gap in row.gaps],
        "may_publish": row.state == states.PREPARED and row.prepared_by_id != actor.user_id
        and permissions.can(actor, "publish", TYPE, row.unit_id),
        "may_discard": row.state in (states.PREPARING, states.PREPARED, states.FAILED)
        and permissions.can(actor, "issue", TYPE, row.unit_id),
    }  # fmt: skip
    return render(request, "portal/release.html", context)


def _tables(row: Release) -> list[dict[str, Any]]:
    told = []
    for code, lines in row.told["tables"].items():
        cells = [value for _place, values in lines for value in values]
        table = BY_CODE[code]
        name = table.en if (get_language() or "vi").startswith("en") else table.vi
        counts = row.summary["tables"].get(code, {}).get("counts", {})
        told.append(
            {
                "name": name,
                "cells": len(cells),
                "small": counts.get("small"),
                "hidden": cells.count(SIGN),
            }
        )
    return told


@require_POST
def publish(request: HttpRequest, release_id: int) -> HttpResponse:
    return _done(request, release_id, "publish", _("Published. Everybody can read and download it now."))


@require_POST
def discard(request: HttpRequest, release_id: int) -> HttpResponse:
    return _done(request, release_id, "discard", _("Discarded. Nothing of it was published."))


def _done(request: HttpRequest, release_id: int, verb: str, said: str) -> HttpResponse:
    given: dict[str, Any] = {"release_id": release_id, "by": request.actor, "at": clock.now()}
    try:
        if verb == "publish":
            found = queries.in_sight(request.actor).filter(pk=release_id).first()
            args = [found.period_name, found.number] if found else ["2019", 1]
            address = request.build_absolute_uri(reverse("portal:open_data_version", args=args))
            services.publish(address=address, **given)
        else:
            services.discard(**given)
    except DomainError as refusal:
        if refusal.status in (403, 404):
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, said)
    return redirect("portal:release", release_id)
