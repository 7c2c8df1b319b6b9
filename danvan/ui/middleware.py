"""Language of the page, and refusals nobody caught."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from danvan.common.errors import DomainError
from danvan.ui import refusal

Handler = Callable[[HttpRequest], HttpResponse]


def language(get_response: Handler) -> Handler:
    """
    Speak Vietnamese unless the person chose otherwise here.

    Django's own middleware follows the browser's language, and many an office PC was installed in English.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        known = dict(settings.LANGUAGES)
        code = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    return middleware


def refusals(get_response: Handler) -> Handler:
    """Turn a `DomainError` that no view showed into a page, a fragment or problem+json with its status."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        # Anything unforeseen goes on to handler500, which sees failures of the other middleware too.
        return refusal.answer(request, error) if isinstance(error, DomainError) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
