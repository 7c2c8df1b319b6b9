"""(a) the root's report, (b) a rebuild of everything, (c) one corrected submission."""

from __future__ import annotations

import secrets

import numpy as np
from django.db import connection, transaction

from bench.synthetic import AT, City
from bench.timing import Result, measure
from danvan.audit import services as audit
from danvan.common.periods import Period
from danvan.organizations.queries import path_ids
from danvan.reporting.models import Submission, SubmissionVersion
from danvan.reporting.queries import forms, sums
from danvan.reporting.services import totals
from danvan.reporting.vectors import Vector

REPORT = (
    "SELECT level, indicator, SUM(value), COUNT(value) FROM bench_flat "
    "WHERE city = %s AND period IN ({}) GROUP BY level, indicator"
)


def report(city: City) -> list[Result]:
    layout = forms.layout(city.form)

    def from_totals(period: Period):
        by_level = sums.of_units(city.form, layout, [period], [city.root.pk])[str(period), city.root.pk]
        return sums.figures(layout, by_level)

    def by_sql(period: Period):
        ids = [round_.pk for round_ in city.rounds if period.contains(round_.period)]
        with connection.cursor() as cursor:
            cursor.execute(REPORT.format(",".join(["%s"] * len(ids))), [city.root.pk, *ids])
            return cursor.fetchall()

    found = []
    for period in (Period("year", 2019), Period("quarter", 2019, 4)):
        ours = {
            (level, int(f.indicator.code[-3:])): v
            for f in from_totals(period)
            for level, v in f.levels.items()
        }
        theirs = {(level, indicator): int(total) for level, indicator, total, _count in by_sql(period)}
        assert ours == theirs, "both say the same"
        found.append(
            measure(
                f"(a) the root's report for {period}, 130 indicators, three levels",
                {"SQL GROUP BY": "100 times"},
                rounds=9,
                ours=lambda p=period: from_totals(p),
                **{"SQL_GROUP_BY": lambda p=period: by_sql(p)},
            )  # fmt: skip
        )
    return found


def rebuild(city: City) -> list[Result]:
    order = np.argsort(city.districts, kind="stable")
    flat = np.ascontiguousarray(city.values[:, order, :])
    starts = np.flatnonzero(np.r_[True, np.diff(city.districts[order]) != 0])

    def ours():
        totals.rebuild(city.form)

    def by_sql():
        with connection.cursor() as cursor:
            for column in ("city", "district"):
                cursor.execute(
                    f"SELECT period, {column}, level, indicator, SUM(value), COUNT(value) FROM bench_flat "
                    f"GROUP BY period, {column}, level, indicator"
                )
                cursor.fetchall()

    def reduceat():
        # Districts, then the city, per quarter; then the same sums for halves, nine months and years.
        by_district = np.add.reduceat(flat, starts, axis=1)
        by_city = by_district.sum(axis=1)
        for size in (2, 4):
            np.add.reduceat(by_district, np.arange(0, len(flat), size), axis=0)
            np.add.reduceat(by_city, np.arange(0, len(flat), size), axis=0)

    goals = {"SQL GROUP BY": "8 times", "NumPy reduceat": "at most 40 times"}
    return [
        measure(
            "(b) all totals of five years, 1.6 million values",
            goals,
            rounds=5,
            ours=ours,
            SQL_GROUP_BY=by_sql,
            NumPy_reduceat=reduceat,
        )
    ]


def accept(city: City) -> list[Result]:
    submission = (
        Submission.unscoped.filter(round=city.rounds[-2], level="commune")
        .select_related("round__form", "accepted")
        .first()
    )
    scopes = [str(period) for period in totals.around(submission.round.period)]
    path = path_ids(submission.unit_id, submission.round.counts_to)
    # What the unit sent lies there already; accepting it is what is measured.
    first = Vector.unpack(submission.accepted.cells)
    waiting = iter(
        SubmissionVersion.objects.create(
            submission=submission, number=number, made_at=AT,
            cells=first.replace({3: secrets.randbelow(500), 7: secrets.randbelow(500)}).pack(),
        )
        for number in range(2, 2 + 40)
    )  # fmt: skip
    waiting = iter(list(waiting))

    def ours():
        with transaction.atomic():
            before = Vector.unpack(submission.accepted.cells)
            submission.accepted = submission.latest = next(waiting)
            submission.save(update_fields=["accepted", "latest"])
            after = Vector.unpack(submission.accepted.cells)
            totals.apply(submission.round, [totals.Change(submission, before, after)])
            audit.record("reporting.accepted", actor=1, at=AT, target=("submission", str(submission.pk)))

    def by_sql():
        """The same rows made anew from the flat table: district and city, quarter and the periods around it."""
        with connection.cursor() as cursor:
            for scope in scopes:
                period = Period.parse(scope)
                ids = [round_.pk for round_ in city.rounds if period.contains(round_.period)]
                marks = ",".join(["%s"] * len(ids))
                for column, unit in (("city", path[0]), ("district", path[1])):
                    cursor.execute(
                        f"SELECT indicator, SUM(value), COUNT(value) FROM bench_flat WHERE {column} = %s "
                        f"AND level = 'commune' AND period IN ({marks}) GROUP BY indicator",
                        [unit, *ids],
                    )
                    cursor.fetchall()

    def bare_update():
        with transaction.atomic():
            Submission.unscoped.filter(pk=submission.pk).update(version=secrets.randbelow(10**6))

    goals = {"SQL GROUP BY": "30 times", "one durable UPDATE": "under 3 times"}
    return [
        measure(
            "(c) one corrected submission, every total above right",
            goals,
            rounds=25,
            ours=ours,
            SQL_GROUP_BY=by_sql,
            one_durable_UPDATE=bare_update,
        )
    ]
