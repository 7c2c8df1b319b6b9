"""A person's own page: password, second factor, sessions."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from danvan.accounts import forms, queries, sessions
from danvan.accounts.models import User
from danvan.accounts.services import people
from danvan.accounts.views import shared
from danvan.common import clock
from danvan.common.errors import DomainError

SHOWN = 20


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """How my sign-in is protected and where I am signed in."""
    live = queries.live_sessions(request.user, timezone.now())
    context = {
        "second_factor": queries.has_second_factor(request.user),
        "required": bool(settings.REQUIRE_SECOND_FACTOR),
        "codes_left": queries.codes_left(request.user),
        "rows": [{"session": row, "here": row.pk == request.session.session_key} for row in live[:SHOWN]],
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
        "hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    return render(request, "accounts/security.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password ends every other session; this browser stays in under a new one."""
    form = forms.ChangePasswordForm(request.POST or None, user=request.user)
    if not form.is_valid():
        return shared.asked(request, "accounts/change_password.html", form)
    device = request.user.otp_device
    try:
        people.change_password(
            user=request.user, old=form.cleaned_data["old"], new=form.cleaned_data["new"], at=clock.now()
        )
    except DomainError as refusal:
        return shared.refused(request, "accounts/change_password.html", form, refusal)
    sessions.begin(request, User.objects.get(pk=request.user.pk), device)
    messages.success(request, _("Your password is changed. Your other browsers were signed out."))
    return redirect("accounts:security")


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    people.sign_out_everywhere(user=request.user, at=clock.now())
    logout(request)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("accounts:sign_in")
