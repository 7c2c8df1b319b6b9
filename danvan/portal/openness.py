"""
Doors without a lock: what a view needs to be open to everybody, and nothing more than that.

No session, no cookie and no row is made for a reader or sender (R-35). A form therefore carries no CSRF token: nobody is
signed in here, so a foreign page could not use anybody's rights; that it comes from a page of this house is still checked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from danvan.common.errors import DomainError
from danvan.portal import frame
from danvan.portal.errors import FromElsewhere, TooLarge

READ = ("GET", "HEAD")
BOTH = ("GET", "HEAD", "POST")
WRITE = ("POST",)
MOST_BYTES = 52 * 1024 * 1024

View = Callable[..., HttpResponse]


class InMemory(MemoryFileUploadHandler):
    """Pictures of residents never touch the disk in clear, however large they are (R-28)."""

    def handle_raw_input(self, *given, **named) -> None:
        self.activated = True


def open_door(
    methods: tuple[str, ...] = READ, *, keep: int = 0, program: bool = False
) -> Callable[[View], View]:
    """
    Open a view to everybody by these methods. `keep`: seconds for which a browser or proxy may keep the page; leave it 0
    where something may be taken back at any moment. `program`: requests may come from other places (Open311).
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *given, **named) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            try:
                if request.method == "POST":
                    _prepare(request, program)
                response = view(request, *given, **named)
            except Http404:
                return frame.missing(request)
            except DomainError as refusal:
                return frame.refused(request, refusal)
            if keep and response.status_code == 200 and settings.SESSION_COOKIE_NAME not in request.COOKIES:
                response.headers["Cache-Control"] = f"public, max-age={keep}"
                patch_vary_headers(response, ["Cookie"])
            return response

        return login_not_required(csrf_exempt(opened))

    return wrap


def _prepare(request: HttpRequest, program: bool) -> None:
    if not program and not _from_here(request):
        raise FromElsewhere(
            _("This form did not come from a page of this house. Open the page again and send it from there.")
        )
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise TooLarge(_("This is more than 50 MB at once. Send fewer pictures, the rest can follow."))
    request.upload_handlers = [InMemory(request)]


def _from_here(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site", "")
    if site and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == request.get_host()
