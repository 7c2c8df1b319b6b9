"""Running a round: open, remind, accept many, close a branch, give more time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from danvan.audit.once import BadKey, KeyReused
from danvan.audit.posted import once_posted
from danvan.common import clock
from danvan.common.errors import DomainError, NotAllowed, OutOfSight
from danvan.common.numbers import format_number
from danvan.organizations import permissions as policy
from danvan.organizations.queries import last_names, path_ids, unit_by_code
from danvan.reporting import permissions
from danvan.reporting.forms import rounds as forms
from danvan.reporting.models import Round
from danvan.reporting.queries import bulk, overview, submissions
from danvan.reporting.services import reviewing
from danvan.reporting.services import rounds as services
from danvan.reporting.views.shared import board_address

AT_ONCE = 200


def _round(request: HttpRequest, round_id: int) -> Round:
    found = next((row for row in overview.rounds_for(request.actor) if row.pk == round_id), None)
    if found is None:
        raise OutOfSight(_("There is no such round, or it is not open to you."))
    return found


def _units(request: HttpRequest, action: str, *, top: bool = False) -> list[tuple[str, str]]:
    """Own units in which this person may do `action` on rounds, as choices; `top`: only those with nobody above."""
    actor = request.actor
    open_ = [unit_id for unit_id in actor.unit_ids() if policy.can(actor, action, "round", unit_id)]
    if top:
        open_ = [unit_id for unit_id in open_ if len(path_ids(unit_id, actor.on)) == 1]
    return [(name.code, name.name) for name in last_names(open_, clock.today()).values()]


def _shown(refusal: DomainError) -> bool:
    """Whether a refusal belongs beside the form; what is out of sight or not allowed gets its own page."""
    if refusal.status in {403, 404}:
        raise refusal
    return True


@require_http_methods(["GET", "POST"])
def open_round(request: HttpRequest) -> HttpResponse:
    policy.require_somewhere(request.actor, "manage", "round")
    units = _units(request, "manage", top=True)
    if not units:
        raise NotAllowed(
            _("A round is opened by the unit at the top, for all below it. Ask that unit to open it.")
        )
    form = forms.OpenForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.open_round(
                form=given["form"], period=given["period"], unit=unit_by_code(given["unit"]), by=request.actor,
                at=clock.now(), due_on=given["due_on"],
            )  # fmt: skip
        except DomainError as refusal:
            _shown(refusal)
            form.add_error(None, refusal.message)
        else:
            count = made.submissions.count()
            messages.success(
                request,
                _("%(period)s is open: %(count)s units are asked, due %(day)s.")
                % {
                    "period": made.period.label(),
                    "count": format_number(count),
                    "day": f"{made.due_on:%d/%m/%Y}",
                },
            )
            return redirect(board_address(made))
    return render(request, "reporting/open_round.html", {"form": form}, status=_status(form))


@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest, round_id: int) -> HttpResponse:
    """Who has not sent, late ones ticked; the text is shown before it goes out."""
    round_ = _round(request, round_id)
    policy.require_somewhere(request.actor, "remind", "submission")
    owed = bulk.owed(request.actor, round_, clock.today())
    text = _("Please send the report for %(period)s; it was due on %(day)s.") % {
        "period": round_.period.label(), "day": f"{round_.due_on:%d/%m/%Y}",
    }  # fmt: skip
    form = forms.RemindForm(request.POST or None, initial={"text": text})
    ticked = forms.ids_of(request.POST.getlist("id"))
    if request.method == "POST" and form.is_valid():
        if not ticked:
            form.add_error(None, forms.nobody_ticked())
        else:
            try:
                reminded = _remind(request, ticked, form.cleaned_data["text"])
            except (BadKey, KeyReused) as refusal:
                form.add_error(None, refusal.message)
            else:
                sent = ngettext("%(n)s unit is reminded.", "%(n)s units are reminded.", reminded)
                messages.success(request, sent % {"n": reminded})
                return redirect(board_address(round_))
    late = any(one.late for one in owed)
    if request.method == "GET":
        ticked = [one.submission.pk for one in owed if one.late or not late]
    context = {"round": round_, "period": round_.period.label(), "owed": owed, "form": form, "ticked": ticked}
    return render(request, "reporting/remind.html", context, status=_status(form))


def _remind(request: HttpRequest, ticked: list[int], text: str) -> int:
    """How many are reminded by this form, however often it is sent."""
    with once_posted(request) as attempt:
        if attempt.fresh:
            made = services.remind(submission_ids=ticked, text=text, by=request.actor, at=clock.now())
            attempt.result = len(made)
    return attempt.result


@require_http_methods(["GET", "POST"])
def accept_many(request: HttpRequest, round_id: int) -> HttpResponse:
    """What waits, with its warnings and explanations; reports without any are ticked."""
    round_ = _round(request, round_id)
    policy.require_somewhere(request.actor, "accept", "submission")
    if request.method == "POST":
        ticked = forms.ids_of(request.POST.getlist("id"))
        if ticked:
            result = reviewing.accept_many(
                round_=round_,
                versions=forms.versions_of(request.POST, ticked),
                by=request.actor,
                at=clock.now(),
            )
            _tell_accepted(request, result)
            return redirect(board_address(round_))
        messages.error(request, forms.nobody_ticked())
    found = bulk.waiting(request.actor, round_, AT_ONCE)
    context = {
        "round": round_,
        "period": round_.period.label(),
        "waiting": found,
        "clean": sum(one.clean for one in found),
        "warnings": sum(one.warnings for one in found),
        "explained": sum(len(one.explained) for one in found),
        "late": sum(one.late for one in found),
        "more": submissions.waiting(request.actor, round_.pk).count() - len(found),
    }
    return render(
        request, "reporting/accept_many.html", context, status=422 if request.method == "POST" else 200
    )


def _tell_accepted(request: HttpRequest, result: reviewing.BulkResult) -> None:
    count = len(result.accepted)
    if count:
        words = ngettext(
            "%(n)s report is accepted; all totals are right.",
            "%(n)s reports are accepted; all totals are right.",
            count,
        )
        messages.success(request, words % {"n": format_number(count)})
    for _pk, why in result.refused[:5]:
        messages.warning(request, _("Not accepted: %(why)s") % {"why": why})


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, round_id: int) -> HttpResponse:
    """Close a branch although somebody may be missing: the missing are named before and after."""
    round_ = _round(request, round_id)
    policy.require_somewhere(request.actor, "close", "round")
    units = _units(request, "close")
    form = forms.CloseForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            closing = services.close_branch(
                round_=round_, unit=unit_by_code(form.cleaned_data["unit"]), reason=form.cleaned_data["reason"],
                by=request.actor, at=clock.now(),
            )  # fmt: skip
        except DomainError as refusal:
            _shown(refusal)
            form.add_error("reason" if refusal.code == "reason-missing" else None, refusal.message)
        else:
            words = ngettext(
                "Closed; %(n)s unit is missing and named.",
                "Closed; %(n)s units are missing and named.",
                len(closing.missing),
            )
            messages.success(
                request, words % {"n": len(closing.missing)} + " " + _("What comes later enters as late.")
            )
            return redirect(board_address(round_))
    branches = [(name, bulk.missing(round_, unit_by_code(code))) for code, name in units]
    context: dict[str, Any] = {
        "round": round_,
        "period": round_.period.label(),
        "form": form,
        "branches": branches,
    }
    return render(request, "reporting/close.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest, submission_id: int) -> HttpResponse:
    """One unit's due day: more time, or no longer expected; both with reason and name."""
    submission = submissions.visible(request.actor, submission_id)
    permissions.require_review(request.actor, "extend", submission)
    action = request.POST.get("action", "")
    extend = forms.ExtendForm(request.POST if action == "extend" else None, prefix="extend")
    excuse = forms.ExcuseForm(request.POST if action == "excuse" else None, prefix="excuse")
    form: Form = excuse if action == "excuse" else extend
    if request.method == "POST" and form.is_valid():
        try:
            if action == "excuse":
                services.excuse(
                    submission_id=submission.pk, by=request.actor, at=clock.now(), **form.cleaned_data
                )
                done = _("The unit is no longer expected in this round; completeness counts without it.")
            else:
                services.extend(
                    submission_id=submission.pk, by=request.actor, at=clock.now(), **form.cleaned_data
                )
                done = _("The unit has until %(day)s.") % {"day": f"{form.cleaned_data['due_on']:%d/%m/%Y}"}
        except DomainError as refusal:
            _shown(refusal)
            form.add_error(None, refusal.message)
        else:
            messages.success(request, done)
            return redirect(board_address(submission.round))
    context = {
        "submission": submission,
        "unit": submissions.unit_of(submission),
        "round": submission.round,
        "period": submission.round.period.label(),
        "extend": extend,
        "excuse": excuse,
    }
    return render(request, "reporting/terms.html", context, status=_status(form))


def _status(form: Form) -> int:
    return 422 if form.errors else 200
