"""Who may read the log."""

from typing import Any

from django.utils.translation import gettext as _

from danvan.common.errors import NotAllowed

READERS = frozenset({"auditor", "administrator"})


def can_read(actor: Any) -> bool:
    """`actor` is whoever asks, with the roles of the posts held today (`request.actor`)."""
    return not READERS.isdisjoint(actor.roles)


def require_reader(actor: Any) -> None:
    """:raises NotAllowed: for anyone but auditors and administrators"""
    if not can_read(actor):
        raise NotAllowed(
            _(
                "The activity log is open to auditors and administrators."
                " If you need an entry, ask one of them."
            )
        )
