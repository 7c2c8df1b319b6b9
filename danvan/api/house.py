"""The API itself: who may knock, how answers are written, how refusals are told, what the schema says about them."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder
from ninja.security import SessionAuth

from danvan.api import problems
from danvan.api.fields import MEANINGS
from danvan.api.shapes import Problem
from danvan.common.errors import DomainError

# Answers every operation may give beside its own; writes may also meet a conflict.
REFUSALS = {
    "400": "The request cannot be read.",
    "401": "Not signed in.",
    "403": "In sight, but not allowed; or a write without its CSRF token.",
    "404": "Absent, or out of sight.",
    "422": "Understood and refused: the detail says what to change.",
    "500": "Something failed on our side; quote the reference.",
}
OF_WRITES = {"409": "Somebody changed the same thing first.", "413": "More than one request may carry."}


class Renderer(BaseRenderer):
    """UTF-8 as it is: escaped Vietnamese is half as long again and nobody can read it."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return json.dumps(data, ensure_ascii=False, cls=NinjaJSONEncoder, separators=(",", ":")).encode()


class Staff(SessionAuth):
    """The session of the pages. Reading needs the cookie, writing its CSRF token too."""

    param_name = settings.SESSION_COOKIE_NAME


class House(NinjaAPI):
    def get_openapi_operation_id(self, operation: Any) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The schema with the refusals, which ninja cannot know to be problem+json."""
        schema = super().get_openapi_schema(path_prefix=reverse("api:me").removesuffix("me"))
        schemas = schema["components"].setdefault("schemas", {})
        own = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(own.pop("$defs", {}))
        schemas["Problem"] = own
        content = {problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for methods in schema["paths"].values():
            for method, operation in methods.items():
                for parameter in operation.get("parameters", ()):
                    parameter["description"] = MEANINGS[parameter["name"]]
                said = REFUSALS | (OF_WRITES if method == "post" else {})
                for status, words in said.items():
                    operation["responses"][status] = {"description": words, "content": content}
        return schema


house = House(
    title="Danvan",
    version="1",
    description="Figures, rounds and reports of a city's mass-mobilisation work. The same rules as the pages.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    auth=Staff(),
    renderer=Renderer(),
)


@house.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    return problems.of_refusal(request, error)


@house.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problems.missing(request)


@house.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    said = _("Sign in with a browser and send its session cookie with each request.")
    return problems.problem(request, status=401, code="not-signed-in", detail=said)


@house.exception_handler(PermissionDenied)
def not_allowed(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    said = _("Your post does not open this. Ask the administrator of your unit if you need it.")
    return problems.problem(request, status=403, code="not-allowed", detail=said)


@house.exception_handler(ValidationError)
def bad_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"where": ".".join(str(part) for part in one.get("loc", ())), "message": str(one.get("msg", ""))}
        for one in error.errors
    ]
    said = _("Some fields are missing or have a form the schema does not allow; “errors” names them.")
    return problems.problem(request, status=422, code="bad-input", detail=said, errors=errors)


@house.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 403:
        said = _(
            "A write needs the CSRF token of the session in the header X-CSRFToken; GET /api/v1/me hands it out."
        )
        return problems.problem(request, status=403, code="stale-form", detail=said)
    said = _("The body is no JSON in UTF-8.")
    return problems.problem(request, status=error.status_code, code="bad-request", detail=said)


@house.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    said = _("The body is larger than any form. Send one form's cells at a time.")
    return problems.problem(request, status=413, code="too-much", detail=said)


@house.exception_handler(SuspiciousOperation)
def suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    said = _("The request could not be read. Correct it and try again.")
    return problems.problem(request, status=400, code="bad-request", detail=said)


@house.exception_handler(Exception)
def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    return problems.of_crash(request)
