"""Proposing to go together, and the answer to it: two presses of a button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from danvan.common import clock
from danvan.common.errors import DomainError, OutOfSight
from danvan.organizations import permissions as policy
from danvan.oversight.models import JointProposal
from danvan.oversight.queries import sessions
from danvan.oversight.services import joining


@require_POST
def propose(request: HttpRequest, session_id: int, other_id: int) -> HttpResponse:
    found = sessions.find(request.actor, session_id)
    policy.require(request.actor, "edit", found.kind, found.unit_id)
    try:
        joining.propose(session_id=found.pk, other_id=other_id, by=request.actor, at=clock.now())
    except DomainError as refusal:
        if refusal.status in {403, 404}:
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Proposed. The other unit has been told and answers on its own session."))
    return redirect("oversight:session", found.pk)


@require_POST
def answer(request: HttpRequest, proposal_id: int) -> HttpResponse:
    proposal = JointProposal.objects.filter(pk=proposal_id).first()
    if proposal is None:
        raise OutOfSight(_("There is nothing here, or it is not open to you."))
    found = sessions.find(request.actor, proposal.other_id)
    policy.require(request.actor, "edit", found.kind, found.unit_id)
    taken_up = request.POST.get("decision") == "together"
    try:
        joining.answer(proposal_id=proposal_id, taken_up=taken_up, by=request.actor, at=clock.now())
    except DomainError as refusal:
        if refusal.status in {403, 404}:
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Your answer is with the other unit."))
    return redirect("oversight:session", found.pk)
