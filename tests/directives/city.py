"""The small city at work on documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from danvan.directives.models import Directive
from danvan.directives.services import cascading, documents
from danvan.organizations.actors import Actor
from danvan.organizations.queries import actor_of
from tests.support.people import Cast

DAY = date(2020, 3, 5)
BODIES = {"HN": "BDVTU", "HN-01": "BDVQU"}


@dataclass
class Office:
    """Whoever keeps documents in the city, in Ba Đình and in Phúc Xá, on one day."""

    cast: Cast
    at: datetime

    @property
    def city(self) -> Actor:
        return actor_of(self.cast["city_consolidator"], self.at.date())

    @property
    def district(self) -> Actor:
        return actor_of(self.cast["consolidator"], self.at.date())

    @property
    def officer(self) -> Actor:
        return actor_of(self.cast["officer"], self.at.date())

    def draft(self, code: str, *, by: Actor | None = None, **values: Any) -> Directive:
        told = {
            "kind": "KH", "style": "party", "body": BODIES.get(code, "ĐU"), "title": "Kế hoạch công tác dân vận",
            "content": "", "signer": "", "in_force_from": None, "in_force_to": None, "programmes": [],
        }  # fmt: skip
        return documents.draft(
            unit=self.cast.units[code], values=told | values, by=by or self.city, at=self.at
        )

    def issue(self, paper: Directive, *, by: Actor | None = None) -> Directive:
        same = {"directive_id": paper.pk, "by": by or self.city, "at": self.at}
        documents.sign(version=paper.version, signer="Trưởng Ban", signed_on=self.at.date(), **same)
        return documents.issue(
            version=paper.version + 1, issued_on=self.at.date(), in_force_from=None, **same
        )

    def register(self, code: str, symbol: str, day: date, **values: Any) -> Directive:
        told = {
            "symbol": symbol, "issuer": "Bộ Chính trị", "issued_on": day, "received_on": None, "title": "Quy chế công tác dân vận",
            "content": "", "signer": "", "in_force_from": None, "in_force_to": None, "programmes": [],
        }  # fmt: skip
        return documents.register(unit=self.cast.units[code], values=told | values, by=self.city, at=self.at)

    def give(
        self, paper: Directive, codes: list[str], *, giver: str = "HN", by: Actor | None = None, **terms: Any
    ) -> cascading.Given:
        told = {"plan_due_on": date(2020, 3, 20), "report_due_on": date(2020, 6, 1)} | terms
        return cascading.give(
            directive_id=paper.pk, giver=self.cast.units[giver],
            unit_ids=[self.cast.units[code].pk for code in codes], terms=cascading.Terms(**told), by=by or self.city,
            at=self.at,
        )  # fmt: skip
