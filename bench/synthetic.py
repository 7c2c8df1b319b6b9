"""Five synthetic years of Hanoi: 615 units, 20 quarters, 130 figures each, as our versions and as the peer's flat table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from danvan.common.periods import Period
from danvan.organizations.models import OrgUnit
from danvan.organizations.queries import names_on
from danvan.organizations.seed.load import load_hanoi
from danvan.reference.services import load_calendar
from danvan.reporting.models import ReportForm, Round, Submission, SubmissionVersion
from danvan.reporting.services import rounds
from danvan.reporting.services.catalogue import load_catalogue, publish_form
from danvan.reporting.vectors import Vector

FIGURES, YEARS = 130, range(2015, 2020)
AT = datetime(2020, 1, 2, 9, tzinfo=timezone.get_default_timezone())

FLAT = """CREATE TABLE bench_flat (period integer NOT NULL, city integer NOT NULL, district integer, commune integer,
          unit integer NOT NULL, level varchar(10) NOT NULL, indicator integer NOT NULL, value bigint)"""


@dataclass
class City:
    form: ReportForm
    root: OrgUnit
    rounds: list[Round]
    unit_ids: list[int]
    values: np.ndarray  # (rounds, units, figures)
    districts: np.ndarray  # place of each unit's district, -1 for the city itself


def build() -> City:
    """Everything in the database; 1.6 million values both ways."""
    with transaction.atomic():
        load_hanoi(at=AT)
        load_calendar(at=AT)
        form = _form()
        root = OrgUnit.objects.get(code="HN")
        periods = [Period("quarter", year, quarter) for year in YEARS for quarter in range(1, 5)]
        opened = [rounds.open_round(form=form, period=p, unit=root, by=None, at=AT) for p in periods]
        names = names_on(date(2019, 12, 14))
        unit_ids = sorted(names)
        places = {unit: place for place, unit in enumerate(unit_ids)}
        rng = np.random.default_rng(5)
        values = rng.integers(0, 500, (len(periods), len(unit_ids), FIGURES))
        district = {
            unit: names[unit].id if names[unit].level == "district" else names[unit].parent_id
            for unit in unit_ids
        }
        district[root.pk] = None
        _versions(opened, places, values)
        _flat(opened, unit_ids, names, district, root.pk, values)
        order = {d: n for n, d in enumerate(sorted({d for d in district.values() if d}))}
        return City(
            form, root, opened, unit_ids, values, np.array([order.get(district[u], -1) for u in unit_ids])
        )


def _form() -> ReportForm:
    row = {
        "name_vi": "", "name_en": "", "unit": "cuộc", "group": "supervision", "levels": "city|district|commune",
        "kind": "input", "agg_units": "sum", "agg_time": "sum", "formula": "", "derived_from": "", "source": "", "note": "",
    }  # fmt: skip
    rows = [
        row | {"code": f"bench.figure{n:03}", "name_vi": f"Chỉ tiêu {n}", "name_en": f"Figure {n}"}
        for n in range(FIGURES)
    ]
    load_catalogue(rows=rows, at=AT)
    form = ReportForm.objects.create(
        code="BENCH", name="Bench", periodicity="quarter", levels="city|district|commune", cutoff_day=14
    )
    publish_form(form=form, codes=[row["code"] for row in rows], starts_on=date(2010, 1, 1), at=AT)
    return form


def _versions(opened: list[Round], places: dict[int, int], values: np.ndarray) -> None:
    for place, round_ in enumerate(opened):
        submissions = list(Submission.unscoped.filter(round=round_).order_by("pk"))
        versions = SubmissionVersion.objects.bulk_create(
            [
                SubmissionVersion(
                    submission=submission, number=1, made_at=AT,
                    cells=Vector(values[place, places[submission.unit_id]].astype("<i8"), np.ones(FIGURES, np.uint8)).pack(),
                )
                for submission in submissions
            ],
            batch_size=300,
        )  # fmt: skip
        for submission, version in zip(submissions, versions, strict=True):
            submission.latest = submission.accepted = version
            submission.state = Submission.State.ACCEPTED
        Submission.unscoped.bulk_create(
            submissions,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["latest", "accepted", "state"],
            batch_size=300,
        )


def _flat(opened, unit_ids, names, district, root: int, values: np.ndarray) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FLAT)
        for place, round_ in enumerate(opened):
            rows = [
                (
                    round_.pk, root, district[unit], unit if names[unit].level == "commune" else None, unit,
                    names[unit].level, indicator, int(values[place, at, indicator]),
                )
                for at, unit in enumerate(unit_ids)
                for indicator in range(FIGURES)
            ]  # fmt: skip
            if connection.vendor == "postgresql":
                with cursor.copy("COPY bench_flat FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                cursor.executemany("INSERT INTO bench_flat VALUES (%s,%s,%s,%s,%s,%s,%s,%s)", rows)
        # The peer gets the indexes that help it most.
        cursor.execute("CREATE INDEX bench_flat_city ON bench_flat (period, city)")
        cursor.execute("CREATE INDEX bench_flat_district ON bench_flat (period, district)")
        cursor.execute("ANALYZE bench_flat")
