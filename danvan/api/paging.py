"""Pages by cursor: what was last seen, signed, so that a list that grows skips and repeats nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.utils.translation import gettext as _

from danvan.common.errors import DomainError

Item = TypeVar("Item")
SALT = "danvan.api.cursor"


class BadCursor(DomainError):
    """The cursor was not made by us, or for another list."""

    code = "bad-cursor"


@dataclass(frozen=True)
class Page(Generic[Item]):
    items: Sequence[Item]
    next: str | None
    count: int


def page(
    rows: Sequence[Item], *, key: Callable[[Item], Any], of: Sequence[object], cursor: str, limit: int
) -> Page[Item]:
    """
    `rows` stand in the order of `key` (plain JSON, no two alike); `of` names the list with its filters.

    :raises BadCursor: for a cursor of another list, or none of ours
    """
    listed = hashlib.sha256(repr(tuple(of)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    start = 0
    if cursor:
        last = _opened(cursor, listed)
        try:
            start = next((place for place, row in enumerate(rows) if _plain(key(row)) > last), len(rows))
        except TypeError:
            raise BadCursor(_("This cursor belongs to another list. Begin again without it.")) from None
    shown = rows[start : start + limit]
    more = start + limit < len(rows)
    following = signing.dumps([listed, _plain(key(shown[-1]))], salt=SALT) if more and shown else None
    return Page(shown, following, len(rows))


def _plain(key: Any) -> Any:
    return list(key) if isinstance(key, tuple) else key


def _opened(cursor: str, listed: str) -> Any:
    try:
        whose, last = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise BadCursor(_("This cursor is not one of ours. Begin again without it.")) from None
    if whose != listed:
        raise BadCursor(_("This cursor belongs to another list. Begin again without it."))
    return last
