"""Setting up the second factor, and the codes on paper."""

from __future__ import annotations

import base64

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp.plugins.otp_totp.models import TOTPDevice

from danvan.accounts import forms, queries, sessions
from danvan.accounts.models import User
from danvan.accounts.services import people, second_factor
from danvan.accounts.views import shared
from danvan.common import clock
from danvan.common.errors import DomainError

FRESH = "fresh_device"


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """
    Two steps on one address: begin (a signed-in person gives the password again), then confirm by a first
    code.

    Open to who is half in and has no second factor yet; whoever has one must show it first.
    """
    user = request.half_signed_in or request.user
    if not user.is_authenticated:
        return shared.onward(request, "accounts:sign_in")
    if request.half_signed_in and queries.has_second_factor(user):
        return shared.onward(request, "accounts:code")
    device = queries.fresh_device(user, request.session.get(FRESH))
    if "begin" in request.POST or (device is None and request.method == "POST"):
        return _begin(request, user)
    if device is None:
        return shared.asked(
            request, "accounts/enrol_begin.html", forms.PasswordForm(), _standing(request, user)
        )
    return _confirm(request, user, device)


def _standing(request: HttpRequest, user: User) -> dict[str, bool]:
    return {
        "half": bool(request.half_signed_in),
        "replaces": queries.has_second_factor(user),
        "required": bool(settings.REQUIRE_SECOND_FACTOR),
    }


def _begin(request: HttpRequest, user: User) -> HttpResponse:
    if not request.half_signed_in:
        form = forms.PasswordForm(request.POST)
        context = _standing(request, user)
        if not form.is_valid():
            return shared.asked(request, "accounts/enrol_begin.html", form, context)
        try:
            people.confirm_password(user=user, password=form.cleaned_data["password"])
        except DomainError as refusal:
            return shared.refused(request, "accounts/enrol_begin.html", form, refusal, context)
    request.session[FRESH] = second_factor.begin(user=user).pk
    return shared.onward(request, "accounts:enrol")


def _confirm(request: HttpRequest, user: User, device: TOTPDevice) -> HttpResponse:
    secret = base64.b32encode(device.bin_key).decode().rstrip("=")
    context = {
        "qr": segno.make(device.config_url, error="m").svg_data_uri(scale=5, border=3, light="#fff"),
        "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        "half": bool(request.half_signed_in),
    }
    form = forms.FirstCodeForm(request.POST or None)
    if not form.is_valid():
        return shared.asked(request, "accounts/enrol.html", form, context)
    try:
        device, codes = second_factor.confirm(
            user=user, device_id=device.pk, code=form.cleaned_data["code"], at=clock.now()
        )
    except DomainError as refusal:
        return shared.refused(request, "accounts/enrol.html", form, refusal, context)
    was_half = bool(request.half_signed_in)
    user = User.objects.get(pk=user.pk)
    sessions.begin(request, user, device)
    response = _show_codes(request, codes, shared.next_page(request) if was_half else "")
    return shared.let_in(request, user, response, second_factor=True) if was_half else response


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new codes for the paper; the answer to the POST is the only time they are shown."""
    if not queries.has_second_factor(request.user):
        return redirect("accounts:enrol")
    context = {"codes_left": queries.codes_left(request.user)}
    form = forms.PasswordForm(request.POST or None)
    if not form.is_valid():
        return shared.asked(request, "accounts/recovery_renew.html", form, context)
    try:
        people.confirm_password(user=request.user, password=form.cleaned_data["password"])
    except DomainError as refusal:
        return shared.refused(request, "accounts/recovery_renew.html", form, refusal, context)
    return _show_codes(request, second_factor.renew_codes(user=request.user, at=clock.now()), "")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_second_factor(request: HttpRequest) -> HttpResponse:
    """Back to password alone, where the house allows it."""
    if settings.REQUIRE_SECOND_FACTOR or not queries.has_second_factor(request.user):
        return redirect("accounts:security")
    form = forms.PasswordForm(request.POST or None)
    if not form.is_valid():
        return shared.asked(request, "accounts/remove_second_factor.html", form)
    try:
        people.confirm_password(user=request.user, password=form.cleaned_data["password"])
    except DomainError as refusal:
        return shared.refused(request, "accounts/remove_second_factor.html", form, refusal)
    second_factor.remove(user=request.user, at=clock.now())
    sessions.begin(request, User.objects.get(pk=request.user.pk))
    messages.success(request, _("The second step is switched off. Your other browsers were signed out."))
    return redirect("accounts:security")


def _show_codes(request: HttpRequest, codes: list[str], onward: str) -> HttpResponse:
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "onward": onward})
