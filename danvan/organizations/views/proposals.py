"""A unit proposes changes to its own data; an administrator decides field by field."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.common import clock
from danvan.common.errors import Conflict, DomainError, OutOfSight
from danvan.organizations import people, permissions, queries, services
from danvan.organizations.forms import DecideForm, ProposeForm
from danvan.organizations.models import ProposedChange

PAGE_SIZE = 30
STATE = ProposedChange.State
TONES = {STATE.WAITING: "warn", STATE.ACCEPTED: "good", STATE.REJECTED: "danger", STATE.WITHDRAWN: "quiet"}


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, code: str) -> HttpResponse:
    unit = queries.unit_by_code(code)
    permissions.require(request.actor, "propose", "unit", unit.pk)
    form = ProposeForm(request.POST or None, initial=queries.data_of(unit, clock.today()))
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            made = services.propose(
                unit=unit, wanted=form.wanted(), note=words["note"], day=words["day"],
                legal_basis=words["legal_basis"], by=request.actor, at=clock.now(),
            )  # fmt: skip
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            told = _("Proposed: %(fields)s. An administrator decides on each.")
            fields = ", ".join(str(row.get_field_display()) for row in made)
            messages.success(request, told % {"fields": fields})
            return redirect("organizations:propose", code)
    rows = Paginator(_with_people(ProposedChange.objects.filter(unit=unit)), PAGE_SIZE)
    page = rows.get_page(request.GET.get("trang"))
    context = {
        "unit": unit,
        "name": queries.last_names([unit.pk], clock.today())[unit.pk],
        "form": form,
        "rows": [(row, TONES[STATE(row.state)]) for row in page],
        "page": page,
    }
    return render(request, "organizations/propose.html", context, status=422 if form.errors else 200)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for this administrator, the oldest first."""
    permissions.require_somewhere(request.actor, "manage", "unit")
    waiting = _with_people(people.proposals_for(request.actor)).order_by("proposed_at", "pk")
    page = Paginator(waiting, PAGE_SIZE).get_page(request.GET.get("trang"))
    names = queries.last_names({row.unit_id for row in page}, clock.today())
    rows = [(row, names[row.unit_id]) for row in page]
    return render(request, "organizations/proposals.html", {"rows": rows, "page": page})


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    permissions.require_somewhere(request.actor, "manage", "unit")
    mine = permissions.units_open(request.actor, "manage", "unit")
    row = _one(ProposedChange.objects.filter(mine), pk)
    form, status = DecideForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        accept = {"accept": True, "reject": False}.get(request.POST.get("decision", ""))
        if accept is None:
            form.add_error(None, _("Press “Agree” or “Reject”."))
        if form.is_valid() and accept is not None:
            try:
                services.decide(
                    proposal=row, accept=accept, by=request.actor, at=clock.now(), **form.cleaned_data
                )
            except DomainError as refusal:
                form.add_error(None, refusal.message)
                status = refusal.status
            else:
                messages.success(request, _("Accepted.") if accept else _("Rejected, with your reason."))
                return redirect("organizations:proposals")
    row = _one(ProposedChange.objects.filter(mine), pk)
    context = {
        "row": row,
        "name": queries.last_names([row.unit_id], clock.today())[row.unit_id],
        "form": form,
        "tone": TONES[STATE(row.state)],
        "is_mine": row.proposed_by_id == request.actor.user_id,
        **_consequences(request, row),
    }
    return render(request, "organizations/decide_proposal.html", context, status=status)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    permissions.require_somewhere(request.actor, "propose", "unit")
    row = _one(ProposedChange.objects.filter(permissions.units_open(request.actor, "propose", "unit")), pk)
    try:
        services.withdraw(proposal=row, by=request.actor, at=clock.now())
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The proposal is withdrawn."))
    return redirect("organizations:propose", row.unit.code)


def _consequences(request: HttpRequest, row: ProposedChange) -> dict[str, Any]:
    """What an accepted name would do to the tree, as the preview of any rename tells it."""
    nothing: dict[str, Any] = {"findings": [], "told": []}
    if row.field != ProposedChange.Field.NAME or row.state != STATE.WAITING:
        return nothing
    try:
        plan, told = services.preview(ask=services.rename_of(row), by=request.actor)
    except DomainError as refusal:
        return nothing | {"told": [refusal.message]}
    return {"findings": plan.findings, "told": [one.text for one in told]}


def _one(rows: QuerySet[ProposedChange], pk: int) -> ProposedChange:
    row = _with_people(rows).filter(pk=pk).first()
    if row is None:
        raise OutOfSight
    return row


def _with_people(rows: QuerySet[ProposedChange]) -> QuerySet[ProposedChange]:
    return rows.select_related("unit", "proposed_by", "decided_by")
