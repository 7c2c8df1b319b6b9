"""A small city whose district HN-01 evaluates its two communes for the third quarter of 2019."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from danvan.common.periods import Period
from danvan.evaluation.models import CriteriaSet, UnitEvaluation
from danvan.evaluation.services import criteria, reviewing, rounds, scoring
from danvan.organizations.queries import actor_of
from danvan.reference.services import load_calendar
from danvan.reporting.models import Submission
from danvan.reporting.queries import forms
from danvan.reporting.services import entry, sending, supplements
from danvan.reporting.services import reviewing as reports
from danvan.reporting.services import rounds as reporting
from danvan.reporting.services.catalogue import starter_form
from tests.support.rooms.evaluation import BANDS, JUDGED, MEASURED
from tests.support.standing import every_cell

PERIOD = Period.parse("2019-Q3")
CELL = "supervision.form.team"


@dataclass
class House:
    """``house.by("officer")`` is an actor of the cast on the day; ``house.row()`` the commune's evaluation, fresh."""

    cast: object
    at: datetime
    round: object = None
    reporting: object = None

    def by(self, name):
        return actor_of(self.cast[name], self.at.date())

    def row(self, code="HN-01-01"):
        return UnitEvaluation.unscoped.get(round=self.round, unit=self.cast.units[code])

    def line(self, kind="judged", code="HN-01-01"):
        return self.row(code).scores.select_related("criterion").get(criterion__kind=kind)

    def same(self, name, **changes):
        row = self.row()
        return {
            "evaluation_id": row.pk,
            "version": row.version,
            "by": self.by(name),
            "at": self.at,
            **changes,
        }

    def set(self, level="commune", starts_on=date(2019, 1, 1), lines=(JUDGED, MEASURED), issued=True):
        """Made by the district, 100 points unless `lines` say otherwise."""
        by, at = self.by("consolidator"), self.at
        values = {
            "name": "Bộ tiêu chí",
            "level": level,
            "basis": "",
            "starts_on": starts_on,
            "appeal_days": 3,
        }
        made = criteria.draft(unit=self.cast.district, values=values, bands=BANDS, by=by, at=at)
        group = criteria.put_group(set_id=made.pk, version=0, title="Chung", by=by, at=at)
        for version, line in enumerate(lines, start=1):
            written = {"title": f"Tiêu chí {version}", "guidance": "", **line}
            criteria.put_criterion(
                set_id=made.pk, version=version, group_id=group.pk, values=written, by=by, at=at
            )
        made = CriteriaSet.unscoped.get(pk=made.pk)
        return criteria.issue(set_id=made.pk, version=made.version, by=by, at=at) if issued else made

    def open(self, made=None, period=PERIOD):
        self.round = rounds.open_round(
            unit=self.cast.district, criteria=made or self.set(), period=period, title="Đánh giá quý III",
            self_due_on=self.at.date(), review_due_on=self.at.date() + timedelta(days=5),
            by=self.by("consolidator"), at=self.at,
        )  # fmt: skip
        return self.round

    def report(self, value, code="HN-01-01"):
        """The commune's figure, sent and accepted; a further time as a supplement."""
        row = Submission.unscoped.get(round=self.reporting, unit=self.cast.units[code])
        by, above = self.by("officer"), self.by("consolidator")
        if row.accepted_id is not None:
            more = supplements.supplement(
                submission_id=row.pk, changes={CELL: str(value)}, reason="Đếm lại", by=by, at=self.at
            )
            reports.accept(submission_id=row.pk, version_number=more.number, by=above, at=self.at)
            return
        entry.save_cells(
            submission_id=row.pk, typed=every_cell("commune", **{CELL: value}), by=by, at=self.at
        )
        sending.submit(submission_id=row.pk, by=by, at=self.at)
        reports.accept(submission_id=row.pk, version_number=1, by=above, at=self.at)

    def scored(self, points="50", note="Đã làm"):
        own = scoring.Own(Decimal(points), note)
        return scoring.score(given={self.line().criterion_id: own}, **self.same("officer"))

    def sent(self):
        self.scored()
        return scoring.submit(**self.same("officer"))

    def reviewed(self, points="45", reason="Chưa đủ minh chứng"):
        self.sent()
        said = reviewing.Reviewed(Decimal(points), reason)
        return reviewing.review(
            given={self.line().criterion_id: said}, remark="", **self.same("consolidator")
        )

    def told(self, by="consolidator", **changes):
        self.reviewed(**changes)
        rounds.publish(round_id=self.round.pk, evaluation_ids=[self.row().pk], by=self.by(by), at=self.at)
        return self.row()

    def appealed(self):
        self.told()
        return reviewing.appeal(reason="Có biên bản kèm theo", **self.same("officer"))


@pytest.fixture
def house(cast, at):
    forms.forget()
    now = at(2020, 3, 16)
    load_calendar(at=now)
    form = starter_form(at=now)
    made = House(cast, now)
    made.reporting = reporting.open_round(form=form, period=PERIOD, unit=cast.city, by=None, at=now)
    yield made
    forms.forget()


@pytest.fixture
def round_(house):
    return house.open()
