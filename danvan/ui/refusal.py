"""One way to say no: a page, a fragment for htmx, or problem+json, with the status that fits."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from danvan.common.errors import DomainError

log = logging.getLogger("danvan.refusal")

PAGES = {400: "400.html", 403: "403.html", 404: "404.html", 500: "500.html"}


def answer(request: HttpRequest, error: DomainError) -> HttpResponse:
    """
    Tell a refusal with its own words and status.

    What is out of sight gets the words of any missing page: otherwise the answer would betray that it exists.
    """
    if error.status == 404:
        return missing(request)
    return say(request, status=error.status, code=error.code, message=error.message)


def missing(request: HttpRequest) -> HttpResponse:
    message = _(
        "There is no such page, or it is not open to you. Check the address, or start from your own work."
    )
    return say(request, status=404, code="not-found", message=message)


def crash(request: HttpRequest) -> HttpResponse:
    """Answer what nobody foresaw with a random reference; the trace goes to the log alone (R-84)."""
    reference = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}"
    log.error("reference %s: %s %s", reference, request.method, request.path, exc_info=True)
    message = _(
        "Something failed on our side. See whether your last step was saved, and try again, or report"
        " the number %(ref)s."
    )
    words = {"reference": reference, "message": message % {"ref": reference}}
    if wants_json(request) or wants_fragment(request):
        return say(request, status=500, code="failed", message=words["message"], reference=reference)
    # Rendered without the request: whatever broke may break again in a context processor.
    return HttpResponse(render_to_string("500.html", words), status=500)


def say(request: HttpRequest, *, status: int, code: str, message: str, **more: str) -> HttpResponse:
    if wants_json(request):
        problem = {"type": "about:blank", "title": message, "status": status, "detail": message}
        problem |= {"code": code, **more}
        return JsonResponse(
            problem,
            status=status,
            content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
        )
    # The full page holds forms, and their tokens a session: a stranger knocking on doors must not fill that
    # table, and before the person is known (a foreign host name, say) there is no session to hold one.
    user = getattr(request, "user", None)
    layout = "ui/base.html" if user is not None and user.is_authenticated else "ui/bare.html"
    words = {"message": message, "status": status, "code": code, "layout": layout}
    if wants_fragment(request):
        # The place that was to be refreshed keeps what it shows; the refusal is announced above the page.
        fragment = render(request, "ui/refusal_fragment.html", words, status=status)
        fragment["HX-Retarget"], fragment["HX-Reswap"] = "#messages", "innerHTML"
        return fragment
    return render(request, PAGES.get(status, "ui/refusal.html"), words, status=status)


def wants_json(request: HttpRequest) -> bool:
    if request.path.startswith("/api/"):
        return True
    return request.get_preferred_type(["text/html", "application/json", "application/problem+json"]) in (
        "application/json",
        "application/problem+json",
    )


def wants_fragment(request: HttpRequest) -> bool:
    # Read from the headers: the refusal may come before the htmx middleware has seen the request.
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
