"""In by name and password, then by code; and out."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from danvan.accounts import browsers, forms, queries, sessions
from danvan.accounts.services import sign_in as services
from danvan.accounts.views import shared
from danvan.common.errors import DomainError


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first thing a newcomer sees."""
    if request.headers.get("HX-Request"):
        return _whole_page(request)
    if request.user.is_authenticated:
        return redirect(shared.next_page(request))
    context = {"demo": bool(settings.TODAY)}
    form = forms.SignInForm(request.POST or None)
    if not form.is_valid():
        if request.half_signed_in and not form.is_bound:
            return shared.onward(request, "accounts:code")
        return shared.asked(request, "accounts/sign_in.html", form, context)
    try:
        user = services.check_password(**form.cleaned_data, at=timezone.now(), browser=browsers.read(request))
    except DomainError as refusal:
        return shared.refused(request, "accounts/sign_in.html", form, refusal, context)
    sessions.begin(request, user)
    if queries.owes_second_factor(user):
        return shared.onward(request, "accounts:code")
    return shared.let_in(request, user, redirect(shared.next_page(request)), second_factor=False)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step: the code from the phone, or one from the paper."""
    user = request.half_signed_in
    if user is None:
        return shared.onward(request, "accounts:sign_in")
    if not queries.has_second_factor(user):
        return shared.onward(request, "accounts:enrol")
    form = forms.CodeForm(request.POST or None)
    if not form.is_valid():
        return shared.asked(request, "accounts/code.html", form)
    try:
        device = services.check_code(
            user=user, code=form.cleaned_data["code"], at=timezone.now(), browser=browsers.read(request)
        )
    except DomainError as refusal:
        return shared.refused(request, "accounts/code.html", form, refusal)
    sessions.begin(request, user, device)
    return shared.let_in(request, user, redirect(shared.next_page(request)), second_factor=True)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this browser's session; half-way in counts too."""
    if request.user.is_authenticated:
        services.signed_out(user=request.user)
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("accounts:sign_in")


def _whole_page(request: HttpRequest) -> HttpResponse:
    """A fragment was asked for after the session had ended: the door must not be drawn inside a table."""
    shown = request.headers.get("HX-Current-URL", "")
    query = f"?{urlencode({'next': shared.page_of(shown)})}" if shown else ""
    return HttpResponse(headers={"HX-Redirect": reverse("accounts:sign_in") + query})
