"""
Who may read the log, and which part of it.

The policy table lives with the units, above this context; they register how it is asked, as `register(opened)`. Until
somebody has, the log is closed to everybody.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from danvan.common.errors import NotAllowed

# (who asks, "see" | "export" | "verify") -> the entries this opens, None when it opens none at all.
Opened = Callable[[Any, str], Q | None]
_opened: list[Opened] = []


def register(opened: Opened) -> None:
    """Say who asks the policy table for this context; said again, the later word counts."""
    _opened[:] = [opened]


def opened(actor: Any, action: str) -> Q | None:
    """The entries on which `actor` (`request.actor`) may do this, as a filter; None when on none."""
    return _opened[0](actor, action) if _opened else None


def require(actor: Any, action: str) -> Q:
    """
    As `opened`.

    :raises NotAllowed: for whom the policy table opens nothing here
    """
    found = opened(actor, action)
    if found is None:
        raise NotAllowed(
            _(
                "The activity log is open to auditors and administrators."
                " If you need an entry, ask one of them."
            )
        )
    return found
