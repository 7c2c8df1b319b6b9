"""What every answer says to the browser, whoever made it (R-80)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)

DENIED_FEATURES = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
    "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get",
    "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock",
    "serial", "storage-access", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip

ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: under it browsers send `Origin: null` with our own forms, which the CSRF check must
    # refuse. Other places learn nothing either way.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in DENIED_FEATURES),
}


def security_headers(get_response: Handler) -> Handler:
    """
    Put the headers on every response, errors and static files too: it stands outside all other middleware.

    Nothing is kept by browsers or proxies unless it is a static file or a view said `public` itself.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        own = response.headers.get("Content-Security-Policy", "")
        for name, value in ALWAYS.items():
            response.headers[name] = value
        if own:
            # Of two policies browsers obey both: a view can only be stricter than the house, never laxer.
            response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}, {own}"
        if not _may_be_kept(request, response):
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def without_nul(get_response: Handler) -> Handler:
    """
    Take the character NUL out of an address, path and query: nobody types it, and PostgreSQL refuses to look for it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\0" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "").replace("\0", "")
        if "\0" in request.path_info:
            request.path_info = request.path_info.replace("\0", "")
            request.path = request.path.replace("\0", "")
        return get_response(request)

    return middleware


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    said = response.headers.get("Cache-Control", "")
    if request.path_info.startswith(settings.STATIC_URL):
        return bool(said) or response.status_code == 304
    return "public" in (word.strip() for word in said.split(","))
