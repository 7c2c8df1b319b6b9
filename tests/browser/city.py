"""A city small enough for a journey: seven units, the starter form, rounds, and reports sent through the services."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from danvan.common.periods import Period
from danvan.organizations.actors import Actor, Grant
from danvan.organizations.models import Role
from danvan.organizations.queries import actor_of
from danvan.reference.services import load_calendar
from danvan.reporting.models import Draft, Round, Submission
from danvan.reporting.queries import forms
from danvan.reporting.services import entry, reviewing, rounds, sending
from danvan.reporting.services.catalogue import starter_form
from danvan.reporting.vectors import Vector
from tests.support.people import Cast
from tests.support.standing import every_cell

# Sessions of supervision by unit: 434 of the city, 2,054 of districts, 6,109 of communes make the 8,597 of 2019.
SESSIONS = {
    "HN": 434,
    "HN-01": 1000,
    "HN-02": 1054,
    "HN-01-01": 1500,
    "HN-01-02": 1509,
    "HN-02-01": 1600,
    "HN-02-02": 1500,
}
TEAM = "supervision.form.team"


class City:
    """``city.cast["officer"]``, ``city.open("2020-Q1")``, ``city.send(round, "HN-01-01", **{TEAM: 5})``."""

    def __init__(self, cast: Cast, at: datetime):
        self.cast, self.at = cast, at
        load_calendar(at=at)
        self.form = starter_form(at=at)

    def open(self, period: str) -> Round:
        return rounds.open_round(
            form=self.form, period=Period.parse(period), unit=self.cast.city, by=None, at=self.at
        )

    def actor(self, name: str) -> Actor:
        return actor_of(self.cast[name], self.at.date())

    def submission(self, round_: Round, code: str = "HN-01-01") -> Submission:
        return Submission.unscoped.get(round=round_, unit=self.cast.units[code])

    def send(self, round_: Round, code: str = "HN-01-01", **figures: Any) -> Submission:
        """Type every cell (zero unless said otherwise) and send, as somebody of the unit does."""
        row, by = self.submission(round_, code), self._own(code)
        entry.save_cells(submission_id=row.pk, typed=every_cell(row.level, **figures), by=by, at=self.at)
        sending.submit(submission_id=row.pk, by=by, at=self.at)
        return self.submission(round_, code)

    def accept(self, row: Submission) -> None:
        by = self.actor("city_consolidator")
        reviewing.accept(submission_id=row.pk, version_number=row.latest.number, by=by, at=self.at)

    def _own(self, code: str) -> Actor:
        role = Role.OFFICER if code.count("-") == 2 else Role.CONSOLIDATOR
        grant = Grant(role, self.cast.units[code].pk, code)
        return Actor(self.cast["officer"].pk, "Cán bộ", self.at.date(), (grant,))

    def drafted(self, row: Submission, code: str = TEAM) -> int | None:
        """What the server holds for a cell of a draft."""
        draft = Draft.objects.filter(submission=row).first()
        return Vector.unpack(draft.cells).value(forms.layout(self.form).index[code]) if draft else None

    def sent(self, row: Submission, code: str = TEAM) -> int | None:
        """What the newest version sent says in a cell."""
        row = Submission.unscoped.select_related("latest").get(pk=row.pk)
        return Vector.unpack(row.latest.cells).value(forms.layout(self.form).index[code])
