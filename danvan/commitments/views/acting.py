"""Doing the next thing: one page with a form for each act, and the reminders of many at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from danvan.audit.once import once
from danvan.commitments import actions, permissions, queries, services
from danvan.commitments.actions import Act
from danvan.commitments.forms import FORMS, GiveForm, UnitForm
from danvan.commitments.models import Commitment
from danvan.commitments.refusals import ChangedMeanwhile
from danvan.commitments.services import ProofGiven
from danvan.commitments.views.choices import units
from danvan.common import clock
from danvan.common.errors import DomainError, OutOfSight
from danvan.files import services as files
from danvan.organizations import permissions as policy
from danvan.organizations.actors import Actor
from danvan.reference.queries import topic_choices

MOST_AT_ONCE = 500


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """The form of one act; what was typed stays when it is refused."""
    actor: Actor = request.actor
    commitment = queries.in_sight(actor, pk)
    chosen = actions.BY_VERB.get(verb)
    if chosen is None:
        raise OutOfSight(_("There is nothing of this kind to do."))
    permissions.require(chosen.rule, actor, commitment)
    form = _form(chosen, request, commitment)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _do(request, chosen, commitment, form)
            except ChangedMeanwhile as refusal:
                # The next press is a decision about what stands there now.
                form = _form(chosen, request, commitment, version=queries.in_sight(actor, pk).version)
                form.is_valid()
                form.add_error(None, refusal.message)
                status = refusal.status
            except DomainError as refusal:
                form.add_error(None, refusal.message)
                status = refusal.status
            else:
                messages.success(request, _("Recorded: %(what)s.") % {"what": chosen.label})
                if permissions.sees(actor, queries_refreshed(commitment)):
                    return redirect("commitments:story", pk)
                return redirect("commitments:owed")
    context = {
        "act": chosen,
        "form": form,
        "commitment": commitment,
        "back": reverse("commitments:story", args=[pk]),
    }
    return render(request, "commitments/act.html", context, status=status)


def queries_refreshed(commitment: Commitment) -> Commitment:
    """As it is now: after a hand-over it may be another unit's, and out of sight."""
    commitment.refresh_from_db()
    return commitment


def _form(
    chosen: Act, request: HttpRequest, commitment: Commitment, version: int | None = None
) -> forms.Form:
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and version is not None:
        data["version"] = str(version)
    given: dict[str, Any] = {
        "data": data,
        "files": request.FILES or None,
        "initial": {"version": commitment.version},
    }
    if chosen.form == "unit":
        return UnitForm(units(request.actor.on), **given)
    return FORMS[chosen.form](**given)


def _do(request: HttpRequest, chosen: Act, commitment: Commitment, form: forms.Form) -> None:
    said = dict(form.cleaned_data)
    uploads = said.pop("attachments", [])
    content = {
        "pk": commitment.pk,
        **{k: str(v) for k, v in said.items()},
        "files": [one.name for one in uploads],
    }
    key = request.POST.get("once", "")
    with once(
        actor_id=request.actor.user_id, key=key, purpose=f"commitments.{chosen.service}", content=content
    ) as attempt:
        if attempt.fresh:
            at = clock.now()
            if "proof_text" in said:
                said["proofs"] = _proofs(request, commitment, uploads, said.pop("proof_text"), at)
            service = getattr(services, chosen.service)
            service(commitment_id=commitment.pk, by=request.actor, at=at, **said)
            attempt.result = {"done": True}


def _proofs(
    request: HttpRequest, commitment: Commitment, uploads: list, text: str, at: Any
) -> list[ProofGiven]:
    given = [
        ProofGiven(file=files.store(upload=one, unit_id=commitment.unit_id, by=request.actor, at=at))
        for one in uploads
    ]
    return [*given, ProofGiven(text=text)] if text else given


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Enter by hand what a unit undertook."""
    actor: Actor = request.actor
    if not policy.holds(actor, "manage", permissions.TYPE):
        policy.require_somewhere(actor, "edit", permissions.TYPE)
    chosen = units(actor.on)
    own = next((grant.unit_code for grant in actor.grants), "")
    form = GiveForm(
        chosen,
        chosen,
        topic_choices(actor.on),
        request.POST or None,
        initial={"asked_by": own, "priority": "normal"},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = _give(request, form)
            except DomainError as refusal:
                form.add_error(None, refusal.message)
                status = refusal.status
            else:
                messages.success(request, _("The commitment is entered; the unit has been told."))
                return redirect("commitments:story", made)
    return render(request, "commitments/give.html", {"form": form}, status=status)


def _give(request: HttpRequest, form: GiveForm) -> int:
    said = form.cleaned_data
    content = {key: str(value) for key, value in said.items()}
    key = request.POST.get("once", "")
    with once(
        actor_id=request.actor.user_id, key=key, purpose="commitments.give", content=content
    ) as attempt:
        if attempt.fresh:
            made = services.give(**said, by=request.actor, at=clock.now())
            attempt.result = {"pk": made.pk}
    return attempt.result["pk"]


@require_POST
def remind_many(request: HttpRequest) -> HttpResponse:
    """Remind of everything that was ticked, in one's own words."""
    actor: Actor = request.actor
    policy.require_somewhere(actor, "remind", permissions.TYPE)
    ids = [
        int(one)
        for one in request.POST.getlist("cam-ket")[:MOST_AT_ONCE]
        if one.isascii() and one.isdecimal() and len(one) < 16
    ]
    back = request.POST.get("tiep", "")
    here = (
        back
        if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        else reverse("commitments:to_us")
    )
    text = request.POST.get("text", "").strip()
    if not ids or not text:
        messages.error(request, _("Tick at least one commitment and say a word of your own."))
        return redirect(here)
    content = {"ids": sorted(ids), "text": text}
    try:
        with once(
            actor_id=actor.user_id,
            key=request.POST.get("once", ""),
            purpose="commitments.remind_many",
            content=content,
        ) as attempt:
            if attempt.fresh:
                done = services.remind_many(commitment_ids=ids, text=text, by=actor, at=clock.now())
                attempt.result = {
                    "reminded": len(done.reminded),
                    "refused": [why for _pk, why in done.refused],
                }
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect(here)
    _say(request, attempt.result)
    return redirect(here)


def _say(request: HttpRequest, result: dict[str, Any]) -> None:
    count = result["reminded"]
    if count:
        said = ngettext("%(count)s reminder was sent.", "%(count)s reminders were sent.", count)
        messages.success(request, said % {"count": count})
    for why in dict.fromkeys(result["refused"]):
        messages.warning(request, _("Not reminded: %(why)s") % {"why": why})
