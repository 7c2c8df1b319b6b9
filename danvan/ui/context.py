"""What every page carries around its content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch
from django.utils.translation import get_language

from danvan.common import clock
from danvan.ui import nav
from danvan.ui.nav import Link


@dataclass
class Shell:
    """Read by `ui/base.html` as `shell`; parts are worked out only when a page prints them."""

    request: HttpRequest

    @cached_property
    def _rail(self) -> tuple[list[Link], list[Link]]:
        return nav.folded(nav.links(self.request)) if hasattr(self.request, "user") else ([], [])

    @property
    def nav(self) -> list[Link]:
        return self._rail[0]

    @property
    def more(self) -> list[Link]:
        """What does not fit in the rail; behind one word, open where one of them is the page looked at."""
        return self._rail[1]

    @property
    def more_count(self) -> int:
        """What waits behind "More", told on the word itself."""
        return sum(link.count for link in self.more)

    @property
    def more_open(self) -> bool:
        return any(link.current for link in self.more)

    @cached_property
    def signed_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return bool(user and user.is_authenticated)

    @property
    def person(self) -> str:
        """The name to greet with; a user without a full name is called by the name used to sign in."""
        user = self.request.user
        return getattr(user, "get_full_name", str)() or user.get_username()

    @cached_property
    def posts(self) -> list[str]:
        """Titles of the posts held today; the organizations middleware put the actor on the request."""
        grants = getattr(getattr(self.request, "actor", None), "grants", ())
        return list(dict.fromkeys(grant.title or grant.unit_code for grant in grants))

    @property
    def today(self) -> date:
        return clock.today()

    @property
    def demo(self) -> bool:
        """The house lives on a day of its own: say so on every page, or somebody works by the wrong date."""
        return bool(settings.TODAY)

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def languages(self) -> list[tuple[str, str]]:
        return [(code, name) for code, name in settings.LANGUAGES if code != self.language]

    @property
    def home(self) -> str:
        """Where one's own work is; the sign-in page for somebody not signed in."""
        return _address(settings.LOGIN_REDIRECT_URL) or "/" if self.signed_in else self.sign_in

    @property
    def sign_in(self) -> str:
        return _address(settings.LOGIN_URL) or "/"

    @property
    def sign_out(self) -> str:
        return _address("accounts:sign_out")

    @property
    def security(self) -> str:
        return _address("accounts:security")

    @property
    def accessibility(self) -> str:
        return _address("workspace:accessibility")

    @property
    def path(self) -> str:
        return self.request.get_full_path()


def _address(to: str) -> str:
    """The address of a page, or nothing where there is none: an error page must never fail itself."""
    try:
        return resolve_url(to)
    except NoReverseMatch:
        return ""


def shell(request: HttpRequest) -> dict[str, Shell]:
    return {"shell": Shell(request)}
