"""
Browsers in which somebody signed in before: the cure against being slowed down by an attacker (R-03).

After a full sign-in the browser keeps a signed cookie that names (as digests) up to `KEPT` people. A try from
such a browser is counted on its own budget, not on the name's. The cookie opens nothing: password and code
are still asked.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from danvan.accounts import digests

KEPT = 6
MAX_AGE = 180 * 24 * 3600
_SALT = "danvan.accounts.browser"


@dataclass(frozen=True)
class Browser:
    """A random number for the browser and the digests of the names that signed in there, newest first."""

    id: str = ""
    names: tuple[str, ...] = ()

    def budget(self, username: str) -> str | None:
        """The key of this browser's own budget for the name; None when nobody of that name signed in here."""
        known = self.id and _digest(username) in self.names
        return f"browser:{self.id}:{digests.plain_name(username)}" if known else None


NOWHERE = Browser()


def read(request: HttpRequest) -> Browser:
    """The browser behind the request; `NOWHERE` without cookie or when it was not signed by us."""
    try:
        kept = signing.loads(request.COOKIES.get(_cookie_name(), ""), salt=_SALT, max_age=MAX_AGE)
        return Browser(id=kept["id"], names=tuple(kept["names"]))
    except (signing.BadSignature, KeyError, TypeError):
        return NOWHERE


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Note on the answer that `username` has signed in here."""
    browser = read(request)
    name = _digest(username)
    names = (name, *(other for other in browser.names if other != name))[:KEPT]
    browser = replace(browser, id=browser.id or secrets.token_urlsafe(12), names=names)
    response.set_cookie(
        _cookie_name(),
        signing.dumps({"id": browser.id, "names": list(browser.names)}, salt=_SALT),
        max_age=MAX_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _cookie_name() -> str:
    return "__Host-danvan-browser" if settings.SESSION_COOKIE_SECURE else "danvan-browser"


def _digest(username: str) -> str:
    return digests.of("browser", digests.plain_name(username))[:32]
