"""Refusals around sign-in. None of them tells whether a name exists."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from danvan.common.errors import Conflict, DomainError


class WrongPassword(DomainError):
    """Name and password do not go together, or the person may not sign in: one answer for all of these."""

    code = "wrong-password"

    def __init__(self) -> None:
        super().__init__(_("Name or password is wrong. Check both and try again."))


class WrongCode(DomainError):
    """The one-time code is wrong, out of date or was used before."""

    code = "wrong-code"

    def __init__(self) -> None:
        super().__init__(_("This code is wrong or was already used. Wait for the next one and type it."))


class TooSoon(DomainError):
    """Not checked at all: tries on this name rest until `open_at`."""

    code, status = "too-soon", 429

    def __init__(self, open_at: datetime, at: datetime) -> None:
        super().__init__(_("Too many wrong tries. Nothing was checked this time."))
        self.open_at = open_at
        self.seconds = max(1, round((open_at - at).total_seconds()))


class WeakPassword(DomainError):
    """The new password breaks a rule; `messages` says which, each in a sentence."""

    code = "weak-password"

    def __init__(self, messages: list[str]) -> None:
        super().__init__(" ".join(messages))
        self.messages = messages


class TicketSpent(DomainError):
    """The link was used, has run out, was replaced, or never existed."""

    code, status = "link-spent", 410

    def __init__(self) -> None:
        super().__init__(_("This link can no longer be used. Ask your administrator for a new one."))


class NameTaken(Conflict):
    """Somebody has this sign-in name."""

    def __init__(self, username: str) -> None:
        super().__init__(_("The sign-in name “%(name)s” is taken. Choose another.") % {"name": username})


class BadName(DomainError):
    """The sign-in name has the wrong shape."""

    code = "bad-name"

    def __init__(self) -> None:
        super().__init__(
            _(
                "A sign-in name has 3 to 60 small letters without marks, digits, dots, dashes, "
                "and begins with a letter."
            )
        )


class NotOneself(DomainError):
    """What an administrator may do to others only."""

    code, status = "not-oneself", 403

    def __init__(self) -> None:
        super().__init__(_("You cannot do this to your own account. Ask another administrator."))


class MeaninglessNow(Conflict):
    """The account is not in the state this step is for."""
