"""Who somebody is on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Grant:
    """One post as it counts on a day. `for_user` is set when it is held as a deputy."""

    role: str
    unit_id: int
    unit_code: str
    title: str = ""
    for_user: int | None = None


@dataclass(frozen=True)
class Actor:
    """A person on a day: what they may see and do follows from `grants` alone."""

    user_id: int
    name: str
    on: date
    grants: tuple[Grant, ...] = ()

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    def unit_ids(self, *roles: str) -> list[int]:
        """Units of the posts held today, those of the given roles when any are named."""
        return sorted({grant.unit_id for grant in self.grants if not roles or grant.role in roles})
