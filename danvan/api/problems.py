"""Refusals as ``application/problem+json`` (RFC 9457), with the words and the status the pages have."""

from __future__ import annotations

import json
import logging
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.responses import NinjaJSONEncoder

from danvan.common.errors import DomainError, OutOfSight
from danvan.reporting.refusals import NotValid

log = logging.getLogger("danvan.refusal")

CONTENT_TYPE = "application/problem+json"

# What a program may branch on; the reference page prints them.
CODES: dict[str, int] = {
    "bad-request": 400,
    "not-signed-in": 401,
    "not-allowed": 403,
    "stale-form": 403,
    "not-found": 404,
    "unknown-indicator": 404,
    "wrong-method": 405,
    "cell-conflict": 409,
    "stale-version": 409,
    "wrong-state": 409,
    "round-closed": 409,
    "too-much": 413,
    "not-valid": 422,
    "bad-number": 422,
    "invalid-period": 422,
    "bad-cursor": 422,
    "bad-key": 422,
    "key-reused": 422,
    "reason-missing": 422,
    "bad-input": 422,
    "refused": 422,
    "failed": 500,
}


def title(status: int) -> str:
    titles = {
        400: _("The request cannot be read"),
        401: _("Not signed in"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("Wrong method"),
        409: _("Somebody was faster"),
        413: _("Too much at once"),
        500: _("Something failed on our side"),
    }
    return titles.get(status, _("Refused"))


def problem(request: HttpRequest, *, status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    """One problem; `more` are further members, plain JSON values."""
    # The address is set by the client and may be any bytes: in JSON it stands as it was escaped.
    body = {
        "type": f"/api/v1/docs#problem-{code}",
        "title": title(status),
        "status": status,
        "detail": detail,
        "instance": request.get_full_path(),
        "code": code,
        **more,
    }
    text = json.dumps(body, ensure_ascii=False, cls=NinjaJSONEncoder)
    return HttpResponse(text.encode("utf-8", "replace"), status=status, content_type=CONTENT_TYPE)


def missing(request: HttpRequest) -> HttpResponse:
    """The same words for what is absent and what is out of sight."""
    return problem(
        request, status=404, code="not-found", detail=_("There is no such thing, or it is not open to you.")
    )


def of_refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A foreseen refusal with what it carries: both values of a conflict, the findings that stop sending."""
    if type(error) is OutOfSight:
        return missing(request)
    more: dict[str, Any] = {}
    if error.detail:
        more["fields"] = error.detail
    if isinstance(error, NotValid):
        more["findings"] = [
            {
                "indicator": one.code, "rule": one.rule, "severity": one.severity, "message": one.message,
                "needs_reason": one.needs_reason,
            }
            for one in error.findings
        ]  # fmt: skip
    return problem(request, status=error.status, code=error.code, detail=error.message, **more)


def of_crash(request: HttpRequest) -> HttpResponse:
    """What nobody foresaw: a random reference for the caller, the trace for the log alone (R-84)."""
    reference = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}"
    log.error("reference %s: %s %s", reference, request.method, request.path, exc_info=True)
    said = _("See whether your last step was saved, then try again, or report the number %(ref)s.")
    return problem(request, status=500, code="failed", detail=said % {"ref": reference}, reference=reference)
