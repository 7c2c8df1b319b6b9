"""Choosing a password with a link. Opening one spends nothing: chat programs open links for a preview."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from danvan.accounts import browsers, forms, queries
from danvan.accounts.errors import TicketSpent
from danvan.accounts.models import Ticket
from danvan.accounts.services import tickets
from danvan.common import clock
from danvan.common.errors import DomainError


@login_not_required
@sensitive_post_parameters()
@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    return _choose_password(request, Ticket.Kind.INVITATION, secret)


@login_not_required
@sensitive_post_parameters()
@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def reset_password(request: HttpRequest, secret: str) -> HttpResponse:
    return _choose_password(request, Ticket.Kind.RESET, secret)


@sensitive_variables("secret")
def _choose_password(request: HttpRequest, kind: Ticket.Kind, secret: str) -> HttpResponse:
    person = request.half_signed_in or request.user
    here = {"kind": kind, "secret": secret, "signed_in_as": person.pk if person.is_authenticated else None}
    try:
        ticket = queries.ticket(**here, at=timezone.now())
    except TicketSpent as refusal:
        return render(request, "accounts/link_spent.html", {"why": refusal.message}, status=refusal.status)
    context = {"person": ticket.user, "invited": kind == Ticket.Kind.INVITATION, "until": ticket.expires_at}
    form = forms.NewPasswordForm(request.POST or None, user=ticket.user)
    if not form.is_valid():
        # Answered with 200: the path of refused requests goes to the log, and this one still opens a door.
        return render(request, "accounts/choose_password.html", {**context, "form": form})
    try:
        user = tickets.use(**here, password=form.cleaned_data["new"], at=clock.now())
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return render(request, "accounts/choose_password.html", {**context, "form": form})
    logout(request)
    messages.success(request, _("Your password is set. Sign in with it now."))
    response = redirect("accounts:sign_in")
    browsers.remember(request, response, user.username)
    return response
