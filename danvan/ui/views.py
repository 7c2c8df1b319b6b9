"""Pages that belong to no context: the component catalogue, the language switch, health, refusals."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from danvan.ui import examples, refusal


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every component with its variants; what page writers copy from and what the browser tests look at."""
    return render(request, "ui/catalogue.html", examples.context(page=request.GET.get("page", "1")))


@login_not_required
@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie and go back to the page the person came from."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        return refusal.say(
            request,
            status=400,
            code="bad-request",
            message=_("This language is not spoken here. Choose one below."),
        )
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        back = "/"
    response = HttpResponseRedirect(back)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


@login_not_required
@never_cache
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the process answers and its database does, else 503; says nothing else to strangers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unreachable"}, status=503)
    return JsonResponse({"status": "ok"})


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that is too old, or was not ours; the reason is for developers and stays in Django's log."""
    message = _(
        "This form has been open too long and was not sent. Go back, reload the page and send it again."
    )
    return refusal.say(request, status=403, code="stale-form", message=message)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    message = _("The request could not be read. Go back and try again.")
    return refusal.say(request, status=400, code="bad-request", message=message)


@login_not_required
def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    message = _("Your post does not open this. Ask the administrator of your unit if you need it.")
    return refusal.say(request, status=403, code="not-allowed", message=message)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal.missing(request)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    return refusal.crash(request)
